// Menus are <details> and :target; Escape and a click elsewhere close them, focus returns to the opener.
export function menus() {
  const open = () => document.querySelector("details[data-menu][open]");
  document.addEventListener("click", (event) => {
    const menu = open();
    if (menu && !menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = open();
    if (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    } else if (location.hash === "#menu") {
      location.hash = "isi";
    }
  });
}
