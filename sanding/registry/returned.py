"""The workbook that goes back to the office: faults coloured and explained, ready to be mended and uploaded again."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import xlsxwriter
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from sanding.registry.guard import recognise_form
from sanding.registry.read import Sheet, open_sheets
from sanding.registry.rules import LEVEL_WORDS, Level, rules_by_id
from sanding.registry.stage import SUMMARY_SHEET as SUMMARY

LARGEST = 5_000
EXPLAINED, ORIGIN = "KETERANGAN", "BARIS ASAL"
_COLOURS: dict[str, str] = {"hold": "F8C9C4", "warn": "FCE7B2", "mend": "D5E6F7"}
_ORDER = {"hold": 0, "warn": 1, "mend": 2, "skip": 3}
_AUTHOR = "Sanding"


def write_returned(source: Path, faults: pl.DataFrame, target: Path) -> None:
    """Write the file as it goes back.

    source   the file that was read
    faults   findings (columns of faults.SCHEMA); those of other files are left aside
    target   an .xlsx. Up to 5,000 data rows of an .xlsx or .xlsm: the same workbook with coloured, commented cells;
             else a workbook of only the held rows with KETERANGAN and BARIS ASAL at the end. Both with a summary sheet.
    """
    own = faults.filter((pl.col("file") == source.name) & (pl.col("level") != "skip"))
    sheets = open_sheets(source)
    small = sum(sheet.rows or 0 for sheet in sheets) <= LARGEST
    if recognise_form(source) == "xlsx" and small:
        _mark_same(source, own, sheets, target)
    else:
        _write_held(source, own, sheets, target)


def _mark_same(source: Path, faults: pl.DataFrame, sheets: Sequence[Sheet], target: Path) -> None:
    book = openpyxl.load_workbook(source, rich_text=True)
    for sheet in sheets:
        page = book[sheet.name]
        for (row, column), found in _by_cell(faults.filter(pl.col("sheet") == sheet.name)).items():
            _mark(page, row, _position(page, sheet, column), found)
    _summary_page(book.create_sheet(_free_name(book.sheetnames)), source, faults)
    book.save(target)


def _position(page: Worksheet, sheet: Sheet, header: str) -> int:
    """The column of the spreadsheet: calamine begins at the first used one."""
    return int(page.min_column) + (sheet.headers.index(header) if header in sheet.headers else 0)


def _by_cell(faults: pl.DataFrame) -> dict[tuple[int, str], list[str]]:
    """Rules by (row, header); findings about a row stand in its first cell."""
    found: dict[tuple[int, str], list[str]] = {}
    for row, column, rule in faults.filter(pl.col("row").is_not_null()).select("row", "column", "rule").iter_rows():
        found.setdefault((row, column), []).append(rule)
    return found


def _worst(rules: Sequence[str]) -> Level:
    return min((rules_by_id()[one].level for one in rules), key=lambda level: _ORDER[level])


def _words(rules: Sequence[str]) -> str:
    known = [rules_by_id()[one] for one in sorted(rules, key=lambda one: _ORDER[rules_by_id()[one].level])]
    return "\n".join(f"{one.title} ({LEVEL_WORDS[one.level]}). {one.meaning} {one.remedy}" for one in known)


def _mark(page: Worksheet, row: int, column: int, rules: Sequence[str]) -> None:
    cell = page.cell(row=row, column=column)
    if isinstance(cell, openpyxl.cell.MergedCell):
        return
    cell.fill = PatternFill("solid", fgColor=_COLOURS[_worst(rules)])
    comment = Comment(_words(rules), _AUTHOR)
    comment.width, comment.height = 360, 120
    cell.comment = comment


def _free_name(taken: Sequence[str]) -> str:
    return SUMMARY if SUMMARY not in taken else f"{SUMMARY} {len(taken)}"


def _summary_rows(source: Path, faults: pl.DataFrame) -> Iterator[tuple[str, list[Any]]]:
    """The lines of the summary sheet, each with the level that colours it ('' = none, 'head' = bold)."""
    yield "head", [f"Hasil pemeriksaan {source.name}"]
    yield "", ["Betulkan sel berwarna, lalu unggah kembali berkas ini apa adanya."]
    yield "", []
    yield "head", ["Tingkat", "Temuan", "Lembar", "Jumlah baris", "Arti", "Yang perlu dilakukan"]
    counted = faults.group_by("rule", "sheet").agg(rows=pl.col("row").n_unique()).sort("rule", "sheet")
    rows = sorted(counted.iter_rows(), key=lambda one: (_ORDER[rules_by_id()[one[0]].level], -one[2], one[0], one[1]))
    for rule, sheet, count in rows:
        one = rules_by_id()[rule]
        yield one.level, [LEVEL_WORDS[one.level], one.title, sheet, count, one.meaning, one.remedy]


def _summary_page(page: Worksheet, source: Path, faults: pl.DataFrame) -> None:
    for at, (level, cells) in enumerate(_summary_rows(source, faults), start=1):
        for place, value in enumerate(cells, start=1):
            cell = page.cell(row=at, column=place)
            _as_text(cell, value)
            if level == "head":
                cell.font = Font(bold=True)
        if level in _COLOURS:
            page.cell(row=at, column=1).fill = PatternFill("solid", fgColor=_COLOURS[level])
    for letter, width in zip("ABCDEF", (14, 34, 18, 14, 70, 60), strict=True):
        page.column_dimensions[letter].width = width


def _as_text(cell: Any, value: Any) -> None:
    """Numbers as numbers; every text as text, also one that begins with "="."""
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"


def _write_held(source: Path, faults: pl.DataFrame, sheets: Sequence[Sheet], target: Path) -> None:
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
    }
    with xlsxwriter.Workbook(target, options) as book:
        formats = {level: book.add_format({"bg_color": f"#{colour}"}) for level, colour in _COLOURS.items()}
        formats["head"] = book.add_format({"bold": True})
        names: list[str] = []
        for sheet in sheets:
            own = faults.filter(pl.col("sheet") == sheet.name)
            if not _held(own).is_empty():
                names.append(_page_name(sheet.name or "DATA", names))
                _held_page(book.add_worksheet(names[-1]), sheet, own, formats)
        page = book.add_worksheet(_page_name(SUMMARY, names))
        for at, (level, cells) in enumerate(_summary_rows(source, faults)):
            for place, value in enumerate(cells):
                page.write(at, place, value, formats.get(level if level == "head" or place == 0 else ""))


def _page_name(name: str, taken: Sequence[str]) -> str:
    clean = "".join("_" if letter in "[]:*?/\\'" else letter for letter in name)[:28] or "DATA"
    return clean if clean.casefold() not in {one.casefold() for one in taken} else f"{clean[:25]} {len(taken)}"


def _held_page(page: Any, sheet: Sheet, faults: pl.DataFrame, formats: dict[str, Any]) -> None:
    """Only the held rows, every cell as text, the explanation and the row number in the source at the end.

    A number that lost its last digit stays a number, so that it is noticed again unless it was mended.
    """
    headers = [name for name in sheet.headers if name not in (EXPLAINED, ORIGIN)]
    held = _held(faults)
    by_cell = _by_cell(faults.filter(pl.col("row").is_in(held.implode())))
    said: dict[int, dict[str, list[str]]] = {}
    for (row, column), rules in by_cell.items():
        said.setdefault(row, {})[column] = rules
    for place, name in enumerate([*headers, EXPLAINED, ORIGIN]):
        page.write_string(0, place, name, formats["head"])
    at = 1
    for chunk in sheet.chunks():
        for cells in chunk.filter(pl.col("_row").is_in(held.implode())).select("_row", *headers).iter_rows():
            _held_row(page, at, headers, cells, said[cells[0]], formats)
            at += 1
    page.freeze_panes(1, 0)


def _held(faults: pl.DataFrame) -> pl.Series:
    """Rows that come back: held, and not only because they repeat a row that went in."""
    return faults.filter((pl.col("level") == "hold") & (pl.col("rule") != "row_repeated"))["row"].unique()


def _held_row(
    page: Any,
    at: int,
    headers: Sequence[str],
    cells: Sequence[Any],
    said: dict[str, list[str]],
    formats: dict[str, Any],
) -> None:
    for place, (name, value) in enumerate(zip(headers, cells[1:], strict=True)):
        style = formats[_worst(said[name])] if name in said else None
        if value is not None and any(rule.endswith("_excel_rounded") for rule in said.get(name, ())):
            page.write_number(at, place, float(value), style)
        elif value is not None:
            page.write_string(at, place, value, style)
        elif style is not None:
            page.write_blank(at, place, None, style)
    rules = [rule for found in said.values() for rule in found]
    page.write_string(at, len(headers), _words(list(dict.fromkeys(rules))), formats[_worst(rules)])
    page.write_number(at, len(headers) + 1, cells[0])
