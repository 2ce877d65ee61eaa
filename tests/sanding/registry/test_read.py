import zipfile
from pathlib import Path

import openpyxl
import polars as pl
import pytest
import xlwt

from sanding.errors import InputFault
from sanding.registry.read import Sheet, open_sheets
from tests.sanding.registry.sheets import write_csv, write_xlsx

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HEADER = ["NIK", "NAMA", "ALAMAT", "DESA"]
ROWS = [["3399010503700011", "SUTRISNO", "Jl. Mawar; No 3", "A"], ["3399010503700012", "CAFÉ", "x", "B"]]


def data(sheet: Sheet, size: int = 100_000) -> list[tuple[object, ...]]:
    frame = pl.concat(sheet.chunks(size))
    return frame.filter(pl.col("_skip").is_null()).drop("_skip").rows()


def skipped(sheet: Sheet) -> dict[int, str]:
    frame = pl.concat(sheet.chunks()).filter(pl.col("_skip").is_not_null())
    return {**dict(sheet.before), **dict(frame.select("_row", "_skip").iter_rows())}


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_text_sheets_are_read_whatever_their_coding(tmp_path: Path, delimiter: str, encoding: str) -> None:
    rows = [[f'"{cell}"' if delimiter in cell else cell for cell in row] for row in [HEADER, *ROWS]]
    sheet = open_sheets(write_csv(tmp_path / "a.csv", rows, delimiter=delimiter, encoding=encoding))[0]
    assert (sheet.encoding, sheet.delimiter) == (encoding, delimiter)
    assert data(sheet) == [(*ROWS[0], 2), (*ROWS[1], 3)]


def test_what_was_detected_can_be_overruled(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", [HEADER, *ROWS], delimiter="|", encoding="cp1252")
    sheet = open_sheets(path, encoding="latin-1", delimiter="|")[0]
    assert data(sheet)[1][1] == "CAFÉ"
    with pytest.raises(InputFault, match="tidak dikenal"):
        open_sheets(path, encoding="marsian")


def test_rows_keep_the_line_on_which_they_begin(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('NIK;NAMA;DESA\n1;"dua\nbaris";x\n\n2;tiga;y\n3;empat;z', encoding="utf-8")
    sheet = open_sheets(path)[0]
    assert [row[-1] for row in data(sheet)] == [2, 5, 6] and skipped(sheet) == {4: "line_blank"}
    assert [row[-1] for row in data(sheet, size=1)] == [2, 5, 6]


def test_titles_column_numbers_blanks_subtotals_and_repeated_headers_are_no_data(tmp_path: Path) -> None:
    rows = [
        ["DAFTAR", None, None, None], [None] * 4, HEADER, ["1", "2", "3", "4"], ROWS[0], [None] * 4, HEADER,
        ["JUMLAH", "1", None, None], ROWS[1], ["Sub Total", None, None, "2"],
    ]  # fmt: skip
    sheet = open_sheets(write_xlsx(tmp_path / "a.xlsx", {"X": rows}))[0]
    assert sheet.header_row == 3 and data(sheet) == [(*ROWS[0], 5), (*ROWS[1], 9)]
    assert skipped(sheet) == {
        1: "line_title", 2: "line_blank", 4: "line_column_numbers", 6: "line_blank", 7: "line_header_repeated",
        8: "line_subtotal", 10: "line_subtotal",
    }  # fmt: skip


def test_two_merged_header_rows_become_one(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.active
    page.append(["nomor_kartu_keluarga", "desil_nasional", "aset_bergerak", None, "jumlah_ternak", None])
    page.append([None, None, "mobil", "perahu", "sapi", "kuda"])
    page.merge_cells("C1:D1")
    page.merge_cells("E1:F1")
    page.append(["3399010101100001", "1", "1", "2", "0", "3"])
    book.save(tmp_path / "a.xlsx")
    sheet = open_sheets(tmp_path / "a.xlsx")[0]
    assert sheet.headers[2:] == (
        "aset_bergerak mobil",
        "aset_bergerak perahu",
        "jumlah_ternak sapi",
        "jumlah_ternak kuda",
    )
    assert sheet.header_row == 2 and data(sheet)[0][-1] == 3


def number_book(path: Path) -> Path:
    """A NIK as number with a zero at its end, the same as text, and another number."""
    if path.suffix == ".xls":
        book = xlwt.Workbook()
        page = book.add_sheet("X")
        for row, cells in enumerate(_number_rows()):
            for column, value in enumerate(cells):
                page.write(row, column, value)
        book.save(str(path))
        return path
    return write_xlsx(path, {"X": _number_rows()})


def _number_rows() -> list[list[object]]:
    number = int("339901050370" + "0010")
    return [HEADER, [number, "SUTRISNO", "a", number], [str(number), "SITI", "b", "x"], [number + 7, "BUDI", "c", "y"]]


@pytest.mark.parametrize("suffix", [".xlsx", ".xls"])
def test_numbers_that_lost_their_last_digit_are_told_from_text(tmp_path: Path, suffix: str) -> None:
    sheet = open_sheets(number_book(tmp_path / f"a{suffix}"))[0]
    assert sheet.rounded() == {"NIK": {2}, "DESA": {2}}


def test_rounded_cells_are_found_beside_empty_first_columns(tmp_path: Path) -> None:
    rows = [[None, None, *row] for row in _number_rows()]
    assert open_sheets(write_xlsx(tmp_path / "a.xlsx", {"X": rows}))[0].rounded() == {"NIK": {2}, "DESA": {2}}


def test_html_saved_as_xls_is_read(tmp_path: Path) -> None:
    cells = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in [HEADER, *ROWS])
    path = tmp_path / "a.xls"
    path.write_text(
        f"<html><body><table><tr><th colspan=4>JUDUL</th></tr>{cells}</table></body></html>", encoding="utf-8"
    )
    sheet = open_sheets(path)[0]
    assert data(sheet) == [(*ROWS[0], 3), (*ROWS[1], 4)]


def test_open_document_and_macro_workbooks_are_read(tmp_path: Path) -> None:
    pl.DataFrame(ROWS, schema=HEADER, orient="row")
    path = write_xlsx(tmp_path / "a.xlsx", {"X": [HEADER, *ROWS]}).rename(tmp_path / "a.xlsm")
    assert len(data(open_sheets(path)[0])) == 2
    assert len(data(open_sheets(_ods(tmp_path / "a.ods"))[0])) == 2


def _ods(path: Path) -> Path:
    from odf.opendocument import OpenDocumentSpreadsheet
    from odf.table import Table, TableCell, TableRow
    from odf.text import P

    book = OpenDocumentSpreadsheet()
    table = Table(name="X")
    for row in [HEADER, *ROWS]:
        line = TableRow()
        for cell in row:
            box = TableCell(valuetype="string")
            box.addElement(P(text=cell))
            line.addElement(box)
        table.addElement(line)
    book.spreadsheet.addElement(table)
    book.save(str(path))
    return path


def test_hidden_sheets_are_read_and_said_to_be_hidden(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"X": [HEADER, *ROWS], "Y": [HEADER, *ROWS]})
    book = openpyxl.load_workbook(path)
    book["Y"].sheet_state = "hidden"
    book.save(path)
    assert [(sheet.name, sheet.hidden) for sheet in open_sheets(path)] == [("X", False), ("Y", True)]


def test_a_repeated_header_gets_a_name_of_its_own(tmp_path: Path) -> None:
    sheet = open_sheets(write_csv(tmp_path / "a.csv", [["NIK", "NAMA", "NAMA"], ["1", "b", "c"]]))[0]
    assert sheet.headers == ("NIK", "NAMA", "NAMA (2)") and sheet.duplicated == ("NAMA",)


def bomb(path: Path) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 60_000_000)
    return path


