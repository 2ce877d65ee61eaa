"""Where methods disagree (TGT-04, TGT-05): ranks side by side, Borda, Copeland, Pareto fronts and rank correlations."""

from collections.abc import Collection, Mapping, Sequence

import numpy as np
import numpy.typing as npt
import polars as pl

from sanding.errors import InputFault
from sanding.targeting.methods import Method

Ranks = npt.NDArray[np.int64]


def compare_methods(rankings: Mapping[Method, pl.DataFrame], chosen: Mapping[Method, Collection[str]]) -> pl.DataFrame:
    """Every village under every method, and what the methods say together.

    rankings  ``rank_villages``' frames of the same villages, by method
    chosen    codes of the villages that each method puts on the list (after quota, category and plan)
    Returns   village_code, rank_<method> …, rank_low, rank_high [best and worst of them], borda [places: villages
              behind, summed over the methods], borda_rank, copeland [villages beaten by a majority of the methods less
              those that beat it], copeland_rank, front [1 = no village is ahead under every method], listed_by
              [methods that list it], disputed [some do and some do not]; in the order of borda_rank. A village that
              any method leaves without rank has no place in the comparison: its columns are null.
    Raises    InputFault for fewer than two methods, or methods of other villages

    Ranks by Borda, Copeland and Pareto compare villages with each other: dropping one may reorder the others. They are
    shown to find the villages to talk about, never to set the list.
    """
    methods = _methods(rankings)
    table = _side_by_side(rankings, methods)
    known = table.drop_nulls([f"rank_{one}" for one in methods])
    ranks = _dense(known.select(f"rank_{one}" for one in methods).to_numpy().astype(np.int64))
    beaten = _beaten(ranks)
    together = known.select("village_code").with_columns(
        rank_low=pl.Series(ranks.min(axis=1), dtype=pl.Int64),
        rank_high=pl.Series(ranks.max(axis=1), dtype=pl.Int64),
        borda=pl.Series((len(ranks) - ranks).sum(axis=1), dtype=pl.Int64),
        copeland=pl.Series(beaten.sum(axis=1) - beaten.sum(axis=0), dtype=pl.Int64),
        front=pl.Series(pareto_fronts(ranks), dtype=pl.Int64),
    )
    ranked = together.with_columns(
        borda_rank=pl.col("borda").rank("min", descending=True).cast(pl.Int64),
        copeland_rank=pl.col("copeland").rank("min", descending=True).cast(pl.Int64),
    )
    listed = pl.sum_horizontal(pl.col("village_code").is_in(list(chosen[one])).cast(pl.Int64) for one in methods)
    return (
        table.join(ranked, on="village_code", how="left")
        .with_columns(listed_by=listed)
        .with_columns(disputed=(pl.col("listed_by") > 0) & (pl.col("listed_by") < len(methods)))
        .sort("borda_rank", "village_code", nulls_last=True)
    )


def rank_correlations(rankings: Mapping[Method, pl.DataFrame]) -> pl.DataFrame:
    """How alike two methods order the villages that both rank: 1 the same, 0 unrelated, −1 reversed.

    Returns   method, other, villages [how many are compared], spearman, kendall [−1..1; null below two villages]
    Source    Spearman 1904, doi:10.2307/1412159; Kendall 1938, doi:10.2307/2332226. The ranks of a list are all
              different (equal scores stand in the order of codes), so no correction for ties is needed.
    """
    methods = _methods(rankings)
    table = _side_by_side(rankings, methods)
    rows = []
    for at, one in enumerate(methods):
        for other in methods[at + 1 :]:
            pair = table.drop_nulls([f"rank_{one}", f"rank_{other}"])
            ranks = _dense(pair.select(f"rank_{one}", f"rank_{other}").to_numpy().astype(np.int64))
            rows.append((one, other, len(ranks), *_correlations(ranks)))
    schema = {
        "method": pl.String,
        "other": pl.String,
        "villages": pl.Int64,
        "spearman": pl.Float64,
        "kendall": pl.Float64,
    }
    return pl.DataFrame(rows, schema=schema, orient="row")


def pareto_fronts(ranks: Ranks) -> Ranks:
    """Front of every row of ranks village × method: 1 = nobody is ahead in all, 2 = nobody outside front 1, …

    A village is ahead of another if its rank is no worse under every method and better under one.
    """
    front = np.zeros(len(ranks), dtype=np.int64)
    left = np.argsort(ranks.sum(axis=1), kind="stable")
    number = 0
    while len(left):
        number += 1
        kept: list[int] = []
        for row in left:  # whoever is ahead has the smaller sum, so it has been seen already
            ahead = (ranks[kept] <= ranks[row]).all(axis=1) & (ranks[kept] < ranks[row]).any(axis=1)
            if not ahead.any():
                kept.append(int(row))
        front[kept] = number
        left = left[front[left] == 0]
    return front


def _methods(rankings: Mapping[Method, pl.DataFrame]) -> Sequence[Method]:
    methods = list(rankings)
    if len(methods) < 2:
        raise InputFault(
            "perbandingan memerlukan sedikitnya dua metode",
            where="perbandingan metode",
            remedy="Pilih dua metode atau lebih.",
            code="SND-TGT-12",
        )
    places = [set(frame["village_code"]) for frame in rankings.values()]
    if any(one != places[0] for one in places[1:]):
        raise InputFault(
            "metode yang dibandingkan memuat desa yang berbeda",
            where="perbandingan metode",
            remedy="Hitung semua metode atas desa yang sama.",
            code="SND-TGT-13",
        )
    return methods


def _side_by_side(rankings: Mapping[Method, pl.DataFrame], methods: Sequence[Method]) -> pl.DataFrame:
    table = rankings[methods[0]].select("village_code").sort("village_code")
    for one in methods:
        table = table.join(rankings[one].select("village_code", pl.col("rank").alias(f"rank_{one}")), on="village_code")
    return table.sort("village_code")


def _dense(ranks: Ranks) -> Ranks:
    """Each column as 1, 2, … among the rows that are compared."""
    return np.asarray(ranks.argsort(axis=0).argsort(axis=0) + 1)


def _beaten(ranks: Ranks) -> npt.NDArray[np.int64]:
    """1 where more methods put the row's village ahead of the column's than behind it."""
    votes = np.zeros((len(ranks), len(ranks)), dtype=np.int16)
    for column in ranks.T:
        votes += np.sign(column[None, :] - column[:, None]).astype(np.int16)
    return (votes > 0).astype(np.int64)


def _correlations(ranks: Ranks) -> tuple[float | None, float | None]:
    """Spearman's rho and Kendall's tau of two columns of different ranks."""
    n = len(ranks)
    if n < 2:
        return None, None
    rho = 1.0 - 6.0 * float(((ranks[:, 0] - ranks[:, 1]) ** 2).sum()) / (n * (n * n - 1))
    first, second = (np.sign(column[:, None] - column[None, :]).astype(np.int8) for column in ranks.T)
    agreeing = int((first * second).sum(dtype=np.int64))
    return rho, agreeing / (n * (n - 1))
