"""Removing what is sealed, which only a test may do: the triggers are taken off and put back."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

MIGRATION = import_module("sanding_web.audit.migrations.0002_seal_entries_in_blocks")


@contextmanager
def _open() -> Iterator[None]:
    """The database without its triggers; what is done there stands for a forger with the password of the server."""
    with connection.schema_editor(atomic=False) as editor:
        MIGRATION.unguard(apps, editor)
    try:
        yield
    finally:
        with connection.schema_editor(atomic=False) as editor:
            MIGRATION.guard(apps, editor)


def execute(sql: str, *values: object) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return int(cursor.rowcount)


@pytest.fixture
def forge(transactional_db: None) -> Iterator[Callable[..., int]]:
    """Runs SQL past the triggers; whatever was sealed is gone before the database is emptied."""

    def run(sql: str, *values: object) -> int:
        with _open():
            return execute(sql, *values)

    yield run
    with _open():
        for table in ("audit_anchor", "audit_entry", "audit_block"):
            execute(f"DELETE FROM {table}")


@pytest.fixture
def sealable(forge: Callable[..., int]) -> None:
    """For tests that commit and seal."""
