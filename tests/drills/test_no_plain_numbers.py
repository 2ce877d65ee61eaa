"""No NIK or No. KK in plain: not in the database, not in a file, not in a log, not in an answer without purpose.

A real site with the demo district, every number of its people a marker. Every demo account follows every link it
sees, files and papers included; strangers and staff type numbers where they do not belong; sheets come in, faulty
ones too; then every byte that was kept or answered is searched. The invented sheets that the demo lays out for its
visitors (``demo/``) are the one thing left out: an installation has no such folder.
"""

import os
import re
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import polars as pl
import pytest
from playwright.sync_api import APIRequestContext, APIResponse, Playwright, sync_playwright

from sanding.synthetic.district import make_district
from sanding_web.home.demo import PEOPLE, SEED
from tests.browser.conftest import _free_port, _fresh_postgres, _wait_until_alive
from tests.browser.crawl import view_of
from tests.drills.plain_search import Markers, in_database, in_files

pytestmark = pytest.mark.drill
PROJECT = Path(__file__).parents[2]
PERSONS = 2_000
SAMPLES = 2
"""Addresses of each view that each account opens."""
_LINK = re.compile(r'(?:href|action)="([^"#][^"]*)"')
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
WITH_PURPOSE = {
    "registry:marked": "the sheet itself, back to those who handle it, with its faults marked",
}
"""Views whose answer may hold numbers, and why."""


@dataclass
class Site:
    url: str
    home: Path
    database: str
    markers: Markers
    log: Path


@dataclass
class Visitor:
    """One account; remembers which answers held a number."""

    site: Site
    client: APIRequestContext
    name: str
    found: dict[str, set[str]] = field(default_factory=dict)
    opened: int = 0

    def look(self, answer: APIResponse, path: str) -> str:
        """Search one answer, head and body; the body as text."""
        self.opened += 1
        body = answer.body()
        head = "\n".join(f"{name}: {value}" for name, value in answer.headers.items()).encode()
        view = view_of(path)
        if view not in WITH_PURPOSE and (hits := self.site.markers.within(body) | self.site.markers.within(head)):
            self.found[f"{self.name} {view or path}"] = hits
        is_page = answer.headers.get("content-type", "").startswith("text/html")
        return body.decode(errors="replace") if is_page else ""

    def get(self, path: str) -> str:
        return self.look(self.client.get(path, max_redirects=0), path)

    def post(self, path: str, values: dict[str, object]) -> str:
        token = _TOKEN.search(self.client.get("/akun/masuk/" if self.name == "tamu" else "/").text())
        assert token
        sent = {**values, "csrfmiddlewaretoken": token[1]}
        headers = {"Referer": f"{self.site.url}/"}
        answer = self.client.post(path, form=sent, headers=headers, max_redirects=0)  # type: ignore[arg-type]
        return self.look(answer, path)

    def crawl(self) -> None:
        """Every link this account comes across, a few of each view; those that sign out are left."""
        queue, seen, counts = deque(["/"]), set(), dict[str, int]()
        while queue:
            path = queue.popleft()
            view = view_of(path)
            if path in seen or counts.get(view, 0) >= SAMPLES or view in ("", "accounts:sign_out"):
                continue
            seen.add(path)
            counts[view] = counts.get(view, 0) + 1
            for link in _LINK.findall(self.get(path)):
                parts = urlsplit(urljoin(path, unescape(link)))
                if not parts.netloc and not parts.path.startswith("/static/"):
                    queue.append(parts.path + (f"?{parts.query}" if parts.query else ""))


@pytest.fixture(scope="module")
def numbers() -> list[str]:
    """Every NIK and KK of the invented district."""
    district = make_district(SEED, PERSONS)
    found: list[str] = []
    for frame in (district.persons, district.families):
        for name, kind in frame.schema.items():
            if kind == pl.String:
                found += frame[name].drop_nulls().str.extract(r"^(3399\d{12})$").drop_nulls().to_list()
    return sorted(set(found))


@pytest.fixture(scope="module")
def site(numbers: list[str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    home, port = tmp_path_factory.mktemp("marked"), _free_port()
    log = tmp_path_factory.mktemp("log") / "site.log"
    environment = {
        **os.environ,
        "SANDING_HOME": str(home),
        "SANDING_SCRATCH": str(home / "scratch"),
        "SANDING_DEMO": "1",
        "SANDING_DEMO_PERSONS": str(PERSONS),
        "SANDING_LOG": "DEBUG",
    }
    database = environment.get("DATABASE_URL", "")
    if database.startswith("postgres"):
        database = environment["DATABASE_URL"] = _fresh_postgres(database, "sanding_marked")
    command = [sys.executable, "-m", "sanding_web", "serve", "--bind", f"127.0.0.1:{port}"]
    with log.open("wb") as said:
        process = subprocess.Popen(command, cwd=PROJECT, env=environment, stdout=said, stderr=subprocess.STDOUT)
        try:
            _wait_until_alive(f"http://127.0.0.1:{port}", process)
            yield Site(f"http://127.0.0.1:{port}", home, database, Markers(numbers), log)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=30)


@pytest.fixture(scope="module")
def play() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


def _visitor(site: Site, play: Playwright, name: str = "") -> Visitor:
    visitor = Visitor(site, play.request.new_context(base_url=site.url), name or "tamu")
    if name:
        token = _TOKEN.search(visitor.client.get("/akun/masuk/").text())
        assert token
        form = {"username": name, "csrfmiddlewaretoken": token[1]}
        answer = visitor.client.post("/akun/masuk/contoh/", form=form, headers={"Referer": f"{site.url}/"})
        assert answer.ok
    return visitor


def _misplace(visitor: Visitor, number: str) -> None:
    """A number where it does not belong: in addresses, in the search, as an account, in a file's name."""
    for path in (f"/cari/?q={number}", f"/data/desa/{number}/", f"/{number}/", f"/data/?halaman={number}"):
        visitor.get(path)
    visitor.post("/akun/masuk/", {"username": number, "password": number})
    visitor.post("/cari/", {"q": number})


def test_nothing_that_was_kept_or_answered_holds_a_number(site: Site, play: Playwright, numbers: list[str]) -> None:
    found: dict[str, set[str]] = {}
    opened = 0
    for name in ("", *(person[0] for person in PEOPLE)):
        visitor = _visitor(site, play, name)
        visitor.crawl()
        _misplace(visitor, numbers[len(name)])
        found |= visitor.found
        opened += visitor.opened
    assert opened > 500, "the journeys came nowhere"
    assert not found, "answers"
    assert len(site.log.read_bytes()) > 1_000, "the log says nothing: it proves nothing"
    assert not site.markers.within(site.log.read_bytes()), "the log"
    assert not in_database(site.markers, site.home, site.database), "the database"
    assert not in_files(site.markers, site.home, leave_out=("demo/",)), "the files"


def test_the_search_finds_what_is_planted(site: Site, numbers: list[str], tmp_path: Path) -> None:
    """The sheets of the demo are in plain, so the search must find numbers there; in packed and wide forms too."""
    assert in_files(site.markers, site.home / "demo"), "the search is blind"
    (tmp_path / "wide").write_bytes(numbers[0].encode("utf-16-le"))
    assert in_files(site.markers, tmp_path) == {"wide": {numbers[0][-4:]}}
