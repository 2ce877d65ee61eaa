"""Make one backup: the database first, then the files it speaks of, the manifest last (ADR 0056).

A file is written before the row that names it is committed, and never changed after. So whatever the snapshot names
stands already when the files are read; files newer than the snapshot are what a kill -9 would leave, and harmless.
"""

import fcntl
import io
import os
import shutil
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sanding import __version__
from sanding.backup.container import Packing
from sanding.backup.postgres import postgres_snapshot
from sanding.backup.snapshot import Snapshot, sqlite_snapshot
from sanding.errors import EngineFault, RuleBroken
from sanding.installation import Installation
from sanding.keys import load_or_create_backup_key
from sanding.parameters import value
from sanding.sealed_file import seal_file

SUFFIX = ".sanding"
_PART = 8 << 20


@dataclass(frozen=True)
class Made:
    """A finished backup."""

    file: Path
    size: int
    removed: list[str]


def make_backup(at: Installation, folder: Path) -> Made:
    """Write one backup into ``folder`` and let go of the oldest beyond those kept."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if any(data == folder or data in folder.parents for data in (at.store, at.uploads, at.keys)):
        raise RuleBroken("folder cadangan berada di dalam folder data atau kunci", code="SND-BAK-10")
    with _alone(folder):
        _refuse_without_room(at, folder)
        now = datetime.now(UTC)
        file = folder / f"sanding-{now:%Y%m%dT%H%M%S}Z{SUFFIX}"
        try:
            with _snapshot(at) as snapshot:
                seal_file(_stream(at, snapshot, now), file, load_or_create_backup_key(at.keys))
        except OSError as error:
            raise _no_room(folder) from error
        file.chmod(0o600)
        return Made(file, file.stat().st_size, _let_go(folder, now))


def _snapshot(at: Installation) -> AbstractContextManager[Snapshot]:
    return sqlite_snapshot(at.sqlite) if at.sqlite is not None else postgres_snapshot(at.database_url)


def _stream(at: Installation, snapshot: Snapshot, now: datetime) -> Iterator[bytes]:
    packing, number = Packing(), 0
    while part := snapshot.content.read(_PART):
        yield from packing.add(f"database/{number:06d}", len(part), io.BytesIO(part))
        number += 1
    snapshot.ended()
    facts: dict[str, Any] = {
        "made": now.isoformat(timespec="seconds"), "release": __version__, "database": snapshot.kind,
        "database_version": snapshot.version, "rows": snapshot.counts(),
    }  # fmt: skip
    for name, root in (("vintages", at.store), ("uploads", at.uploads)):
        yield from _files(packing, name, root)
    yield from packing.end(facts)


def _files(packing: Packing, prefix: str, root: Path) -> Iterator[bytes]:
    """Every whole file; looked for again until nothing is new, for a draft may be renamed while it is read."""
    while new := [path for path in _whole(root) if f"{prefix}/{path.relative_to(root)}" not in packing.members]:
        taken = len(packing.members)
        for path in new:
            try:
                content = path.open("rb")
            except FileNotFoundError:
                continue
            with content:
                yield from packing.add(
                    f"{prefix}/{path.relative_to(root)}", os.fstat(content.fileno()).st_size, content
                )
        if len(packing.members) == taken:
            return


def _whole(root: Path) -> list[Path]:
    """Files that are finished: what is still being written begins with a dot until it is renamed."""
    return sorted(path for path in root.rglob("*") if path.is_file() and not path.name.startswith("."))


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One backup at a time; what a killed one left behind is removed."""
    with (folder / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise RuleBroken(
                "pencadangan lain sedang berjalan", remedy="Tunggu sampai selesai.", code="SND-BAK-11"
            ) from None
        for torn in folder.glob(f".sanding-*{SUFFIX}.*"):
            torn.unlink()
        yield


def _refuse_without_room(at: Installation, folder: Path) -> None:
    need = sum(path.stat().st_size for root in (at.store, at.uploads) for path in _whole(root))
    need += at.sqlite.stat().st_size if at.sqlite is not None else 0
    if shutil.disk_usage(folder).free < need + need // 10:
        raise _no_room(folder)


def _no_room(folder: Path) -> EngineFault:
    return EngineFault(
        "cadangan tidak dapat ditulis: cakram penuh atau tidak terjangkau; tidak ada yang tersisa",
        where=str(folder),
        remedy="Kosongkan cakram cadangan, atau pilih folder lain dengan --to.",
        code="SND-BAK-05",
    )


def backups_in(folder: Path) -> list[Path]:
    """Finished backups, oldest first: their names begin with their moment."""
    return sorted(folder.glob(f"sanding-*{SUFFIX}"))


def _let_go(folder: Path, now: datetime) -> list[str]:
    """Remove the oldest beyond the number that is kept."""
    gone = backups_in(folder)[: -int(value("machine.backups_kept", now.date()))]
    for one in gone:
        one.unlink()
    return [one.name for one in gone]
