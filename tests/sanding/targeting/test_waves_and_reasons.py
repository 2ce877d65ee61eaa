"""The quota is taken in order of rank, waves follow the kecamatan, and every standing has its reasons."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanding.errors import InputFault, RuleBroken
from sanding.targeting.explain import explain_village
from sanding.targeting.rank import kecamatan_ranking, rank_villages
from sanding.targeting.rules import Category
from sanding.targeting.waves import Wave, assign_waves, automatic_plan
from tests.sanding.targeting import invented

ANY = Category(families_d1=1, share_d1=0.0)


def table(seed: int = 1, kecamatan: int = 4, method: str = "weighted") -> tuple[pl.DataFrame, pl.DataFrame]:
    places = invented.villages(kecamatan=kecamatan)
    setting = {"method": method, "parameters": invented.parameters(), "unit": "keluarga"}
    ranked = rank_villages(invented.counts(places, seed), places, invented.index(places, seed), **setting)
    return ranked, kecamatan_ranking(ranked, "IDM", **setting)


@given(seed=st.integers(0, 5_000), quota=st.integers(0, 30))
def test_the_quota_takes_the_first_villages_that_may_join(seed: int, quota: int) -> None:
    ranked, above = table(seed)
    plan = automatic_plan(above, sizes=(2, 1), first_year=2026)
    listed = assign_waves(ranked, quota, plan, category=ANY)
    inside = {code for wave in plan for code in wave.kecamatan}
    able = ranked.filter(pl.col("kecamatan_code").is_in(inside) & (pl.col("families_d1") > 0)).sort("rank")
    assert set(listed.filter("priority")["village_code"]) == set(able["village_code"].head(quota))
    assert listed.filter(~pl.col("priority"))["wave"].null_count() == listed.height - listed["priority"].sum()


def test_fourteen_kecamatan_make_waves_of_five_five_and_four() -> None:
    _, above = table(kecamatan=14)
    plan = automatic_plan(above, sizes=(5, 5, 4), first_year=2021)
    assert [(wave.year, len(wave.kecamatan)) for wave in plan] == [(2021, 5), (2022, 5), (2023, 4)]
    assert [code for wave in plan for code in wave.kecamatan] == above["kecamatan_code"].to_list()


def test_sizes_beyond_the_kecamatan_leave_no_empty_wave() -> None:
    _, above = table(kecamatan=4)
    assert [len(wave.kecamatan) for wave in automatic_plan(above, sizes=(3, 3, 3), first_year=2026)] == [3, 1]


def test_every_wave_may_carry_its_own_quota() -> None:
    ranked, _ = table()
    plan = [Wave(1, 2026, ("339901", "339902"), quota=2), Wave(2, 2027, ("339903",), quota=3)]
    listed = assign_waves(ranked, None, plan, category=ANY)
    counted = listed.filter("priority").group_by("wave", "year").len().sort("wave")
    assert counted.rows() == [(1, 2026, 2), (2, 2027, 3)]


def test_who_is_not_chosen_is_told_why() -> None:
    ranked, _ = table()
    without = ranked.with_columns(
        families_d1=pl.when(pl.col("village_code") == "3399012002").then(0).otherwise("families_d1"),
        rank=pl.when(pl.col("village_code") == "3399012003").then(None).otherwise("rank"),
    )
    listed = assign_waves(without, 3, [Wave(1, 2026, ("339901", "339902"))], category=ANY)
    standing = dict(listed.select("village_code", "standing").iter_rows())
    assert standing["3399012002"] == "di luar kategori"
    assert standing["3399012003"] == "data belum lengkap"
    assert standing["3399032002"] == "kecamatan di luar rencana gelombang"
    assert sorted(standing.values()).count("prioritas") == 3


def test_a_kecamatan_in_two_waves_is_refused() -> None:
    ranked, _ = table()
    with pytest.raises(RuleBroken, match="339901 berada pada dua gelombang"):
        assign_waves(ranked, 3, [Wave(1, 2026, ("339901",)), Wave(2, 2027, ("339901",))], category=ANY)


@pytest.mark.parametrize(("quota", "own"), [(None, None), (5, 2)])
def test_a_quota_is_given_once(quota: int | None, own: int | None) -> None:
    ranked, _ = table()
    with pytest.raises(RuleBroken, match="kuota harus diisi sekali"):
        assign_waves(ranked, quota, [Wave(1, 2026, ("339901",), quota=own)], category=ANY)


def listed(method: str = "weighted") -> pl.DataFrame:
    ranked, above = table(method=method)
    return assign_waves(ranked, 6, automatic_plan(above, sizes=(2, 2), first_year=2026), category=ANY)


def test_the_parts_of_a_weighted_score_sum_to_it() -> None:
    frame = listed()
    for row in frame.iter_rows(named=True):
        reasons = explain_village(frame, row["village_code"], parameters=invented.parameters())
        parts = [reason.value for reason in reasons if reason.name.startswith("Sumbangan")]
        assert sum(part for part in parts if part is not None) == pytest.approx(row["score"], abs=1e-8)


def test_reasons_name_count_share_index_rank_and_wave_with_units() -> None:
    frame = listed("pemalang")
    first = frame.row(0, named=True)
    reasons = {one.name: one for one in explain_village(frame, first["village_code"], parameters=invented.parameters())}
    assert list(reasons) == ["Jumlah desil 1", "Bagian desil 1", "Indeks desa", "Peringkat", "Penetapan"]
    assert reasons["Jumlah desil 1"].value == first["families_d1"]
    assert reasons["Jumlah desil 1"].unit == "keluarga"
    assert reasons["Peringkat"].text.startswith("Peringkat 1 dari 24")
    assert f"gelombang {first['wave']}" in reasons["Penetapan"].text


def test_a_substituted_index_and_a_refusal_are_said() -> None:
    frame = listed()
    reasons = {one.name: one.text for one in explain_village(frame, "3399011001", parameters=invented.parameters())}
    assert "Tidak ada indeks untuk kelurahan ini" in reasons["Indeks desa"]
    outside = frame.filter(~pl.col("priority"))["village_code"][0]
    last = explain_village(frame, outside, parameters=invented.parameters())[-1]
    assert last.text == "Tidak masuk daftar: di bawah kuota"


def test_missing_data_and_ties_are_said_in_words() -> None:
    ranked, _ = table()
    bare = ranked.with_columns(
        *(pl.lit(None, dtype=ranked.schema[name]).alias(name) for name in ("families_d1", "share_d1", "score", "rank")),
        index_score=pl.lit(None, pl.Float64),
        index_used=pl.lit(None, pl.Float64),
    )
    texts = [one.text for one in explain_village(bare, "3399012002", parameters=invented.parameters())]
    assert texts == [
        "Hitungan desa ini belum ada dalam data",
        "Bagian desil 1 tidak dapat dihitung",
        "Tidak ada indeks dan tidak ada penggantinya",
        "Belum dapat diperingkat karena data belum lengkap",
    ]
    tied = explain_village(ranked.with_columns(tied=True), "3399012002", parameters=invented.parameters())
    assert "nilainya sama dengan desa lain" in tied[3].text


def test_a_village_outside_the_list_has_no_reasons() -> None:
    with pytest.raises(InputFault, match="tidak ada dalam daftar"):
        explain_village(listed(), "3399992001", parameters=invented.parameters())
