"""The monthly proof that backups restore: the newest one aside, checked, and removed again."""

import secrets
import shutil
from pathlib import Path

from sanding.backup import postgres
from sanding.backup.facts import tell
from sanding.backup.make import backups_in
from sanding.backup.restore import restore_aside
from sanding.errors import InputFault, SandingError
from sanding.installation import Installation


def self_test(at: Installation, folder: Path) -> str:
    """Restore the newest backup of ``folder`` aside; the result is told either way. Returns the file's name."""
    try:
        name = _try(at, folder)
    except SandingError as error:
        tell(at, "self_restore", good=False, code=error.code, what=error.what)
        raise
    tell(at, "self_restore", good=True, file=name)
    return name


def _try(at: Installation, folder: Path) -> str:
    found = backups_in(folder)
    if not found:
        raise InputFault("belum ada cadangan untuk diuji", remedy="Jalankan sanding backup.", code="SND-BAK-16")
    mark = secrets.token_hex(4)
    database = "" if at.sqlite else f"{postgres.database_of(at.database_url)}_selftest_{mark}"
    aside = at.home / f".self-restore-{mark}"
    restore_aside(found[-1], at, aside, database=database)
    shutil.rmtree(aside)
    if database:
        postgres.drop(at.database_url, database)
    return found[-1].name
