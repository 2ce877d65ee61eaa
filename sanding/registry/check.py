"""A file checked before anything is set up: nothing is kept, the key is thrown away."""

import secrets
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import polars as pl

from sanding.registry.profile import Profile
from sanding.registry.regions import Regions
from sanding.registry.stage import Progress, fault_rows, stage
from sanding.registry.summary import Summary
from sanding.store import Folder


def check_files(
    paths: Sequence[Path],
    regions: Regions | None = None,
    *,
    on: date,
    disabled: frozenset[str] = frozenset(),
    encoding: str | None = None,
    delimiter: str | None = None,
    progress: Progress | None = None,
    scratch: Path | None = None,
    profiles: Sequence[Profile] = (),
) -> Summary:
    """What staging would say of these files. Without regions codes are checked by form only, and the summary says so.

    scratch   folder for the encrypted working files (a throw-away key); None = the system's
    """
    return check_with_faults(
        paths,
        regions,
        on=on,
        disabled=disabled,
        encoding=encoding,
        delimiter=delimiter,
        progress=progress,
        scratch=scratch,
        profiles=profiles,
    )[0]


def check_with_faults(
    paths: Sequence[Path],
    regions: Regions | None = None,
    *,
    on: date,
    disabled: frozenset[str] = frozenset(),
    encoding: str | None = None,
    delimiter: str | None = None,
    progress: Progress | None = None,
    scratch: Path | None = None,
    profiles: Sequence[Profile] = (),
) -> tuple[Summary, pl.DataFrame]:
    """The summary and every finding (columns of faults.SCHEMA): what ``write_returned`` needs."""
    with tempfile.TemporaryDirectory(dir=scratch, prefix="sanding-") as name:
        folder = Folder(Path(name), secrets.token_bytes(32))
        summary = stage(
            paths,
            folder,
            regions,
            on=on,
            disabled=disabled,
            encoding=encoding,
            delimiter=delimiter,
            progress=progress,
            profiles=profiles,
        )
        return summary, fault_rows(folder)
