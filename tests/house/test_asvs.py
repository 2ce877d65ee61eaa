"""The checklist by the chapters of ASVS: every line has a status, and what it names is there."""

import re

import pytest

from tests.house.files import PROJECT, read

TEXT = read(PROJECT / "docs" / "asvs.md")
STATUSES = {"upheld", "partly", "not applicable", "open"}
LINES = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in TEXT.splitlines()
    if line.startswith("| ") and not line.startswith("| what is asked")
]


def test_every_chapter_has_lines() -> None:
    chapters = re.split(r"^## ", TEXT, flags=re.MULTILINE)[1:]
    assert [chapter.split()[0] for chapter in chapters] == [f"V{number}" for number in range(1, 18)]
    assert all(re.search(r"^\| (?!what is asked)", chapter, re.MULTILINE) for chapter in chapters)


@pytest.mark.parametrize("line", LINES, ids=lambda line: line[0][:40])
def test_a_line_has_a_status_and_names_what_exists(line: list[str]) -> None:
    _, status, shown, missing = line
    assert status in STATUSES
    named = re.findall(r"`([^`]+)`", shown)
    for one in named:
        path, _, test = one.partition("::")
        assert (PROJECT / path).exists(), one
        assert not test or re.search(rf"^def {test}\(", read(PROJECT / path), re.MULTILINE), one
    assert status != "upheld" or any("::" in one for one in named), "upheld needs a test"
    assert status != "partly" or (named and missing), "partly names what there is and what is missing"
    assert status != "not applicable" or missing, "not applicable needs its reason"
