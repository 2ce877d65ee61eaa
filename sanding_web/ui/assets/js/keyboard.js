// J and K walk through queues and tables with data-rows or data-queue; single letters can be switched off (WCAG 2.1.4).
const OFF = "sanding_huruf_mati";

function typing(target) {
  return target.closest("input, select, textarea, [contenteditable], dialog") !== null;
}

function stops() {
  const found = [];
  for (const row of document.querySelectorAll("[data-queue] > li, [data-rows] > tbody > tr")) {
    const link = row.querySelector("a[href], button, input:not([type=hidden])");
    if (link && row.offsetParent !== null) found.push({ row, link });
  }
  return found;
}

function walk(step) {
  const all = stops();
  if (all.length === 0) return;
  const here = all.findIndex(({ row }) => row.contains(document.activeElement));
  const next = all[Math.min(all.length - 1, Math.max(0, here < 0 ? 0 : here + step))];
  next.link.focus();
  next.row.scrollIntoView({ block: "nearest" });
}

function lettersOff() {
  try {
    return localStorage.getItem(OFF) === "1";
  } catch {
    return false;
  }
}

export function keyboard() {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || typing(event.target) || lettersOff()) return;
    const key = event.key.toLowerCase();
    if (key === "j" || key === "k") {
      event.preventDefault();
      walk(key === "j" ? 1 : -1);
      return;
    }
    const marked = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (marked && marked.offsetParent !== null) {
      event.preventDefault();
      marked.click();
    }
  });
  for (const box of document.querySelectorAll("[data-letters-off]")) {
    box.checked = lettersOff();
    box.addEventListener("change", () => localStorage.setItem(OFF, box.checked ? "1" : "0"));
  }
}
