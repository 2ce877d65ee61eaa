"""Comparing methods equals a plain reference over pairs; what holds when a village leaves, and what does not."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from sanding.errors import InputFault
from sanding.targeting.disagreement import compare_methods, pareto_fronts, rank_correlations
from sanding.targeting.goalposts import RankParameters, rank_parameters
from sanding.targeting.rank import METHODS, Method, kecamatan_ranking, rank_villages
from sanding.targeting.remoteness import remoteness
from tests.sanding.targeting import invented

SEAT = (109.53, -7.02)
FAR = rank_parameters(invented.TODAY, weights={"count": 0.3, "share": 0.3, "index": 0.2, "remoteness": 0.2})


def all_rankings(seed: int, *, gone: str = "") -> dict[Method, pl.DataFrame]:
    places = invented.villages()
    counts, index = invented.counts(places, seed), invented.index(places, seed)
    places = places.filter(pl.col("code") != gone)
    counts = counts.filter(pl.col("village_code") != gone)
    setting = {"parameters": invented.parameters(), "unit": "keluarga"}
    return {one: rank_villages(counts, places, index, method=one, **setting) for one in METHODS}


def table_of(columns: dict[str, list[int | None]]) -> dict[str, pl.DataFrame]:
    """Rankings given by hand: ranks of villages a, b, c … by method."""
    return {
        method: pl.DataFrame(
            {"village_code": [chr(97 + n) for n in range(len(ranks))], "rank": pl.Series(ranks, dtype=pl.Int64)}
        )
        for method, ranks in columns.items()
    }


@given(seed=st.integers(0, 10_000), villages=st.integers(2, 9), methods=st.integers(2, 6))
def test_borda_copeland_and_fronts_are_those_of_comparing_every_pair(seed: int, villages: int, methods: int) -> None:
    rng = np.random.default_rng(seed)
    ranks = {f"m{n}": (rng.permutation(villages) + 1).tolist() for n in range(methods)}
    found = compare_methods(table_of(ranks), dict.fromkeys(ranks, ()))  # type: ignore[arg-type]
    by_code = {row["village_code"]: row for row in found.to_dicts()}
    order = [[ranks[method][n] for method in ranks] for n in range(villages)]
    for n in range(villages):
        ahead = [sum(x < y for x, y in zip(order[n], order[m], strict=True)) for m in range(villages)]
        behind = [sum(x > y for x, y in zip(order[n], order[m], strict=True)) for m in range(villages)]
        row = by_code[chr(97 + n)]
        assert row["borda"] == sum(ahead)
        assert row["copeland"] == sum((a > b) - (a < b) for a, b in zip(ahead, behind, strict=True))
        assert row["front"] == plain_front(order, n)
    assert found["borda_rank"].is_sorted()


def plain_front(order: list[list[int]], village: int) -> int:
    """One more than the longest chain of villages each ahead of the next under every method."""
    ahead = [n for n in range(len(order)) if n != village and dominates(order[n], order[village])]
    return 1 + max((plain_front(order, n) for n in ahead), default=0)


def dominates(one: list[int], other: list[int]) -> bool:
    return all(a <= b for a, b in zip(one, other, strict=True)) and one != other


def test_a_front_of_equal_rows_holds_them_all() -> None:
    assert pareto_fronts(np.array([[1, 1], [1, 1], [2, 2]])).tolist() == [1, 1, 2]


@given(seed=st.integers(0, 10_000))
def test_correlations_are_those_of_scipy(seed: int) -> None:
    rankings = all_rankings(seed)
    for row in rank_correlations(rankings).iter_rows(named=True):
        one, other = (rankings[row[name]].sort("village_code")["rank"].to_numpy() for name in ("method", "other"))
        assert row["villages"] == 24
        assert row["spearman"] == pytest.approx(stats.spearmanr(one, other).statistic)
        assert row["kendall"] == pytest.approx(stats.kendalltau(one, other).statistic)


def test_a_method_agrees_with_itself_and_opposes_its_reverse() -> None:
    found = rank_correlations(table_of({"x": [1, 2, 3, 4], "y": [1, 2, 3, 4], "z": [4, 3, 2, 1]}))  # type: ignore[arg-type]
    assert found["spearman"].to_list() == found["kendall"].to_list() == [1.0, -1.0, -1.0]
    alone = rank_correlations(table_of({"x": [1], "y": [1]}))  # type: ignore[arg-type]
    assert alone["spearman"].to_list() == [None]


def test_disputed_villages_are_those_that_some_methods_list() -> None:
    rankings = table_of({"x": [1, 2, 3], "y": [1, 3, 2]})
    found = compare_methods(rankings, {"x": ["a", "b"], "y": ["a", "c"]}).sort("village_code")  # type: ignore[arg-type, dict-item]
    assert found["listed_by"].to_list() == [2, 1, 1]
    assert found["disputed"].to_list() == [False, True, True]
    assert found.select("rank_low", "rank_high").rows() == [(1, 1), (2, 3), (2, 3)]


def test_a_village_without_rank_is_shown_but_not_compared() -> None:
    found = compare_methods(table_of({"x": [1, 2, 3], "y": [2, 1, None]}), {"x": [], "y": []})  # type: ignore[arg-type, dict-item]
    last = found.row(-1, named=True)
    assert (last["village_code"], last["rank_x"], last["borda"], last["front"]) == ("c", 3, None, None)
    assert found["borda"].to_list() == [1, 1, None]


def test_one_method_or_other_villages_cannot_be_compared() -> None:
    with pytest.raises(InputFault, match="dua metode"):
        rank_correlations(table_of({"x": [1, 2]}))  # type: ignore[arg-type]
    with pytest.raises(InputFault, match="desa yang berbeda"):
        rank_correlations({**table_of({"x": [1, 2]}), **table_of({"y": [1, 2, 3]})})  # type: ignore[arg-type]


def test_borda_may_reorder_the_others_when_a_village_leaves_and_its_text_says_so() -> None:
    """Three methods say b a c, two say a c b: a is ahead by points; without c, b is."""
    whole = {f"m{n}": [2, 1, 3] if n < 3 else [1, 3, 2] for n in range(5)}
    without_c = {method: [2, 1] if ranks[0] == 2 else [1, 2] for method, ranks in whole.items()}
    first = [
        compare_methods(table_of(one), dict.fromkeys(one, ()))["village_code"][0]  # type: ignore[arg-type]
        for one in (whole, without_c)
    ]
    assert first == ["a", "b"]
    assert "may reorder the others" in (compare_methods.__doc__ or "")


@given(seed=st.integers(0, 10_000), leaves=st.integers(0, 23), method=st.sampled_from(sorted(METHODS)))
def test_with_remoteness_too_a_village_that_leaves_never_reorders_the_others(
    seed: int, leaves: int, method: Method
) -> None:
    places = invented.villages()
    blind = places.with_columns(lon=pl.when(pl.int_range(pl.len()) % 5 == 0).then(None).otherwise("lon"))
    roads = remoteness(blind, seat=SEAT, on=invented.TODAY)
    counts, index = invented.counts(places, seed), invented.index(places, seed)
    setting = {"method": method, "parameters": FAR, "unit": "orang", "remoteness": roads}
    gone = places["code"][leaves]
    before = rank_villages(counts, places, index, **setting)
    left = pl.col("village_code") != gone
    after = rank_villages(counts.filter(left), places.filter(pl.col("code") != gone), index, **setting)
    assert after["village_code"].to_list() == before.filter(left)["village_code"].to_list()
    assert after["score"].to_list() == before.filter(left)["score"].to_list()


@given(
    seed=st.integers(0, 10_000),
    place=st.integers(0, 23),
    method=st.sampled_from(["weighted", "topsis", "quadrant_count", "quadrant_share", "count", "pemalang"]),
    column=st.sampled_from(["families_d1", "score", "road_km"]),
)
def test_more_need_never_lowers_a_village_under_any_method(seed: int, place: int, method: Method, column: str) -> None:
    places = invented.villages(kelurahan=0)
    tables = {
        "families_d1": invented.counts(places, seed),
        "score": invented.index(places, seed),
        "road_km": remoteness(places, seat=SEAT, on=invented.TODAY),
    }
    code = places["code"][place]
    step = {"families_d1": 1, "score": -0.05, "road_km": 25.0}[column]
    changed = pl.when(pl.col("village_code") == code).then(pl.col(column) + step).otherwise(column)
    worse = {**tables, column: tables[column].with_columns(changed.alias(column))}
    worse["families_d1"] = worse["families_d1"].with_columns(families=pl.max_horizontal("families", "families_d1"))

    def rank_of(one: dict[str, pl.DataFrame]) -> int:
        ranked = rank_villages(
            one["families_d1"], places, one["score"],
            method=method, parameters=FAR, unit="keluarga", remoteness=one["road_km"],
        )  # fmt: skip
        return int(ranked.filter(pl.col("village_code") == code)["rank"][0])

    assert rank_of(worse) <= rank_of(tables)


@given(seed=st.integers(0, 10_000), method=st.sampled_from(["quadrant_count", "quadrant_share"]))
def test_no_village_of_a_later_quadrant_stands_before_an_earlier_one(seed: int, method: Method) -> None:
    ranked = all_rankings(seed)[method].filter(pl.col("rank").is_not_null())
    assert ranked["quadrant"].is_sorted()
    assert set(ranked["quadrant"]) <= {1, 2, 3, 4}


@pytest.mark.parametrize("method", sorted(METHODS))
@pytest.mark.parametrize("parameters", [invented.parameters(), FAR], ids=["without remoteness", "with it"])
def test_every_method_ranks_kecamatan_as_one_village_of_their_mean(method: Method, parameters: RankParameters) -> None:
    """A kecamatan of equal villages stands where one of them stood: only sums of persons differ."""
    places = invented.villages(kecamatan=5, each=3, kelurahan=0)
    of = pl.col("kecamatan_code").str.slice(4).cast(pl.Int64)
    counts = invented.counts(places, 1).with_columns(
        families=pl.lit(60, pl.Int64), families_d1=pl.col("village_code").str.slice(4, 2).cast(pl.Int64) * 7
    )
    index = invented.index(places, 1).with_columns(score=pl.lit(0.7))
    roads = places.select(village_code="code", road_km=of.cast(pl.Float64), road_source=pl.lit("titik desa"))
    setting = {"method": method, "parameters": parameters, "unit": "keluarga"}
    ranked = rank_villages(counts, places, index, remoteness=roads, **setting)
    above = kecamatan_ranking(ranked, "IDM", **setting)
    assert above["kecamatan_code"].to_list() == [f"33990{n}" for n in (5, 4, 3, 2, 1)]
    per_village = ranked.group_by("kecamatan_code").agg(pl.col("score").mean().alias("mean"))
    both = above.join(per_village, on="kecamatan_code")
    sums = 3 if method in ("pemalang", "count") else 1
    assert (both["score"] - sums * both["mean"]).abs().max() < 1e-8  # type: ignore[operator]


def test_remoteness_without_distances_or_goalposts_is_refused() -> None:
    places = invented.villages()
    counts, index = invented.counts(places, 1), invented.index(places, 1)
    with pytest.raises(InputFault, match="24 desa/kelurahan tidak mempunyai jarak"):
        rank_villages(counts, places, index, method="weighted", parameters=FAR, unit="keluarga")
    with pytest.raises(InputFault, match="tiangnya tidak ada"):
        RankParameters.read({**invented.parameters().record(), "weights": {"count": 1, "remoteness": 1}})


def test_parameters_read_back_are_the_same() -> None:
    for one in (invented.parameters(), FAR):
        assert RankParameters.read(one.record()) == one
        assert RankParameters.read(one.record()).record() == one.record()
