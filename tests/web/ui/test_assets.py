"""What the build may not contain, and how much the first page may weigh."""

import gzip
import json
import re
import subprocess
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from tests.cast import Cast
from tests.web.ui.conftest import PROJECT

WEB = PROJECT / "sanding_web"
TEMPLATES = sorted(WEB.rglob("templates/**/*.html"))
FIRST_PAGE_LIMIT = 150_000


@pytest.mark.parametrize("modern", ["light-dark(", "color-mix(", "oklch(from"])
def test_old_office_browsers_can_read_every_colour(built: Path, modern: str) -> None:
    assert modern not in (built / "sanding.css").read_text()


def test_every_property_the_stylesheet_reads_is_defined(built: Path) -> None:
    css = (built / "sanding.css").read_text()
    read = set(re.findall(r"var\((--(?:s|tblr)-[\w-]+)\)", css))
    assert read - set(re.findall(r"(--(?:s|tblr)-[\w-]+)\s*:", css)) == set()


def test_colours_are_written_in_the_tokens_only() -> None:
    own = [*(WEB / "ui" / "assets").rglob("*.css"), *TEMPLATES]
    colour = re.compile(r"#[0-9a-fA-F]{3}(?:[0-9a-fA-F]{3})?\b(?![\w-])|\brgba?\(|\bhsla?\(")
    found = {path.name: colour.findall(path.read_text()) for path in own if path.name != "tokens.css"}
    assert {name: hits for name, hits in found.items() if hits} == {}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_templates_carry_no_inline_style_or_script(path: Path) -> None:
    text = path.read_text()
    assert not re.search(r"\sstyle\s*=|<style|javascript:|\son[a-z]+\s*=\s*[\"']|hx-on", text), path
    assert not re.search(r"<script(?![^>]*\ssrc=)", text), path


def test_every_icon_a_page_names_is_in_the_sprite(built: Path) -> None:
    sprite = set(re.findall(r'<symbol id="([^"]+)"', (built / "icons.svg").read_text()))
    pattern = re.compile(r"""\{%\s*icon\s+["']([\w-]+)["']|\bicon=["']([\w-]+)["']""")
    sources = [*TEMPLATES, *WEB.rglob("*.py")]
    named = {a or b for path in sources for a, b in pattern.findall(path.read_text())}
    assert named - sprite == set()


def test_our_script_stays_under_ten_kilobytes(built: Path) -> None:
    assert len((built / "sanding.js").read_bytes()) < 10_000


def test_a_second_build_changes_nothing(built: Path) -> None:
    def build() -> str:
        done = subprocess.run(
            ["node", "scripts/build_assets.mjs"], cwd=PROJECT, check=True, capture_output=True, text=True
        )
        return done.stdout

    build()
    before = {path.name: path.stat().st_mtime_ns for path in built.iterdir()}
    assert "unchanged" in build()
    assert {path.name: path.stat().st_mtime_ns for path in built.iterdir()} == before


def test_the_lock_names_versions_and_hashes_but_no_address() -> None:
    lock = json.loads((PROJECT / "package-lock.json").read_text())
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert packages
    assert [name for name, entry in packages.items() if "resolved" in entry or "integrity" not in entry] == []
    wanted = json.loads((PROJECT / "package.json").read_text())
    asked = {**wanted["dependencies"], **wanted["devDependencies"]}
    assert [name for name, version in asked.items() if not re.fullmatch(r"\d+\.\d+\.\d+", version)] == []


def weight(path: Path) -> int:
    """Bytes on the wire: fonts are compressed already."""
    content = path.read_bytes()
    return len(content) if path.suffix == ".woff2" else len(gzip.compress(content))


@pytest.mark.django_db
def test_the_first_page_stays_under_150_kilobytes(built: Path, client: Client, cast: Cast) -> None:
    client.force_login(cast.siti)
    html = client.get("/").content
    wanted = set(re.findall(rb'(?:href|src)="/static/([^"#?]+)', html)) | {b"kawung.svg"}
    files = [Path(finders.find(name.decode()) or "missing") for name in wanted]
    assert len(files) >= 6
    assert len(gzip.compress(html)) + sum(weight(path) for path in files) < FIRST_PAGE_LIMIT
