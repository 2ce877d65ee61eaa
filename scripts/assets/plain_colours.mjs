// Tabler writes light-dark(), color-mix() and relative oklch(); office browsers drop them. Our tokens give the roots as
// plain hex, so what is left here only needs a sane plain value: the light arm with a dark twin, and the dominant colour.
import postcss from "postcss";

const DARK = '[data-bs-theme="dark"]';
const MODERN = /light-dark\(|color-mix\(|oklch\(from/;

/** Arguments of the call that starts at ``open`` (index of its parenthesis), and the index after it. */
function call(value, open) {
  const args = [""];
  let depth = 1;
  let at = open + 1;
  for (; depth > 0 && at < value.length; at++) {
    const sign = value[at];
    if (sign === "(") depth++;
    if (sign === ")") depth--;
    if (depth === 0) break;
    if (sign === "," && depth === 1) args.push("");
    else args[args.length - 1] += sign;
  }
  return { args: args.map((one) => one.trim()), end: at + 1 };
}

function dominant([, first, second]) {
  const whole = /calc\(var\([^()]*\)\s*\*\s*100%\)$/;
  const share = first.match(/([\d.]+)%$/);
  const colour = first.replace(whole, "").replace(/[\d.]+%$/, "").trim();
  return whole.test(first) || !share || Number(share[1]) >= 50 ? colour : second.replace(/\s[\d.]+%$/, "");
}

const RULES = [
  ["color-mix(", (args) => dominant(args)],
  ["oklch(from", (args) => args[0].match(/^from\s+(.+\)|\S+)\s+(calc|l|\S+)/)?.[1] ?? "currentColor"],
];

function innermost(value, name) {
  return value.lastIndexOf(name);
}

function replaceCalls(value, name, choose) {
  for (let at = innermost(value, name); at >= 0; at = innermost(value, name)) {
    const open = value.indexOf("(", at);
    const { args, end } = call(value, open);
    value = value.slice(0, at) + choose(args) + value.slice(end);
  }
  return value;
}

function resolved(value, arm) {
  value = replaceCalls(value, "light-dark(", (args) => args[arm]);
  for (const [name, choose] of RULES) value = replaceCalls(value, name, choose);
  return value;
}

function darkTwin(rule, declarations) {
  const selectors = rule.selectors.map((one) => (/^(:root|\[data-bs-theme=light\])/.test(one) ? DARK : `${DARK} ${one}`));
  const twin = postcss.rule({ selectors: [...new Set(selectors)] });
  for (const one of declarations) twin.append(one.clone({ value: resolved(one.value, 1) }));
  return twin;
}

/** The same stylesheet without the three modern colour functions. */
export function plainColours(css) {
  const root = postcss.parse(css);
  root.walkRules((rule) => {
    const modern = rule.nodes.filter((one) => one.type === "decl" && MODERN.test(one.value));
    const split = modern.filter((one) => one.value.includes("light-dark("));
    if (split.length > 0) rule.after(darkTwin(rule, split));
    for (const one of modern) one.value = resolved(one.value, 0);
  });
  return root.toString();
}
