"""LibreOffice is asked where it stands, in its own corner and for a short time; where it fails, nobody waits."""

import os
import time
from pathlib import Path

import pytest

from sanding.documents.office_pdf import office_pdf, office_pdfs, office_programme

WRITES = """#!/bin/sh
for one in "$@"; do case "$one" in --outdir) next=1;; *.docx) base=$(basename "$one" .docx);
  mkdir -p "$out"; printf '%%PDF-1.7 %s' "$HOME" > "$out/$base.pdf";;
  *) [ "$next" = 1 ] && out="$one" && next=0;; esac; done
"""


@pytest.fixture
def programme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Puts a programme of that text on PATH as the only LibreOffice."""

    def place(text: str) -> Path:
        folder = tmp_path / "bin"
        folder.mkdir()
        target = folder / "soffice"
        target.write_text(text)
        target.chmod(0o755)
        monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
        monkeypatch.setattr("sanding.documents.office_pdf.PROGRAMMES", ("soffice",))
        return target

    return place


def test_absent_means_none_and_nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert office_programme() is None
    assert office_pdf(b"PK", scratch=tmp_path) is None
    assert list(tmp_path.iterdir()) == []


def test_each_document_becomes_a_pdf_in_a_home_of_its_own_that_is_gone_afterwards(programme, tmp_path: Path) -> None:
    programme(WRITES)
    found = office_pdfs({"satu": b"PK1", "dua": b"PK2"}, scratch=tmp_path)
    assert sorted(found) == ["dua", "satu"]
    home = found["satu"].decode().split()[1]
    assert home.startswith(str(tmp_path / "pdf-")) and home != os.environ.get("HOME")
    assert [one.name for one in tmp_path.iterdir()] == ["bin"]


@pytest.mark.parametrize("text", ["#!/bin/sh\nexit 1\n", WRITES.replace("%%PDF-1.7", "<html>")])
def test_a_failing_programme_gives_none(programme, tmp_path: Path, text: str) -> None:
    programme(text)
    assert office_pdf(b"PK", scratch=tmp_path) is None


def test_a_programme_that_hangs_is_ended_with_its_children(programme, tmp_path: Path) -> None:
    mark = tmp_path / "anak"
    programme(f"#!/bin/sh\n(sleep 3; touch {mark}) &\nsleep 60\n")
    assert office_pdf(b"PK", scratch=tmp_path, seconds=0.3) is None
    time.sleep(3.5)
    assert not mark.exists()
