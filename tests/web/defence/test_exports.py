"""No cell that Sanding writes runs in a spreadsheet: text stays text, numbers stay numbers."""

import ast
import csv
import io

import openpyxl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sanding.documents.sheet import Column, Sheet, write_workbook
from sanding_web.decisions.export import as_csv, as_xlsx, inert
from sanding_web.environment import PROJECT

COLUMNS = [Column("TEKS", 20), Column("BILANGAN", 12, decimals=0), Column("PECAHAN", 12, decimals=2)]
STARTS = "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20\u2212|%"
NASTY = st.tuples(
    st.sampled_from(["", " ", "\u200b", '"', "'", "\ufeff"]), st.sampled_from(STARTS), st.text(max_size=20)
)
WRITERS = {"csv.writer", "xlsxwriter.Workbook", "openpyxl.Workbook", "load_workbook"}
KNOWN = {
    "sanding_web/decisions/export.py",
    "sanding/documents/sheet.py",
    "sanding/registry/returned.py",
}
"""The pieces that write sheets; a new one uses these, or is held to the same tests and named here."""


def _printable(text: str) -> str:
    """What an XLSX can hold."""
    return "".join(sign for sign in text if sign.isprintable() or sign in " \n\t")


@given(NASTY)
@example(("", "=", "cmd|' /C calc'!A0"))
@example(("", "@", "SUM(1+1)*cmd|' /C calc'!A0"))
@example(("", "\uff1d", 'HYPERLINK("http://192.0.2.1")'))
def test_no_text_of_a_csv_begins_with_a_sign_that_runs(parts: tuple[str, str, str]) -> None:
    text = "".join(parts)
    rows = list(
        csv.reader(io.StringIO(as_csv(COLUMNS, [[text, 1, 2.5]]).decode("utf-8-sig"), newline=""), delimiter=";")
    )
    assert rows[1][0] == f"'{text}"


@given(st.integers(-(10**12), 10**12), st.floats(allow_nan=False, allow_infinity=False))
def test_numbers_stay_numbers_also_below_zero(whole: int, part: float) -> None:
    line = as_csv(COLUMNS, [["a", whole, part]]).decode("utf-8-sig").splitlines()[1].split(";")
    assert int(line[1]) == whole and float(line[2].replace(",", ".")) == part


@given(st.text(st.characters(categories=["L", "N", "P"]), min_size=1).filter(lambda text: text[0].isalnum()))
def test_harmless_text_is_not_touched(text: str) -> None:
    assert inert(text) == text


@pytest.mark.parametrize("text", ["3399010101010017", "0012", "1e5", "01-02"])
def test_codes_are_text_in_a_workbook(text: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx(COLUMNS, [[text, 5, 0.5]], name="A", title=["Judul"])))
    row = next(book.active.iter_rows(min_row=4, max_row=4))
    assert [(cell.value, cell.data_type) for cell in row] == [(text, "s"), (5, "n"), (0.5, "n")]
    assert row[0].number_format == "@"


@given(NASTY)
@example(("", "=", "HYPERLINK(1)"))
def test_no_workbook_holds_a_formula_or_a_link(parts: tuple[str, str, str]) -> None:
    text = _printable("".join(parts)) or "=1"
    sheet = Sheet("A", [text], [Column(text, 10)], [[text], ["http://192.0.2.1"]], [text])
    book = openpyxl.load_workbook(io.BytesIO(write_workbook([sheet], title="a", footer="&A =1")))
    cells = [cell for row in book.active.iter_rows() for cell in row if cell.value is not None]
    assert len(cells) == 5 and all(cell.data_type == "s" and cell.hyperlink is None for cell in cells)


def _called(tree: ast.AST) -> set[str]:
    return {ast.unparse(one.func) for one in ast.walk(tree) if isinstance(one, ast.Call)}


def test_every_writer_of_sheets_is_one_of_the_known_pieces() -> None:
    found = set()
    for package in ("sanding", "sanding_web"):
        for path in (PROJECT / package).rglob("*.py"):
            if WRITERS & _called(ast.parse(path.read_text())) and "synthetic" not in path.parts:
                found.add(str(path.relative_to(PROJECT)))
    assert found == KNOWN
