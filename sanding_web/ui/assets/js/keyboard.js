// J and K walk through queues and tables with data-rows or data-queue, arrows too once inside; a link with data-at acts
// on the row that holds the focus. Single letters can be switched off (WCAG 2.1.4).
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

const ARROWS = { arrowdown: 1, arrowup: -1 };

// The address of a link for the village of the row in focus; null where the focus is in no such row.
function atRow(link) {
  const row = document.activeElement?.closest("[data-rows] > tbody > tr");
  const place = row?.querySelector('a[href*="desa="]');
  const code = place && new URL(place.href).searchParams.get("desa");
  return code && link.dataset.at ? link.dataset.at.replace("0000000000", code) : null;
}

function inRows() {
  return document.activeElement?.closest("[data-queue] > li, [data-rows] > tbody > tr") != null;
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
    if (key in ARROWS && !event.shiftKey && inRows()) {
      event.preventDefault();
      walk(ARROWS[key]);
      return;
    }
    if (key === "j" || key === "k") {
      event.preventDefault();
      walk(key === "j" ? 1 : -1);
      return;
    }
    const marked = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (marked && marked.offsetParent !== null) {
      event.preventDefault();
      const address = atRow(marked);
      if (address) location.assign(address);
      else marked.click();
    }
  });
  for (const box of document.querySelectorAll("[data-letters-off]")) {
    box.checked = lettersOff();
    box.addEventListener("change", () => localStorage.setItem(OFF, box.checked ? "1" : "0"));
  }
}
