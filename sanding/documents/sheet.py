"""XLSX for offices: codes stay text, nothing becomes a formula or a link, header frozen, ready to print on F4."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import xlsxwriter

from sanding.documents.render import fixed_dates

Cell = str | int | float | None

_CREATED = datetime(1980, 1, 1)  # noqa: DTZ001 - a file date without zone, fixed so that equal content is equal bytes


@dataclass(frozen=True)
class Column:
    """One column of a sheet: heading, width in characters, and for numbers the decimals shown (percent as share)."""

    heading: str
    width: float
    decimals: int | None = None
    percent: bool = False


@dataclass(frozen=True)
class Sheet:
    """One sheet: ``title`` lines above the table, the table, and ``note`` lines below it."""

    name: str
    title: Sequence[str]
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    note: Sequence[str] = ()


def write_workbook(sheets: Sequence[Sheet], *, title: str, footer: str) -> bytes:
    """The sheets as one XLSX, landscape F4, one page wide, the heading repeated; equal content gives equal bytes.

    footer   printed at the left of every page; the page number is at the right
    """
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"title": title, "created": _CREATED})
        for sheet in sheets:
            _write(book, sheet, footer)
    return fixed_dates(out.getvalue())


def _write(book: xlsxwriter.Workbook, sheet: Sheet, footer: str) -> None:
    page = book.add_worksheet(sheet.name)
    bold = book.add_format({"bold": True})
    head = book.add_format({"bold": True, "border": 1, "text_wrap": True, "valign": "vcenter", "align": "center"})
    for line, text in enumerate(sheet.title):
        page.write_string(line, 0, text, bold)
    top = len(sheet.title) + 1 if sheet.title else 0
    for index, column in enumerate(sheet.columns):
        page.set_column(index, index, column.width)
        page.write_string(top, index, column.heading, head)
    formats = [_format(book, column) for column in sheet.columns]
    for line, row in enumerate(sheet.rows, start=top + 1):
        for index, value in enumerate(row):
            _cell(page, line, index, value, formats[index])
    for line, text in enumerate(sheet.note, start=top + len(sheet.rows) + 2):
        page.write_string(line, 0, text)
    _print_settings(page, top, len(sheet.rows), len(sheet.columns), footer)


def _format(book: xlsxwriter.Workbook, column: Column) -> object:
    settings: dict[str, object] = {"border": 1, "valign": "top", "text_wrap": column.decimals is None}
    if column.decimals is None:
        settings["num_format"] = "@"
    else:
        point = f".{'0' * column.decimals}" if column.decimals else ""
        settings["num_format"] = f"0{point}%" if column.percent else f"#,##0{point}"
    return book.add_format(settings)


def _cell(page: xlsxwriter.worksheet.Worksheet, line: int, index: int, value: Cell, cell_format: object) -> None:
    if value is None:
        page.write_blank(line, index, None, cell_format)
    elif isinstance(value, str):
        page.write_string(line, index, value, cell_format)
    else:
        page.write_number(line, index, value, cell_format)


def _print_settings(page: xlsxwriter.worksheet.Worksheet, top: int, rows: int, columns: int, footer: str) -> None:
    page.freeze_panes(top + 1, 0)
    page.autofilter(top, 0, top + max(rows, 1), max(columns - 1, 0))
    page.repeat_rows(top)
    page.set_landscape()
    page.set_paper(_PAPER_FOLIO)
    page.fit_to_pages(1, 0)
    page.set_margins(left=0.8, right=0.6, top=0.8, bottom=0.8)
    page.set_footer(f"&L&8{footer.replace('&', '&&')}&R&8Halaman &P dari &N")


_PAPER_FOLIO = 14
"""Excel's "Folio" (8.5 x 13 in), the paper Indonesian offices call F4."""
