"""One choice under every method: the lists side by side, and where they disagree (TGT-04, TGT-05)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import polars as pl

from sanding.targeting.disagreement import compare_methods, rank_correlations
from sanding.targeting.methods import METHODS, Method
from sanding_web.targeting.ranking import Ranking


@dataclass(frozen=True, eq=False)
class ManyMethods:
    """The choice of the desk and the same choice under each method, waves by plan following each method."""

    chosen: Ranking
    rankings: Mapping[Method, Ranking]

    @cached_property
    def frame(self) -> pl.DataFrame:
        """compare_methods' frame with name, kind, kecamatan, the rank and standing of the choice, and ``spread``
        [places between the best and the worst rank]."""
        compared = compare_methods(
            {name: one.ranked for name, one in self.rankings.items()},
            {name: one.chosen for name, one in self.rankings.items()},
        )
        known = ("village_code", "name", "kind", "kecamatan", "rank", "priority", "wave", "standing")
        return compared.join(self.chosen.listed.select(known), on="village_code", how="left").with_columns(
            spread=pl.col("rank_high") - pl.col("rank_low")
        )

    @cached_property
    def correlations(self) -> pl.DataFrame:
        """rank_correlations' frame."""
        return rank_correlations({name: one.ranked for name, one in self.rankings.items()})

    def changes(self, method: Method) -> tuple[list[str], list[str]]:
        """Names of the villages that enter and that leave if this method replaces the chosen one."""
        before, after = self.chosen.chosen, self.rankings[method].chosen
        return self._names(after - before), self._names(before - after)

    def _names(self, codes: frozenset[str]) -> list[str]:
        return self.chosen.listed.filter(pl.col("village_code").is_in(list(codes)))["name"].to_list()

    def ranks(self, village_code: str) -> Sequence[tuple[Method, int | None, bool]]:
        """Rank of one village under each method, and whether that method lists it."""
        row = self.frame.filter(pl.col("village_code") == village_code).row(0, named=True)
        return [(name, row[f"rank_{name}"], village_code in one.chosen) for name, one in self.rankings.items()]


def under_every_method(ranking: Ranking) -> ManyMethods:
    """The choice of a ranking under every method; its own ranking is taken as it is."""
    methods: dict[Method, Ranking] = {}
    for name in METHODS:
        own = name == ranking.choice.method
        methods[name] = ranking if own else replace(ranking, choice=replace(ranking.choice, method=name))
    return ManyMethods(ranking, methods)
