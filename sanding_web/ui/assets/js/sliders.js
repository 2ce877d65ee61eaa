// A slider beside a number field, for pointers: [data-slider="id"] moves with its field. The field alone is sent, labelled
// and reached by the keyboard, so that without a script nothing is missing.
export function sliders(part) {
  for (const slider of part.querySelectorAll("[data-slider]")) {
    const field = document.getElementById(slider.dataset.slider);
    if (!field || slider.dataset.ready) continue;
    slider.dataset.ready = "1";
    slider.hidden = false;
    slider.addEventListener("input", () => {
      field.value = slider.value;
    });
    field.addEventListener("input", () => {
      slider.value = field.value || 0;
    });
  }
}
