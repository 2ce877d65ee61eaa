"""The draws against exact answers: enumeration of counts, the Beta law of two weights, the normal law of an index."""

from dataclasses import replace
from itertools import product
from math import comb, erf, sqrt

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import betainc

from sanding.errors import InputFault
from sanding.registry.tables import VILLAGE_COUNTS
from sanding.targeting.goalposts import rank_parameters
from sanding.targeting.rank import METHODS, Method, kecamatan_ranking, rank_villages
from sanding.targeting.remoteness import remoteness
from sanding.targeting.robustness import draw_robustness, tornado
from sanding.targeting.rules import Category
from sanding.targeting.uncertainty import Uncertainty, uncertainty_in_force
from sanding.targeting.waves import Wave, assign_waves, automatic_plan
from tests.sanding.targeting import invented

CERTAIN = Uncertainty(
    certain=0.95, out=0.05, band=0.9, concentration=float("inf"), turnover=0, spread=0,
    index_error=0, index_drift=0, index_substitute=0, counts_age=1, index_age=1,
)  # fmt: skip
ANY = Category(families_d1=0, share_d1=0.0)
DATED = uncertainty_in_force(invented.TODAY, counts_on=invented.TODAY.replace(year=2025), index_year=2024)


def district(seed: int, **shape: int) -> dict[str, pl.DataFrame]:
    places = invented.villages(**shape)
    return {"counts": invented.counts(places, seed), "villages": places, "index": invented.index(places, seed)}


def counted(places: pl.DataFrame, families: list[int], first: list[int]) -> pl.DataFrame:
    frame = pl.DataFrame({"village_code": places["code"], "families": families, "families_d1": first})
    return VILLAGE_COUNTS.conform(
        frame.with_columns(families_d1_2="families", persons=pl.col("families") * 3, persons_d1="families_d1")
    )


def chances(families: int, first: int, leaving: float) -> dict[int, float]:
    """Probability of every decile-1 count: binomial stayers plus binomial newcomers."""
    outside = families - first
    entering = min(1.0, leaving * first / outside) if outside else 0.0

    def law(n: int, p: float) -> list[float]:
        return [comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(n + 1)]

    found: dict[int, float] = {}
    for (a, p), (b, q) in product(enumerate(law(first, 1 - leaving)), enumerate(law(outside, entering))):
        found[a + b] = found.get(a + b, 0.0) + p * q
    return found


@pytest.mark.parametrize("method", sorted(METHODS))
@pytest.mark.parametrize(("families", "first"), [([5, 4, 4], [3, 2, 2]), ([4, 6, 3], [2, 1, 3])])
def test_shares_are_those_of_enumerating_every_count(method: Method, families: list[int], first: list[int]) -> None:
    places = invented.villages(kecamatan=1, each=3, kelurahan=0)
    index = invented.index(places, 3)
    stale = replace(CERTAIN, turnover=0.2, counts_age=2.0)
    setting = {"method": method, "parameters": replace(invented.parameters(), category=ANY), "unit": "keluarga"}
    exact = dict.fromkeys(places["code"], 0.0)
    laws = [chances(whole, part, stale.leaving) for whole, part in zip(families, first, strict=True)]
    for state in product(*laws):
        chance = 1.0
        for law, count in zip(laws, state, strict=True):
            chance *= law[count]
        top = rank_villages(counted(places, families, list(state)), places, index, **setting)["village_code"][0]
        exact[top] += chance
    drawn = draw_robustness(
        counted(places, families, first), places, index, quota=1, draws=6000, seed=7, uncertainty=stale, **setting
    )
    for row in drawn.iter_rows(named=True):
        expected = exact[row["village_code"]]
        assert abs(row["share_in"] - expected) <= 4 * sqrt(expected * (1 - expected) / 6000) + 1e-9


def test_two_weights_follow_their_beta_law() -> None:
    places = invented.villages(kecamatan=1, each=2, kelurahan=0)
    counts = counted(places, [1000, 300], [200, 100])
    parameters = rank_parameters(invented.TODAY, weights={"count": 1, "share": 1, "index": 0})
    # the first village is ahead where w × (0.2 − 0.1) > (1 − w) × (2/3 − 0.4), that is w > 8/11
    expected = 1 - float(betainc(10, 10, 8 / 11))
    drawn = draw_robustness(
        counts, places, invented.index(places, 1), parameters=parameters, unit="keluarga", quota=1, seed=3,
        draws=20_000, uncertainty=replace(CERTAIN, concentration=20),
    )  # fmt: skip
    share = drawn.filter(pl.col("village_code") == places["code"][0])["share_in"][0]
    assert share == pytest.approx(expected, abs=4 * sqrt(expected * (1 - expected) / 20_000))


