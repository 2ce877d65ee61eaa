"""How firmly a village stands on the list (TGT-05): thousands of rankings with other weights and newer data."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy.special import betaincinv

from sanding.errors import InputFault
from sanding.targeting.carried import free_places
from sanding.targeting.goalposts import RankParameters, Unit
from sanding.targeting.index import index_label
from sanding.targeting.methods import (
    COMPONENT_WORDS,
    WITH_WEIGHTS,
    WITHOUT_INDEX,
    Figures,
    Method,
    Reals,
    quadrant_lines,
    scores,
)
from sanding.targeting.rank import COUNTS, DECIMALS, rank_villages
from sanding.targeting.tables import ROBUSTNESS
from sanding.targeting.uncertainty import Uncertainty, draw_counts, draw_index, draw_weights, entering
from sanding.targeting.waves import Wave, pools

_BLOCK = 131_072  # villages × draws at once: arrays of one megabyte stay in the processor's cache


@dataclass(frozen=True, eq=False)
class _Ranked:
    """The ranked villages as arrays in the order of their codes."""

    frame: pl.DataFrame
    method: Method
    parameters: RankParameters
    unit: Unit
    kind: str
    whole: Reals
    part: Reals
    index: Reals
    substituted: npt.NDArray[np.bool_]
    road: Reals | None

    @property
    def codes(self) -> list[str]:
        return self.frame["village_code"].to_list()

    def ranks(self, part: Reals, index: Reals, weights: Mapping[str, float | Reals]) -> npt.NDArray[np.int32]:
        """Rank (1 = first) village × draw; equal scores in the order of codes, as in the list itself."""
        figures = self._figures(part, index)
        lines = quadrant_lines(self.parameters, self.kind, self.unit)
        score = np.broadcast_to(scores(self.method, figures, weights, lines), part.shape)
        places = len(part)
        steps = np.floor(score * 10.0**DECIMALS + 0.5).astype(np.int64)
        keys = (np.arange(places)[:, None] - steps * places).T
        order = np.argsort(np.ascontiguousarray(keys), axis=1)
        found = np.empty(order.shape, np.int32)
        np.put_along_axis(found, order, np.arange(1, places + 1, dtype=np.int32)[None, :], 1)
        return found.T

    def _figures(self, part: Reals, index: Reals) -> Figures:
        posts = self.parameters
        share = part / self.whole[:, None]
        needs = {
            "count": _need(part, posts.count[self.unit].low, posts.count[self.unit].high),
            "share": _need(share, posts.share.low, posts.share.high),
            "index": _need(index, posts.index[self.kind].low, posts.index[self.kind].high),
        }
        if posts.remoteness is not None and self.road is not None:
            needs["remoteness"] = _need(self.road[:, None], posts.remoteness.low, posts.remoteness.high)
        return Figures(part, share, index, needs)


def _need(value: Reals, low: float, high: float) -> Reals:
    return (value - low) / (high - low)


def draw_robustness(
    counts: pl.DataFrame,
    villages: pl.DataFrame,
    index: pl.DataFrame,
    *,
    parameters: RankParameters,
    unit: Unit,
    quota: int | None,
    uncertainty: Uncertainty,
    seed: int,
    draws: int = 5000,
    method: Method = "weighted",
    plan: Sequence[Wave] = (),
    remoteness: pl.DataFrame | None = None,
    held: Collection[str] = (),
) -> pl.DataFrame:
    """In how many of many rankings a village takes a place, and where in them it stands.

    counts, villages, index, remoteness   as for ``rank_villages``
    quota, plan   as for ``assign_waves``; an empty plan leaves no kecamatan out. Who may join at all (category, plan)
                  is decided once, on the published counts; the draws change the order only
    held          villages whose place is theirs already (carried from an earlier wave); they leave the draw
    uncertainty   ``uncertainty_in_force``: weights are drawn for the weighted methods, counts and index for all
    seed          non-negative whole number; the same seed, tables and numpy give the same frame
    Returns       ROBUSTNESS in order of rank: share_in with its standard error from the number of draws, the band of
                  ranks, and the class: pasti from ``certain`` on, tidak up to ``out``, batas between
    Raises        InputFault as ``rank_villages``; RuleBroken as ``assign_waves``
    """
    ranked = rank_villages(
        counts, villages, index, method=method, parameters=parameters, unit=unit, remoteness=remoteness
    )
    base = _ranked(ranked, index, method, parameters, unit)
    drawn = _draw(base, uncertainty, draws, seed)
    share_in = np.zeros(len(base.part))
    at = {code: position for position, code in enumerate(base.codes)}
    share_in[[at[code] for code in held if code in at]] = 1.0
    free, left = free_places(ranked, quota, held)
    for pool in pools(free, left, plan, category=parameters.category):
        rows = np.array([at[code] for code in pool.villages], dtype=np.int64)
        share_in[rows] = _inside(drawn[rows], pool.quota).mean(axis=1) if len(rows) else 0.0
    low, high = _band(drawn, uncertainty.band)
    found = pl.DataFrame({"village_code": base.codes, "share_in": share_in, "rank_low": low, "rank_high": high})
    return ROBUSTNESS.conform(_classed(ranked.join(found, on="village_code", how="left"), uncertainty, draws))


def _ranked(
    ranked: pl.DataFrame, index: pl.DataFrame, method: Method, parameters: RankParameters, unit: Unit
) -> _Ranked:
    frame = ranked.filter(pl.col("rank").is_not_null()).sort("village_code")
    whole, part = COUNTS[unit]
    plain = {name: frame[name].cast(pl.Float64).fill_null(float("nan")).to_numpy() for name in (whole, part)}
    return _Ranked(
        frame, method, parameters, unit, index_label(index)[0],
        whole=plain[whole], part=plain[part],
        index=frame["index_used"].fill_null(float("nan")).to_numpy(),
        substituted=frame["index_score"].is_null().to_numpy(),
        road=frame["road_km"].to_numpy() if "road_km" in frame.columns else None,
    )  # fmt: skip


def _draw(base: _Ranked, given: Uncertainty, draws: int, seed: int) -> npt.NDArray[np.int32]:
    """Ranks village × draw. Weights, counts and index have streams of their own, so one can be switched off alone."""
    of_weights, of_counts, of_index = (
        np.random.default_rng(one) for one in np.random.SeedSequence(seed).spawn(3)
    )  # fmt: skip
    concentration = given.concentration if base.method in WITH_WEIGHTS else float("inf")
    weights = draw_weights(of_weights, base.parameters.components, concentration, draws)
    sd = given.index_sd(base.substituted)
    reads_index = base.method not in WITHOUT_INDEX
    found = np.empty((len(base.part), draws), np.int32)
    step = max(1, _BLOCK // max(1, len(base.part)))
    for start in range(0, draws, step):
        some = slice(start, min(start + step, draws))
        size = some.stop - start
        part = draw_counts(of_counts, base.whole, base.part, given, size)
        drawn_index = draw_index(of_index, base.index, sd if reads_index else 0.0 * sd, size)
        found[:, some] = base.ranks(part, drawn_index, {name: one[some] for name, one in weights.items()})
    return found


def _inside(ranks: npt.NDArray[np.int32], quota: int) -> npt.NDArray[np.bool_]:
    """Whether each village of a pool is among its first ``quota``, village × draw."""
    if quota >= len(ranks):
        return np.ones(ranks.shape, dtype=bool)
    if quota <= 0:
        return np.zeros(ranks.shape, dtype=bool)
    last = np.partition(ranks, quota - 1, axis=0)[quota - 1]
    return np.asarray(ranks <= last)


def _band(ranks: npt.NDArray[np.int32], band: float) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    """First and last rank of the middle ``band`` of the draws; both are ranks that were drawn."""
    draws = ranks.shape[1]
    cut = int((1.0 - band) / 2 * (draws - 1))
    kept = np.partition(ranks, (cut, draws - 1 - cut), axis=1)
    return kept[:, cut], kept[:, draws - 1 - cut]


def _classed(table: pl.DataFrame, given: Uncertainty, draws: int) -> pl.DataFrame:
    share = pl.col("share_in")
    return table.sort("rank", "village_code", nulls_last=True).with_columns(
        (share * (1 - share) / draws).sqrt().alias("share_error"),
        pl.when(share.is_null()).then(None)
        .when(share >= given.certain).then(pl.lit("pasti"))
        .when(share <= given.out).then(pl.lit("tidak"))
        .otherwise(pl.lit("batas"))
        .alias("class"),
    )  # fmt: skip


def tornado(
    counts: pl.DataFrame,
    villages: pl.DataFrame,
    index: pl.DataFrame,
    *,
    village_code: str,
    parameters: RankParameters,
    unit: Unit,
    uncertainty: Uncertainty,
    method: Method = "weighted",
    remoteness: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """How the rank of one village answers to one thing at a time: each weight, its own count, its own index.

    Every item goes to both ends of the middle ``uncertainty.band`` of its own distribution; a weight takes from or
    gives to the others in proportion; the data of the other villages stay.
    Returns   item, unit, low, high [ends of the item], rank, rank_at_low, rank_at_high, swing [places between them],
              widest first
    Raises    InputFault where the village has no rank
    """
    ranked = rank_villages(
        counts, villages, index, method=method, parameters=parameters, unit=unit, remoteness=remoteness
    )
    base = _ranked(ranked, index, method, parameters, unit)
    if village_code not in base.codes:
        raise InputFault(
            f"desa {village_code} belum berperingkat",
            where="uji kekokohan",
            remedy="Lengkapi hitungan dan indeks desa ini, atau pilih desa lain.",
            code="SND-TGT-11",
        )
    at = base.codes.index(village_code)
    ends = [*_weight_ends(base, uncertainty), _count_ends(base, at, uncertainty), *_index_ends(base, at, uncertainty)]
    found = base.ranks(*_one_at_a_time(base, at, ends))[at].tolist()
    rank = int(base.frame["rank"][at])
    rows = [
        (item, name_of, low, high, rank, found[2 * n], found[2 * n + 1], abs(found[2 * n] - found[2 * n + 1]))
        for n, (item, name_of, low, high) in enumerate(ends)
    ]
    names = ["item", "unit", "low", "high", "rank", "rank_at_low", "rank_at_high", "swing"]
    return pl.DataFrame(rows, schema=names, orient="row").sort("swing", descending=True, maintain_order=True)


_Ends = tuple[str, str, float, float]
"""Item, unit, low and high end."""


def _weight_ends(base: _Ranked, given: Uncertainty) -> list[_Ends]:
    """The band of each weight: its marginal under the Dirichlet is a Beta(c·w, c·(1 − w))."""
    if base.method not in WITH_WEIGHTS or np.isinf(given.concentration):
        return []
    tail, c = (1.0 - given.band) / 2, given.concentration
    weighed = {name: w for name, w in base.parameters.components.items() if 0 < w < 1}

    def end(weight: float, chance: float) -> float:
        return float(betaincinv(c * weight, c * (1 - weight), chance))

    return [
        (f"bobot {COMPONENT_WORDS[name]}", "bagian 0..1", end(w, tail), end(w, 1 - tail)) for name, w in weighed.items()
    ]


def _count_ends(base: _Ranked, at: int, given: Uncertainty) -> _Ends:
    """The band of the village's own count, by the normal law with the variance of ``draw_counts``."""
    whole, part, p = base.whole[at], base.part[at], given.leaving
    q = float(entering(base.whole[at : at + 1], base.part[at : at + 1], p)[0])
    variance = part * p * (1 - p) + (whole - part) * q * (1 - q) + (part * given.count_spread) ** 2
    reach = _reach(given) * float(np.sqrt(variance))
    low, high = max(0.0, round(part - reach)), min(float(whole), round(part + reach))
    return "jumlah desil 1 desa ini", base.unit, float(low), float(high)


