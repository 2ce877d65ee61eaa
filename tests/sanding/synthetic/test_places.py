"""The invented places: polygons that tile, codes that look official, names that mislead as real ones do."""

import csv
from collections import Counter
from itertools import combinations
from pathlib import Path

import polars as pl

from sanding.pairing.tables import AGENCIES, PAIRS
from sanding.registry.tables import VILLAGE_INDEX, VILLAGE_NEEDS, VILLAGES
from sanding.synthetic.district import District
from sanding.synthetic.index import status_of

Ring = list[tuple[int, int]]


def rings(district: District) -> dict[str, Ring]:
    """Each village's closed ring in whole hundred-thousandths of a degree."""
    return {
        feature["properties"]["kode"]: [
            (round(x * 1e5), round(y * 1e5)) for x, y in feature["geometry"]["coordinates"][0]
        ]
        for feature in district.boundaries["features"]
    }


def twice_area(ring: Ring) -> int:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:], strict=False))


def crosses(a: Ring, b: Ring) -> bool:
    def side(p: tuple[int, int], q: tuple[int, int], r: tuple[int, int]) -> int:
        return (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])

    return side(*a, b[0]) * side(*a, b[1]) < 0 and side(*b, a[0]) * side(*b, a[1]) < 0


def outer_edges(district: District) -> dict[tuple[int, int], tuple[int, int]]:
    edges = Counter((a, b) for ring in rings(district).values() for a, b in zip(ring, ring[1:], strict=False))
    assert set(edges.values()) == {1}
    return {a: b for a, b in edges if (b, a) not in edges}


def test_the_polygons_tile_one_connected_area_without_gap_or_overlap(district: District) -> None:
    outer = outer_edges(district)
    start = next(iter(outer))
    path = [start]
    while (following := outer[path[-1]]) != start:
        path.append(following)
    assert len(path) == len(outer)
    assert sum(twice_area(ring) for ring in rings(district).values()) == twice_area([*path, start])


def test_every_polygon_is_counter_clockwise_and_does_not_cross_itself(district: District) -> None:
    for ring in rings(district).values():
        assert ring[0] == ring[-1]
        assert twice_area(ring) > 0
        edges = list(zip(ring, ring[1:], strict=False))
        assert not any(crosses(list(a), list(b)) for a, b in combinations(edges, 2))


def test_the_given_point_of_each_village_lies_in_its_polygon(district: District) -> None:
    places = {row["code"]: (row["lon"] * 1e5, row["lat"] * 1e5) for row in district.villages.iter_rows(named=True)}
    for code, ring in rings(district).items():
        x, y = places[code]
        crossings = [
            (b[0] - a[0]) * (y - a[1]) / (b[1] - a[1]) + a[0] > x
            for a, b in zip(ring, ring[1:], strict=False)
            if (a[1] > y) != (b[1] > y)
        ]
        assert sum(crossings) % 2 == 1


def test_each_kecamatan_is_one_piece(district: District) -> None:
    by_kecamatan: dict[str, list[set[tuple[int, int]]]] = {}
    for code, ring in rings(district).items():
        by_kecamatan.setdefault(code[:6], []).append(set(ring))
    for pieces in by_kecamatan.values():
        joined = pieces.pop()
        while near := [piece for piece in pieces if len(piece & joined) >= 2]:
            joined |= set().union(*near)
            pieces = [piece for piece in pieces if piece not in near]
        assert not pieces


def test_the_district_has_the_promised_villages_and_codes(district: District) -> None:
    VILLAGES.check(district.villages)
    in_force = district.villages.filter(pl.col("valid_to").is_null())
    assert in_force.height == 140
    assert district.kecamatan.height == 14
    assert (in_force["kind"] == "kelurahan").sum() == 12
    kinds = {"1": "kelurahan", "2": "desa"}
    for row in in_force.iter_rows(named=True):
        assert row["code"].startswith(row["kecamatan_code"]) and row["code"].startswith("3399")
        assert kinds[row["code"][6]] == row["kind"]
    assert len(set(rings(district))) == 140


def test_one_code_has_ended_and_names_its_successor(district: District) -> None:
    ended = district.villages.filter(pl.col("valid_to").is_not_null())
    assert ended.height == 1
    heir = district.villages.filter(pl.col("code") == ended["successor"][0])
    assert heir["valid_from"][0] == ended["valid_to"][0]