def test_the_index_follows_the_normal_law() -> None:
    places = invented.villages(kecamatan=1, each=2, kelurahan=0)
    index = invented.index(places, 1).with_columns(score=pl.Series([0.70, 0.71]))
    parameters = rank_parameters(invented.TODAY, weights={"count": 0, "share": 0, "index": 1})
    drawn = draw_robustness(
        counted(places, [50, 50], [10, 10]), places, index, parameters=parameters, unit="keluarga", quota=1, seed=5,
        draws=20_000, uncertainty=replace(CERTAIN, index_error=0.01, index_drift=0.005),
    )  # fmt: skip
    expected = (1 + erf(0.01 / (0.015 * sqrt(2)) / sqrt(2))) / 2
    assert drawn["share_in"][0] == pytest.approx(expected, abs=4 * sqrt(expected * (1 - expected) / 20_000))


@given(seed=st.integers(0, 10_000), quota=st.integers(0, 26), method=st.sampled_from(sorted(METHODS)))
def test_without_uncertainty_the_draws_are_the_list_itself(seed: int, quota: int, method: Method) -> None:
    tables = district(seed)
    tables["counts"] = tables["counts"].filter(pl.int_range(pl.len()) % 9 != seed % 9)
    setting = {"method": method, "parameters": invented.parameters(), "unit": "keluarga"}
    ranked = rank_villages(**tables, **setting)
    plan = automatic_plan(kecamatan_ranking(ranked, "IDM", **setting), sizes=(2, 1), first_year=2026)
    if seed % 2:
        plan = tuple(Wave(one.number, one.year, one.kecamatan, quota=quota % 5) for one in plan)
    total = None if seed % 2 else quota
    listed = assign_waves(ranked, total, plan, category=invented.parameters().category)
    drawn = draw_robustness(**tables, **setting, quota=total, plan=plan, draws=3, seed=seed, uncertainty=CERTAIN)
    both = listed.join(drawn, on="village_code", suffix="_drawn")
    known = both.filter(pl.col("rank").is_not_null())
    assert both.height == listed.height
    assert (known["share_in"] == known["priority"].cast(pl.Float64)).all()
    for column in ("rank_drawn", "rank_low", "rank_high"):
        assert known[column].to_list() == known["rank"].to_list()
    unknown = drawn.filter(pl.col("rank").is_null())
    assert unknown["class"].null_count() == unknown["share_in"].null_count() == unknown.height


def test_scores_that_differ_in_the_last_place_only_are_not_taken_for_equal() -> None:
    places = invented.villages(kecamatan=1, each=2, kelurahan=0)
    counts = counted(places, [31_622, 31_623], [31_621, 31_622])
    setting = {"method": "share", "parameters": invented.parameters(), "unit": "keluarga"}
    index = invented.index(places, 1)
    first = rank_villages(counts, places, index, **setting)["village_code"][0]
    drawn = draw_robustness(counts, places, index, **setting, quota=1, draws=2, seed=1, uncertainty=CERTAIN)
    assert drawn.filter(pl.col("share_in") == 1)["village_code"].to_list() == [first] == [places["code"][1]]


@given(seed=st.integers(0, 10_000), draws=st.integers(1, 60), quota=st.integers(1, 23))
def test_a_seed_gives_one_answer_and_every_draw_fills_the_quota(seed: int, draws: int, quota: int) -> None:
    tables = district(seed)
    setting = {
        "parameters": replace(invented.parameters(), category=ANY), "unit": "orang", "quota": quota, "draws": draws,
        "uncertainty": DATED,
    }  # fmt: skip
    first, again = (draw_robustness(**tables, **setting, seed=seed) for _ in range(2))
    assert first.equals(again)
    assert first["share_in"].sum() == pytest.approx(quota)
    assert (first["rank_low"] <= first["rank_high"]).all()


def test_another_seed_gives_other_draws_and_classes_follow_the_thresholds() -> None:
    tables = district(3, kecamatan=6)
    setting = {"parameters": invented.parameters(), "unit": "keluarga", "quota": 12, "draws": 400, "uncertainty": DATED}
    one, other = (draw_robustness(**tables, **setting, seed=seed) for seed in (1, 2))
    assert not one.equals(other)
    for share, group in one.select("share_in", "class").iter_rows():
        assert group == ("pasti" if share >= 0.95 else "tidak" if share <= 0.05 else "batas")
    assert set(one["class"]) == {"pasti", "batas", "tidak"}
    assert one["share_error"].max() <= sqrt(0.25 / 400)  # type: ignore[operator]