def _index_ends(base: _Ranked, at: int, given: Uncertainty) -> list[_Ends]:
    if base.method in WITHOUT_INDEX:
        return []
    reach = _reach(given) * float(given.index_sd(base.substituted)[at])
    low, high = (float(np.clip(base.index[at] + one, 0.01, 1.0)) for one in (-reach, reach))
    return [("indeks desa ini", "nilai indeks 0..1", low, high)]


def _reach(given: Uncertainty) -> float:
    """Standard deviations from the middle to either end of the band."""
    return NormalDist().inv_cdf((1 + given.band) / 2)


def _one_at_a_time(base: _Ranked, at: int, ends: Sequence[_Ends]) -> tuple[Reals, Reals, dict[str, float | Reals]]:
    """Counts and index village × case, and weights by case: every item at its low end, then at its high one."""
    cases = [(item, end) for item, _, low, high in ends for end in (low, high)]
    part, index = (np.repeat(one[:, None], len(cases), axis=1) for one in (base.part, base.index))
    parts = base.parameters.components
    weights = {name: np.full(len(cases), weight) for name, weight in parts.items()}
    component_of = {f"bobot {word}": name for name, word in COMPONENT_WORDS.items()}
    for case, (item, end) in enumerate(cases):
        moved = component_of.get(item)
        if moved is not None:
            for name, weight in parts.items():
                weights[name][case] = end if name == moved else weight * (1 - end) / (1 - parts[moved])
        elif item.startswith("indeks"):
            index[at, case] = end
        else:
            part[at, case] = end
    return part, index, dict(weights)
