"""Row rules over one chunk: their SQL runs once in DuckDB and gives one truth value per row, rule and field."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from sanding.parameters import value
from sanding.registry.code_lists import provinces
from sanding.registry.layouts import Layout
from sanding.registry.normalise import NOTES, Plan
from sanding.registry.rules import Rule, all_rules, facts
from sanding.store import engine

_HEAD = {"nik": "head_nik", "birth_date": "head_birth_date", "sex": "head_sex"}


@dataclass(frozen=True)
class Asked:
    """One rule asked of one field; ``name`` is its column in the verdict."""

    rule: Rule
    field: str
    sql: str

    @property
    def name(self) -> str:
        return f"{self.rule.id}@{self.field}"


def asked_of(frame: pl.DataFrame, layout: Layout, plan: Plan, disabled: frozenset[str]) -> list[Asked]:
    """The rules that this sheet's fields allow, each with its SQL."""
    kinds = {match.column.field: match.column.kind.removesuffix("_optional") for match in plan.recognition.matches}
    whose = "family" if layout.entity == "family" else "person"
    asked = []
    for rule in all_rules():
        if rule.id in disabled or rule.scope not in ("cell", "row") or rule.entity not in ("both", whose):
            continue
        if rule.scope == "cell":
            wanted = rule.field.split()
            noted = [one for one, kind in kinds.items() if kind in wanted and one + NOTES in frame.columns]
            asked += [Asked(rule, one, rule.expression.format(notes=f'"{one}{NOTES}"')) for one in noted]
        elif (one := _row_rule(rule, frame, layout)) is not None:
            asked.append(one)
    return asked


def _row_rule(rule: Rule, frame: pl.DataFrame, layout: Layout) -> Asked | None:
    """The rule if its fields are there; a family's NIK is that of its head."""
    names = {need: _HEAD.get(need, need) if layout.entity == "family" else need for need in rule.needs}
    if not set(names.values()) <= set(frame.columns):
        return None
    blamed = names.get(rule.field, rule.field)
    notes = f'"{blamed}{NOTES}"' if blamed + NOTES in frame.columns else "NULL"
    return Asked(rule, blamed, rule.expression.replace("{notes}", notes))


def judge(frame: pl.DataFrame, asked: Sequence[Asked], *, on: date) -> pl.DataFrame:
    """What the rules find: one line per row and rule with the columns _row, rule, field, level.

    frame   fields of ``normalise`` with birth_date as Date
    """
    noted = frame.select("_row", pl.col(f"^.*{NOTES}$"))
    noted = noted.filter(pl.any_horizontal(pl.exclude("_row").is_not_null())) if noted.width > 1 else noted.clear()
    cells = _hits(noted, "chunk", [one for one in asked if one.rule.scope == "cell"], on)
    asked_rows = [one for one in asked if one.rule.scope == "row"]
    needed = {name for one in asked_rows for need in one.rule.needs for name in (need, _HEAD.get(need, need))}
    wanted = frame.select(name for name in frame.columns if name.removesuffix(NOTES) in needed or name == "_row")
    rows = _hits(wanted, _source(wanted), asked_rows, on)
    return pl.concat([cells, rows]).sort("_row", "rule", "field")


def _hits(frame: pl.DataFrame, source: str, asked: Sequence[Asked], on: date) -> pl.DataFrame:
    """One query for all rules: the rows that any of them hits, null counted as no."""
    found = [pl.DataFrame(schema={"_row": pl.Int64, "rule": pl.String, "field": pl.String, "level": pl.String})]
    if not asked or frame.is_empty():
        return found[0]
    columns = ", ".join(f'({one.sql}) AS "{one.name}"' for one in asked)
    any_hit = " OR ".join(f'"{one.name}"' for one in asked)
    query = f"SELECT * FROM (SELECT _row, {columns} FROM {source}) WHERE {any_hit}"
    connection = engine()
    try:
        connection.register("chunk", frame.to_arrow(compat_level=pl.CompatLevel.newest()))
        answer = pl.from_arrow(connection.sql(query, params=_parameters(on, columns)).to_arrow_table())
    finally:
        connection.close()
    assert isinstance(answer, pl.DataFrame)
    for one in asked:
        rows = answer.filter(pl.col(one.name).fill_null(False)).select("_row")
        said = {"rule": pl.lit(one.rule.id), "field": pl.lit(one.field), "level": pl.lit(one.rule.level)}
        found.append(rows.with_columns(**said))
    return pl.concat(found)


def _source(frame: pl.DataFrame) -> str:
    """The chunk with the facts that rules ask for; in family sheets the head stands for the person."""
    heads = {ours: head for ours, head in _HEAD.items() if head in frame.columns and ours not in frame.columns}
    known = {*frame.columns, *heads}
    renamed = "".join(f", {head} AS {ours}" for ours, head in heads.items())
    counted = "".join(f", {sql} AS {name}" for name, (need, sql) in facts().items() if need in known)
    return f"(SELECT *{counted} FROM (SELECT *{renamed} FROM chunk))"


def _parameters(on: date, sql: str) -> dict[str, object]:
    """Only the parameters that the SQL names: DuckDB refuses others."""
    every = {
        "on": on,
        "oldest": value("registry.oldest_age", on),
        "youngest_head": value("registry.youngest_head_age", on),
        "provinces": sorted(provinces()),
    }
    return {name: one for name, one in every.items() if f"${name}" in sql}
