from pathlib import Path

import openpyxl
import polars as pl

from sanding.registry.check import check_with_faults
from sanding.registry.returned import write_returned
from tests.sanding.registry.sheets import ON, clean_district, grid, regions, workbook, write_csv


def dirty() -> tuple[list[dict[str, object]], list[dict[str, object]]]:
    families, people = clean_district(6)
    people[2]["nomor_induk_kependudukan"] = "339901"
    people[3]["tanggal_lahir"] = "17 Nopember 1953"
    people[3]["nomor_induk_kependudukan"] = "3399015711530099"
    people[5]["jenis_kelamin"] = "=1+1"
    families[4]["alamat"] = '=HYPERLINK("x")'
    families[4]["desil_nasional"] = "15"
    return families, people


def test_a_small_workbook_comes_back_as_itself_with_marks(tmp_path: Path) -> None:
    source = workbook(tmp_path / "dtsen.xlsx", *dirty())
    _, faults = check_with_faults([source], regions(), on=ON)
    write_returned(source, faults, tmp_path / "kembali.xlsx")
    page = openpyxl.load_workbook(tmp_path / "kembali.xlsx")["INDIVIDU"]
    cell = page["A8"]
    assert cell.comment and "NIK kurang dari 16 angka (ditahan)" in cell.comment.text
    assert cell.fill.fgColor.rgb.endswith("F8C9C4") and page["A9"].fill.fgColor.rgb == "00000000"
    assert page["D9"].fill.fgColor.rgb.endswith("D5E6F7") and page["A9"].data_type == "s"
    assert "RINGKASAN" in openpyxl.load_workbook(tmp_path / "kembali.xlsx").sheetnames


def test_the_marked_workbook_is_read_again_with_the_same_result(tmp_path: Path) -> None:
    source = workbook(tmp_path / "dtsen.xlsx", *dirty())
    summary, faults = check_with_faults([source], regions(), on=ON)
    write_returned(source, faults, tmp_path / "kembali.xlsx")
    again, _ = check_with_faults([tmp_path / "kembali.xlsx"], regions(), on=ON)
    assert (again.read, again.held, again.rules()) == (summary.read, summary.held, summary.rules())


def test_other_files_come_back_as_their_held_rows_only(tmp_path: Path) -> None:
    families, people = dirty()
    source = write_csv(tmp_path / "individu.csv", grid("dtsen_individu", people))
    summary, faults = check_with_faults([source], regions(), on=ON)
    write_returned(source, faults, tmp_path / "kembali.xlsx")
    page = openpyxl.load_workbook(tmp_path / "kembali.xlsx")["DATA"]
    table = list(page.iter_rows(values_only=True))
    assert table[0][-2:] == ("KETERANGAN", "BARIS ASAL")
    held = sorted(set(faults.filter(pl.col("level") == "hold")["row"]))
    assert [row[-1] for row in table[1:]] == held and summary.held == len(held)
    assert all(cell.data_type in ("s", "n") for row in page.iter_rows() for cell in row)
    again, _ = check_with_faults([tmp_path / "kembali.xlsx"], regions(), on=ON)
    assert again.read == again.held == len(held)


def test_mended_rows_of_the_returned_workbook_go_in(tmp_path: Path) -> None:
    _, people = clean_district(3)
    people[2]["jenis_kelamin"] = "X"
    source = write_csv(tmp_path / "individu.csv", grid("dtsen_individu", people))
    _, faults = check_with_faults([source], regions(), on=ON)
    write_returned(source, faults, tmp_path / "kembali.xlsx")
    book = openpyxl.load_workbook(tmp_path / "kembali.xlsx")
    header = [cell.value for cell in book["DATA"][1]]
    book["DATA"].cell(row=2, column=header.index("jenis_kelamin") + 1, value="L")
    book.save(tmp_path / "kembali.xlsx")
    again, _ = check_with_faults([tmp_path / "kembali.xlsx"], regions(), on=ON)
    assert (again.read, again.clean) == (1, 1)


def test_a_lost_digit_stays_noticed_in_the_returned_workbook(tmp_path: Path) -> None:
    _, people = clean_district(2)
    table = grid("dtsen_individu", people)
    table[1][0] = int(str(table[1][0])[:15] + "0")
    from tests.sanding.registry.sheets import write_xlsx

    source = write_xlsx(tmp_path / "a.xlsx", {"INDIVIDU": table})
    _, faults = check_with_faults([source], regions(), on=ON)
    from sanding.registry import returned

    returned._write_held(source, faults, returned.open_sheets(source), tmp_path / "kembali.xlsx")
    _, again = check_with_faults([tmp_path / "kembali.xlsx"], regions(), on=ON)
    assert "nik_excel_rounded" in again["rule"].to_list()