def with_doctype(path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><workbook/>')
    return path


def raw(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda folder: bomb(folder / "a.xlsx"), "SND-IMP-05"),
        (lambda folder: with_doctype(folder / "a.xlsx"), "SND-IMP-06"),
        (lambda folder: raw(folder / "a.csv", b""), "SND-IMP-02"),
        (lambda folder: raw(folder / "a.docx", b"x"), "SND-IMP-01"),
        (lambda folder: raw(folder / "a.xlsx", b"NIK;NAMA\n1;2\n"), "SND-IMP-03"),
        (lambda folder: raw(folder / "a.csv", b"PK\x03\x04 broken"), "SND-IMP-04"),
        (lambda folder: raw(folder / "a.csv", b"%PDF-1.4 \x00"), "SND-IMP-03"),
        (lambda folder: raw(folder / "a.csv", b"surat undangan\nrapat\n"), "SND-IMP-08"),
        (lambda folder: raw(folder / "a.xls", OLE + "EncryptedPackage".encode("utf-16-le")), "SND-IMP-07"),
        (lambda folder: raw(folder / "a.xls", OLE + b"\x00" * 600), "SND-IMP-04"),
        (lambda folder: write_xlsx(folder / "a.xlsx", {"X": [["a"]]}), "SND-IMP-16"),
    ],
)  # fmt: skip
def test_harmful_broken_locked_and_foreign_files_are_refused_with_a_remedy(
    tmp_path: Path, make: object, code: str
) -> None:
    path = make(tmp_path)  # type: ignore[operator]
    with pytest.raises(InputFault) as refused:
        open_sheets(path)
    assert refused.value.code == code and refused.value.remedy and refused.value.where == path.name
