"""A small installation with a database, a vintage and a stored file, and what it holds to the byte."""

import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path

import polars as pl

from sanding.installation import Installation, read_installation
from sanding.keys import load_or_create_backup_key, load_or_create_keys
from sanding.sealed_file import seal_file
from sanding.store import Store


def fill(at: Installation, rows: int = 50) -> None:
    """A vintage and a stored file, sealed by the installation's own keys."""
    keys = load_or_create_keys(at.keys)
    load_or_create_backup_key(at.keys)
    at.uploads.mkdir(parents=True, exist_ok=True)
    seal_file(iter([b"lembar dinas"]), at.uploads / "berkas.sealed", keys)
    store = Store(at.store, keys)
    store.draft("kurun-1").write("keluarga", pl.DataFrame({"nomor": range(rows)}))
    store.finish("kurun-1", {"penetapan": "2026-09-30"})


def small_place(home: Path) -> Installation:
    """An installation on SQLite in WAL mode."""
    home.mkdir()
    at = read_installation({"SANDING_HOME": str(home), "SANDING_SCRATCH": str(home / "scratch")})
    assert at.sqlite
    with closing(sqlite3.connect(at.sqlite)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE desa (kode TEXT)")
        connection.executemany("INSERT INTO desa VALUES (?)", [(f"3399{n:06d}",) for n in range(200)])
        connection.commit()
    fill(at)
    return at


def to_the_byte(home: Path) -> dict[str, str]:
    """Every file below a folder by its hash."""
    return {
        str(path.relative_to(home)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(home.rglob("*"))
        if path.is_file()
    }
