"""The five real districts load, and with invented people they are ranked, phased and paired."""

import json
from pathlib import Path

import polars as pl
import pytest

from sanding.registry.boundaries import load_boundaries
from sanding.registry.regions import Regions, place_key
from sanding.registry.tables import VILLAGE_INDEX, VILLAGES
from sanding.registry.wilayah import read_wilayah
from sanding.synthetic.onto import invent_people
from scripts.reference_cases import (
    CASES,
    SEED,
    counts_of,
    read_boundaries,
    read_former_names,
    read_index,
    read_villages,
)
from tests.reference.conftest import CODES, Districts

pytestmark = pytest.mark.reference

README_COUNTS = {  # kecamatan, desa, kelurahan, as the reference's README gives them
    "3306": (16, 469, 25),
    "3327": (14, 212, 11),
    "3318": (21, 401, 5),
    "3316": (16, 271, 24),
    "5205": (8, 72, 9),
}
PROOF_LIMIT = 180.0  # seconds; a busy machine needs more, an idle one a few


@pytest.fixture(scope="module")
def villages(reference: Path) -> pl.DataFrame:
    return read_villages(reference)


def test_every_village_of_the_five_districts_is_a_valid_row(villages: pl.DataFrame) -> None:
    VILLAGES.check(villages)
    assert villages.height == sum(desa + wards for _, desa, wards in README_COUNTS.values()) == 1499
    kind = pl.when(pl.col("code").str.slice(6, 1) == "1").then(pl.lit("kelurahan")).otherwise(pl.lit("desa"))
    assert villages.filter(pl.col("kind") != kind).is_empty()
    assert villages.filter(pl.col("kecamatan_code") != pl.col("code").str.slice(0, 6)).is_empty()


@pytest.mark.parametrize("code", CODES)
def test_counts_are_those_of_the_readme(villages: pl.DataFrame, code: str) -> None:
    own = villages.filter(pl.col("district_code") == code)
    kinds = dict(own.group_by("kind").len().iter_rows())
    assert (own["kecamatan_code"].n_unique(), kinds["desa"], kinds["kelurahan"]) == README_COUNTS[code]


def test_every_desa_has_an_index_and_no_kelurahan_has(villages: pl.DataFrame, reference: Path) -> None:
    index = read_index(reference)
    VILLAGE_INDEX.check(index)
    assert index.height == 1425
    without = villages.join(index, left_on="code", right_on="village_code", how="anti")
    assert without["kind"].unique().to_list() == ["kelurahan"] and without.height == 74
    assert index.join(villages, left_on="village_code", right_on="code", how="anti").is_empty()


def test_the_published_index_is_the_mean_of_its_three_parts(reference: Path) -> None:
    mean = (pl.col("iks") + pl.col("ike") + pl.col("ikl")) / 3
    assert read_index(reference).filter((mean - pl.col("score")).abs() > 0.0002).is_empty()


@pytest.mark.parametrize("code", CODES)
def test_every_village_has_a_polygon_around_its_point(villages: pl.DataFrame, reference: Path, code: str) -> None:
    shapes = read_boundaries(reference, code)
    own = villages.filter(pl.col("district_code") == code)
    missing = sorted(set(own["code"]) - set(shapes))
    assert missing == [], f"villages without a polygon: {missing}"
    assert set(shapes) <= set(own["code"])
    points = own.select("code", "lon", "lat").iter_rows()
    assert [one for one, lon, lat in points if not _around(shapes[one], lon, lat)] == []


@pytest.mark.parametrize("code", CODES)
def test_the_products_readers_agree_with_a_plain_reading(villages: pl.DataFrame, reference: Path, code: str) -> None:
    read, former = read_wilayah(reference / "wilayah_desa.csv", districts=frozenset([code]))
    assert read.sort("code").equals(villages.filter(pl.col("district_code") == code).sort("code"))
    plain = read_former_names(reference).filter(pl.col("code").str.starts_with(code))
    assert set(former.iter_rows()) == set(plain.iter_rows())
    (path,) = (reference / "boundaries").glob(f"desa_{code[:2]}.{code[2:]}_*.geojson")
    shapes = load_boundaries(path, Regions.from_frame(read, former))
    assert shapes.polygons.keys() == read_boundaries(reference, code).keys()
    assert (shapes.without_polygon, shapes.without_village) == ((), ())


