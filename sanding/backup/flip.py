"""Let a proven copy stand in for the installation: renames alone, written down before, turned back if one fails."""

import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from sanding.backup import postgres
from sanding.backup.restore import Restored
from sanding.errors import EngineFault
from sanding.installation import Installation

_PLAN = "restore-plan.json"


def flip(running: Installation, restored: Restored) -> str:
    """Swap data folders and database; returns the ending that the former ones bear. The site must be stopped."""
    ending = f"before_{datetime.now(UTC):%Y%m%dt%H%M%S}"
    turn_back(running)
    steps = [step for old, new in _pairs(running, restored) for step in ((old, _kept(old, ending)), (new, old))]
    names = _databases(running, restored, ending)
    plan = {"steps": [[str(one), str(other)] for one, other in steps], "before": names[0][1] if names else ""}
    if running.sqlite is not None:
        _close_journal(running.sqlite)
    (running.home / _PLAN).write_text(json.dumps(plan))
    try:
        for one, other in steps:
            one.rename(other)
        if names:
            postgres.rename(running.database_url, names)
    except BaseException:
        turn_back(running)
        raise
    (running.home / _PLAN).unlink()
    return ending


def _pairs(running: Installation, restored: Restored) -> list[tuple[Path, Path]]:
    pairs = [(running.store, restored.at.store), (running.uploads, restored.at.uploads)]
    if running.sqlite is not None and restored.at.sqlite is not None:
        pairs.append((running.sqlite, restored.at.sqlite))
    return pairs


def _kept(path: Path, ending: str) -> Path:
    return path.with_name(f"{path.name}.{ending}")


def _databases(running: Installation, restored: Restored, ending: str) -> list[tuple[str, str]]:
    if running.sqlite is not None:
        return []
    name = postgres.database_of(running.database_url)
    return [(name, f"{name}_{ending}"), (postgres.database_of(restored.at.database_url), name)]


def _close_journal(path: Path) -> None:
    """Bring the journal into the file; fails while anybody has the database open."""
    try:
        with closing(sqlite3.connect(path, timeout=1)) as connection:
            mode = connection.execute("PRAGMA journal_mode = DELETE").fetchone()[0]
    except sqlite3.OperationalError:
        mode = "wal"
    if mode != "delete":
        raise EngineFault(
            "basis data masih dipakai",
            remedy="Hentikan dulu: systemctl stop sanding-web sanding-worker.",
            code="SND-BAK-09",
        )


def turn_back(running: Installation) -> bool:
    """Undo a swap that was cut short; a database already renamed means that it was done. True if one was found."""
    path = running.home / _PLAN
    if not path.exists():
        return False
    plan = json.loads(path.read_text())
    if not (plan["before"] and postgres.exists(running.database_url, plan["before"])):
        for one, other in ((Path(one), Path(other)) for one, other in reversed(plan["steps"])):
            if other.exists() and not one.exists():
                other.rename(one)
    path.unlink()
    return True
