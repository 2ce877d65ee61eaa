"""What a ranking promises: no rank reversal, no silent zero, units carried, ties said."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanding.errors import InputFault
from sanding.targeting.goalposts import rank_parameters
from sanding.targeting.rank import METHODS, Method, kecamatan_ranking, rank_villages
from tests.sanding.targeting import invented


def ranked(
    places: pl.DataFrame,
    counts: pl.DataFrame,
    index: pl.DataFrame,
    method: Method = "weighted",
    unit: str = "keluarga",
) -> pl.DataFrame:
    return rank_villages(counts, places, index, method=method, parameters=invented.parameters(), unit=unit)  # type: ignore[arg-type]


def tables(seed: int = 1, **shape: int) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    places = invented.villages(**shape)
    return places, invented.counts(places, seed), invented.index(places, seed)


@given(seed=st.integers(0, 10_000), leaves=st.integers(0, 23), method=st.sampled_from(sorted(METHODS)))
def test_a_village_that_leaves_never_reorders_the_others(seed: int, leaves: int, method: Method) -> None:
    places, counts, index = tables(seed)
    gone = places["code"][leaves]
    before = ranked(places, counts, index, method)
    after = ranked(places.filter(pl.col("code") != gone), counts.filter(pl.col("village_code") != gone), index, method)
    expected = before.filter(pl.col("village_code") != gone)
    assert after["village_code"].to_list() == expected["village_code"].to_list()
    assert after["score"].to_list() == expected["score"].to_list()


@given(seed=st.integers(0, 10_000), place=st.integers(0, 23), method=st.sampled_from(["pemalang", "weighted"]))
def test_more_poor_families_never_lower_a_village(seed: int, place: int, method: Method) -> None:
    places, counts, index = tables(seed)
    code = places["code"][place]
    more = counts.with_columns(
        families=pl.col("families") + pl.when(pl.col("village_code") == code).then(1).otherwise(0),
        families_d1=pl.col("families_d1") + pl.when(pl.col("village_code") == code).then(1).otherwise(0),
    )

    def rank_of(table: pl.DataFrame) -> int:
        return int(ranked(places, table, index, method).filter(pl.col("village_code") == code)["rank"][0])

    assert rank_of(more) <= rank_of(counts)


def test_a_kelurahan_takes_the_median_of_its_kecamatan_and_says_so() -> None:
    places, counts, index = tables()
    table = ranked(places, counts, index)
    row = table.filter(pl.col("village_code") == "3399011001").row(0, named=True)
    near = index.filter(pl.col("village_code").str.starts_with("339901"))["score"].median()
    assert row["index_score"] is None
    assert row["index_used"] == near
    assert row["index_source"] == "pengganti: median desa sekecamatan, IDM 2024"
    assert table["index_used"].min() > 0  # type: ignore[operator]


def test_too_few_neighbours_let_the_district_stand_in() -> None:
    places, counts, index = tables()
    few = index.filter(~pl.col("village_code").is_in(["3399012002", "3399012003", "3399012004"]))
    row = ranked(places, counts, few).filter(pl.col("village_code") == "3399011001").row(0, named=True)
    assert row["index_used"] == few["score"].median()
    assert row["index_source"] == "pengganti: median desa sekabupaten, IDM 2024"


def test_a_published_zero_is_treated_as_absent() -> None:
    places, counts, index = tables()
    zero = index.with_columns(score=pl.when(pl.col("village_code") == "3399012002").then(0.0).otherwise("score"))
    row = ranked(places, counts, zero, "pemalang").filter(pl.col("village_code") == "3399012002").row(0, named=True)
    assert row["index_source"].startswith("pengganti")
    assert row["index_used"] > 0


def test_a_village_without_counts_has_no_rank_and_stands_last() -> None:
    places, counts, index = tables()
    table = ranked(places, counts.filter(pl.col("village_code") != "3399022003"), index)
    last = table.row(-1, named=True)
    assert last["village_code"] == "3399022003"
    assert last["families_d1"] is None
    assert last["score"] is None
    assert last["rank"] is None


def test_equal_scores_stand_in_the_order_of_codes_and_are_marked() -> None:
    places, counts, index = tables()
    same = counts.with_columns(families=pl.lit(40, pl.Int64), families_d1=pl.lit(10, pl.Int64))
    table = ranked(places, same, index, "share")
    assert table["village_code"].to_list() == sorted(places["code"])
    assert table["tied"].all()
    assert table["rank"].to_list() == list(range(1, places.height + 1))


def test_the_order_of_rows_does_not_matter() -> None:
    places, counts, index = tables(5)
    turned = ranked(places.reverse(), counts.sample(fraction=1, shuffle=True, seed=3), index.reverse())
    assert turned.equals(ranked(places, counts, index))


def test_the_unit_decides_what_is_counted_and_is_carried() -> None:
    places, counts, index = tables(3)
    families, persons = (ranked(places, counts, index, "share", unit) for unit in ("keluarga", "orang"))
    assert families["unit"].unique().to_list() == ["keluarga"]
    assert persons["unit"].unique().to_list() == ["orang"]
    by_code = persons.join(counts, on="village_code", suffix="_given")
    assert (by_code["share_d1"] == by_code["persons_d1_given"] / by_code["persons_given"]).all()
    assert families["village_code"].to_list() != persons["village_code"].to_list()


def test_the_weighted_score_is_the_sum_of_its_weighted_needs() -> None:
    places, counts, index = tables(4)
    table = ranked(places, counts, index)
    total = 0.4 * table["need_count"] + 0.4 * table["need_share"] + 0.2 * table["need_index"]
    assert (total - table["score"]).abs().max() < 1e-8  # type: ignore[operator]


def test_two_years_or_kinds_of_index_are_refused() -> None:
    places, counts, index = tables()
    mixed = pl.concat([index, index.with_columns(year=pl.lit(2023, pl.Int64))])
    with pytest.raises(InputFault, match="tepat satu"):
        ranked(places, counts, mixed)


def test_counts_of_an_unknown_village_are_refused() -> None:
    places, counts, index = tables()
    with pytest.raises(InputFault, match="3399012003"):
        ranked(places.filter(pl.col("code") != "3399012003"), counts, index)


def test_without_any_index_only_the_share_can_be_ranked() -> None:
    places, counts, index = tables()
    elsewhere = index.with_columns(village_code=pl.lit("9988") + pl.col("village_code").str.slice(4))
    with pytest.raises(InputFault, match="tidak berindeks"):
        ranked(places, counts, elsewhere, "pemalang")
    assert ranked(places, counts, elsewhere, "share")["index_source"].unique().to_list() == ["tak ada"]


def test_weights_are_shares_whatever_their_sum() -> None:
    doubled = rank_parameters(invented.TODAY, weights={"count": 4, "share": 4, "index": 2})
    assert doubled.weight("count") == pytest.approx(invented.parameters().weight("count"))
    assert doubled.record()["category"] == {"families_d1": 1, "share_d1": 0.0}


def test_negative_or_empty_weights_are_refused() -> None:
    for weights in ({"count": -1, "share": 1, "index": 1}, {"count": 0, "share": 0, "index": 0}):
        with pytest.raises(InputFault, match="bobot"):
            rank_parameters(invented.TODAY, weights=weights)


def test_a_kecamatan_of_kelurahan_alone_says_that_its_index_stands_in() -> None:
    places = invented.villages(kecamatan=2, each=4, kelurahan=0)
    town = places.with_columns(
        code=pl.when(pl.col("kecamatan_code") == "339902")
        .then(pl.lit("339902100") + pl.col("code").str.slice(9))
        .otherwise("code")
    ).with_columns(kind=pl.when(pl.col("code").str.slice(6, 1) == "1").then(pl.lit("kelurahan")).otherwise("kind"))
    table = ranked(town, invented.counts(town, 1), invented.index(town, 1))
    above = kecamatan_ranking(table, "IDM", method="weighted", parameters=invented.parameters(), unit="keluarga")
    sources = dict(above.select("kecamatan_code", "index_source").iter_rows())
    assert sources == {"339901": "rata-rata 4 desa berindeks", "339902": "pengganti: tak satu pun desa berindeks"}
