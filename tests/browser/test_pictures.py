"""The guide's pictures: each one that is named exists, each one that exists is used, none is heavy."""

import re

import pytest

from tests.browser.pictures import LIMIT, PICTURES

PROJECT = PICTURES.parents[2]
TEXTS = (PROJECT / "README.md", *sorted((PROJECT / "docs").rglob("*.md")))
NAMED = {
    name for text in TEXTS for name in re.findall(r"\]\([^)]*gambar/([^)\s]+)\)", text.read_text(encoding="utf-8"))
}
TAKEN = {path.name: path for path in PICTURES.glob("*")}


def test_every_picture_named_in_the_guide_exists() -> None:
    assert NAMED, "the guide shows pictures"
    assert not sorted(NAMED - TAKEN.keys()), "run SANDING_PICTURES=1 pytest tests/browser/test_main_job.py"


def test_every_picture_is_used() -> None:
    assert not sorted(TAKEN.keys() - NAMED)


@pytest.mark.parametrize("name", sorted(TAKEN))
def test_no_picture_is_heavy(name: str) -> None:
    assert TAKEN[name].stat().st_size < LIMIT
