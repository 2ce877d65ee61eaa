"""Cleaning as data: patterns with a name and a meaning, written out as SQL that DuckDB and Spark both read.

Patterns keep to what RE2, Rust and Java share: no look-around, no back-reference.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl


@dataclass(frozen=True)
class Rewrite:
    """Every place where ``pattern`` fits becomes ``put``."""

    name: str
    meaning: str
    pattern: str
    put: str = " "


def quoted(text: str) -> str:
    """An SQL string.

    >>> quoted("JUM'AT")
    "'JUM''AT'"
    """
    return "'" + text.replace("'", "''") + "'"


def rewritten(column: str, rewrites: Sequence[Rewrite]) -> str:
    """SQL that applies the rewrites one after the other."""
    for one in rewrites:
        column = f"regexp_replace({column}, {quoted(one.pattern)}, {quoted(one.put)}, 'g')"
    return column


def replaced(column: str, pairs: Sequence[tuple[str, str]]) -> str:
    """SQL that puts plain texts for plain texts, one after the other."""
    for old, new in pairs:
        column = f"replace({column}, {quoted(old)}, {quoted(new)})"
    return column


def fetched(connection: Any, sql: str) -> pl.DataFrame:
    """The answer to a query as a Polars frame."""
    frame = pl.from_arrow(connection.sql(sql).to_arrow_table())
    assert isinstance(frame, pl.DataFrame)
    return frame
