"""Findings as a frame: file, sheet, row, column, field, rule, level. No value of a cell is ever in it."""

from collections.abc import Iterable

import polars as pl

from sanding.registry.recognise import Recognition
from sanding.registry.rules import rules_by_id

SCHEMA: dict[str, type[pl.DataType]] = {
    "file": pl.String,
    "sheet": pl.String,
    "row": pl.Int64,
    "column": pl.String,
    "field": pl.String,
    "rule": pl.String,
    "level": pl.String,
}


def fault_frame(rows: Iterable[tuple[str, str, int | None, str, str, str]]) -> pl.DataFrame:
    """From (file, sheet, row, column, field, rule)."""
    known = rules_by_id()
    return pl.DataFrame([(*row, known[row[5]].level) for row in rows], schema=SCHEMA, orient="row")


def row_faults(verdict: pl.DataFrame, recognition: Recognition, file: str, sheet: str) -> pl.DataFrame:
    """The verdict of ``judge`` with the place of each finding and the header of its column."""
    header = pl.col("field").replace_strict(recognition.mapping, default="", return_dtype=pl.String)
    placed = verdict.with_columns(file=pl.lit(file), sheet=pl.lit(sheet), row="_row", column=header)
    return placed.select(list(SCHEMA))


def counts_by_rule(faults: pl.DataFrame) -> dict[str, int]:
    return dict(faults.group_by("rule").len().sort("rule").iter_rows())
