// A drop field is a label around a file input; dropping fills the input and names the file.
export function files(part) {
  for (const drop of part.querySelectorAll("[data-drop]")) {
    const input = drop.querySelector('input[type="file"]');
    const name = drop.querySelector("[data-file-name]");
    if (!input || drop.dataset.ready) continue;
    drop.dataset.ready = "1";
    const named = () => {
      if (name) name.textContent = [...input.files].map((file) => file.name).join(", ");
    };
    const over = (on) => (event) => {
      event.preventDefault();
      drop.classList.toggle("s-drop-over", on);
    };
    input.addEventListener("change", named);
    drop.addEventListener("dragover", over(true));
    drop.addEventListener("dragleave", over(false));
    drop.addEventListener("drop", (event) => {
      over(false)(event);
      if (event.dataTransfer.files.length === 0) return;
      input.files = event.dataTransfer.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }
}
