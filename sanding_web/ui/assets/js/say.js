// One polite live region for the whole page; it also carries the few sentences a script says, in the page's language.
const region = () => document.getElementById("suara");

export function say(words) {
  const here = region();
  if (here && here.textContent !== words) here.textContent = words;
}

export const sentence = (name) => region()?.dataset[name] ?? "";
