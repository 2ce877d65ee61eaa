"""Workbooks (xlsx, xlsm, xls, ods) through calamine as text, and the number cells that lost the last digit of a NIK."""

import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import fastexcel
import polars as pl
from lxml import etree

from sanding.registry.guard import Form, unreadable

# A number cell of 16 digits whose last is 0, as Excel (scientific) and other programs (plain) write it.
_ROUNDED = re.compile(rb"<v>((?:[1-9]\d{14}0(?:\.0+)?)|(?:[1-9]\.\d{1,14}[eE]\+?15))</v>")
_CELL = re.compile(rb"<c\b([^>]*)>(?:(?!<c\b).)*$", re.DOTALL)
_REF = re.compile(rb'\br="([A-Z]{1,3})(\d+)"')
_TYPE = re.compile(rb'\bt="(\w+)"')
_LOOK_BACK = 600


@dataclass(frozen=True)
class RawSheet:
    """One sheet as calamine sees it: its text frame and whether it is hidden."""

    name: str
    index: int
    hidden: bool
    frame: pl.DataFrame


def open_workbook(path: Path) -> list[RawSheet]:
    """Every worksheet as an all-text frame, empty rows above kept, columns from the first used one on."""
    try:
        reader = fastexcel.read_excel(path)
        return [_load(reader, at) for at in range(len(reader.sheet_names))]
    except fastexcel.FastExcelError as error:
        raise unreadable(path, error) from None


def _load(reader: fastexcel.ExcelReader, at: int) -> RawSheet:
    sheet = reader.load_sheet(at, header_row=None, skip_rows=0, dtypes="string", whitespace_as_null=True)
    frame = sheet.to_polars()
    return RawSheet(sheet.name, at, sheet.visible != "visible", frame)


def rounded_cells(path: Path, form: Form, sheet: RawSheet) -> dict[int, set[int]]:
    """Positions (column of the frame → spreadsheet rows) of number cells of 16 digits that end in 0."""
    if not any(_may_be_rounded(column) for column in sheet.frame):
        return {}
    if form == "xlsx" and (part := _part_of(path, sheet.index)):
        return _by_xml(path, part, sheet.frame)
    return _by_type(path, sheet)


def _may_be_rounded(column: pl.Series) -> bool:
    return bool(column.str.contains(r"^[1-9][0-9]{14}0$").any())


def _by_type(path: Path, sheet: RawSheet) -> dict[int, set[int]]:
    """Ask calamine again with another type: a text cell is no boolean, a number is."""
    wanted = [at for at, column in enumerate(sheet.frame) if _may_be_rounded(column)]
    names = [sheet.frame.columns[at] for at in wanted]
    again = fastexcel.read_excel(path).load_sheet(
        sheet.index, header_row=None, skip_rows=0, dtypes="boolean", use_columns=wanted
    )
    numbers = again.to_polars()
    found = {}
    for at, name, column in zip(wanted, names, numbers, strict=True):
        hit = column.is_not_null() & sheet.frame[name].str.contains(r"^[1-9][0-9]{14}0$")
        found[at] = set((hit.arg_true() + 1).to_list())
    return {at: rows for at, rows in found.items() if rows}


def _part_of(path: Path, index: int) -> str | None:
    """The archive member of the sheet at ``index``, by the workbook's relations."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    with zipfile.ZipFile(path) as archive:
        try:
            book = etree.fromstring(archive.read("xl/workbook.xml"), parser)
            links = etree.fromstring(archive.read("xl/_rels/workbook.xml.rels"), parser)
        except (KeyError, etree.XMLSyntaxError):
            return None
        targets = {link.get("Id"): link.get("Target") for link in links}
        sheets = [one for one in book.iter() if isinstance(one.tag, str) and one.tag.endswith("}sheet")]
        ids = [next((value for key, value in one.attrib.items() if key.endswith("}id")), None) for one in sheets]
        target = targets.get(ids[index]) if index < len(ids) else None
        if not target:
            return None
        name = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        return name if name in archive.namelist() else None


def _by_xml(path: Path, part: str, frame: pl.DataFrame) -> dict[int, set[int]]:
    """Scan the sheet's XML for such numbers: far faster than a second parse."""
    hits: list[tuple[int, int]] = []
    with zipfile.ZipFile(path) as archive, archive.open(part) as stream:
        kept = b""
        while piece := stream.read(1 << 20):
            text = kept + piece
            for match in _ROUNDED.finditer(text, max(0, len(kept) - _LOOK_BACK // 2)):
                if place := _place(text[max(0, match.start() - _LOOK_BACK) : match.start()]):
                    hits.append(place)
            kept = text[-_LOOK_BACK:]
    return _shifted(sorted(set(hits)), frame)


def _place(before: bytes) -> tuple[int, int] | None:
    """Column (from 0) and row of the number cell that this text ends in; None for text cells."""
    cell = _CELL.search(before[before.rfind(b"<c ") :])
    if cell is None:
        return None
    kind, ref = _TYPE.search(cell[1]), _REF.search(cell[1])
    if ref is None or (kind and kind[1] != b"n"):
        return None
    column = 0
    for letter in ref[1]:
        column = column * 26 + letter - 64
    return column - 1, int(ref[2])


def _shifted(hits: Sequence[tuple[int, int]], frame: pl.DataFrame) -> dict[int, set[int]]:
    """The hits with the frame's own column positions: calamine begins at the first used column."""
    if not hits:
        return {}
    shift = max(
        range(hits[0][0] + 1), key=lambda by: sum(_stands(frame, column - by, row) for column, row in hits[:20])
    )
    found: dict[int, set[int]] = {}
    for column, row in hits:
        if _stands(frame, column - shift, row):
            found.setdefault(column - shift, set()).add(row)
    return found


def _stands(frame: pl.DataFrame, column: int, row: int) -> bool:
    if not 0 <= column < frame.width or row > frame.height:
        return False
    value = frame[row - 1, column]
    return value is not None and len(value) == 16 and value.endswith("0")
