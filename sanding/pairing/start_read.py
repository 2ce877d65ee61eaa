"""Sheets of the office as it was before Sanding: read as they are, row by row, nothing understood yet.

Title lines, merged headers and cells, several villages in one cell are read; what was taken from above is noted.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Literal

import polars as pl

from sanding.errors import Fault, InputFault
from sanding.parameters import value
from sanding.registry.cells import kind_of, read_column
from sanding.registry.layouts import Layout, all_layouts, header_key
from sanding.registry.read import Sheet, open_sheets

StartKind = Literal["agencies", "pairs", "priority"]
LAYOUTS: dict[StartKind, str] = {
    "agencies": "perangkat_daerah_kantor",
    "pairs": "sk_penugasan",
    "priority": "sk_prioritas",
}
_CARRIED = {"pairs": ("agency_name", "agency_code", "kecamatan_name", "year"), "priority": ("kecamatan_name", "wave")}
_CUT = re.compile(r"[\n;,]+|\s(?=\d{1,2}[.)]\s)")
_NUMBERED = re.compile(r"^\s*(?:\(?\d{1,3}[.)]|[-•*])\s*")
_ONLY_KECAMATAN = re.compile(r"^\(?kec(?:amatan)?[.\s]+([^()]+?)\)?$", re.IGNORECASE)
_IN_KECAMATAN = re.compile(r"^(.*?)[\s(,]+kec(?:amatan)?[.\s]+([^()]+?)\)?\s*$", re.IGNORECASE)
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9, "x": 10}


@dataclass(frozen=True)
class StartRow:
    """One village (or agency) of the sheet. ``cells`` by field of the layout, in text; ``carried`` names the fields
    that were blank and read from the row above."""

    sheet: str
    row: int
    cells: dict[str, str]
    carried: tuple[str, ...] = ()

    def plain(self) -> dict[str, Any]:
        """As JSON holds it."""
        return asdict(self) | {"carried": list(self.carried)}


@dataclass(frozen=True)
class StartSheet:
    """What was read, and the rows that were left out because they name nothing."""

    rows: tuple[StartRow, ...]
    skipped: tuple[int, ...] = field(default=())


def read_start(path: Path, kind: StartKind, *, on: date) -> StartSheet:
    """Every sheet of the file that has the kind's columns.

    Raises   InputFault where none has them, nothing is in them, or there are more rows than parameters/programme.yaml
             "office_sheet_rows" allows
    """
    layout = all_layouts()[LAYOUTS[kind]]
    rows: list[StartRow] = []
    skipped: list[int] = []
    for sheet, mapping in _fitting(path, layout):
        for frame in sheet.chunks():
            found, left = _rows(sheet.name, _fields(frame, mapping), kind)
            rows += found
            skipped += left
    _check_size(path, rows, int(value("programme.office_sheet_rows", on)))
    return StartSheet(tuple(rows), tuple(skipped))


def _fitting(path: Path, layout: Layout) -> Iterator[tuple[Sheet, dict[str, str]]]:
    best: list[str] = [one.headers[0] for one in layout.required]
    found = False
    for sheet in open_sheets(path):
        mapping = match_headers(sheet.headers, layout)
        missing = [one.headers[0] for one in layout.required if one.field not in mapping]
        if missing:
            best = min(best, missing, key=len)
            continue
        found = True
        yield sheet, mapping
    if not found:
        raise InputFault(
            f"lembar tidak dikenali; kolom yang belum ada: {', '.join(best)}",
            where=path.name,
            remedy="Beri nama kolomnya seperti pada contoh lembar, lalu unggah kembali.",
            code="SND-STA-01",
        )


def match_headers(headers: Sequence[str], layout: Layout) -> dict[str, str]:
    """Our field → the sheet's header: as spelt, or by its last words under a merged upper row.

    >>> match_headers(["No", "OPD Pendamping", "Wilayah Dampingan Kecamatan", "Desa"], all_layouts()["sk_penugasan"])
    {'agency_name': 'OPD Pendamping', 'village_name': 'Desa', 'kecamatan_name': 'Wilayah Dampingan Kecamatan'}
    """
    spellings = layout.spellings()
    found: dict[str, str] = {}
    for cut in (False, True):
        for header in headers:
            words = header_key(header).split("_")
            tails = ["_".join(words[at:]) for at in (range(1, len(words)) if cut else (0,))]
            column = next((spellings[tail] for tail in tails if tail in spellings), None)
            if column and column.kind != "ignore" and column.field not in found and header not in found.values():
                found[column.field] = header
    return found


def _fields(frame: pl.DataFrame, mapping: dict[str, str]) -> pl.DataFrame:
    data = frame.filter(pl.col("_skip").is_null())
    columns = {name: _text(data[header]) for name, header in mapping.items()}
    return pl.DataFrame({"_row": data["_row"], **columns})


def _text(cells: pl.Series) -> pl.Series:
    """Tidied line by line: a break inside a cell parts two villages and must stay."""
    broken = cells.str.contains(r"[\r\n]").fill_null(False)
    if not broken.any():
        return read_column(cells, kind_of("plain", ""))[0]
    return cells.str.replace_all(r"[\r\n]+", "\n").str.strip_chars()


def _rows(sheet: str, frame: pl.DataFrame, kind: StartKind) -> tuple[list[StartRow], list[int]]:
    rows: list[StartRow] = []
    skipped: list[int] = []
    above: dict[str, str] = {}
    for one in frame.iter_rows(named=True):
        cells = {name: str(cell) for name, cell in one.items() if name != "_row" and cell is not None and str(cell)}
        named = "agency_name" in cells or "agency_code" in cells
        carried = [
            name
            for name in _CARRIED.get(kind, ())
            if name not in cells and name in above and not (named and name.startswith("agency"))
        ]
        if named:
            above = {name: text for name, text in above.items() if not name.startswith("agency")}
        whole = cells | {name: above[name] for name in carried}
        above |= {name: cells[name] for name in _CARRIED.get(kind, ()) if name in cells}
        rows += [StartRow(sheet, one["_row"], part, tuple(carried)) for part in _parts(whole, kind)]
        if not _says_something(whole, kind):
            skipped.append(one["_row"])
    return rows, skipped


def _says_something(cells: dict[str, str], kind: StartKind) -> bool:
    return bool(cells.get("name") if kind == "agencies" else cells.get("village_name") or cells.get("village_code"))


def _parts(cells: dict[str, str], kind: StartKind) -> list[dict[str, str]]:
    """One set of cells per village named in a cell."""
    if not _says_something(cells, kind):
        return []
    if kind == "agencies" or not cells.get("village_name"):
        return [cells]
    names = split_villages(cells["village_name"])
    codes = _CUT.split(cells.get("village_code", ""))
    parts = []
    for at, (name, kecamatan) in enumerate(names):
        part = cells | {"village_name": name}
        if kecamatan:
            part["kecamatan_name"] = kecamatan
        if "village_code" in cells:
            part["village_code"] = codes[at].strip() if len(codes) == len(names) else ""
        parts.append({key: text for key, text in part.items() if text})
    return parts


def split_villages(text: str) -> list[tuple[str, str]]:
    """The villages named in one cell, each with its kecamatan where the cell says it.

    >>> split_villages("1. Banyusari (Kec. Banyumili)\\n2. Kel. Watuagung; Karangrejo")
    [('Banyusari', 'Banyumili'), ('Kel. Watuagung', ''), ('Karangrejo', '')]
    >>> split_villages("1. Banyusari, Kec. Banyumili 2. Karangrejo")
    [('Banyusari', 'Banyumili'), ('Karangrejo', '')]
    """
    found: list[tuple[str, str]] = []
    for piece in _CUT.split(text):
        clean = " ".join(_NUMBERED.sub("", piece).split())
        if not clean:
            continue
        if found and (alone := _ONLY_KECAMATAN.match(clean)):
            found[-1] = (found[-1][0], alone[1])
            continue
        inside = _IN_KECAMATAN.match(clean)
        found.append((inside[1].strip(), inside[2].strip()) if inside and inside[1].strip() else (clean, ""))
    return found


def read_ordinal(text: str) -> int | None:
    """A wave or place as offices write it; None where it is none.

    >>> [read_ordinal(one) for one in ("Gelombang II", "3.0", "Tahap 1", "kedua")]
    [2, 3, 1, None]
    """
    clean = re.sub(r"[.,]0+$", "", text.strip().casefold())
    number = re.search(r"\d+", clean)
    if number:
        return int(number[0]) or None
    last = re.sub(r"[^a-z ]", "", clean).split()
    return _ROMAN.get(last[-1]) if last else None


def read_year(text: str) -> int | None:
    """A year of four digits somewhere in the cell; None where there is none.

    >>> read_year("TA 2021"), read_year("21")
    (2021, None)
    """
    found = re.search(r"(?<!\d)(20\d{2})(?!\d)", text)
    return int(found[1]) if found else None


def _check_size(path: Path, rows: Sequence[StartRow], most: int) -> None:
    if not rows:
        raise InputFault(
            "tidak ada baris berisi di bawah nama kolom",
            where=path.name,
            remedy="Isi lembarnya, lalu unggah kembali.",
            code="SND-STA-02",
        )
    if len(rows) > most:
        raise InputFault(
            f"lembar memuat {len(rows)} baris, paling banyak {most}",
            where=path.name,
            remedy="Unggah per tahun.",
            code="SND-STA-03",
        )


def fault(row: StartRow, what: str, remedy: str, *, file: str, column: str = "") -> Fault:
    """One thing wrong in one row."""
    return Fault(file, what, remedy, sheet=row.sheet, row=row.row, column=column)
