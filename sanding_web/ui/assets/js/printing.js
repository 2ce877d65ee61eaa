// What is folded on screen is open on paper, and folded again after.
export function printing() {
  const opened = new Set();
  addEventListener("beforeprint", () => {
    for (const one of document.querySelectorAll("details:not([open])")) {
      one.open = true;
      opened.add(one);
    }
  });
  addEventListener("click", (event) => {
    if (event.target.closest?.("[data-print]")) print();
  });
  addEventListener("afterprint", () => {
    for (const one of opened) one.open = false;
    opened.clear();
  });
}
