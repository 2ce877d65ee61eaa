"""How firmly each village stands on a list: the draws of one ranking, kept by everything they depend on."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import polars as pl
from django.core.cache import cache

from sanding.canonical import canonical_json, digest
from sanding.targeting.robustness import draw_robustness
from sanding_web.targeting.ranking import Ranking

_KEPT_SECONDS = 24 * 3600


@dataclass(frozen=True, eq=False)
class Robustness:
    """ROBUSTNESS of one ranking, with the seed and the number of the draws."""

    frame: pl.DataFrame
    seed: int
    draws: int

    @cached_property
    def by_code(self) -> Mapping[str, Mapping[str, Any]]:
        """The row of each village by its code."""
        return {row["village_code"]: row for row in self.frame.iter_rows(named=True)}

    @cached_property
    def sizes(self) -> dict[str, int]:
        """Villages by class; those that cannot be ranked have none."""
        counted = Counter(self.frame["class"].drop_nulls().to_list())
        return {name: counted[name] for name in ("pasti", "batas", "tidak")}

    @property
    def borderline(self) -> list[str]:
        """Codes of the villages whose place hangs on the draw, in order of rank."""
        return self.frame.filter(pl.col("class") == "batas").sort("rank")["village_code"].to_list()


def draw(ranking: Ranking) -> Robustness | None:
    """The draws of a ranking, computed now; None where it has no seed, no known age of its data, or no kecamatan."""
    choice, given, one = ranking.choice, ranking.uncertainty, ranking.inputs
    if choice.seed is None or given is None or not ranking.plan:
        return None
    frame = draw_robustness(
        one.counts, one.villages, one.index,
        parameters=ranking.parameters, unit=choice.unit, quota=ranking.quota, uncertainty=given, seed=choice.seed,
        draws=ranking.draws, method=choice.method, plan=ranking.plan, remoteness=one.remoteness,
        held=ranking.carried,
    )  # fmt: skip
    return Robustness(frame, choice.seed, ranking.draws)


def robustness(ranking: Ranking) -> Robustness | None:
    """The draws of a ranking, once for the same inputs, choice and figures."""
    found = known(ranking)
    if found is None and (found := draw(ranking)) is not None:
        cache.set(_key(ranking), found.frame, _KEPT_SECONDS)
    return found


def known(ranking: Ranking) -> Robustness | None:
    """The draws of a ranking where somebody asked for them before; never computes."""
    seed = ranking.choice.seed
    if seed is None or ranking.uncertainty is None:
        return None
    frame = cache.get(_key(ranking))
    return None if frame is None else Robustness(frame, seed, ranking.draws)


def _key(ranking: Ranking) -> str:
    """All that the draws depend on, as one short name."""
    assert ranking.uncertainty is not None
    told = {
        "inputs": ranking.inputs.digests,
        "choice": ranking.choice.record(),
        "figures": ranking.parameters.record(),
        "uncertainty": ranking.uncertainty.record(),
        "plan": [[wave.number, list(wave.kecamatan), wave.quota] for wave in ranking.plan],
        "draws": ranking.draws,
    }
    return f"ketahanan:{digest(canonical_json(told))}"
