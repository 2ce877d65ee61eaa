// One stylesheet: Tabler purged against our pages, then the tokens, then our own rules, for Chrome 109 and Firefox ESR 115.
import { join } from "node:path";
import { browserslistToTargets, transform } from "lightningcss";
import postcss from "postcss";
import { PurgeCSS } from "purgecss";
import { ASSETS, ROOT, filesBelow, text } from "./inputs.mjs";
import { plainColours } from "./plain_colours.mjs";

const TABLER = join(ROOT, "node_modules", "@tabler", "core", "dist", "css", "tabler.min.css");
const OWN = ["frame", "parts", "tables", "desks", "map", "phone", "print"];
const TARGETS = browserslistToTargets(["chrome 109", "firefox 115", "safari 16"]);

async function purgedTabler(pages) {
  const [{ css }] = await new PurgeCSS().purge({
    content: pages.map((path) => ({ raw: text(path), extension: path.split(".").pop() })),
    css: [{ raw: text(TABLER) }],
    defaultExtractor: (content) => content.match(/[A-Za-z0-9_-]+/g) ?? [],
    safelist: { standard: ["html", "body", "dialog", "is-invalid", "is-valid"], greedy: [/data-bs-theme/] },
    blocklist: [/^ratio/],
    keyframes: true,
    fontFace: true,
  });
  return css;
}

/** Custom properties of Tabler that no rule reads any more, dropped until none is left. */
function withoutUnusedProperties(root) {
  for (let removed = 1; removed > 0; ) {
    removed = 0;
    const read = new Set(root.toString().match(/(?<=var\(\s*)--[\w-]+/g) ?? []);
    root.walkDecls(/^--tblr-/, (one) => {
      if (!read.has(one.prop)) (one.remove(), removed++);
    });
  }
  root.walkRules((rule) => rule.nodes.length === 0 && rule.remove());
  return root;
}

/** The finished stylesheet as bytes. ``pages``: files whose words may be class names. */
export async function stylesheet(pages) {
  const parts = [
    plainColours(await purgedTabler(pages)),
    text(join(ASSETS, "tokens.css")),
    ...OWN.map((name) => text(join(ASSETS, "own", `${name}.css`))),
  ];
  const joined = withoutUnusedProperties(postcss.parse(parts.join("\n"))).toString();
  const { code } = transform({ filename: "sanding.css", code: Buffer.from(joined), minify: true, targets: TARGETS });
  return code;
}

export const pageFiles = (web) => [
  ...filesBelow(web, [".html", ".js"]),
  ...filesBelow(web, [".py"]).filter((path) => /(\/ui\/|forms\.py$)/.test(path)),
];
