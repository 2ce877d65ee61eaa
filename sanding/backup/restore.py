"""Restore into a new place, prove it, and only then let it stand in: the running installation is not touched before."""

import os
import secrets
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

from sanding.backup import postgres
from sanding.backup.container import Readable, read_backup
from sanding.backup.snapshot import sqlite_counts
from sanding.errors import EngineFault, InputFault, RuleBroken
from sanding.installation import Installation
from sanding.keys import load_backup_key, load_keys
from sanding.sealed_file import unseal_blocks
from sanding.store import Store

_PIECE = 1 << 20
_SAMPLE = 20


@dataclass(frozen=True)
class Restored:
    """A proven copy: where it stands and what its manifest says."""

    at: Installation
    manifest: dict[str, Any]


def restore_aside(file: Path, running: Installation, folder: Path, *, database: str = "") -> Restored:
    """Restore ``file`` into the new ``folder`` (and a new ``database`` of the same server) and prove it.

    Whatever fails, the new place is removed again.
    """
    if folder.exists():
        raise RuleBroken("folder tujuan sudah ada", where=str(folder), remedy="Pilih folder baru.", code="SND-BAK-12")
    key, keys = load_backup_key(running.keys), load_keys(running.keys)
    aside = folder.with_name(f".{folder.name}.restoring-{secrets.token_hex(4)}")
    with _undone_on_failure(aside) as undo:
        target = _Target(aside, running, database)
        undo.append(target.drop)
        manifest = read_backup(file, key, target.take)
        _compare(manifest, target)
        _open_samples(aside, Store(aside / "vintages", keys), keys)
        _ask_site(replace(target.at, scratch=running.scratch))
        aside.rename(folder)
    return Restored(target.standing_in(folder), manifest)


@contextmanager
def _undone_on_failure(aside: Path) -> Iterator[list[Callable[[], None]]]:
    undo: list[Callable[[], None]] = []
    aside.mkdir(parents=True, mode=0o700)
    try:
        yield undo
    except BaseException as error:
        for step in undo:
            step()
        shutil.rmtree(aside, ignore_errors=True)
        if isinstance(error, OSError):
            raise EngineFault(
                "pemulihan berhenti: cakram penuh atau tidak terjangkau; situs yang berjalan tidak disentuh",
                remedy="Kosongkan cakram lalu ulangi.",
                code="SND-BAK-13",
            ) from error
        raise


class _Target:
    """Where the members go. The database's kind must be that of the running installation."""

    def __init__(self, folder: Path, running: Installation, database: str) -> None:
        self.folder, self._running, self._database = folder, running, database
        self._postgres: postgres.Restoring | None = None
        if running.sqlite is None:
            self._postgres = postgres.Restoring(running.database_url, database)
        for name in ("vintages", "uploads"):
            (folder / name).mkdir(mode=0o700)
        self.at = self.standing_in(folder)

    def standing_in(self, folder: Path) -> Installation:
        url = postgres.url_for(self._running.database_url, self._database) if self._postgres else ""
        return replace(
            self._running, home=folder, store=folder / "vintages", uploads=folder / "uploads",
            database_url=url or f"sqlite:///{folder / 'sanding.sqlite3'}",
        )  # fmt: skip

    def take(self, name: str, content: Readable) -> None:
        if name.startswith("database/"):
            self._take_database(content)
            return
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with path.open("xb") as file:
            _copy(content, file.write)
            os.fsync(file.fileno())
        path.chmod(0o600)

    def _take_database(self, content: Readable) -> None:
        if self._postgres:
            _copy(content, self._postgres.write)
            return
        with (self.folder / "sanding.sqlite3").open("ab") as file:
            _copy(content, file.write)
            os.fsync(file.fileno())

    @property
    def kind(self) -> str:
        return "postgresql" if self._postgres else "sqlite"

    def counts(self) -> dict[str, int]:
        if self._postgres:
            return self._postgres.close()
        path = self.folder / "sanding.sqlite3"
        path.chmod(0o600)
        with closing(sqlite3.connect(path)) as connection:
            if connection.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                raise _differs("basis data")
        return sqlite_counts(path)

    def drop(self) -> None:
        if self._postgres:
            self._postgres.drop()


def _copy(content: Readable, write: Callable[[bytes], Any]) -> None:
    while piece := content.read(_PIECE):
        write(piece)


def _compare(manifest: dict[str, Any], target: _Target) -> None:
    if manifest["database"] != target.kind:
        raise InputFault(
            f"cadangan ini dari {manifest['database']}, situs ini memakai {target.kind}",
            remedy="Pulihkan dengan DATABASE_URL dari jenis yang sama.",
            code="SND-BAK-14",
        )
    if target.counts() != manifest["rows"]:
        raise _differs("banyaknya baris")


def _differs(what: str) -> EngineFault:
    return EngineFault(
        f"hasil pemulihan tidak sama dengan manifes: {what}", remedy="Pakai cadangan lain.", code="SND-BAK-15"
    )


def _open_samples(aside: Path, store: Store, keys: Any) -> None:
    """Every vintage that still has its key opens, and so does a sample of the stored files."""
    for name in store.names():
        if (store.root / name / "data.key").exists():
            vintage = store.open(name)
            for table in vintage.tables():
                vintage.rows(table)
    for path in islice((one for one in (aside / "uploads").rglob("*") if one.is_file()), _SAMPLE):
        for _block in unseal_blocks(path, keys):
            pass


def _ask_site(at: Installation) -> None:
    """Bring the copy to this release, open sealed numbers and prove the audit chain: in a process of its own."""
    command = [sys.executable, "-m", "sanding_web", "check_restored"]
    environment = {**os.environ, **at.environment(), "DJANGO_SETTINGS_MODULE": "sanding_web.settings"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode != 0 or "RESTORED:ok" not in done.stdout:
        said = next((line for line in done.stdout.splitlines() if line.startswith("RESTORED:")), "RESTORED:situs")
        raise _differs(said.removeprefix("RESTORED:"))
