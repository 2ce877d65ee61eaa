"""A consistent snapshot of the database while others write, as a stream of bytes with its row counts."""

import os
import secrets
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO


@dataclass(frozen=True)
class Snapshot:
    """``content`` is read once to its end, then ``ended`` tells whether it was whole."""

    kind: str
    version: str
    content: IO[bytes]
    counts: Callable[[], dict[str, int]]
    ended: Callable[[], None]


def sqlite_counts(path: Path) -> dict[str, int]:
    """Rows of every table."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        tables = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
        ).fetchall()
        return {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for (name,) in tables}


@contextmanager
def sqlite_snapshot(path: Path) -> Iterator[Snapshot]:
    """Copied in one step inside one read transaction; the copy stands beside the database and goes afterwards."""
    aside = path.with_name(f".{path.name}.snapshot-{secrets.token_hex(4)}")
    try:
        os.close(os.open(aside, os.O_CREAT | os.O_EXCL, 0o600))
        with closing(sqlite3.connect(path, timeout=30)) as source, closing(sqlite3.connect(aside)) as target:
            source.backup(target, pages=-1)
            target.execute("PRAGMA journal_mode = DELETE")
        with aside.open("rb") as content:
            yield Snapshot("sqlite", sqlite3.sqlite_version, content, lambda: sqlite_counts(aside), lambda: None)
    finally:
        aside.unlink(missing_ok=True)
