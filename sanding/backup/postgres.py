"""PostgreSQL for backups: pg_dump on an exported snapshot, pg_restore into a database of another name."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from sanding.backup.snapshot import Snapshot
from sanding.errors import EngineFault

_PIECE = 1 << 20


def conninfo(url: str, database: str | None = None) -> str:
    """What psycopg connects by; another database of the same server where one is named."""
    plain = re.sub(r"^(postgres|pgsql)://", "postgresql://", url)
    return make_conninfo(plain, dbname=database) if database else plain


def database_of(url: str) -> str:
    return str(conninfo_to_dict(conninfo(url)).get("dbname") or "")


def url_for(url: str, database: str) -> str:
    """The URL of another database on the same server."""
    head, _, tail = url.partition("?")
    return f"{head.rsplit('/', 1)[0]}/{database}" + (f"?{tail}" if tail else "")


def _environment(url: str, database: str | None = None) -> dict[str, str]:
    """The connection for PostgreSQL's programs: by environment, so that no password stands in the process list."""
    names = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD", "dbname": "PGDATABASE",
             "sslmode": "PGSSLMODE"}  # fmt: skip
    facts = conninfo_to_dict(conninfo(url, database))
    return {**os.environ, **{names[name]: str(value) for name, value in facts.items() if name in names and value}}


def _program(name: str, server: int) -> str:
    """The program's path; EngineFault where it is absent or older than the server."""
    path = shutil.which(name)
    said = subprocess.run([path, "--version"], capture_output=True, text=True, check=True).stdout if path else ""
    found = re.search(r"(\d+)", said)
    if path is None or found is None or int(found[1]) < server:
        raise EngineFault(
            f"{name} tidak ada atau lebih tua daripada peladen PostgreSQL {server}",
            remedy=f"Pasang postgresql-client-{server}.",
            code="SND-BAK-06",
        )
    return path


def counts(connection: Any) -> dict[str, int]:
    """Rows of every table of the public schema."""
    names = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1").fetchall()
    count = sql.SQL("SELECT count(*) FROM {}")
    return {name: connection.execute(count.format(sql.Identifier(name))).fetchone()[0] for (name,) in names}


@contextmanager
def postgres_snapshot(url: str) -> Iterator[Snapshot]:
    """A consistent dump while others write: one repeatable-read transaction is shared by dump and counts."""
    with psycopg.connect(conninfo(url)) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        found = connection.execute("SELECT pg_export_snapshot()").fetchone()
        assert found
        server = connection.info.server_version
        program = _program("pg_dump", server // 10_000)
        command = [
            program,
            "--format=custom",
            "--compress=1",
            "--no-owner",
            "--no-privileges",
            f"--snapshot={found[0]}",
        ]
        with subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=_environment(url)
        ) as dump:
            assert dump.stdout
            try:
                yield Snapshot("postgresql", str(server), dump.stdout, lambda: counts(connection), lambda: _ended(dump))
            finally:
                dump.kill()


def _ended(dump: subprocess.Popen[bytes]) -> None:
    if dump.wait() != 0:
        raise EngineFault("pg_dump gagal", remedy="Periksa catatan PostgreSQL dan hak akun.", code="SND-BAK-07")


class Restoring:
    """A new database being filled from a dump; dropped again unless kept."""

    def __init__(self, url: str, database: str) -> None:
        self.url, self.database = url, database
        with self._server() as server:
            program = _program("pg_restore", server.info.server_version // 10_000)
            server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(database)))
        command = [program, "--no-owner", "--no-privileges", "--exit-on-error",
                   "--single-transaction", f"--dbname={database}"]  # fmt: skip
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            env=_environment(url, database),
        )  # fmt: skip

    def _server(self) -> Any:
        return psycopg.connect(conninfo(self.url, "postgres"), autocommit=True)

    def write(self, piece: bytes) -> None:
        assert self._process.stdin
        try:
            self._process.stdin.write(piece)
        except BrokenPipeError:
            raise self._failed() from None

    def close(self) -> dict[str, int]:
        """Wait for the end; returns the rows of every table."""
        stdin: IO[bytes] | None = self._process.stdin
        assert stdin
        stdin.close()
        if self._process.wait() != 0:
            raise self._failed()
        with psycopg.connect(conninfo(self.url, self.database)) as connection:
            return counts(connection)

    def drop(self) -> None:
        self._process.kill()
        self._process.wait()
        drop(self.url, self.database)

    @staticmethod
    def _failed() -> EngineFault:
        return EngineFault("pg_restore gagal", remedy="Periksa catatan dan ruang PostgreSQL.", code="SND-BAK-08")


def exists(url: str, database: str) -> bool:
    with psycopg.connect(conninfo(url, "postgres")) as server:
        found = server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database]).fetchone()
    return found is not None


def drop(url: str, database: str) -> None:
    with psycopg.connect(conninfo(url, "postgres"), autocommit=True) as server:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(database)))


def rename(url: str, steps: list[tuple[str, str]]) -> None:
    """Rename databases in one transaction. EngineFault while somebody is connected."""
    with psycopg.connect(conninfo(url, "postgres")) as server:
        try:
            for old, new in steps:
                change = sql.SQL("ALTER DATABASE {} RENAME TO {}")
                server.execute(change.format(sql.Identifier(old), sql.Identifier(new)))
        except psycopg.errors.ObjectInUse:
            raise EngineFault(
                "basis data masih dipakai",
                remedy="Hentikan dulu: systemctl stop sanding-web sanding-worker.",
                code="SND-BAK-09",
            ) from None
