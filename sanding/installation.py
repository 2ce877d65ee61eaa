"""The facts of one installation, read from the environment without Django: where everything stands.

The same names as ``sanding_web/settings.py``; a test holds both to the same answers. Nothing is created here.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sanding.errors import InputFault

_PROJECT = Path(__file__).resolve().parent.parent
_YES = {"1", "true", "ya", "yes", "on"}


@dataclass(frozen=True)
class Installation:
    """Folders, database and mode. ``database_url`` is empty for SQLite in ``home``."""

    home: Path
    keys: Path
    store: Path
    uploads: Path
    scratch: Path
    backups: Path | None
    database_url: str
    demo: bool

    @property
    def sqlite(self) -> Path | None:
        """The database's file, None on PostgreSQL."""
        if self.database_url.startswith(("postgres", "pgsql")):
            return None
        return (
            Path(self.database_url.removeprefix("sqlite:///")) if self.database_url else self.home / "sanding.sqlite3"
        )

    @property
    def facts(self) -> Path:
        """What is known of the last backup and the last self-restore; read by the web."""
        return self.home / "backup-facts.json"

    def environment(self) -> dict[str, str]:
        """The variables by which another process finds this same installation."""
        return {
            "SANDING_HOME": str(self.home), "SANDING_KEYS": str(self.keys), "SANDING_STORE": str(self.store),
            "SANDING_UPLOADS": str(self.uploads), "SANDING_SCRATCH": str(self.scratch),
            "DATABASE_URL": self.database_url or f"sqlite:///{self.sqlite}",
        }  # fmt: skip


def read_installation(environment: Mapping[str, str] = os.environ) -> Installation:
    """This installation, as the environment names it."""
    home = Path(environment.get("SANDING_HOME") or _PROJECT / "var").resolve()

    def place(name: str, default: Path) -> Path:
        return Path(environment.get(name) or default).resolve()

    memory = Path("/dev/shm")
    scratch = memory / f"sanding-{os.getuid()}" if os.access(memory, os.W_OK) else home / "scratch"
    backups = environment.get("SANDING_BACKUPS")
    return Installation(
        home=home,
        keys=place("SANDING_KEYS", home / "keys"),
        store=place("SANDING_STORE", home / "vintages"),
        uploads=place("SANDING_UPLOADS", home / "uploads"),
        scratch=place("SANDING_SCRATCH", scratch),
        backups=Path(backups).resolve() if backups else None,
        database_url=environment.get("DATABASE_URL", ""),
        demo=environment.get("SANDING_DEMO", "").lower() in _YES,
    )


def existing_installation() -> Installation:
    """This installation; InputFault where the environment names a place without a database."""
    found = read_installation()
    if found.sqlite is not None and not found.sqlite.exists():
        raise InputFault(
            "basis data tidak ada",
            where=str(found.sqlite),
            remedy="Muat pengaturan dulu: set -a; . /etc/sanding/sanding.env; set +a.",
            code="SND-BAK-01",
        )
    return found
