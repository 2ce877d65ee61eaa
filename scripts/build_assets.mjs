// Builds the assets into the ignored folder sanding_web/static_built/; does nothing when no input has changed.
// Use: node scripts/build_assets.mjs [--force]
import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { sprite } from "./assets/icons.mjs";
import { ASSETS, OUT, ROOT, WEB, fingerprint, inputs, text } from "./assets/inputs.mjs";
import { pageFiles, stylesheet } from "./assets/styles.mjs";

const STAMP = join(OUT, ".fingerprint");
const FONT = ["@fontsource-variable", "plus-jakarta-sans", "files", "plus-jakarta-sans-latin-wght-normal.woff2"];

async function script() {
  const made = await build({
    entryPoints: [join(ASSETS, "js", "sanding.js")],
    bundle: true,
    minify: true,
    write: false,
    format: "iife",
    target: ["chrome109", "firefox115", "safari16"],
  });
  return made.outputFiles[0].contents;
}

/** Write aside, then rename: a page never sees half a file. */
function put(name, content) {
  const path = join(OUT, name);
  writeFileSync(`${path}.new`, content);
  renameSync(`${path}.new`, path);
  const size = Buffer.byteLength(content);
  console.log(`${name.padEnd(24)} ${String(size).padStart(8)} B  gz ${String(gzipSync(content).length).padStart(7)} B`);
}

function copies() {
  copyFileSync(join(ROOT, "node_modules", ...FONT), join(OUT, "plus-jakarta-sans.woff2"));
  for (const name of ["kawung.svg", "favicon.svg"]) copyFileSync(join(ASSETS, name), join(OUT, name));
}

async function main() {
  const print = fingerprint(inputs());
  if (!process.argv.includes("--force") && existsSync(STAMP) && text(STAMP) === print) return console.log("assets: unchanged");
  mkdirSync(OUT, { recursive: true });
  rmSync(STAMP, { force: true });
  put("sanding.css", await stylesheet(pageFiles(WEB)));
  put("sanding.js", await script());
  put("icons.svg", sprite());
  copies();
  writeFileSync(STAMP, print);
}

await main();
