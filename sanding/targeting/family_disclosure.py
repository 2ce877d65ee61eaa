"""Which counts of target families stay hidden from readers who may not see small ones, so that no sum gives them back.

A subject is hidden at a place as a whole (all its parts) once one part is small; that a few answers are missing tells
nothing of anyone and counts as no small part. Hidden places come in twos under one
sum, so that nothing follows by subtraction; a part whose sum is hidden is hidden too. Domain 7, ADR 0014.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

import polars as pl

from sanding.targeting.family_counts import ANSWERS, DECILES, NO_DECILE, TARGETS, parts
from sanding.targeting.rules import TierRule
from sanding.targeting.tables import FAMILY_COUNTS
from sanding.targeting.vulnerability import GROUPS

Shown = Mapping[str, Collection[str]]
"""Village code -> deciles ('' = not known) that other pages hide there."""


def hide_small(
    counts: pl.DataFrame, villages: pl.DataFrame, *, rule: TierRule, limit: int, elsewhere: Shown
) -> pl.DataFrame:
    """FAMILY_COUNTS with ``hidden`` set: counts from 1 to below ``limit`` [families], and what would give them back.

    counts     as ``count_families`` returns it for the same VILLAGES and rule
    elsewhere  what pages of the register hide: a sum that holds such a decile stays hidden here
    """
    table = _Table(counts, villages, limit)
    deciles = {str(one) for one in rule.deciles}
    for subject in dict.fromkeys(subject for subject, _ in parts(rule)):
        watched = {TARGETS: deciles, DECILES: deciles, NO_DECILE: {""}}.get(subject, set())
        told = {code for code, hidden in elsewhere.items() if watched & set(hidden)}
        table.hide(subject, told | table.hidden[_SUM_OF.get(subject, TARGETS if subject in GROUPS else DECILES)])
    marks = [(code, subject) for subject, codes in table.hidden.items() for code in codes]
    hidden = pl.DataFrame(marks, schema={"code": pl.String, "subject": pl.String}, orient="row")
    marked = counts.drop("hidden").join(
        hidden.with_columns(hidden=pl.lit(True)), on=["code", "subject"], how="left", maintain_order="left"
    )
    return FAMILY_COUNTS.conform(marked.with_columns(pl.col("hidden").fill_null(False)))


_SUM_OF = {TARGETS: "", NO_DECILE: "", DECILES: TARGETS}
"""The subject whose count is the sum of another's parts; tiers follow the deciles, groups all targets."""


@dataclass
class _Table:
    """The counts by place and subject, who adds up to whom, and what is hidden so far."""

    counts: pl.DataFrame
    villages: pl.DataFrame
    limit: int
    hidden: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def __post_init__(self) -> None:
        self.values: dict[tuple[str, str], list[int]] = defaultdict(list)
        self.telling: dict[tuple[str, str], list[int]] = defaultdict(list)
        for code, subject, part, families in self.counts.select("code", "subject", "part", "families").iter_rows():
            self.values[code, subject].append(families)
            if part != ANSWERS["unknown"]:
                self.telling[code, subject].append(families)
        self.inside: dict[str, list[str]] = defaultdict(list)
        for village, kecamatan in self.villages.select("code", "kecamatan_code").unique().sort("code").iter_rows():
            self.inside[kecamatan].append(village)
        self.kecamatan = sorted(self.inside)
        self.district: str = self.villages["district_code"][0] if self.villages.height else ""

    def hide(self, subject: str, told: Iterable[str]) -> None:
        """Hide one subject wherever it must be, from the villages up; ``told`` are places where it is hidden anyway."""
        hidden = self.hidden[subject]
        everywhere = [*(one for members in self.inside.values() for one in members), *self.kecamatan, self.district]
        hidden |= {code for code in everywhere if self._small(code, subject)} | set(told)
        for kecamatan, members in self.inside.items():
            if not self._paired(subject, members):
                hidden.add(kecamatan)
        before = hidden & set(self.kecamatan)
        if not self._paired(subject, self.kecamatan):
            hidden.add(self.district)
        for kecamatan in hidden & set(self.kecamatan) - before:
            self._add_smallest(subject, self.inside[kecamatan], 2)

    def _small(self, code: str, subject: str) -> bool:
        return any(0 < one < self.limit for one in self.telling[code, subject])

    def _paired(self, subject: str, members: list[str]) -> bool:
        """Give a single hidden place a companion; False where none is left to hide."""
        alone = len(self.hidden[subject].intersection(members)) == 1
        return not alone or self._add_smallest(subject, members, 1)

    def _add_smallest(self, subject: str, members: list[str], wanted: int) -> bool:
        """Hide the smallest counts that are not none, until ``wanted`` more are hidden; whether there were so many."""
        sizes = [(sum(self.values[one, subject]), one) for one in members if one not in self.hidden[subject]]
        chosen = [one for size, one in sorted(sizes) if size][:wanted]
        self.hidden[subject].update(chosen)
        return len(chosen) == wanted
