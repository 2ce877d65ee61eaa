// Progressive enhancement only: every page works without this file.
import { dialogs } from "./dialogs.js";
import { files } from "./files.js";
import { keyboard } from "./keyboard.js";
import { menus } from "./menus.js";
import { passkeys } from "./passkeys.js";
import { picks } from "./picks.js";
import { printing } from "./printing.js";
import { swaps } from "./swaps.js";
import { sliders } from "./sliders.js";
import { sorting } from "./sorting.js";
import { theme } from "./theme.js";
import { views } from "./views.js";

/** Prepare what stands in a part of the page; called once, and again for every htmx swap. */
function prepare(part) {
  for (const one of [sorting, views, files, dialogs, sliders, passkeys]) one(part);
}

function start() {
  theme();
  menus();
  keyboard();
  picks();
  printing();
  prepare(document);
  swaps(prepare);
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
else start();
