import json
from pathlib import Path

import polars as pl
import pytest

from sanding.errors import InputFault
from sanding.registry.boundaries import load_boundaries
from sanding.registry.read_tables import (
    read_agencies,
    read_pairs,
    read_village_index,
    read_village_needs,
    status_disagreements,
    status_of,
)
from sanding.registry.regions import Regions
from sanding.registry.tables import VILLAGE_INDEX, VILLAGE_NEEDS, VILLAGES
from sanding.registry.wilayah import load_wilayah_csv, read_wilayah
from tests.sanding.registry.sheets import ON, regions, write_csv, write_xlsx
from tests.sanding.registry.sheets import VILLAGES as KNOWN


def test_a_code_of_an_ended_village_leads_to_its_successor() -> None:
    ended = KNOWN.with_columns(
        valid_to=pl.when(pl.col("code") == "3399012002").then(pl.date(2024, 1, 1)),
        successor=pl.when(pl.col("code") == "3399012002").then(pl.lit("3399012001")),
    )
    found = Regions.from_frame(ended).resolve_one("3399012002", "Karangjati", "Wanasari")
    assert (found.code, found.note) == ("3399012001", "village_name_old")


def test_bps_codes_need_the_bridge_and_are_never_read_as_kemendagri() -> None:
    assert regions().resolve_one("3399010001", None, None, system="bps").code == "3399012001"
    # the same ten digits in both systems: the layout's system decides, not the digits
    assert regions().resolve_one("3399012001", None, None, system="bps").code == "3399012002"
    bare = Regions.from_frame(KNOWN.with_columns(bps_code=pl.lit(None, dtype=pl.String)))
    assert bare.resolve_one("3399012001", None, None, system="bps").note == "code_other_system"


def test_what_stays_unresolved_is_listed_with_its_reason() -> None:
    known = regions()
    answers = known.resolve(["3399012001", "3399012099"], ["Kotabaru", "Entah"], [None, None])
    assert [one.note for one in answers] == ["village_name_differs", "village_code_unknown"]
    assert set(known.unresolved().select("code", "reason").rows()) == {
        ("3399012001", "village_name_differs"), ("3399012099", "village_code_unknown"),
    }  # fmt: skip


def test_our_own_list_of_villages_is_read(tmp_path: Path) -> None:
    head = "KODE,NAMA,JENIS,KODE KECAMATAN,KECAMATAN,KODE BPS,BERLAKU SEJAK,BERLAKU SAMPAI,PENGGANTI,NAMA LAMA"
    rows = ["3399012001,Sumberagung,desa,339901,Wanasari,3399010001,2015-01-01,,,Sumberejo",
            "3399021001,Kotabaru,kelurahan,339902,Kaliputih,,2015-01-01,2020-01-01,3399012001,"]  # fmt: skip
    path = tmp_path / "wilayah_desa.csv"
    path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    villages, former = read_wilayah(path)
    VILLAGES.check(villages)
    assert former.rows() == [("3399012001", "Sumberejo")]
    assert load_wilayah_csv(path).resolve_one("3399012001", "SUMBEREJO", None).note == "village_name_old"


