"""Mapping profiles: proposals, the file they are shared as, and sheets read by them."""

import json
from pathlib import Path
from typing import Any

import pytest

from sanding.__main__ import main
from sanding.errors import InputFault
from sanding.registry.check import check_files
from sanding.registry.layouts import all_layouts
from sanding.registry.mapping import masked, propose, samples
from sanding.registry.profile import Mapped, Profile, as_layout, from_json, header_set, lists_for, to_json
from sanding.registry.read import open_sheets
from sanding.registry.recognise import recognise
from sanding.registry.stage import clean_frame, stage
from sanding.store import Folder
from tests.sanding.registry.sheets import ON, kk, nik, regions, write_csv

HEADERS = ["No Kartu Klg", "NIK Warga", "Nama Anggota", "Tgl Lhr", "L/P", "SHDK", "Kd Desa", "Atap rumah", "Hobi"]
TARGET = "dtsen_individu"
FIELDS = ["kk", "nik", "name", "birth_date", "sex", "relation", "village_code"]


def rows(count: int = 3) -> list[list[str]]:
    return [
        [kk(at), nik(5, 3, 1980, at + 1), f"KARSONO {'ABC'[at]}", "05/03/1980", "L", "1", "3399012001", "5", "catur"]
        for at in range(count)
    ]


def draft(folder: Path, name: str) -> Folder:
    (folder / name).mkdir()
    return Folder(folder / name, b"k" * 32)


def profile(**changes: Any) -> Profile:
    columns = tuple(Mapped(header, field) for header, field in zip(HEADERS, FIELDS, strict=False))
    told: dict[str, Any] = {
        "name": "Pendataan desa", "source": "Dinas Sosial", "year": 2026, "version": 1, "target": TARGET,
        "code_system": "kemendagri", "headers": header_set(HEADERS), "columns": columns,
    }  # fmt: skip
    return Profile(**(told | changes))


def test_a_sheet_that_nothing_knows_lands_by_its_profile_with_equal_values(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "warga.csv", [HEADERS, *rows()])
    with pytest.raises(InputFault, match="SND-IMP-11"):
        check_files([path], regions(), on=ON)
    folder = draft(tmp_path, "draft")
    summary = stage([path], folder, regions(), on=ON, profiles=[profile()])
    assert (summary.read, summary.clean, summary.held) == (3, 3, 0)
    assert summary.sheets[0].unknown == ["Atap rumah", "Hobi"]
    found = clean_frame(folder, "persons", ["kk", "nik", "name", "birth_date", "sex", "relation", "village_code"])
    assert [tuple(str(cell) for cell in row) for row in found.rows()] == [
        (one[0], one[1], one[2], "1980-03-05", "L", "1", one[6]) for one in rows()
    ]


def test_a_profile_is_used_for_just_its_headers_in_any_order_and_for_no_other(tmp_path: Path) -> None:
    turned = open_sheets(write_csv(tmp_path / "a.csv", [HEADERS[::-1], *(row[::-1] for row in rows())]))[0]
    more = open_sheets(write_csv(tmp_path / "b.csv", [[*HEADERS, "Agama"], *([*row, "-"] for row in rows())]))[0]
    found = recognise(turned, profiles=[profile()])
    assert found.layout == as_layout(profile()) and found.mapping["nik"] == "NIK Warga"
    assert recognise(more, profiles=[profile()]).layout is None


def test_the_file_of_a_profile_gives_the_same_profile_back() -> None:
    assert from_json(to_json(profile())) == profile()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"target": "penugasan"}, "susunan tujuannya"),
        ({"code_system": "pos"}, "sistem kode"),
        ({"version": 0}, "versinya"),
        ({"columns": profile().columns[1:]}, "nomor_kartu_keluarga"),
        ({"columns": (*profile().columns, Mapped("Hobi", "hobby"))}, "tidak dikenal"),
        ({"columns": (*profile().columns, Mapped("Hobi", "nik"))}, "dua kali"),
        ({"columns": (*profile().columns, Mapped("Hobi", "school", "dtsen.roof"))}, "bukan untuk kolomnya"),
        ({"name": "3399010101900001"}, "nomor orang"),
    ],
)
def test_a_profile_that_could_not_read_a_sheet_is_refused(change: dict[str, Any], said: str) -> None:
    with pytest.raises(InputFault, match=said):
        from_json(to_json(profile(**change)))


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"format": "sanding-profil-kolom/1"}', b"[" * 100_000])
def test_a_file_that_is_no_profile_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(InputFault, match="bukan profil kolom"):
        from_json(content)


