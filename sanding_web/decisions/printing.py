"""DOCX to PDF for the office: LibreOffice where it stands, one at a time and never for long; else a reading copy."""

import fcntl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from django.conf import settings

from sanding.documents.office_pdf import office_pdfs
from sanding.documents.reading_copy import reading_copy

AT_ONCE, IN_BACKGROUND = 12.0, 120.0
"""How long a person, or a background job, waits for LibreOffice before a reading copy stands in [s]."""
_patience: ContextVar[float] = ContextVar("patience", default=AT_ONCE)


@contextmanager
def patient() -> Iterator[None]:
    """In background work: wait longer for each PDF."""
    before = _patience.set(IN_BACKGROUND)
    try:
        yield
    finally:
        _patience.reset(before)


def as_pdf(document: bytes, *, title: str) -> bytes:
    """One DOCX as PDF, by whichever way answers in time."""
    return as_pdfs({"naskah": document}, titles={"naskah": title}, seconds=_patience.get())["naskah"]


def as_pdfs(documents: Mapping[str, bytes], *, titles: Mapping[str, str], seconds: float) -> dict[str, bytes]:
    """Several DOCX as PDF by name; those that LibreOffice did not make in time are reading copies, marked as such."""
    made: dict[str, bytes] = {}
    with _alone() as alone:
        if alone:
            made = office_pdfs(documents, scratch=Path(settings.SANDING_SCRATCH), seconds=seconds)
    return {name: made.get(name) or reading_copy(content, title=titles[name]) for name, content in documents.items()}


@contextmanager
def _alone() -> Iterator[bool]:
    """Whether no other process of ours runs LibreOffice just now; a small machine bears one."""
    with (Path(settings.SANDING_SCRATCH) / "pdf.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True