def test_the_national_area_data_is_read_by_district(tmp_path: Path) -> None:
    tables = {
        "provinces": ["code,name", "33,Jawa Tengah"],
        "regencies": ["code,province_code,name", "33.99,33,Kabupaten Contoh", "33.98,33,Kabupaten Lain"],
        "districts": ["code,regency_code,name", "33.99.01,33.99,Wanasari", "33.98.01,33.98,Jauh"],
        "villages": ["code,district_code,name", "33.99.01.1001,33.99.01,Kotabaru", "33.98.01.2001,33.98.01,Sana"],
    }
    for name, lines in tables.items():
        (tmp_path / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    villages, _ = read_wilayah(tmp_path, districts=frozenset({"3399"}))
    assert villages.select("code", "kind", "kecamatan", "district").rows() == [
        ("3399011001", "kelurahan", "Wanasari", "Kabupaten Contoh")
    ]


@pytest.mark.reference
def test_the_five_real_districts_and_their_boundaries_load(reference: Path) -> None:
    villages, former = read_wilayah(reference / "wilayah_desa.csv")
    VILLAGES.check(villages)
    assert villages.height == 1499 and former.height > 10
    known = load_wilayah_csv(reference / "wilayah_desa.csv", districts=frozenset({"3306"}))
    found = load_boundaries(reference / "boundaries/desa_33.06_purworejo.geojson", known)
    assert len(found.polygons) == 494 and not found.without_polygon


def shape(code: str, lon: float = 110.0, lat: float = -7.0) -> dict[str, object]:
    ring = [[lon, lat], [lon + 0.1, lat], [lon, lat + 0.1], [lon, lat]]
    return {"type": "Feature", "properties": {"KDEPUM": code}, "geometry": {"type": "Polygon", "coordinates": [ring]}}


def geojson(folder: Path, *features: dict[str, object]) -> Path:
    path = folder / "batas.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return path


def test_boundaries_tell_what_is_missing_on_either_side(tmp_path: Path) -> None:
    path = geojson(tmp_path, shape("33.99.01.2001"), shape("33.99.01.2001", lon=111.0), shape("33.99.99.2001"))
    found = load_boundaries(path, regions())
    assert found.property == "kdepum" and found.polygons["3399012001"]["type"] == "MultiPolygon"
    assert found.without_polygon == ("3399012002", "3399021001") and found.without_village == ("3399992001",)


@pytest.mark.parametrize(
    ("features", "code"),
    [([], "SND-MAP-02"), ([shape("1234")], "SND-MAP-02"), ([shape("3399012001", lon=-7.0, lat=110.0)], "SND-MAP-03")],
)
def test_boundaries_of_another_place_or_turned_are_refused(
    tmp_path: Path, features: list[dict[str, object]], code: str
) -> None:
    with pytest.raises(InputFault) as refused:
        load_boundaries(geojson(tmp_path, *features), regions())
    assert refused.value.code == code


def test_years_side_by_side_become_rows_and_labels_are_checked(tmp_path: Path) -> None:
    rows = [
        ["KODE DESA", "NAMA DESA", "IKS 2023", "IKE 2023", "IKL 2023", "NILAI IDM 2023", "STATUS IDM 2023",
         "NILAI IDM 2024", "STATUS IDM 2024"],
        ["3399012001.0", "A", "0,7", "0.7", "0.7", "0.7072", "BERKEMBANG", "0.7410", "BERKEMBANG"],
        ["3399012002", "B", "0.9", "0.9", "0.9", "0.9", "MANDIRI", None, None],
    ]  # fmt: skip
    index = read_village_index(write_xlsx(tmp_path / "idm.xlsx", {"X": rows}))
    VILLAGE_INDEX.check(index)
    assert index.select("village_code", "year", "score").rows() == [
        ("3399012001", 2023, 0.7072), ("3399012001", 2024, 0.741), ("3399012002", 2023, 0.9),
    ]  # fmt: skip
    wrong = status_disagreements(index, ON)
    assert wrong.rows() == [("3399012001", 2024, 0.741, "BERKEMBANG", "MAJU")]


@pytest.mark.parametrize(
    ("score", "status"),
    [(0.8156, "MANDIRI"), (0.8155, "MAJU"), (0.7073, "MAJU"), (0.7072, "BERKEMBANG"), (0.599, "BERKEMBANG"),
     (0.5989, "TERTINGGAL"), (0.4907, "SANGAT TERTINGGAL")],
)  # fmt: skip
def test_status_follows_the_limits_of_the_regulation(score: float, status: str) -> None:
    assert status_of(score, ON) == status


def test_the_new_index_takes_its_year_from_the_file_and_is_not_recomputed(tmp_path: Path) -> None:
    rows = [["kecamatan", "kode", "desa", "dld", "ds", "de", "dl", "da", "dtkpd", "skor", "status"],
            ["Wanasari", "3399012001", "A", "0.5", "0.5", "0.5", "0.5", "0.5", "0.5", "0.61", "Maju"]]  # fmt: skip
    index = read_village_index(write_csv(tmp_path / "indeks_desa_2025.csv", rows))
    assert index.select("year", "index", "score", "status").row(0) == (2025, "ID", 0.61, "MAJU")
    assert status_disagreements(index, ON).is_empty()
    with pytest.raises(InputFault, match="tahun"):
        read_village_index(write_csv(tmp_path / "indeks.csv", rows))


def test_indicators_name_who_can_act(tmp_path: Path) -> None:
    rows = [["KODE DESA", "DIMENSI", "INDIKATOR", "SKOR", "NILAI", "KEGIATAN",
             "PUSAT", "PROV", "KAB", "DESA", "CSR", "LAINNYA"],
            ["3399012001", "IKS", "Dokter", "3", "0.0038", "Dokter keliling", "", "", "DINKES", "DD", "", ""],
            ["3399012001", "IKS", "Bidan", "5", "0", "", "", "", "", "", "", ""]]  # fmt: skip
    needs = read_village_needs(write_csv(tmp_path / "a.csv", rows))
    VILLAGE_NEEDS.check(needs)
    assert needs.select("indicator", "score", "level", "actor").rows() == [
        ("Dokter", 3, "KAB", "DINKES"), ("Dokter", 3, "DESA", "DD"),
    ]  # fmt: skip


def test_agencies_and_past_pairs_are_read_and_wrong_numbers_are_named(tmp_path: Path) -> None:
    rows = [
        ["KODE", "NAMA PERANGKAT DAERAH", "JENIS", "JUMLAH PEGAWAI"],
        ["PD01", "Dinas A", "PD", "12"],
        ["PD02", "Dinas B", "PD", "banyak"],
    ]
    with pytest.raises(InputFault, match="baris 3"):
        read_agencies(write_csv(tmp_path / "a.csv", rows))
    frame = read_agencies(write_csv(tmp_path / "a.csv", rows[:2]))
    assert frame.select("code", "short", "staff", "budget").row(0) == ("PD01", "Dinas A", 12, None)
    pairs = [["TAHUN", "KODE PERANGKAT DAERAH", "KODE DESA"], ["2026", "PD01", "33.99.01.2001"]]
    assert read_pairs(write_csv(tmp_path / "p.csv", pairs)).rows() == [(2026, "PD01", "3399012001")]
