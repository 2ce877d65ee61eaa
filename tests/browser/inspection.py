"""What is looked at on every page: axe, sideways scroll, cut tables, one h1, ids used once."""

from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from tests.browser.conftest import SIZES

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OFF: dict[str, str] = {}
"""Rules of axe that are not asked, each with its reason. None so far."""

_RUN = """async ([tags, off]) => {
  const found = await axe.run(document, {
    runOnly: {type: 'tag', values: tags}, resultTypes: ['violations'],
    rules: {'target-size': {enabled: true}, ...Object.fromEntries(off.map(name => [name, {enabled: false}]))},
  });
  const why = (rule, node) => [...node.any, ...node.all, ...node.none].map(one => one.message)[0] || rule.help;
  return found.violations.flatMap(rule => rule.nodes.slice(0, 3).map(node =>
    `axe ${rule.id}: ${node.target.join(' ')} (${why(rule, node)})`));
}"""

_LAYOUT = """() => {
  const said = [], root = document.scrollingElement, ids = new Map();
  if (root.scrollWidth > root.clientWidth) said.push(`scrolls sideways: ${root.scrollWidth} in ${root.clientWidth}`);
  const titles = document.querySelectorAll('h1');
  if (titles.length !== 1) said.push(`${titles.length} h1`);
  for (const one of document.querySelectorAll('[id]')) ids.set(one.id, (ids.get(one.id) || 0) + 1);
  for (const [id, times] of ids) if (times > 1) said.push(`id ${id} ${times} times`);
  for (const one of document.querySelectorAll('main *')) {
    if (getComputedStyle(one).overflowX === 'visible' || !one.querySelector('table')) continue;
    if (one.scrollWidth > one.clientWidth + 2) said.push(`table cut: ${one.scrollWidth} in ${one.clientWidth}`);
  }
  return said;
}"""


@cache
def _axe() -> str:
    return AXE.read_text(encoding="utf-8")


def inspect(page: Page, sizes: tuple[str, ...] = ("meja", "ponsel")) -> list[str]:
    """Faults of the page as it stands, at each size. Axe runs through the debugger, so the page's CSP stays on."""
    page.evaluate("() => document.fonts.ready.then(() => true)")
    page.evaluate(f"() => {{ {_axe()} }}")
    found: list[str] = []
    for size in sizes:
        page.set_viewport_size(SIZES[size])
        said: list[Any] = page.evaluate(_LAYOUT) + page.evaluate(_RUN, [TAGS, list(OFF)])
        found += [f"{size}: {one}" for one in said]
    return found
