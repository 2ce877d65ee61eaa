"""Bulk rows into SQLite by its own process, and into PostgreSQL where a server is named."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from sanding.errors import EngineFault
from sanding.registry.load import Database, literals

ROWS = pl.DataFrame(
    {
        "id": [1, 2],
        "name": ["a", None],
        "key": [b"\x00\xff", None],
        "born": [date(1990, 1, 2), None],
        "flag": [1, None],
    },
    schema_overrides={"flag": pl.Int16},
)
KINDS = {"id": pl.Int64, "name": pl.String, "key": pl.Binary, "born": pl.Date, "flag": pl.Int16}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "load.sqlite3"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute(
            "CREATE TABLE people (id integer PRIMARY KEY, name text, key blob, born date, flag smallint)"
        )
    return path


@pytest.fixture
def database(path: Path) -> Iterator[Database]:
    with Database(f"sqlite:///{path}") as opened:
        yield opened


def test_rows_come_back_as_they_went_in(database: Database) -> None:
    with database.transaction():
        database.append("people", ROWS)
    with database.transaction(writes=False):
        assert database.read("SELECT * FROM people ORDER BY id", KINDS).equals(ROWS)


def test_dates_stand_as_django_writes_them(database: Database, path: Path) -> None:
    with database.transaction():
        database.append("people", ROWS)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT born, typeof(key) FROM people WHERE id = 1").fetchone() == (
            "1990-01-02",
            "blob",
        )


def test_nothing_is_kept_of_a_transaction_that_fails(database: Database) -> None:
    with pytest.raises(EngineFault), database.transaction():
        database.append("people", ROWS)
        database.append("people", ROWS)
    with database.transaction(writes=False):
        assert database.value("SELECT COUNT(*) FROM people") == 0


def test_each_connection_sees_what_the_other_committed(database: Database, path: Path) -> None:
    """Two copies of SQLite in one process would throw away each other's WAL; ours runs apart."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("INSERT INTO people (id) VALUES (10)")
        with database.transaction():
            assert database.value("SELECT COUNT(*) FROM people") == 1
            database.append("people", ROWS)
        with Database(f"sqlite:///{path}") as third, third.transaction(writes=False):
            assert third.value("SELECT COUNT(*) FROM people") == 3
        other.execute("INSERT INTO people (id) VALUES (11)")
        with database.transaction(writes=False):
            assert database.value("SELECT COUNT(*) FROM people") == 4
        assert other.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_temporary_table_is_seen_by_its_own_connection_alone(database: Database, path: Path) -> None:
    with database.transaction():
        database.temporary("wanted", ROWS.select("id"))
        database.temporary("wanted", ROWS.select("id").head(1))
        assert database.value("SELECT COUNT(*) FROM wanted") == 1
    with closing(sqlite3.connect(path)) as connection, pytest.raises(sqlite3.OperationalError):
        connection.execute("SELECT * FROM wanted")


@pytest.mark.parametrize("value", [1.5, True])
def test_types_that_must_not_pass_are_refused(database: Database, value: object) -> None:
    with pytest.raises(EngineFault, match="tidak dapat dimuat massal"), database.transaction():
        database.append("people", pl.DataFrame({"id": [1], "flag": [value]}))


def test_column_of_nulls_then_text_is_read_as_text(database: Database) -> None:
    rows = pl.DataFrame({"id": range(3000), "name": [None] * 2999 + ["z"]}, schema_overrides={"name": pl.String})
    with database.transaction():
        database.append("people", rows)
    with database.transaction(writes=False):
        found = database.read("SELECT id, name FROM people ORDER BY id", {"id": pl.Int64, "name": pl.String})
    assert found["name"][-1] == "z"


@pytest.mark.skipif("postgresql" not in os.environ.get("DATABASE_URL", ""), reason="DATABASE_URL names no PostgreSQL")
def test_postgresql_takes_the_same_rows() -> None:
    with Database(os.environ["DATABASE_URL"]) as database, database.transaction():
        database.execute("CREATE TABLE people_t (id bigint, name text, key bytea, born date, flag smallint)")
        database.append("people_t", ROWS)
        assert database.read("SELECT * FROM people_t ORDER BY id", KINDS).equals(ROWS)
        database.execute("DROP TABLE people_t")


def test_literals_never_hold_anything_but_numbers() -> None:
    with pytest.raises(ValueError, match="invalid literal"):
        literals(["1) OR (1=1"])  # type: ignore[list-item]
