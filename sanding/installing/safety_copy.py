"""The copy made before an upgrade: the database as it stands while nothing runs, kept for the way back.

Vintages and sealed files are only ever added by a later release, so the database decides what of them counts; keys are
not touched by an upgrade. SQLite is copied by its own backup, PostgreSQL by pg_dump.
"""

import os
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from sanding.errors import EngineFault, InputFault
from sanding.installing import environment_file
from sanding.installing.machine import as_user, own, run
from sanding.installing.places import USER, Places

_FOLDER = "sebelum-naik"


def make(places: Places, version: str) -> Path:
    """Copy the database of the release in use; the copy's path."""
    folder = places.backups / _FOLDER
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    own(places, folder, 0o700, USER)
    stamp = f"{datetime.now(UTC):%Y%m%dT%H%M%S}"
    if url := _postgres(places):
        target = folder / f"{version}-{stamp}.dump"
        run(as_user(places, ["pg_dump", "--format=custom", "--file", str(target), url]), where=places.data)
        return target
    target = folder / f"{version}-{stamp}.sqlite3"
    _copy(_database(places), target)
    own(places, target, 0o600, USER)
    return target


def latest(places: Places, version: str) -> Path:
    """The newest copy that was made when a release was left."""
    found = sorted((places.backups / _FOLDER).glob(f"{version}-*"))
    if not found:
        raise InputFault(
            f"tidak ada salinan dari saat terbitan {version} dipakai",
            remedy="Pulihkan cadangan tersandi dengan sanding restore.",
            code="SND-INS-15",
        )
    return found[-1]


def put_back(places: Places, kept: Path) -> None:
    """The database as the copy holds it, in the place of what is there."""
    if url := _postgres(places):
        fill = [
            "pg_restore",
            "--clean",
            "--if-exists",
            "--single-transaction",
            "--no-owner",
            "--dbname",
            url,
            str(kept),
        ]
        _empty(places, url)
        run(as_user(places, fill), where=places.data)
        return
    database = _database(places)
    aside = database.with_name(f".{database.name}.kembali")
    _copy(kept, aside)
    own(places, aside, 0o600, USER)
    for beside in ("-wal", "-shm"):
        database.with_name(database.name + beside).unlink(missing_ok=True)
    os.replace(aside, database)


def _empty(places: Places, url: str) -> None:
    """Tables that only the newer release has would stand in the way of the older one's migrations later."""
    sql = "DROP SCHEMA public CASCADE; CREATE SCHEMA public"
    run(as_user(places, ["psql", "-XAtq", "--set", "ON_ERROR_STOP=1", "--command", sql, url]), where=places.data)


def _postgres(places: Places) -> str:
    url = environment_file.read(places.environment).get("DATABASE_URL", "")
    if url.startswith("postgres") and shutil.which("pg_dump") is None:
        raise EngineFault("pg_dump belum ada", remedy="Pasang paket postgresql-client.", code="SND-INS-16")
    return url if url.startswith("postgres") else ""


def _database(places: Places) -> Path:
    url = environment_file.read(places.environment).get("DATABASE_URL", "")
    return Path(url.removeprefix("sqlite:///")) if url.startswith("sqlite:///") else places.data / "sanding.sqlite3"


def _copy(source: Path, target: Path) -> None:
    """By SQLite's own backup: also what stands in the journal comes along."""
    if not source.exists():
        raise EngineFault("berkas basis data tidak ada", where=source.name, code="SND-INS-17")
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    os.close(descriptor)
    with closing(sqlite3.connect(source)) as given, closing(sqlite3.connect(target)) as taken:
        given.backup(taken)
        taken.execute("PRAGMA journal_mode = DELETE")
