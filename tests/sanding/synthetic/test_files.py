"""The files of the invented district: the same bytes each time, every kind of dirt where the truth says, no other."""

import csv
import hashlib
import json
import re
import sys
import zipfile
from datetime import date
from functools import cache
from pathlib import Path

import fastexcel
import openpyxl
import polars as pl
import pytest

from sanding.synthetic.district import District, make_district
from sanding.synthetic.files import write_district
from tests.sanding.synthetic.conftest import Written

KINDS = """
nik_scientific nik_excel_rounded nik_decimal_tail nik_quoted nik_separated nik_fullwidth nik_short nik_long
nik_letters nik_placeholder nik_blank nik_temporary nik_region_unknown nik_date_impossible nik_serial_zero
nik_birth_differs nik_sex_differs nik_kk_swapped nik_of_head_repeated nik_in_two_families nik_twice_in_family
kk_scientific kk_excel_rounded kk_wrong_length kk_blank kk_quoted kk_separated birth_impossible birth_future
birth_too_old birth_month_day_swapped birth_blank birth_excel_serial birth_text_month name_blank name_not_a_name
name_deceased name_titled name_alias village_code_unknown village_name_differs village_name_old
village_not_in_kecamatan code_as_float code_other_system rt_as_date rt_rw_joined dusun_in_rw kk_no_head kk_two_heads
head_under_15 spouse_same_sex size_differs family_in_two_villages member_without_family family_without_members
row_repeated kk_repeated person_two_niks decile_conflict decile_missing decile_out_of_range code_not_in_list
code_with_label number_written number_unreadable boolean_unknown sex_unreadable relation_unreadable
text_hidden_characters line_blank line_subtotal line_header_repeated
""".split()
OF_SHEETS = {"line_title", "line_column_numbers", "header_misspelt", "header_duplicated", "sheet_hidden"}
WORKBOOK, PERSONS, FAMILIES = "dtsen_tw3_2026.xlsx", "INDIVIDU", "KELUARGA"


def digests(paths: dict[str, Path]) -> dict[str, str]:
    return {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in paths.items()}


@cache
def cells(path: Path, sheet: str) -> list[list[str]]:
    """A sheet as text, row 1 first; numbers as the spreadsheet stores them."""
    frame = fastexcel.read_excel(path).load_sheet(sheet, header_row=None, dtypes="string").to_polars()
    return [[cell or "" for cell in row] for row in frame.iter_rows()]


def sheet_frame(written: Written, sheet: str) -> pl.DataFrame:
    """The data rows of the third quarter's workbook that the truth calls clean, with their row number."""
    rows = cells(written.paths["dtsen_tw3_2026"], sheet)
    header = rows[3]
    frame = pl.DataFrame(rows[4:], schema=header, orient="row").with_row_index("row", offset=5).cast({"row": pl.Int64})
    return frame.join(not_clean(written, WORKBOOK, sheet), on="row", how="anti")


def not_clean(written: Written, file: str, sheet: str) -> pl.DataFrame:
    here = (pl.col("file") == file) & (pl.col("sheet") == sheet)
    return pl.concat([written.truth(name).filter(here).select("row") for name in ("defects", "context")]).drop_nulls()


def test_writing_twice_gives_equal_bytes_in_every_file(tmp_path: Path) -> None:
    first, second = (write_district(make_district(2, 1_500), tmp_path / name) for name in ("a", "b"))
    assert digests(first) == digests(second)


def test_every_file_that_an_office_receives_is_there(written: Written) -> None:
    expected = """dtsen_tw2_2026 dtsen_tw3_2026 dtsen_tw3_2026_keluarga dtsen_tw3_2026_individu p3ke_2023_keluarga
    p3ke_2023_individu p3ke_2022_keluarga bdt_2020_rumah_tangga bdt_2020_individu dukcapil_balasan blt_dd_2026_omspan
    bantuan_pkh idm_2024 idm_2024_indikator indeks_desa_2025 perangkat_daerah penugasan_2026 wilayah_desa batas_desa"""
    assert set(expected.split()) <= set(written.paths)
    assert all(path.stat().st_size for path in written.paths.values())


