// Map and table twin: one at a time, chosen by buttons with aria-pressed. Without a script both stand below each other.
export function views(part) {
  for (const figure of part.querySelectorAll("[data-views]")) {
    const tabs = figure.querySelector("[data-tabs]");
    if (!tabs || !tabs.hidden) continue;
    const show = (wanted) => {
      for (const view of figure.querySelectorAll("[data-view]")) view.hidden = view.dataset.view !== wanted;
      for (const button of tabs.children) button.setAttribute("aria-pressed", String(button.dataset.show === wanted));
    };
    tabs.addEventListener("click", (event) => {
      const button = event.target.closest("[data-show]");
      if (button) show(button.dataset.show);
    });
    tabs.hidden = false;
    show("map");
  }
}
