"""A score told in words, field by field: which degree of agreement, and how much it speaks for one person.

No value of the records is quoted: the page that may show them shows them beside.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from sanding.matching.certain import levels_sql, number_of
from sanding.matching.expressions import fetched
from sanding.matching.parameters import Weights, weights_of
from sanding.matching.prepare import prepare
from sanding.matching.spec import Spec
from sanding.store import engine


@dataclass(frozen=True)
class Reason:
    """One comparison: its level ('' = missing on a side), the level in words, and bits for (+) or against (-)."""

    comparison: str
    level: str
    words: str
    bits: float

    def __str__(self) -> str:
        if not self.level:
            return f"{self.comparison}: {self.words}"
        side = "mendukung" if self.bits >= 0 else "menentang"
        return f"{self.comparison}: {self.words} ({side}, {self.bits:+.1f} bit)"


def reasons_of(evidence: str, spec: Spec, weights: Weights | None = None) -> list[Reason]:
    """The reasons behind LINKS.evidence, in the order of the spec.

    >>> from sanding.matching.registers import persons_spec
    >>> [reason.words for reason in reasons_of("nama=mirip lahir=sama", persons_spec())][1:3]
    ['nama hampir sama: satu huruf berbeda', 'tanggal sama']
    """
    weights = weights or weights_of(spec)
    told = dict(part.split("=", 1) for part in evidence.split())
    reasons = []
    for one in spec.comparisons:
        level = told.get(one.name, "")
        if not level:
            reasons.append(Reason(one.name, "", "kosong pada salah satu, tidak dinilai", 0.0))
            continue
        words = next(each.words for each in one.of.levels if each.name == level)
        reasons.append(Reason(one.name, level, words, weights.bits(one, level)))
    return reasons


def explain_pair(
    left: Mapping[str, Any], right: Mapping[str, Any], spec: Spec, weights: Weights | None = None
) -> list[Reason]:
    """The reasons for two rows as they stand now (columns as the spec names them); families have no context here."""
    connection = engine(memory="200MB")
    try:
        for side, row in (("left", left), ("right", right)):
            cells = {name: None if value is None else str(value) for name, value in row.items()}
            prepare(connection, pl.DataFrame([cells], schema=dict.fromkeys(cells, pl.String)), spec, side)
        gammas = levels_sql(spec)
        found = fetched(connection, f"SELECT {gammas} FROM left_rows l, right_rows r").row(0, named=True)
    finally:
        connection.close()
    names = {one.name: {number_of(one, each.name): each.name for each in one.of.levels} for one in spec.comparisons}
    said = ((name, known.get(found[f"g_{name}"])) for name, known in names.items())
    return reasons_of(" ".join(f"{name}={level}" for name, level in said if level), spec, weights)