def test_only_the_asked_files_are_written(district: District, tmp_path: Path) -> None:
    write_district(district, tmp_path, only=["p3ke_2023_individu", "wilayah_desa"])
    assert sorted(path.name for path in (tmp_path / "office").iterdir()) == [
        "p3ke_2023_individu.xlsx",
        "wilayah_desa.csv",
    ]


def test_every_kind_of_defect_stands_at_least_twenty_times(written: Written) -> None:
    counts = dict(written.truth("defects").group_by("kind").len().iter_rows())
    assert set(counts) == {*KINDS, *OF_SHEETS}
    assert {kind: counts[kind] for kind in KINDS if counts[kind] < 20} == {}


def test_no_row_carries_two_defects(written: Written) -> None:
    rows = written.truth("defects").drop_nulls("row").filter(~pl.col("kind").str.starts_with("header_"))
    assert rows.select("file", "sheet", "row").is_unique().all()


def test_a_clean_district_carries_only_the_slips_of_p3ke(district: District, tmp_path: Path) -> None:
    written = Written(tmp_path, write_district(district, tmp_path, dirty=False))
    kinds = set(written.truth("defects")["kind"])
    slips = {"nik_blank", "nik_birth_differs"}
    assert kinds <= slips | {"line_title", "line_column_numbers", "header_misspelt"}
    assert set(written.truth("defects").filter(pl.col("kind").is_in(sorted(slips)))["file"].str.slice(0, 4)) == {"p3ke"}


LOOKS = {
    "nik_scientific": r"^\d[.,]\d{5}E\+15$",
    "nik_decimal_tail": r"^\d{16}\.0$",
    "nik_quoted": r"^['’`]\d{16}$",
    "nik_separated": "^\\d{6}([. \u00a0-])\\d{6}\\1\\d{4}$",
    "nik_fullwidth": "^[\uff10-\uff19]{16}$",
    "nik_short": r"^\d{14,15}$",
    "nik_long": r"^\d{17}$",
    "nik_letters": r"^(?=.*[Ol])[\dOl]{16}$",
    "nik_placeholder": r"^(0|-|0{16}|9{16}|xxxx0001)$",
    "nik_blank": r"^$",
    "nik_temporary": r"^0\d{15}$",
    "nik_region_unknown": r"^(99|88|47|28)\d{14}$",
    "nik_serial_zero": r"^\d{12}0000$",
    "kk_scientific": r"^\d[.,]\d{5}E\+15$",
    "kk_wrong_length": r"^\d{13,15}$",
    "kk_blank": r"^$",
    "birth_text_month": r"^\d{1,2} [A-Z][a-z]+ \d{4}$",
    "name_blank": r"^$",
    "name_deceased": r"\bALMH?\b",
    "name_titled": r"[.]",
    "name_alias": r"/| ALIAS | AL\. ",
    "village_code_unknown": r"^3399\d{6}$",
    "code_as_float": r"\.0$|E9$",
    "rt_as_date": r"^\d-[A-Z][a-z]{2}$",
    "rt_rw_joined": r"/",
    "dusun_in_rw": r"^[A-Z]+$",
    "decile_missing": r"^(|0|-)$",
    "decile_out_of_range": r"^(11|12|15|99)$",
    "code_with_label": r"^\d+\. ?[A-Z]",
    "text_hidden_characters": "[\u00a0\u200b\t]",
    "sex_unreadable": r"^(X|\?|3|LP)$",
}


@pytest.mark.parametrize("kind", LOOKS)
def test_the_defect_stands_in_the_cell_that_the_truth_names(written: Written, kind: str) -> None:
    """Row numbers are those that a spreadsheet shows; an office must find the cell."""
    planted = written.truth("defects").filter(pl.col("file") == WORKBOOK, pl.col("kind") == kind)
    assert planted.height >= 4
    for sheet, row, column in planted.select("sheet", "row", "column").iter_rows():
        table = cells(written.paths["dtsen_tw3_2026"], sheet)
        value = table[row - 1][table[3].index(column)]
        assert re.search(LOOKS[kind], value), (sheet, row, column)


