"""What the sources must not do, because the guards at run time could not see it."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.house.files import files, name, read

PERSONAL = {"Family", "Person"}
# Where rows of people are read, and what keeps them in scope there.
READ_IN = {
    "sanding_web/registry/queries.py": "through Scope.filter",
    "sanding_web/targeting/family_queries.py": "of families of one village that was looked up in scope",
    "sanding_web/targeting/family_rows.py": "of one village or kecamatan: its callers look the village up in scope",
}
RAW = {"executescript", "callproc", "copy_expert", "set_authorizer"}


def _web() -> Iterator[tuple[Path, ast.Module]]:
    for path in files(".py", under="sanding_web"):
        yield path, ast.parse(read(path))


def _raw(tree: ast.Module) -> list[str]:
    """``connection.connection`` and driver calls: what is sent there passes no guard."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            inner = node.value
            twice = node.attr == "connection" and isinstance(inner, ast.Name) and inner.id == "connection"
            copies = node.attr == "copy" and isinstance(inner, ast.Name) and inner.id in ("cursor", "cur")
            if twice or copies or node.attr in RAW:
                found.append(f"line {node.lineno}: {node.attr}")
    return found


def _reads_people(tree: ast.Module) -> bool:
    return any(
        isinstance(node, ast.Attribute)
        and node.attr in ("objects", "_default_manager", "_base_manager")
        and isinstance(node.value, ast.Name)
        and node.value.id in PERSONAL
        for node in ast.walk(tree)
    )


def test_no_statement_reaches_the_driver_past_the_guard() -> None:
    assert not {name(path): raw for path, tree in _web() if (raw := _raw(tree))}
    assert _raw(ast.parse("connection.connection.execute('DELETE FROM t')"))
    assert _raw(ast.parse("cursor.copy('COPY t FROM STDIN')"))


def test_rows_of_people_are_read_in_few_named_places() -> None:
    found = {name(path) for path, tree in _web() if _reads_people(tree)}
    new = sorted(found - set(READ_IN))
    assert not new, f"{new}: read people through sanding_web.registry.queries, or add the file to READ_IN with a reason"
    assert not sorted(set(READ_IN) - found), "no longer read there: drop the line"
    assert _reads_people(ast.parse("def all_of_them():\n    return Person.objects.all()"))
