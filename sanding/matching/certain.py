"""Pairs that need no probability: a trustworthy NIK first, then other groups that are equal and unique on both sides.

A NIK links only where it is valid, stands once on each side, and the names agree: a wrong NIK never links silently.
Its birth date is part of the NIK and proves nothing beside it.
"""

import re
from typing import Any

import polars as pl

from sanding.matching.parameters import Weights
from sanding.matching.probable import part_column
from sanding.matching.spec import Comparison, Spec

Connection = Any
AGREE = {
    "name": ("sama", "ejaan", "alias", "mirip", "sebagian", "dekat"),
    "levenshtein": ("sama", "mirip", "dekat", "sebagian"),
    "date": ("sama", "tertukar"),
}
_MISSING = -1


def level_sql(one: Comparison) -> str:
    """SQL over l and r: the number of the level that fits as Splink counts it (best highest, else 0), -1 = missing."""
    count = len(one.of.levels)
    said = [f"WHEN {_of_rows(one.of.missing, one.c)} THEN {_MISSING}"]
    said += [f"WHEN {_of_rows(level.sql, one.c)} THEN {count - 1 - at}" for at, level in enumerate(one.of.levels[:-1])]
    return f"CASE {' '.join(said)} ELSE 0 END"


def levels_sql(spec: Spec) -> str:
    """SQL over l and r: a g_ column per comparison. Families have no context here: -1."""
    return ", ".join(
        f"{_MISSING if one.kind == 'family' else level_sql(one)} AS g_{one.name}" for one in spec.comparisons
    )


def _of_rows(condition: str, c: str) -> str:
    """A condition over ``{c}_l`` and ``{c}_r`` as one over the rows l and r."""
    return re.sub(rf"\b({re.escape(c)}\w*?)_([lr])\b", r"\2.\1", condition.format(c=c))


def number_of(one: Comparison, name: str) -> int:
    """The number of a level by its name."""
    names = [level.name for level in one.of.levels]
    return len(names) - 1 - names.index(name)


def bits_sql(spec: Spec, weights: Weights) -> str:
    """SQL over g_ columns: the sum of the bits of all comparisons (frequencies left out)."""
    said = []
    for one in spec.comparisons:
        arms = (
            f"WHEN {number_of(one, level.name)} THEN {weights.bits(one, level.name):.6f}" for level in one.of.levels
        )
        said.append(f"CASE g_{one.name} {' '.join(arms)} ELSE 0 END")
    return f"CAST({' + '.join(said)} AS DOUBLE)"


def guard_sql(spec: Spec) -> str:
    """SQL over g_ columns that a pair of equal numbers must fulfil.

    The names agree, at least half of those that both sides have; or, with one word in common or no name at all, the
    dates are equal.
    """
    named = spec.only("name") or spec.only("levenshtein")[:3]
    dated = " OR ".join(f"g_{one.name} IN ({_numbers(one, AGREE['date'])})" for one in spec.only("date")) or "FALSE"
    if not named:
        return dated if spec.only("date") else "TRUE"
    has = " + ".join(f"CAST(g_{one.name} >= 0 AS INTEGER)" for one in named)
    agree = " + ".join(f"CAST(g_{one.name} IN ({_numbers(one, AGREE[one.kind])}) AS INTEGER)" for one in named)
    word = " OR ".join(f"g_{one.name} = {number_of(one, 'kata')}" for one in named if one.kind == "name") or "FALSE"
    return f"(({has} > 0 AND 2 * ({agree}) >= {has}) OR ((({has}) = 0 OR {word}) AND ({dated})))"


def _numbers(one: Comparison, names: tuple[str, ...]) -> str:
    return ", ".join(str(number_of(one, name)) for name in names)


def link_certain(connection: Connection, spec: Spec, judged: pl.DataFrame | None = None) -> None:
    """Make the tables ``certain`` (left_id, right_id, method, g_ columns) and ``clash`` (equal NIK, names apart).

    judged   pairs a clerk decided (left_id, right_id, same): the same ones come first, the others are linked by nothing
    """
    gammas = levels_sql(spec)
    types = ", ".join(f"g_{one.name} INTEGER" for one in spec.comparisons)
    for table in ("certain", "clash"):
        connection.execute(f"CREATE TABLE {table} (left_id VARCHAR, right_id VARCHAR, method VARCHAR, {types})")
    _take_judged(connection, gammas, judged)
    kinds = {one.name: one.kind for one in spec.comparisons}
    for group in spec.certain:
        by_number = any(kinds[part.split(".")[0]] == "nik" for part in group)
        columns = [part_column(spec, part) for part in group]
        source = "base" if by_number and len(group) == 1 else "rows"
        connection.execute(
            f"CREATE OR REPLACE TEMP TABLE met AS SELECT l.record_id AS left_id, r.record_id AS right_id "
            f"FROM ({_once('left', columns, source)}) l JOIN ({_once('right', columns, source)}) r "
            f"ON {' AND '.join(f'l.{one} = r.{one}' for one in columns)} ANTI JOIN judged j "
            "ON j.left_id = l.record_id AND j.right_id = r.record_id"
        )
        connection.execute(
            f"CREATE OR REPLACE TEMP TABLE found AS SELECT left_id, right_id, {'+'.join(group)!r} AS method, {gammas} "
            "FROM met JOIN left_rows l ON l.record_id = left_id JOIN right_rows r ON r.record_id = right_id"
        )
        guard = guard_sql(spec) if by_number else "TRUE"
        connection.execute(f"INSERT INTO certain SELECT * FROM found WHERE {guard}")
        connection.execute(f"INSERT INTO clash SELECT * FROM found WHERE NOT {guard}")


def _take_judged(connection: Connection, gammas: str, judged: pl.DataFrame | None) -> None:
    connection.execute("CREATE TABLE judged (left_id VARCHAR, right_id VARCHAR, same BOOLEAN)")
    if judged is not None and judged.height:
        connection.register("judged_given", judged.select("left_id", "right_id", "same").to_arrow())
        connection.execute("INSERT INTO judged SELECT * FROM judged_given")
        connection.unregister("judged_given")
    connection.execute(
        f"INSERT INTO certain SELECT j.left_id, j.right_id, 'keputusan', {gammas} FROM judged j "
        "JOIN left_rows l ON l.record_id = j.left_id JOIN right_rows r ON r.record_id = j.right_id WHERE j.same"
    )


def _once(side: str, columns: list[str], source: str) -> str:
    """Query: record_id and ``columns`` of rows not yet linked whose values stand once on their side."""
    filled = " AND ".join(f"{one} IS NOT NULL" for one in columns)
    names = ", ".join(columns)
    return (
        f"SELECT t.* FROM (SELECT any_value(record_id) AS record_id, {names} FROM {side}_{source} WHERE {filled} "
        f"GROUP BY {names} HAVING count(*) = 1) t ANTI JOIN certain c ON c.{side}_id = t.record_id"
    )