def test_numbers_of_people_are_text_except_where_excel_rounded_them(written: Written) -> None:
    rounded = written.truth("defects").filter(
        pl.col("file") == WORKBOOK, pl.col("kind").str.ends_with("_excel_rounded")
    )
    expected = set(rounded.select("sheet", "row", "column").iter_rows())
    found = set()
    with zipfile.ZipFile(written.paths["dtsen_tw3_2026"]) as pack:
        for number, sheet in enumerate((FAMILIES, PERSONS), start=1):
            header = cells(written.paths["dtsen_tw3_2026"], sheet)[3]
            xml = pack.read(f"xl/worksheets/sheet{number}.xml").decode()
            for column, row, value in re.findall(r'<c r="([A-Z]+)(\d+)"><v>(\d{15,})</v>', xml):
                assert value.endswith("0")
                found.add((sheet, int(row), header["AB".index(column)]))
    assert found == expected


def test_spreadsheet_programs_find_merged_titles_typed_dates_and_a_hidden_sheet(tmp_path: Path) -> None:
    paths = write_district(make_district(8, 1_000), tmp_path, only=["dtsen_tw3_2026", "blt_dd_2026_omspan"])
    book = openpyxl.load_workbook(paths["dtsen_tw3_2026"])
    assert [sheet.sheet_state for sheet in book] == ["visible", "visible", "hidden"]
    assert {str(cells) for cells in book[PERSONS].merged_cells.ranges} == {"A1:L1", "A2:L2", "A3:L3"}
    aid = openpyxl.load_workbook(paths["blt_dd_2026_omspan"]).active
    assert isinstance(aid["E8"].value, date)


def test_the_sheets_have_the_52_and_48_variables(written: Written) -> None:
    assert [len(cells(written.paths["dtsen_tw3_2026"], sheet)[3]) for sheet in (FAMILIES, PERSONS)] == [52, 48]


def test_clean_persons_agree_with_their_numbers(written: Written) -> None:
    persons = sheet_frame(written, PERSONS)
    assert persons.height > 7_000
    born = pl.col("tanggal_lahir").str.to_date("%Y-%m-%d")
    day = born.dt.day().cast(pl.Int64) + pl.when(pl.col("jenis_kelamin") == "P").then(40).otherwise(0)
    date_part = pl.concat_str(day.cast(pl.String).str.zfill(2), born.dt.strftime("%m%y"))
    nik = pl.col("nomor_induk_kependudukan")
    assert persons.select((nik.str.slice(6, 6) == date_part).all()).item()
    assert persons.select(nik.str.contains(r"^3399\d{12}$").all()).item()
    assert persons["nomor_induk_kependudukan"].is_unique().all()
    assert persons.select((born < date(2026, 7, 1)).all() & (born > date(1916, 1, 1)).all()).item()
    assert persons["jenis_kelamin"].is_in(["L", "P"]).all()
    assert persons["status_hubungan_keluarga"].is_in([str(code) for code in range(1, 9)]).all()


def test_clean_families_agree_with_their_members(written: Written) -> None:
    persons, families = sheet_frame(written, PERSONS), sheet_frame(written, FAMILIES)
    members = persons.group_by("nomor_kartu_keluarga").agg(
        rows=pl.len(),
        heads=(pl.col("status_hubungan_keluarga") == "1").sum(),
        village=pl.col("kode_kelurahan_desa_ktp").unique(),
    )
    joined = families.join(members, on="nomor_kartu_keluarga", how="left")
    assert joined.height == families.height > 2_200
    assert (joined["rows"].cast(pl.String) == joined["jumlah_anggota_keluarga"]).all()
    assert (joined["heads"] == 1).all()
    assert joined.select((pl.col("village").list.len() == 1).all()).item()
    assert joined.select((pl.col("village").list.first() == pl.col("kode_kelurahan_desa")).all()).item()


def test_clean_places_name_the_village_of_their_code(written: Written, district: District) -> None:
    known = set(
        district.villages.select(
            "code", pl.col("name").str.to_uppercase(), pl.col("kecamatan").str.to_uppercase()
        ).iter_rows()
    )
    found = (
        sheet_frame(written, PERSONS).select("kode_kelurahan_desa_ktp", "kelurahan_desa_ktp", "kecamatan_ktp").unique()
    )
    assert set(found.iter_rows()) <= known
    assert found.height == 140


