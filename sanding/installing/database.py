"""The database of a new installation: SQLite in the data folder, or role and database of PostgreSQL on this server."""

import shutil

from sanding.errors import EngineFault
from sanding.installing.machine import run, say
from sanding.installing.places import USER, Places

PEER = "postgres:///sanding?host=/var/run/postgresql"
"""By the socket, where the system's user is the proof (peer): no password to keep."""


def prepare(places: Places, kind: str) -> str:
    """The DATABASE_URL of the kind chosen; "" for SQLite. Role and database are made where they are absent."""
    if not kind or kind == "sqlite":
        return ""
    if kind != "postgresql":
        return kind
    if not places.real:
        raise EngineFault(
            "peran PostgreSQL hanya dibuat pada pemasangan di peladen",
            remedy="Dengan --root, beri alamat lengkap: --database postgres://…",
            code="SND-INS-05",
        )
    _make_role_and_database()
    return PEER


def _make_role_and_database() -> None:
    if shutil.which("psql") is None:
        raise EngineFault(
            "PostgreSQL belum terpasang",
            remedy="Pasang paket postgresql dari media Debian, atau pilih --database sqlite.",
            code="SND-INS-08",
        )
    if not _asked(f"SELECT 1 FROM pg_roles WHERE rolname = '{USER}'"):
        _asked(f"CREATE ROLE {USER} LOGIN")
        say(f"Peran PostgreSQL {USER} dibuat.")
    if not _asked(f"SELECT 1 FROM pg_database WHERE datname = '{USER}'"):
        _asked(f"CREATE DATABASE {USER} OWNER {USER} ENCODING 'UTF8' TEMPLATE template0")
        say(f"Basis data PostgreSQL {USER} dibuat.")


def _asked(sql: str) -> str:
    return run(["runuser", "-u", "postgres", "--", "psql", "-XAtqc", sql, "postgres"]).strip()
