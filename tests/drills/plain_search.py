"""Where known numbers stand in plain: in files, in every column of the database, in answers and what they pack."""

import io
import re
import sqlite3
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

_RUN = re.compile(rb"3399\d{12}")
_WIDE = re.compile(rb"3\x003\x009\x009\x00(?:[0-9]\x00){12}")


class Markers:
    """Known NIK and KK, looked for in bytes of any kind. What is found is told by its last four digits only."""

    def __init__(self, numbers: Iterable[str]) -> None:
        self.numbers = {one.encode() for one in numbers}
        assert self.numbers

    def within(self, content: bytes) -> set[str]:
        """Last four digits of the markers that stand in the bytes, as text or as UTF-16, also inside zip and gzip."""
        found = set()
        for layer in _layers(content):
            runs = {one.group() for one in _RUN.finditer(layer)}
            runs |= {one.group().replace(b"\x00", b"") for one in _WIDE.finditer(layer)}
            found |= {run[-4:].decode() for run in runs & self.numbers}
        return found


def _layers(content: bytes) -> Iterator[bytes]:
    """The bytes themselves, and what a zip, a gzip or the streams of a PDF hold."""
    yield content
    if content.startswith(b"PK\x03\x04") and zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for member in archive.namelist():
                yield from _layers(archive.read(member))
    elif content.startswith(b"\x1f\x8b"):
        with suppress(zlib.error):  # a sealed value may begin like a gzip by chance
            yield zlib.decompress(content, 31)
    elif content.startswith(b"%PDF"):
        for packed in re.findall(rb"stream\r?\n(.*?)endstream", content, re.S):
            try:
                yield zlib.decompress(packed)
            except zlib.error:
                continue


def in_files(markers: Markers, folder: Path, *, leave_out: Iterable[str] = ()) -> dict[str, set[str]]:
    """File (relative) to markers found, over every byte of every file below the folder."""
    out = tuple(leave_out)
    found = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and not name.startswith(out) and (hits := markers.within(path.read_bytes())):
            found[name] = hits
    return found


def in_database(markers: Markers, home: Path, url: str) -> dict[str, set[str]]:
    """Table and column to markers found, as text, bytes or a whole number, over every row of every table."""
    found: dict[str, set[str]] = {}
    for table, columns, rows in _postgres(url) if url else _sqlite(home):
        for row in rows:
            for column, value in zip(columns, row, strict=True):
                if hits := markers.within(_as_bytes(value)):
                    found.setdefault(f"{table}.{column}", set()).update(hits)
    return found


def _as_bytes(value: Any) -> bytes:
    if isinstance(value, bytes | memoryview):
        return bytes(value)
    return str(value).encode()


def _sqlite(home: Path) -> Iterator[tuple[str, list[str], Any]]:
    with closing(sqlite3.connect(home / "sanding.sqlite3")) as database:
        names = [row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for name in names:
            rows = database.execute(f'SELECT * FROM "{name}"')  # noqa: S608
            yield name, [one[0] for one in rows.description], rows


def _postgres(url: str) -> Iterator[tuple[str, list[str], Any]]:
    import psycopg

    with psycopg.connect(url) as database:
        names = database.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        for (name,) in names:
            rows = database.execute(f'SELECT * FROM "{name}"'.encode())
            yield name, [one.name for one in rows.description or []], rows