def test_clean_persons_of_p3ke_are_not_doubles_of_one_another(written: Written) -> None:
    """Another spelling or a wrong birth date must not make two people look like one with two NIKs."""
    rows = cells(written.paths["p3ke_2023_individu"], "Sheet1")
    header = [f"{name} {at}" if name in rows[1][:at] else name for at, name in enumerate(rows[1])]
    frame = pl.DataFrame(rows[2:], schema=header, orient="row").with_row_index("row", offset=3).cast({"row": pl.Int64})
    clean = frame.join(not_clean(written, "p3ke_2023_individu.xlsx", "Sheet1"), on="row", how="anti")
    assert clean.height > 2_000
    assert clean.select("nama", "tanggal_lahir", "jenis_kelamin", "kode_kemdagri").is_unique().all()
    assert set(clean["desil_kesejahteraan"]) == {"1", "2", "3", "4"}


def test_the_csv_tells_the_same_rows_without_the_typed_damage(written: Written) -> None:
    with written.paths["dtsen_tw3_2026_individu"].open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file, delimiter=";"))
    records = written.truth("records")
    in_book = records.filter(pl.col("file") == WORKBOOK, pl.col("sheet") == PERSONS)
    in_csv = records.filter(pl.col("file") == "dtsen_tw3_2026_individu.csv")
    assert in_csv["true_person_id"].to_list() == in_book.sort("row")["true_person_id"].to_list()
    table = cells(written.paths["dtsen_tw3_2026"], PERSONS)
    damaged = set(written.truth("defects").filter(pl.col("kind").str.ends_with("_rounded"))["row"])
    for row_in_book, row_in_csv in zip(in_book.sort("row")["row"], in_csv["row"], strict=True):
        if row_in_book not in damaged:
            assert table[row_in_book - 1][:6] == lines[row_in_csv - 1][:6]
    assert (
        not written.truth("defects")
        .filter(pl.col("file").str.ends_with(".csv"), pl.col("kind").str.ends_with("_rounded"))
        .height
    )


def test_the_family_csv_is_windows_text(written: Written) -> None:
    content = written.paths["dtsen_tw3_2026_keluarga"].read_bytes()
    assert content.decode("cp1252").count("\r\n") > 3_000
    with pytest.raises(UnicodeDecodeError):
        content.decode("utf-8")


def test_without_xlwt_the_xls_is_left_out_and_the_manifest_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "xlwt", None)
    paths = write_district(make_district(8, 500), tmp_path, only=["bdt_2020_rumah_tangga", "bdt_2020_individu"])
    assert "bdt_2020_rumah_tangga" not in paths and paths["bdt_2020_individu"].exists()
    left_out = json.loads(paths["truth/manifest"].read_text(encoding="utf-8"))["left_out"]
    assert "xlwt" in left_out["bdt_2020_rumah_tangga.xls"]
    assert "bdt_2020_rumah_tangga.xls" not in set(Written(tmp_path, paths).truth("records")["file"])


def test_old_formats_open(written: Written) -> None:
    families = (
        fastexcel.read_excel(written.paths["p3ke_2022_keluarga"])
        .load_sheet(0, header_row=1, dtypes="string")
        .to_polars()
    )
    assert "kode_kemendagri" in families.columns
    households = fastexcel.read_excel(written.paths["bdt_2020_rumah_tangga"]).load_sheet(0, dtypes="string").to_polars()
    assert "Jumah_kerbau" in households.columns
    assert households.select(pl.concat_str("KDPROP", "KDKAB", "KDKEC", "KDDESA").str.len_chars().eq(10).all()).item()


def test_dukcapil_answers_with_todays_data_or_says_that_there_is_none(written: Written, district: District) -> None:
    rows = cells(written.paths["dukcapil_balasan"], "BALASAN")
    answers = [row[-1] for row in rows[1:]]
    assert {"Data Ditemukan", "Data Tidak Ditemukan"} == set(answers)
    alive = dict(district.persons.select("nik", "death").iter_rows())
    asked = written.truth("records").filter(pl.col("file") == "dukcapil_balasan.xlsx")
    assert asked.height == len(answers) > 800
    assert all(row[1] in alive for row in rows[1:])


def test_records_name_a_true_person_for_every_row(written: Written, district: District) -> None:
    records = written.truth("records")
    assert set(records["true_person_id"]) <= set(district.persons["person_id"])
    assert records.select("file", "sheet", "row").is_unique().all()
