"""Bulk rows into and out of the relational database as Arrow, by ADBC: SQLite and PostgreSQL.

Only text, bytes, integers and dates pass: ADBC refuses decimals and writes timestamps in another form than Django.
ADBC is a second connection. Its SQLite is a second copy of the library, and two copies in one process undo each
other's file locks (one throws away the other's WAL): it always runs in a process of its own, ``sqlite_process``.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Literal, Protocol
from urllib.parse import urlsplit

import polars as pl
import pyarrow as pa

from sanding.errors import EngineFault
from sanding.reading import refuse_while_reading
from sanding.registry.sqlite_process import SqliteProcess

Dialect = Literal["sqlite", "postgresql"]
_REFUSED = (pl.Float32, pl.Float64, pl.Boolean, pl.Datetime, pl.Decimal)


class Link(Protocol):
    """What both databases do for ``Database``."""

    def ingest(self, table: str, rows: pa.Table, *, temporary: bool) -> None: ...
    def execute(self, sql: str) -> None: ...
    def read(self, sql: str) -> pa.Table: ...
    def begin(self, *, writes: bool) -> None: ...
    def commit(self) -> None: ...
    def rollback(self) -> None: ...
    def close(self) -> None: ...


class Database:
    """One bulk connection. Nothing is kept until ``transaction`` ends without an error."""

    def __init__(self, url: str) -> None:
        """``url``: ``sqlite:///path`` or ``postgresql://user:password@host:port/name``."""
        refuse_while_reading("sambungan massal")
        self.dialect: Dialect = "sqlite" if urlsplit(url).scheme == "sqlite" else "postgresql"
        self._link: Link = (
            SqliteProcess(url.removeprefix("sqlite:///")) if self.dialect == "sqlite" else _Postgresql(url)
        )

    def __enter__(self) -> "Database":
        return self

    def __exit__(self, *exc: object) -> None:
        self._link.close()

    @contextmanager
    def transaction(self, *, writes: bool = True) -> Iterator[None]:
        """Commit at the end, roll back on an error."""
        self._link.begin(writes=writes)
        try:
            yield
        except BaseException:
            self._link.rollback()
            raise
        self._link.commit()

    def append(self, table: str, rows: pl.DataFrame) -> None:
        """Add rows to a table by column names; EngineFault for a type that must not pass this way."""
        refused = [name for name, kind in rows.schema.items() if kind in _REFUSED]
        if refused:
            what = f"jenis kolom {', '.join(refused)} tidak dapat dimuat massal"
            raise EngineFault(what, where=table, code="SND-LOD-01")
        self._link.ingest(table, _plain_arrow(rows), temporary=False)

    def temporary(self, table: str, rows: pl.DataFrame) -> None:
        """A table of this connection alone, replaced where it was there."""
        self._link.execute(f"DROP TABLE IF EXISTS {table}")
        self._link.ingest(table, _plain_arrow(rows), temporary=True)

    def execute(self, sql: str) -> None:
        self._link.execute(sql)

    def read(self, sql: str, schema: dict[str, Any] | None = None) -> pl.DataFrame:
        """The answer of a query; ``schema`` gives the types that SQLite cannot know (dates, columns of nulls)."""
        frame = pl.from_arrow(self._link.read(sql))
        assert isinstance(frame, pl.DataFrame)
        return frame if schema is None else frame.select(_as(frame, name, kind) for name, kind in schema.items())

    def value(self, sql: str) -> Any:
        """The single value of a query."""
        return self.read(sql).item()


class _Postgresql:
    """ADBC over libpq, in this process."""

    def __init__(self, url: str) -> None:
        from adbc_driver_postgresql import dbapi

        self._connection = dbapi.connect(url)
        self.commit = self._connection.commit
        self.rollback = self._connection.rollback
        self.close = self._connection.close

    def begin(self, *, writes: bool) -> None:
        """libpq's driver has begun already."""

    def ingest(self, table: str, rows: pa.Table, *, temporary: bool) -> None:
        with self._connection.cursor() as cursor:
            cursor.adbc_ingest(table, rows, mode="create" if temporary else "append", temporary=temporary)

    def execute(self, sql: str) -> None:
        with self._connection.cursor() as cursor:
            cursor.execute(sql)

    def read(self, sql: str) -> pa.Table:
        with self._connection.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetch_arrow_table()


def _plain_arrow(rows: pl.DataFrame) -> pa.Table:
    """Arrow with the plain string and binary types that both drivers take."""
    return rows.to_arrow(compat_level=pl.CompatLevel.oldest())


def _as(frame: pl.DataFrame, name: str, kind: Any) -> pl.Expr:
    if frame[name].null_count() == frame.height:
        return pl.lit(None, dtype=kind).alias(name)
    if kind == pl.Date and frame.schema[name] == pl.String:
        return pl.col(name).str.to_date("%Y-%m-%d")
    return pl.col(name).cast(kind)


def literals(values: Sequence[int]) -> str:
    """Whole numbers as an SQL list; one that matches nothing where there are none.

    >>> literals([3, 7]), literals([])
    ('(3, 7)', '(-1)')
    """
    return f"({', '.join(str(int(value)) for value in values) or '-1'})"
