"""Susunan keluarga di seluruh berkas: K = baris keluarga, P = baris anggota, dengan nomor urutnya."""

import tempfile
from pathlib import Path
from typing import Any

from sanding.registry.check import check_with_faults
from sanding.registry.layouts import all_layouts
from sanding.registry.rules import LEVEL_WORDS, all_rules, rules_by_id
from tests.rulebook.registry.cases import a_family, found_rules
from tests.sanding.registry.sheets import ON, family, grid, kk, person, regions, write_csv


def said(people: list[dict[str, Any]], families: list[dict[str, Any]] | None = None) -> str:
    found = found_rules(people, families)
    return "; ".join(f"{place} {' '.join(rules)}" for place, rules in sorted(found.items())) or "-"


def test_keluarga_lengkap_tidak_berkata_apa_apa() -> None:
    home, people = a_family()
    assert said(people, [home]) == "-"


def test_kepala_keluarga_tepat_satu() -> None:
    home, (head, wife) = a_family()
    without = [{**head, "status_hubungan_keluarga": "8"}, wife]
    assert said(without, [home]) == "K1 kk_no_head; P1 kk_no_head; P2 kk_no_head"
    two = [head, {**wife, "status_hubungan_keluarga": "1"}]
    assert said(two, [home]) == "K1 kk_two_heads; P1 kk_two_heads; P2 kk_two_heads"


def test_kepala_sangat_muda_dan_pasangan_sejenis() -> None:
    assert said([person(1, 0, 5, 3, 2014)]) == "P1 head_under_15"
    head, husband = person(1, 0, 5, 3, 1970), person(1, 1, 5, 5, 1972)
    assert said([head, husband]) == "P2 spouse_same_sex"


def test_jumlah_anggota_dan_pasangan_lembar() -> None:
    home, people = a_family()
    assert said(people, [{**home, "jumlah_anggota_keluarga": "4"}]) == "K1 size_differs"
    assert said(people, [home, family(2)]) == "K2 family_without_members"
    assert said([*people, person(3, 0, 5, 3, 1970)], [home]) == "P3 member_without_family"


def test_anggota_ditahan_bila_baris_keluarganya_ditahan() -> None:
    """Anggota tanpa keluarga tidak dapat masuk; keluarganya ditahan karena desil di luar 1-10."""
    home, people = a_family()
    found = said(people, [{**home, "desil_nasional": "15"}])
    assert found == "K1 decile_out_of_range; P1 member_without_family; P2 member_without_family"


def test_satu_keluarga_di_dua_desa() -> None:
    home, (head, wife) = a_family()
    away = {**wife, "kode_kelurahan_desa_ktp": "3399012002", "kelurahan_desa_ktp": "KARANGJATI"}
    expected = "K1 family_in_two_villages; P1 family_in_two_villages; P2 family_in_two_villages"
    assert said([head, away], [home]) == expected


def test_ktp_luar_kabupaten_tinggal_di_desa_keluarganya() -> None:
    """KTP kabupaten lain wajar: desanya diambil dari baris keluarga."""
    home, (head, wife) = a_family()
    away = {**wife, "kode_kelurahan_desa_ktp": "3398012002", "kelurahan_desa_ktp": "JAUH", "kecamatan_ktp": "LAIN"}
    away |= {"kode_kecamatan_ktp": "339801"}
    assert said([head, away], [home]) == "-"
    assert said([head, away]) == "P2 village_code_unknown"


def test_baris_berulang_dan_kk_berulang() -> None:
    home, people = a_family()
    assert said([*people, people[1]], [home]) == "P3 row_repeated"
    assert said(people, [home, {**home, "alamat": "DUSUN LAIN"}]).startswith("K1 kk_repeated; K2 kk_repeated")


def test_satu_orang_dengan_dua_nik() -> None:
    home, people = a_family()
    again = {**people[1], "nomor_induk_kependudukan": people[1]["nomor_induk_kependudukan"][:12] + "0777"}
    again |= {"nomor_kartu_keluarga": kk(2), "status_hubungan_keluarga": "8"}
    host = person(2, 0, 6, 4, 1980)
    assert said([*people, host, again]) == "P2 person_two_niks; P4 person_two_niks"


def test_dua_register_dalam_satu_kiriman_tidak_dicampur() -> None:
    """NIK yang sama di DTSEN dan di daftar lain bukan NIK di dua keluarga: pemadanan yang mencarinya."""
    assert rules_by_id()["nik_in_two_families"].meaning.endswith("pada berkas ini.")
    home, people = a_family()
    names = all_layouts()["p3ke_individu"]
    row = dict.fromkeys((one.headers[0] for one in names.columns), "")
    row |= {
        "id_keluarga_p3ke": "K9",
        "id_individu": "I9",
        "kode_kemdagri": "3399012001",
        "desa_kelurahan": "SUMBERAGUNG",
    }
    row |= {"nama": people[0]["nama"], "nik": people[0]["nomor_induk_kependudukan"], "jenis_kelamin": "L"}
    row |= {"hubungan_dengan_kepala_keluarga": "KEPALA KELUARGA", "tanggal_lahir": people[0]["tanggal_lahir"]}
    with tempfile.TemporaryDirectory() as name:
        other = write_csv(Path(name) / "p3ke.csv", [list(row), list(row.values())])
        mine = write_csv(Path(name) / "dtsen.csv", grid("dtsen_individu", people))
        _, faults = check_with_faults([mine, other], regions(), on=ON)
    assert set(faults["rule"]) == {"decile_missing"}


def test_setiap_aturan_berkata_lengkap() -> None:
    """Buku aturan: setiap aturan punya judul, arti, tindakan; semua tingkat bernama; id tidak berulang."""
    rules = all_rules()
    assert len({rule.id for rule in rules}) == len(rules)
    for rule in rules:
        assert rule.title and rule.meaning.endswith(".") and rule.remedy.endswith("."), rule.id
        assert rule.level in LEVEL_WORDS
        assert bool(rule.expression) == (rule.scope in ("cell", "row", "file")), rule.id
