// In a table inside data-picks the followed row stays marked and in focus; on a phone, where the answer stands below the
// table, it comes into view.
function mark(list, link) {
  for (const old of list.querySelectorAll("tr.s-sel")) old.classList.remove("s-sel");
  for (const old of list.querySelectorAll("[aria-current]")) old.removeAttribute("aria-current");
  link.closest("tr")?.classList.add("s-sel");
  link.setAttribute("aria-current", "true");
}

export function picks() {
  document.addEventListener("htmx:afterSwap", (event) => {
    const link = event.detail.requestConfig?.elt;
    const list = link?.closest?.("[data-picks]");
    if (!list) return;
    mark(list, link);
    if (matchMedia("(max-width: 767.98px)").matches) document.querySelector(link.hash)?.scrollIntoView();
  });
}
