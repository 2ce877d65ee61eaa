// After an htmx swap: prepare the new part, mark waiting targets, move focus to faults or the new heading, speak.
import { say, sentence } from "./say.js";

function settle(part) {
  const goal = part.matches?.("[data-focus]") ? part : part.querySelector("[data-focus]");
  if (goal) goal.focus();
  const words = part.querySelector("[data-say]");
  if (words) say(words.dataset.say);
}

export function swaps(prepare) {
  const busy = (on) => (event) => {
    const target = event.detail.target;
    if (target) on ? target.setAttribute("aria-busy", "true") : target.removeAttribute("aria-busy");
  };
  document.addEventListener("htmx:beforeRequest", busy(true));
  document.addEventListener("htmx:afterRequest", busy(false));
  document.addEventListener("htmx:load", (event) => {
    const part = event.detail.elt;
    if (part === document.body) return;
    prepare(part);
    settle(part);
  });
  document.addEventListener("htmx:responseError", () => say(sentence("failed")));
  document.addEventListener("htmx:sendError", () => say(sentence("cut")));
  const fault = document.querySelector(".s-summary[data-focus]");
  if (fault) fault.focus();
}
