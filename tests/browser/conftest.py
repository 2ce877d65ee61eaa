"""Real sites for the browser tests: migrated, demo loaded, gunicorn and worker as processes, Debian's Chromium.

Where Chromium is absent the tests skip with a word; in CI the suite runner has failed before.
Pictures for the guide are written where SANDING_PICTURES=1; else they go to a temporary folder.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, ViewportSize, sync_playwright

from tests.browser.pictures import PICTURES, shrink

PROJECT = Path(__file__).resolve().parents[2]
CHROMIUM = shutil.which("chromium")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
SIZES: dict[str, ViewportSize] = {"meja": {"width": 1366, "height": 768}, "ponsel": {"width": 390, "height": 844}}


@dataclass(frozen=True)
class Site:
    """A running site and the folder it lives in."""

    url: str
    home: Path
    office: Path


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder needs Chromium."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_until_alive(url: str, process: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + 300
    while time.monotonic() < end:
        assert process.poll() is None, "the site ended while starting"
        try:
            with urllib.request.urlopen(f"{url}/sehat/", timeout=2):
                return
        except OSError:
            time.sleep(0.5)
    pytest.fail("the site did not start within 300 seconds")


def _fresh_postgres(base_url: str, name: str) -> str:
    """Drop and make a database beside the one named by DATABASE_URL; its own address."""
    import psycopg

    with psycopg.connect(f"{base_url.rsplit('/', 1)[0]}/postgres", autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'.encode())
        connection.execute(f'CREATE DATABASE "{name}"'.encode())
    return f"{base_url.rsplit('/', 1)[0]}/{name}"


def _environment(home: Path, until: str) -> dict[str, str]:
    found = {
        **os.environ,
        "SANDING_HOME": str(home),
        "SANDING_SCRATCH": str(home / "scratch"),
        "SANDING_DEMO": "1",
        "SANDING_DEMO_PERSONS": "10000",
        "SANDING_DEMO_UNTIL": until,
    }
    if found.get("DATABASE_URL", "").startswith("postgres"):
        found["DATABASE_URL"] = _fresh_postgres(found["DATABASE_URL"], f"sanding_browser_{until}")
    return found


@contextmanager
def _serving(home: Path, until: str) -> Iterator[Site]:
    """A site with the demo district of 10,000 people up to a stage, served as ``make run`` serves it."""
    if CHROMIUM is None:
        pytest.skip("chromium absent: apt-get install -y chromium")
    port = _free_port()
    command = [sys.executable, "-m", "sanding_web", "serve", "--bind", f"127.0.0.1:{port}"]
    process = subprocess.Popen(command, cwd=PROJECT, env=_environment(home, until))
    try:
        _wait_until_alive(f"http://127.0.0.1:{port}", process)
        yield Site(f"http://127.0.0.1:{port}", home, home / "demo" / "office")
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One accepted sheet in the register, nothing decided yet: where an office's year begins."""
    with _serving(tmp_path_factory.mktemp("site"), "register") as found:
        yield found


@pytest.fixture(scope="session")
def full_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Everything decided once, and another sheet waiting: where most pages have something to show."""
    with _serving(tmp_path_factory.mktemp("full"), "all") as found:
        yield found


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("chromium absent: apt-get install -y chromium")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


def sign_in(page: Page, username: str) -> None:
    """Through the door, by the sample account's button."""
    page.goto("/akun/masuk/")
    page.locator(f'button[name="username"][value="{username}"]').click()
    page.wait_for_url("**/")


class Visits:
    """Opens a site as demo people on a desk or a phone, and remembers what pages wrote to the console."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.contexts: list[BrowserContext] = []
        self.complaints: list[str] = []

    def open(self, site: Site, username: str = "", size: str = "meja", **options: object) -> Page:
        context = self.browser.new_context(
            base_url=site.url,
            viewport=SIZES[size],
            locale="id-ID",
            accept_downloads=True,
            **options,  # type: ignore[arg-type]
        )
        self.contexts.append(context)
        page = context.new_page()
        page.on(
            "console", lambda said: self.complaints.append(said.text) if said.type in ("error", "warning") else None
        )
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        if username:
            sign_in(page, username)
        return page

    def _hear(self, said: ConsoleMessage) -> None:
        if said.type in ("error", "warning"):
            self.complaints.append(f"{said.text} at {said.location.get('url', '')}")

    def close(self) -> None:
        for context in self.contexts:
            context.close()


@pytest.fixture
def visits(chromium: Browser) -> Iterator[Visits]:
    """Fails the test where a page wrote an error to the console; refusals (4xx) that a test asks for are fine."""
    found = Visits(chromium)
    yield found
    found.close()
    assert not [text for text in found.complaints if "status of 4" not in text], found.complaints


@pytest.fixture
def picture(tmp_path: Path) -> Callable[[Page, str], None]:
    """Takes a picture of the window for the guide, its palette reduced."""
    folder = PICTURES if os.environ.get("SANDING_PICTURES") == "1" else tmp_path

    def take(page: Page, name: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        page.evaluate("() => { scrollTo({top: 0, behavior: 'instant'}); document.activeElement.blur(); }")
        page.evaluate("() => document.fonts.ready.then(() => true)")
        page.screenshot(path=folder / f"{name}.png")
        shrink(folder / f"{name}.png")

    return take
