// <a data-dialog="id" href="…"> opens <dialog id> where the page has one; elsewhere the link leads to the same form.
export function dialogs(part) {
  for (const opener of part.querySelectorAll("[data-dialog]")) {
    if (opener.dataset.ready) continue;
    opener.dataset.ready = "1";
    opener.addEventListener("click", (event) => {
      const dialog = document.getElementById(opener.dataset.dialog);
      if (!dialog?.showModal) return;
      event.preventDefault();
      dialog.showModal();
      (dialog.querySelector("[data-focus], textarea, input:not([type=hidden]), select") ?? dialog).focus();
    });
  }
  for (const closer of part.querySelectorAll("dialog [data-close]")) {
    closer.addEventListener("click", (event) => {
      event.preventDefault();
      closer.closest("dialog").close();
    });
  }
}