def test_names_repeat_within_the_district_and_former_names_are_no_names_of_today(district: District) -> None:
    in_force = district.villages.filter(pl.col("valid_to").is_null())
    repeated = in_force.group_by("name").len().filter(pl.col("len") > 1)
    assert repeated["len"].to_list() == [3, 3, 3, 3]
    assert not in_force.group_by("name", "kecamatan").len().filter(pl.col("len") > 1).height
    assert not set(district.former_names["former_name"]) & set(in_force["name"])


def test_some_bps_codes_are_other_villages_kemendagri_codes(district: District) -> None:
    names = dict(district.villages.select("code", "name").iter_rows())
    bps = district.villages.drop_nulls("bps_code")
    assert bps["bps_code"].n_unique() == 140
    colliding = [row for row in bps.iter_rows(named=True) if row["bps_code"] in names]
    assert len(colliding) >= 10
    assert sum(names[row["bps_code"]] != row["name"] for row in colliding) >= len(colliding) - 2


def test_the_district_and_its_code_do_not_exist(district: District, reference: Path) -> None:
    with (reference / "wilayah_kecamatan.csv").open(encoding="utf-8") as file:
        real = {(row["kode_kabupaten"].replace(".", ""), row["kabupaten"].upper()) for row in csv.DictReader(file)}
    assert not any(code == "3399" or "SUMBERSARI" in name for code, name in real)


def test_idm_is_the_mean_of_its_parts_and_the_parts_follow_from_the_scores(district: District) -> None:
    VILLAGE_INDEX.check(district.village_index)
    idm = district.village_index.filter(pl.col("index") == "IDM")
    assert (idm["score"] - (idm["iks"] + idm["ike"] + idm["ikl"]) / 3).abs().max() < 1e-4
    assert idm["status"].to_list() == [status_of(score) for score in idm["score"]]
    sums = district.index_sheet.group_by("village_code", "dimension").agg(pl.col("score").sum())
    wide = sums.pivot("dimension", index="village_code", values="score").join(
        idm.filter(pl.col("year") == 2024), on="village_code"
    )
    assert wide.height == 128
    for part, most in {"IKS": 175, "IKE": 60, "IKL": 15}.items():
        assert (wide[part] / most - wide[part.lower()]).abs().max() < 1e-4


def test_kelurahan_have_no_index(district: District) -> None:
    desa = set(district.villages.filter(pl.col("kind") == "desa", pl.col("valid_to").is_null())["code"])
    assert set(district.village_index["village_code"]) == desa


def test_making_all_needs_good_raises_idm_to_one(district: District) -> None:
    VILLAGE_NEEDS.check(district.village_needs)
    gain = district.village_needs.group_by("village_code").agg(pl.col("gain").sum())
    idm = district.village_index.filter(pl.col("index") == "IDM", pl.col("year") == 2024)
    total = idm.join(gain, on="village_code").select(pl.col("score") + pl.col("gain"))
    assert total.to_series().is_between(0.999, 1.001).all()


def test_the_index_spreads_as_in_real_districts(district: District) -> None:
    scores = district.village_index.filter(pl.col("index") == "IDM", pl.col("year") == 2024)["score"]
    assert 0.68 < float(scores.mean()) < 0.79  # type: ignore[arg-type]
    assert 0.04 < float(scores.std()) < 0.11  # type: ignore[arg-type]


def test_thirty_three_units_with_competences_that_the_indicators_ask_for(district: District) -> None:
    AGENCIES.check(district.agencies)
    assert dict(district.agencies.group_by("kind").len().iter_rows()) == {"PD": 24, "Bagian": 9}
    named = {actor for text in district.agencies["competences"] for actor in text.split(";") if actor}
    wanted = set(district.village_needs.filter(pl.col("level") == "KAB")["actor"])
    assert wanted <= named


def test_last_years_pairs_overlap_with_todays_priority_but_differ(district: District) -> None:
    PAIRS.check(district.pairs)
    assert district.pairs.height == len(district.priority) == 54
    kept = len(set(district.pairs["village_code"]) & set(district.priority))
    assert 20 <= kept <= 45
    held = district.pairs.group_by("agency_code").len().join(district.agencies, left_on="agency_code", right_on="code")
    assert (held["len"] <= held["max_villages"]).all()
