"""Every component in Chromium: no accessibility violation, no sideways scrolling, no console error, menus work."""

import os
import threading
from collections.abc import Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from mimetypes import guess_type
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client, override_settings
from playwright.sync_api import Browser, Page, sync_playwright

from tests.web.ui.conftest import PROJECT

CHROMIUM = Path(os.environ.get("SANDING_CHROMIUM", "/usr/bin/chromium"))
AXE = PROJECT / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

pytestmark = pytest.mark.browser


class _Pages(BaseHTTPRequestHandler):
    """Hands out the rendered gallery with the site's own content policy, and the static files. No database."""

    def __init__(self, rendered: dict[str, bytes], policy: str, *args: object) -> None:
        self.rendered, self.policy = rendered, policy
        super().__init__(*args)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        found = (
            None if self.path in self.rendered else finders.find(self.path.removeprefix("/static/").partition("?")[0])
        )
        content = self.rendered.get(self.path) or (Path(found).read_bytes() if found else b"")
        kind = "text/html; charset=utf-8" if self.path in self.rendered else guess_type(self.path)[0]
        self.send_response(200 if content else 404)
        self.send_header("Content-Type", kind or "application/octet-stream")
        self.send_header("Content-Security-Policy", self.policy)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *args: object) -> None:
        """Quiet."""


@pytest.fixture(scope="module")
def site(built: Path) -> Iterator[str]:
    rendered, policy = {}, ""
    with override_settings(UI_FACTS="", ROOT_URLCONF="tests.web.ui.urls_gallery_alone"):
        for theme in ("light", "dark"):
            client = Client()
            client.cookies["sanding_theme"] = theme
            answer = client.get("/galeri/")
            rendered[f"/{theme}"], policy = answer.content, answer["Content-Security-Policy"]
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Pages, rendered, policy))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    if not CHROMIUM.exists() or not AXE.exists():
        pytest.skip("Chromium or axe-core absent: scripts/ensure_chromium.sh, npm ci --ignore-scripts")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


def opened(chromium: Browser, site: str, *, width: int, theme: str = "light", checks: bool = False) -> Page:
    context = chromium.new_context(viewport={"width": width, "height": 800}, bypass_csp=checks)
    page = context.new_page()
    page.goto(f"{site}/{theme}", wait_until="networkidle")
    return page


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1366, 390])
def test_axe_finds_nothing(chromium: Browser, site: str, width: int, theme: str) -> None:
    page = opened(chromium, site, width=width, theme=theme, checks=True)
    page.evaluate(AXE.read_text())
    found = page.evaluate("rules => axe.run({runOnly: rules})", RULES)["violations"]
    assert [(one["id"], [node["target"] for node in one["nodes"]]) for one in found] == []


@pytest.mark.parametrize("width", [1366, 768, 390, 320])
def test_no_page_scrolls_sideways(chromium: Browser, site: str, width: int) -> None:
    page = opened(chromium, site, width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_content_policy_stops_nothing_of_ours(chromium: Browser, site: str) -> None:
    page = chromium.new_page()
    heard: list[str] = []
    page.on("console", lambda message: heard.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.goto(f"{site}/light", wait_until="networkidle")
    assert heard == []
    assert page.evaluate("getComputedStyle(document.body).fontFamily").startswith('"Plus Jakarta')


def test_map_and_table_take_turns_and_heads_sort(chromium: Browser, site: str) -> None:
    page = opened(chromium, site, width=1366)
    figure = page.locator("figure[data-views]")
    assert figure.locator("svg.s-map").is_visible()
    figure.get_by_role("button", name="Tabel").click()
    assert not figure.locator("svg.s-map").is_visible()
    assert figure.get_by_role("table").is_visible()
    head = page.get_by_role("columnheader", name="Desil 1 (keluarga)")
    head.get_by_role("button").click()
    assert head.get_attribute("aria-sort") == "ascending"


def test_a_dialog_opens_on_its_reason_and_closes_with_escape(chromium: Browser, site: str) -> None:
    page = opened(chromium, site, width=1366)
    page.get_by_role("link", name="Larang…").click()
    assert page.evaluate("document.activeElement.tagName") == "TEXTAREA"
    page.keyboard.press("Escape")
    assert not page.locator("dialog[open]").count()
    assert page.evaluate("document.activeElement.textContent").strip() == "Larang…"


def test_letters_walk_the_queue_but_not_while_typing(chromium: Browser, site: str) -> None:
    page = opened(chromium, site, width=1366)
    page.locator("body").press("j")
    first = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.textContent") != first
    page.get_by_label("Catatan keputusan").focus()
    page.keyboard.press("j")
    assert page.get_by_label("Catatan keputusan").input_value() == "j"
