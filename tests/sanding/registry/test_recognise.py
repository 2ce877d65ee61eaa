from pathlib import Path

import pytest

from sanding.registry.code_lists import all_code_lists
from sanding.registry.layouts import all_layouts
from sanding.registry.read import Sheet, open_sheets
from sanding.registry.recognise import recognise
from tests.sanding.registry.sheets import headers, write_csv


def sheet_of(folder: Path, names: list[str]) -> Sheet:
    return open_sheets(write_csv(folder / "a.csv", [names, ["1"] * len(names), ["x"] * len(names)]))[0]


@pytest.mark.parametrize("layout", sorted(all_layouts()))
def test_each_layout_recognises_its_own_headers(tmp_path: Path, layout: str) -> None:
    found = recognise(sheet_of(tmp_path, headers(layout)))
    assert found.layout is not None and found.layout.name == layout
    assert found.confidence > 0.9 and not found.unknown and not any(match.misspelt for match in found.matches)


@pytest.mark.parametrize("layout", sorted(all_layouts()))
def test_order_and_case_of_headers_do_not_matter(tmp_path: Path, layout: str) -> None:
    mixed = [name.upper().replace("_", " ") for name in reversed(headers(layout))]
    found = recognise(sheet_of(tmp_path, mixed))
    assert found.layout is not None and found.layout.name == layout


@pytest.mark.parametrize(
    ("right", "wrong"),
    [("kecamatan", "kecamtan"), ("jumlah_anggota_keluarga", "jumlah_angota_keluarga"),
     ("desil_nasional", "desil_nasionl"),
     ("kelurahan_desa", "kelurahan _desa")],
)  # fmt: skip
def test_misspelt_headers_are_recognised_and_said(tmp_path: Path, right: str, wrong: str) -> None:
    names = [wrong if name == right else name for name in headers("dtsen_keluarga")]
    found = recognise(sheet_of(tmp_path, names))
    match = next(one for one in found.matches if one.header == wrong)
    assert right in match.column.headers and match.misspelt


def test_a_misspelling_is_never_taken_for_another_year_or_age(tmp_path: Path) -> None:
    names = [*headers("p3ke_individu"), "usia_23_60"]
    assert recognise(sheet_of(tmp_path, names)).unknown == ("usia_23_60",)


def test_a_sheet_that_fits_nothing_names_the_closest(tmp_path: Path) -> None:
    names = [name for name in headers("dtsen_keluarga") if name != "nomor_kartu_keluarga"]
    found = recognise(sheet_of(tmp_path, names))
    assert found.layout is None and found.missing == ("nomor_kartu_keluarga",)
    assert found.closest[0][0] == "dtsen_keluarga"


def test_an_operator_may_choose_the_layout(tmp_path: Path) -> None:
    found = recognise(sheet_of(tmp_path, ["nik", "nama", "alamat"]), layout="daftar_bantuan")
    assert found.layout is not None and found.mapping == {"nik": "nik", "name": "nama", "address": "alamat"}


def test_columns_of_the_returned_workbook_are_ignored(tmp_path: Path) -> None:
    found = recognise(sheet_of(tmp_path, [*headers("dtsen_individu"), "KETERANGAN", "BARIS ASAL"]))
    assert found.layout is not None and not found.unknown


def test_every_code_list_that_a_layout_names_exists_and_tells_codes_of_dtsen() -> None:
    lists = all_code_lists()
    for layout in all_layouts().values():
        for column in layout.columns:
            if column.codes:
                assert column.codes in lists, (layout.name, column.field)
    for name, one in lists.items():
        origin = lists.get(f"dtsen.{name.partition('.')[2]}")
        if origin is not None:
            assert {told for code in one.codes if (told := one.told(code))} <= set(origin.codes), name


PEOPLE = sorted(name for name, one in all_layouts().items() if one.entity in ("family", "person", "aid", "dukcapil"))


@pytest.mark.parametrize("layout", PEOPLE)
def test_no_other_layout_comes_near_a_sheet_that_is_whole(tmp_path: Path, layout: str) -> None:
    """The matrix of layouts: the own one is whole, every other scores less by a margin, or lacks what it requires."""
    sheet = sheet_of(tmp_path, headers(layout))
    found = recognise(sheet)
    assert found.closest[0] == (layout, 1.0)
    for other, confidence in found.closest[1:]:
        taken = recognise(sheet, layout=other)
        assert confidence <= 0.95 or taken.layout is None, (layout, other, confidence)


@pytest.mark.parametrize("layout", PEOPLE)
def test_the_required_columns_alone_are_enough_and_never_mean_another_register(tmp_path: Path, layout: str) -> None:
    known = all_layouts()[layout]
    found = recognise(sheet_of(tmp_path, [one.headers[0] for one in known.required]))
    assert found.layout is not None and found.layout.name == layout