def test_unknown_headers_get_the_nearest_fields_and_each_header_only_once() -> None:
    found = propose(["Nomor KK", "No. NIK", "Nama Lengkap", "Tanggal lahir (ktp)", "Jns Kelamin", "Hub. Keluarga",
                     "Kode Desa", "Nama Desa", "Hobi"], all_layouts()[TARGET])  # fmt: skip
    assert {field: one.header for field, one in found.items()} == {
        "kk": "Nomor KK", "nik": "No. NIK", "name": "Nama Lengkap", "birth_date": "Tanggal lahir (ktp)",
        "sex": "Jns Kelamin", "relation": "Hub. Keluarga", "village_code": "Kode Desa", "village_name": "Nama Desa",
    }  # fmt: skip


def test_short_forms_in_headers_are_understood() -> None:
    found = propose(HEADERS, all_layouts()[TARGET])
    assert {one: found[one].header for one in FIELDS} == dict(zip(FIELDS, HEADERS, strict=False))
    assert "Hobi" not in {one.header for one in found.values()}


@pytest.mark.parametrize("layout", ["dtsen_keluarga", "p3ke_individu", "bdt_rumah_tangga", "daftar_bantuan"])
def test_official_headers_are_proposed_for_their_own_fields_with_certainty(layout: str) -> None:
    columns = [one for one in all_layouts()[layout].columns if one.kind != "ignore"]
    found = propose([one.headers[0] for one in columns], all_layouts()[layout])
    assert {field: (one.header, one.confidence) for field, one in found.items()} == {
        one.field: (one.headers[0], 1.0) for one in columns
    }


def test_samples_show_the_form_of_cells_and_no_person(tmp_path: Path) -> None:
    sheet = open_sheets(write_csv(tmp_path / "a.csv", [HEADERS, *rows()]))[0]
    shown = samples(sheet)
    assert shown["NIK Warga"] == ["################"] and shown["L/P"] == ["L"]
    assert shown["Tgl Lhr"] == ["##/##/####"] and shown["Nama Anggota"] == ["xxxxxxx x"]
    assert masked("Ｎ１２３") == "x###"


def test_the_roof_code_that_two_registers_count_differently_follows_the_list_chosen(tmp_path: Path) -> None:
    base = {one.field: one for one in all_layouts()["dtsen_keluarga"].columns}
    assert lists_for(base["roof"]) == ("dtsen.roof", "bdt.roof", "opensid.roof", "p3ke.roof")
    headers = ["KK", "Nama KK", "Jml jiwa", "Kd desa", "Kec", "Ds", "Atap", "Dsl", "Masak"]
    fields = [
        "kk",
        "head_name",
        "member_count",
        "village_code",
        "kecamatan_name",
        "village_name",
        "roof",
        "decile",
        "fuel",
    ]
    data = [kk(1), "KARSONO", "1", "3399012001", "WANASARI", "SUMBERAGUNG", "5", "1", "12"]
    path = write_csv(tmp_path / "rumah.csv", [headers, data])
    found = {}
    for name in ("dtsen", "opensid"):
        lists = {"roof": f"{name}.roof", "fuel": f"{name}.fuel"}
        columns = tuple(Mapped(one, field, lists.get(field, "")) for one, field in zip(headers, fields, strict=True))
        told = profile(target="dtsen_keluarga", headers=header_set(headers), columns=columns)
        folder = draft(tmp_path, name)
        stage([path], folder, regions(), on=ON, profiles=[told])
        found[name] = clean_frame(folder, "families", ["roof", "fuel"]).row(0)
    assert found == {"dtsen": ("5", None), "opensid": ("6", "0")}


def test_the_command_checks_a_file_by_a_profile(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write_csv(tmp_path / "warga.csv", [HEADERS, *rows()])
    told = tmp_path / "profil.json"
    told.write_bytes(to_json(profile()))
    assert main(["check", str(path), "--on", "2026-07-01", "--json"]) != 0
    capsys.readouterr()
    assert main(["check", str(path), "--profile", str(told), "--on", "2026-07-01", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["people"]["totals"]["clean"] == 3