def _around(geometry: dict, lon: float, lat: float) -> bool:
    """Whether the point lies in the box around the shape, a simplification's width allowed."""
    numbers = [float(one) for one in json.dumps(geometry["coordinates"]).replace("[", " ").replace("]", " ").split(",")]
    east, north = numbers[0::2], numbers[1::2]
    return min(east) - 0.002 <= lon <= max(east) + 0.002 and min(north) - 0.002 <= lat <= max(north) + 0.002


def test_codes_resolve_by_their_own_and_by_their_former_names(villages: pl.DataFrame, reference: Path) -> None:
    former = read_former_names(reference)
    regions = Regions.from_frame(villages, former)
    own = regions.resolve(villages["code"], villages["name"], villages["kecamatan"])
    assert [one.code for one in own] == villages["code"].to_list()
    assert {one.note for one in own} == {""}
    names = dict(villages.select("code", "name").iter_rows())
    kecamatan = dict(villages.select("code", "kecamatan").iter_rows())
    for code, name in former.iter_rows():
        found = regions.resolve_one(code, name, kecamatan[code])
        changed = place_key(name) != place_key(names[code])
        assert (found.code, found.note) == (code, "village_name_old" if changed else ""), code
    assert regions.unresolved().is_empty()


def test_what_cannot_be_resolved_is_listed_with_its_reason(villages: pl.DataFrame, reference: Path) -> None:
    regions = Regions.from_frame(villages, read_former_names(reference))
    code, name = villages.select("code", "name").row(0)
    other = villages.filter(pl.col("district_code") == "5205")["name"][0]
    regions.resolve([code, code, "3399012001"], [name, other, None], [None, None, None])
    listed = regions.unresolved()
    assert set(listed.select("code", "reason").iter_rows()) == {
        (code, "village_name_differs"),
        ("3399012001", "village_code_unknown"),
    }


@pytest.mark.parametrize("code", CODES)
def test_invented_people_leave_no_village_out_and_differ_between_villages(districts: Districts, code: str) -> None:
    district = districts.district(code)
    counts = district.counts
    assert set(counts["village_code"]) == set(district.villages["code"])
    assert counts["persons"].sum() == district.case.population
    share = counts["families_d1"] / counts["families"]
    assert 0.03 < share.mean() < 0.3 and share.std() > 0.02
    assert (counts["families_d1"] <= counts["families_d1_2"]).all()
    assert (counts["persons_d1"] >= counts["families_d1"]).all()


def test_the_counts_are_those_of_people_with_names(districts: Districts) -> None:
    district = districts.district("5205")
    families, persons = invent_people(
        district.villages, seed=SEED, population=district.case.population, index=district.index
    )
    assert counts_of(families, persons).equals(district.counts)


@pytest.mark.parametrize("code", CODES)
def test_the_invented_indicator_sheet_adds_up_to_the_published_index(districts: Districts, code: str) -> None:
    district = districts.district(code)
    gained = district.needs.group_by("village_code").agg(pl.col("gain").sum())
    both = district.index.join(gained, on="village_code", how="left").with_columns(pl.col("gain").fill_null(0.0))
    assert both.filter((1 - pl.col("score") - pl.col("gain")).abs() > 0.003).is_empty()


@pytest.mark.parametrize("method", ["pemalang", "share", "weighted"])
@pytest.mark.parametrize("code", CODES)
def test_every_method_ranks_all_with_count_share_and_index(districts: Districts, code: str, method: str) -> None:
    district, ranked = districts.district(code), districts.priority(code, method)
    assert sorted(ranked["rank"]) == list(range(1, district.villages.height + 1))
    together = ("families_d1", "persons_d1", "share_d1", "index_used", "index_source", "unit")
    assert all(ranked[name].null_count() == 0 for name in together)
    by_rank = ranked.sort("rank")["score"]
    assert by_rank.to_list() == sorted(by_rank, reverse=True)
    wards = ranked.filter(pl.col("kind") == "kelurahan")
    assert wards.height == README_COUNTS[code][2]
    assert wards["index_score"].is_null().all() and wards["index_source"].str.starts_with("pengganti: median").all()
    assert ranked.filter(pl.col("kind") == "desa")["index_source"].unique().to_list() == ["IDM 2024"]


