"""From this release back to each earlier one: the schema goes back, and every row of that release is as it was."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from scripts.release_fixture import facts, run
from tests.upgrade.test_upgrade import HERE, RELEASES, home

__all__ = ["home"]
BACK = """
import json, sys
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
kept = {tuple(one) for one in json.loads('''%s''')}
executor = MigrationExecutor(connection)
ours = {app for app, _ in executor.loader.graph.nodes}
leaves = [node for node in kept if node[0] in ours and not any(
    (child.key in kept) and child.key[0] == node[0] for child in executor.loader.graph.node_map[node].children)]
fresh = [(app, None) for app in ours - {app for app, _ in kept}]
executor.migrate(fresh)
executor = MigrationExecutor(connection)
executor.migrate(leaves)
left = MigrationExecutor(connection).loader.applied_migrations
print(json.dumps(sorted(f"{a}.{n}" for a, n in set(left) - kept)))
"""
# Written by Django itself as apps come and go, and by nobody who works here.
_DJANGO = ("django_migrations", "django_content_type", "auth_permission", "sqlite_", "django_session")


def _rows(home: Path, only: dict[str, list[str]] | None = None) -> dict[str, object]:
    """Every table with its columns and rows; ``only`` names the tables and columns to look at."""
    with closing(sqlite3.connect(home / "sanding.sqlite3")) as database:
        names = [
            row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        ]
        found: dict[str, object] = {}
        for name in names:
            if name.startswith(_DJANGO) or (only is not None and name not in only):
                continue
            columns = only[name] if only else [row[1] for row in database.execute(f'PRAGMA table_info("{name}")')]
            listed = ", ".join(f'"{column}"' for column in sorted(columns))
            found[name] = sorted(map(repr, database.execute(f'SELECT {listed} FROM "{name}"')))
        return found


def _columns(home: Path) -> dict[str, list[str]]:
    with closing(sqlite3.connect(home / "sanding.sqlite3")) as database:
        names = [row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            name: [row[1] for row in database.execute(f'PRAGMA table_info("{name}")')]
            for name in names
            if not name.startswith(_DJANGO)
        }


def _applied(home: Path) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(home / "sanding.sqlite3")) as database:
        return sorted(database.execute("SELECT app, name FROM django_migrations"))


@pytest.mark.parametrize("home", RELEASES, indirect=True)
def test_a_release_that_went_up_comes_back_with_every_row_as_it_was(home: Path, request: pytest.FixtureRequest) -> None:
    columns, before, applied = _columns(home), _rows(home), _applied(home)
    assert sum(len(rows) for rows in before.values()) > 1_000, "a release without data proves nothing"  # type: ignore[arg-type]
    run(home, "migrate", "--verbosity", "0")
    left = run(home, "shell", "--verbosity", "0", "-c", BACK % json.dumps(applied)).strip().splitlines()[-1]
    assert json.loads(left) == []
    after = _rows(home, columns)
    assert sorted(after) == sorted(before)
    assert [name for name in before if after[name] != before[name]] == []
    run(home, "migrate", "--verbosity", "0")
    release = HERE / request.node.callspec.params["home"]
    assert facts(home) == json.loads((release / "facts.json").read_text(encoding="utf-8"))


def test_every_migration_can_go_back() -> None:
    from django.db import migrations
    from django.db.migrations.loader import MigrationLoader

    one_way = [
        f"{app}.{name}"
        for (app, name), found in MigrationLoader(None).disk_migrations.items()
        if found.__module__.startswith("sanding_web.")
        for operation in found.operations
        if isinstance(operation, migrations.RunPython | migrations.RunSQL) and not operation.reversible
    ]
    assert one_way == [], (
        "give it a reverse, or say in docs/administrator.md that this release cannot go back by migrations"
    )
