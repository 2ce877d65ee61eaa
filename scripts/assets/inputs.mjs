// What the assets are made from: the files, their text, and one fingerprint over all of them.
import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { join, relative } from "node:path";

export const ROOT = join(import.meta.dirname ?? new URL(".", import.meta.url).pathname, "..", "..");
export const WEB = join(ROOT, "sanding_web");
export const ASSETS = join(WEB, "ui", "assets");
export const OUT = join(WEB, "static_built");
const SKIPPED = new Set(["static_built", "__pycache__", "node_modules", "locale", "migrations"]);

/** Every file below a folder whose name ends with one of the endings, sorted. */
export function filesBelow(folder, endings) {
  const found = [];
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && !SKIPPED.has(entry.name)) found.push(...filesBelow(path, endings));
    else if (entry.isFile() && endings.some((ending) => entry.name.endsWith(ending))) found.push(path);
  }
  return found.sort();
}

/** Pages, the Python that names classes or icons, our styles and scripts, the build itself, the lock. */
export function inputs() {
  return [
    ...filesBelow(WEB, [".html", ".py"]),
    ...filesBelow(ASSETS, [".css", ".js", ".svg"]),
    ...filesBelow(join(ROOT, "scripts"), [".mjs"]),
    join(ROOT, "package-lock.json"),
  ];
}

/** One hash over names and contents, in order. */
export function fingerprint(paths) {
  const hash = createHash("sha256");
  for (const path of paths) hash.update(relative(ROOT, path)).update("\0").update(readFileSync(path)).update("\0");
  return hash.digest("hex");
}

export const text = (path) => readFileSync(path, "utf8");
