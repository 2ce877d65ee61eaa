// <output for="id"> follows its slider while it moves; without a script it shows the value the server read.
export function outputs(part) {
  for (const output of part.querySelectorAll("output[for]")) {
    const input = document.getElementById(output.htmlFor.value);
    if (!input || output.dataset.ready) continue;
    output.dataset.ready = "1";
    input.addEventListener("input", () => {
      output.value = input.value.replace(".", ",");
    });
  }
}