@pytest.mark.parametrize("code", CODES)
def test_waves_take_the_quota_and_each_kecamatan_once(districts: Districts, code: str) -> None:
    case, listed = districts.district(code).case, districts.priority(code)
    chosen = listed.filter("priority")
    assert chosen.height == case.quota
    assert chosen.group_by("kecamatan_code").agg(pl.col("wave").n_unique())["wave"].unique().to_list() == [1]
    assert chosen["wave"].is_in(range(1, len(case.waves) + 1)).all()
    assert (chosen["year"] - chosen["wave"]).n_unique() == 1
    if sum(case.waves) == README_COUNTS[code][0]:
        passed_over = listed.filter(~pl.col("priority"), pl.col("families_d1") > 0)
        assert chosen["rank"].max() < passed_over["rank"].min()


def test_pemalang_takes_79_of_223_villages_along_14_kecamatan(districts: Districts) -> None:
    listed, case = districts.priority("3327"), districts.district("3327").case
    assert (listed.height, listed["priority"].sum(), listed["kecamatan_code"].n_unique()) == (223, 79, 14)
    per_wave = listed.filter("priority").group_by("wave").agg(pl.col("kecamatan_code").n_unique()).sort("wave")
    assert case.waves == (5, 5, 4)
    assert all(taken <= size for (_, taken), size in zip(per_wave.iter_rows(), case.waves, strict=False))


def test_pemalangs_method_keeps_nearly_the_order_of_the_plain_count(districts: Districts) -> None:
    """Design note 8: the index varies little and the counts much, so that count ÷ index picks big villages."""
    for case in CASES:
        listed, share = districts.priority(case.code), districts.priority(case.code, "share")
        by_count = listed.select(pl.corr("score", "families_d1", method="spearman")).item()
        joined = listed.select("village_code", "score").join(share.select("village_code", s="score"), on="village_code")
        assert by_count > joined.select(pl.corr("score", "s", method="spearman")).item()
        assert by_count > 0.9


@pytest.mark.parametrize("code", CODES)
def test_every_priority_village_gets_one_agency_and_every_agency_its_villages(districts: Districts, code: str) -> None:
    pairing = districts.pairing(code, PROOF_LIMIT)
    district, pairs = districts.district(code), pairing.pairs()
    chosen = set(districts.priority(code).filter("priority")["village_code"])
    assert set(pairs["village_code"]) == chosen and pairs.height == len(chosen)
    per_agency = pairs.group_by("agency_code").len()
    held = district.agencies.join(per_agency, left_on="code", right_on="agency_code", how="left")
    assert (held["len"] >= held["min_villages"]).all() and (held["len"] <= held["max_villages"]).all()
    assert held["len"].min() >= 1
    assert (pairing.villages_without(), pairing.agencies_without(), pairing.conflicts) == ([], [], ())
    assert pairing.broken_rules() == ()
    assert pairing.proven
    assert all(stage.gap == 0 for stage in pairing.stages)


def test_purworejo_pairs_24_and_9_units_with_54_villages(districts: Districts) -> None:
    district, pairing = districts.district("3306"), districts.pairing("3306", PROOF_LIMIT)
    kinds = dict(district.agencies.group_by("kind").len().iter_rows())
    assert kinds == {"PD": 24, "Bagian": 9}
    assert pairing.pairs().height == 54 and pairing.proven


def test_pati_gives_every_opd_a_village(districts: Districts) -> None:
    assert districts.pairing("3318", PROOF_LIMIT).agencies_without() == []
    assert districts.pairing("3318", PROOF_LIMIT).pairs().height == 48