def test_older_data_widen_the_bands() -> None:
    tables = district(4, kecamatan=8)
    setting = {"parameters": invented.parameters(), "unit": "keluarga", "quota": 10, "draws": 400, "seed": 1}
    young, old = (
        draw_robustness(**tables, **setting, uncertainty=replace(DATED, concentration=float("inf"), counts_age=age))
        for age in (0.0, 4.0)
    )
    width = [(one["rank_high"] - one["rank_low"]).mean() for one in (young, old)]
    assert width[0] < width[1]  # type: ignore[operator]


@settings(max_examples=max(10, settings.default.max_examples // 4))  # type: ignore[union-attr]
@given(seed=st.integers(0, 10_000), place=st.integers(0, 23), method=st.sampled_from(sorted(METHODS)))
def test_the_tornado_is_ranking_again_with_one_thing_changed(seed: int, place: int, method: Method) -> None:
    tables = district(seed)
    code = tables["villages"]["code"][place]
    setting = {"method": method, "parameters": invented.parameters(), "unit": "keluarga"}
    found = tornado(**tables, **setting, village_code=code, uncertainty=DATED)
    assert found["swing"].is_sorted(descending=True)
    for row in found.iter_rows(named=True):
        for end in ("low", "high"):
            again = ranked_with(tables, setting, code, row["item"], row[end])
            assert row[f"rank_at_{end}"] == again, (row["item"], end)


def ranked_with(tables: dict[str, pl.DataFrame], setting: dict, code: str, item: str, end: float) -> int:  # type: ignore[type-arg]
    tables, here = dict(tables), pl.col("village_code") == code
    if item.startswith("jumlah"):
        tables["counts"] = tables["counts"].with_columns(
            families_d1=pl.when(here).then(round(end)).otherwise("families_d1")
        )
    elif item.startswith("bobot"):
        weights = {"count": 0.4, "share": 0.4, "index": 0.2}
        moved = {"jumlah": "count", "bagian": "share", "indeks": "index"}[item.split()[1]]
        rest = {name: part * (1 - end) / (1 - weights[moved]) for name, part in weights.items()}
        setting = {**setting, "parameters": rank_parameters(invented.TODAY, weights={**rest, moved: end})}
    ranked = rank_villages(**tables, **setting)
    if item.startswith("indeks"):
        ranked = rank_with_index(tables, setting, code, end)
    return int(ranked.filter(here)["rank"][0])


def rank_with_index(tables: dict[str, pl.DataFrame], setting: dict, code: str, end: float) -> pl.DataFrame:  # type: ignore[type-arg]
    """The index of one village changed, the substitutes of the others kept: every index is written down first."""
    used = rank_villages(**tables, **setting).select(
        "village_code", pl.when(pl.col("village_code") == code).then(end).otherwise("index_used").alias("score")
    )
    index = used.with_columns(year=pl.lit(2024, pl.Int64), index=pl.lit("IDM"))
    return rank_villages(tables["counts"], tables["villages"], index, **setting)


@pytest.mark.parametrize("method", ["weighted", "topsis"])
def test_remoteness_counts_in_the_draws_as_in_the_list(method: Method) -> None:
    tables = district(6)
    roads = remoteness(tables["villages"], seat=(109.5, -7.0), on=invented.TODAY)
    weights = {"count": 1, "share": 1, "index": 1, "remoteness": 3}
    setting = {
        "method": method, "parameters": rank_parameters(invented.TODAY, weights=weights), "unit": "keluarga",
        "remoteness": roads,
    }  # fmt: skip
    ranked = rank_villages(**tables, **setting)
    drawn = draw_robustness(**tables, **setting, quota=5, draws=2, seed=1, uncertainty=CERTAIN)
    assert drawn["rank_low"].to_list() == drawn["rank_high"].to_list() == ranked["rank"].to_list()
    items = tornado(**tables, **setting, village_code="3399012002", uncertainty=DATED)["item"].to_list()
    assert "bobot keterpencilan" in items


def test_the_record_of_the_uncertainty_makes_it_again() -> None:
    assert Uncertainty(**DATED.record()) == DATED
    assert (DATED.counts_age, DATED.index_age) == (0.999, 2.39)


def test_a_village_without_counts_has_no_tornado() -> None:
    tables = district(1)
    code = tables["villages"]["code"][2]
    tables["counts"] = tables["counts"].filter(pl.col("village_code") != code)
    with pytest.raises(InputFault, match="belum berperingkat"):
        tornado(**tables, village_code=code, parameters=invented.parameters(), unit="keluarga", uncertainty=DATED)


def test_data_from_after_the_decision_are_refused() -> None:
    with pytest.raises(InputFault, match="lebih baru"):
        uncertainty_in_force(invented.TODAY, counts_on=invented.TODAY.replace(year=2027), index_year=2024)
