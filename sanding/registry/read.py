"""Any government sheet as text frames with the row numbers that the spreadsheet shows."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from sanding.errors import InputFault
from sanding.registry import csv_file
from sanding.registry.guard import Form, recognise_form
from sanding.registry.header import LOOK, Header, find_header
from sanding.registry.html_table import open_html
from sanding.registry.lines import with_skips
from sanding.registry.workbook import RawSheet, open_workbook, rounded_cells

Chunks = Callable[[int], Iterator[pl.DataFrame]]


@dataclass(frozen=True)
class Sheet:
    """One sheet of a file and how to walk through it.

    header_row   spreadsheet row of the header (its last row where two are merged)
    headers      unique names, the columns of the chunks; ``shown`` is the text in the file
    before       lines above the header: (row, rule id)
    """

    file: Path
    name: str
    hidden: bool
    encoding: str
    delimiter: str
    header_row: int
    headers: tuple[str, ...]
    shown: tuple[str, ...]
    duplicated: tuple[str, ...]
    before: tuple[tuple[int, str], ...]
    rows: int | None
    _chunks: Chunks = field(repr=False, compare=False)
    _rounded: Callable[[], dict[int, set[int]]] = field(repr=False, compare=False)

    def chunks(self, size: int = 100_000) -> Iterator[pl.DataFrame]:
        """All-text frames with the columns ``headers``, plus ``_row`` (Int64, as the spreadsheet shows it) and
        ``_skip`` (null for data, else the id of the rule that leaves the line out)."""
        for frame in self._chunks(size):
            yield with_skips(frame, self.shown)

    def rounded(self) -> dict[str, set[int]]:
        """Header → rows of number cells that lost their 16th digit; empty for files without typed cells."""
        return {self.headers[at]: rows for at, rows in self._rounded().items() if at < len(self.headers)}


def open_sheets(path: Path, *, encoding: str | None = None, delimiter: str | None = None) -> list[Sheet]:
    """Every sheet of a file that holds a table.

    encoding, delimiter   override what is detected in CSV
    Raises                InputFault: not a table, locked, damaged, harmful or of another kind than its name says
    """
    form = recognise_form(path)
    if form == "csv":
        return [_csv_sheet(path, encoding, delimiter)]
    raws = _html_sheets(path) if form == "html" else open_workbook(path)
    sheets = [sheet for raw in raws if (sheet := _typed_sheet(path, form, raw))]
    if not sheets:
        raise InputFault(
            "tidak ada lembar yang berisi tabel",
            where=path.name,
            remedy="Pastikan satu baris berisi nama kolom, lalu unggah kembali.",
            code="SND-IMP-16",
        )
    return sheets


def _html_sheets(path: Path) -> list[RawSheet]:
    return [RawSheet(f"Tabel {at + 1}", at, False, frame) for at, frame in enumerate(open_html(path))]


def _typed_sheet(path: Path, form: Form, raw: RawSheet) -> Sheet | None:
    """A sheet of a workbook; None where it holds no table."""
    if raw.frame.height < 2 or raw.frame.width < 2:
        return None
    header = find_header(raw.frame.head(LOOK).rows())
    if header is None:
        return None
    return Sheet(
        file=path,
        name=raw.name,
        hidden=raw.hidden,
        encoding="",
        delimiter="",
        header_row=header.last + 1,
        headers=header.names,
        shown=header.shown,
        duplicated=header.duplicated,
        before=_before(raw.frame.head(header.first).rows()),
        rows=raw.frame.height - header.last - 1,
        _chunks=lambda size: _slices(raw.frame, header, size),
        _rounded=lambda: {} if form == "html" else rounded_cells(path, form, raw),
    )


def _slices(frame: pl.DataFrame, header: Header, size: int) -> Iterator[pl.DataFrame]:
    body = frame.rename(dict(zip(frame.columns, header.names, strict=True)))
    start = header.last + 1
    body = body.with_columns(pl.int_range(1, body.height + 1, dtype=pl.Int64).alias("_row"))
    for at in range(start, body.height, size):
        yield body.slice(at, size)


def _before(rows: list[tuple[str | None, ...]]) -> tuple[tuple[int, str], ...]:
    blank = [not any(cell and cell.strip() for cell in row) for row in rows]
    return tuple((at, "line_blank" if empty else "line_title") for at, empty in enumerate(blank, start=1))


def _csv_sheet(path: Path, encoding: str | None, delimiter: str | None) -> Sheet:
    found = _known_encoding(path, encoding) if encoding else csv_file.detect_encoding(path)
    text = csv_file.head_text(path, found)
    mark = delimiter or csv_file.detect_delimiter(text)
    with _named(path):
        rows = csv_file.head_rows(text, mark)
    csv_file.refuse_if_no_table(path, rows)
    width = max(len(row) for row in rows)
    filled = [[*row, *([""] * (width - len(row)))] for row in rows]
    header = find_header(filled)
    if header is None:
        csv_file.refuse_if_no_table(path, [])
        raise AssertionError
    return Sheet(
        file=path,
        name="",
        hidden=False,
        encoding=found,
        delimiter=mark,
        header_row=header.last + 1,
        headers=header.names,
        shown=header.shown,
        duplicated=header.duplicated,
        before=_before([tuple(row) for row in filled[: header.first]]),
        rows=None,
        _chunks=lambda size: _csv_chunks(path, found, mark, header, size),
        _rounded=dict,
    )


def _known_encoding(path: Path, encoding: str) -> str:
    try:
        "".encode(encoding)
    except LookupError:
        raise InputFault(
            f"pengodean {encoding} tidak dikenal",
            where=path.name,
            remedy="Pakai utf-8, cp1252 atau utf-16.",
            code="SND-IMP-09",
        ) from None
    return encoding


def _csv_chunks(path: Path, encoding: str, mark: str, header: Header, size: int) -> Iterator[pl.DataFrame]:
    with _named(path):
        for block, first_line in csv_file.blocks(path, encoding, size):
            frame = csv_file.parse_block(block, first_line, mark, header.names)
            if first_line <= header.last + 1:
                frame = frame.filter(pl.col("_row") > header.last + 1)
            if frame.height:
                yield frame


@contextmanager
def _named(path: Path) -> Iterator[None]:
    """A fault found in a piece of a file names the file."""
    try:
        yield
    except InputFault as fault:
        fault.where = fault.where or path.name
        raise
