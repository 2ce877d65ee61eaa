// A sprite of the Tabler icons that our pages name, and no other.
import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { ROOT, WEB, filesBelow, text } from "./inputs.mjs";

const FOLDER = join(ROOT, "node_modules", "@tabler", "icons", "icons", "outline");
const IN_PAGES = /\{%\s*icon\s+["']([a-z0-9-]+)["']|icon=["']([a-z0-9-]+)["']/g;
const IN_TABLE = /["']([a-z0-9-]+)["']/g;

/** Names written as {% icon "name" %} or icon="name", and every name in ui/icons.py. */
export function iconNames() {
  const names = new Set();
  for (const path of filesBelow(WEB, [".html", ".py"])) {
    const pattern = path.endsWith("ui/icons.py") ? IN_TABLE : IN_PAGES;
    for (const found of text(path).matchAll(pattern)) names.add(found[1] ?? found[2]);
  }
  return [...names].filter((name) => name.length > 0).sort();
}

function symbol(name) {
  const path = join(FOLDER, `${name}.svg`);
  if (!existsSync(path)) throw new Error(`No Tabler icon is called "${name}" (outline). Look it up under ${basename(FOLDER)}/.`);
  const drawing = text(path)
    .replace(/<!--[\s\S]*?-->/g, "")
    .replace(/^[\s\S]*?<svg[^>]*>|<\/svg>\s*$/g, "")
    .replace(/<path stroke="none" d="M0 0h24v24H0z" fill="none"\s*\/>/g, "")
    .replace(/\s*\n\s*/g, "")
    .replace(/ \/>/g, "/>");
  return `<symbol id="${name}" viewBox="0 0 24 24">${drawing}</symbol>`;
}

export function sprite() {
  const symbols = iconNames().map(symbol).join("\n");
  return `<!-- Tabler Icons, MIT -->\n<svg xmlns="http://www.w3.org/2000/svg">\n${symbols}\n</svg>\n`;
}
