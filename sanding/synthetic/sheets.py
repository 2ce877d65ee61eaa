"""A sheet on its way into a file: cells as text, the defects planted in it, and the lines around its rows."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from sanding.synthetic.workbook import Laid, as_exported

_DEFECTS = {"row": pl.Int64, "column": pl.String, "kind": pl.String, "case": pl.Int64}
_RECORDS = {"row": pl.Int64, "true_person_id": pl.Int64}
_CONTEXT = {"row": pl.Int64, "case": pl.Int64}


@dataclass(frozen=True)
class Planted:
    """One defect: where it stands (``_row`` of the sheet, column or ''), its kind, and the case it belongs to."""

    row: int
    column: str
    kind: str
    case: int


@dataclass
class Sheet:
    """Rows of one sheet or CSV: columns by header text, and hidden ones that begin with an underscore.

    Hidden: _row, _person, _family and what dirt needs to know (_relation, _birth, _female, _village, _size).
    ``planted`` are the defects, ``context`` rows of a planted case (row, case) where nothing of their own is planted.
    """

    file: str
    name: str
    rows: pl.DataFrame
    titles: tuple[str, ...] = ()
    numbered: bool = False
    extra_lines: int = 0
    numeric: frozenset[str] = frozenset()
    headers: dict[str, str] = field(default_factory=dict)
    duplicated: dict[str, str] = field(default_factory=dict)
    planted: list[Planted] = field(default_factory=list)
    used: set[int] = field(default_factory=set)
    context: list[tuple[int, int]] = field(default_factory=list)

    @property
    def columns(self) -> list[str]:
        return [name for name in self.rows.columns if not name.startswith("_")]

    def header(self, column: str) -> str:
        """The header text as this file spells it."""
        return self.headers.get(column, self.duplicated.get(column, column))


@dataclass(frozen=True)
class Placed:
    """Where everything of one sheet ended up: rows as the spreadsheet (or the CSV's lines) count them."""

    file: str
    sheet: str
    records: pl.DataFrame
    defects: pl.DataFrame
    context: pl.DataFrame


def new_sheet(file: str, name: str, rows: pl.DataFrame, **more: object) -> Sheet:
    """A sheet whose rows are numbered in _row."""
    return Sheet(file, name, rows.with_row_index("_row").with_columns(pl.col("_row").cast(pl.Int64)), **more)  # type: ignore[arg-type]


def lay_out(sheet: Sheet, rng: np.random.Generator) -> tuple[Laid, Placed]:
    """Set titles, header, column numbers and the lines that are no data around the rows."""
    columns = sheet.columns
    grid = sheet.rows.select(
        pl.col("_row"), *columns, (pl.int_range(pl.len()) * 10 + 10).alias("_key"), pl.lit("").alias("_line")
    )
    lines = [*_top(sheet), *_between(sheet, rng, grid.height)]
    schema = {name: grid.schema[name] for name in grid.columns}
    inserted = pl.DataFrame([{**dict.fromkeys(columns), "_row": None, **line} for line in lines], schema=schema)
    whole = pl.concat([inserted, grid]).sort("_key", maintain_order=True).with_row_index("_at", offset=1)
    header_row = int(whole.filter(pl.col("_line") == "header")["_at"][0])
    laid = Laid(
        sheet.name,
        whole.select(columns),
        header_row,
        numeric=frozenset(index for index, name in enumerate(columns) if name in sheet.numeric),
        merged=len(sheet.titles),
    )
    return laid, _placed(sheet, whole)


def _top(sheet: Sheet) -> list[dict[str, object]]:
    first = sheet.columns[0]
    lines: list[dict[str, object]] = [
        {first: text, "_key": -100 + place, "_line": "line_title"} for place, text in enumerate(sheet.titles)
    ]
    lines.append({**_header_cells(sheet), "_key": 0, "_line": "header"})
    if sheet.numbered:
        numbers = {name: str(number) for number, name in enumerate(sheet.columns, start=1)}
        lines.append({**numbers, "_key": 1, "_line": "line_column_numbers"})
    return lines


def _header_cells(sheet: Sheet) -> dict[str, object]:
    return {name: sheet.header(name) for name in sheet.columns}


def _between(sheet: Sheet, rng: np.random.Generator, height: int) -> list[dict[str, object]]:
    """Subtotals, blank lines and repeated headers between the rows, ``extra_lines`` of each; a total at the end."""
    if not sheet.extra_lines or height < 4:
        return []
    first, second = sheet.columns[:2]
    lines: list[dict[str, object]] = []
    places = np.sort(rng.permutation(height - 2)[: 3 * sheet.extra_lines]) + 1
    words = ("JUMLAH", "SUBTOTAL", "Jumlah", "Sub Total")
    for number, place in enumerate(places.tolist()):
        key = place * 10 + 15
        if number % 3 == 0:
            lines.append(
                {
                    first: words[number // 3 % len(words)],
                    second: str(10 + number),
                    "_key": key,
                    "_line": "line_subtotal",
                }
            )
        elif number % 3 == 1:
            lines.append({"_key": key, "_line": "line_blank"})
        else:
            lines.append({**_header_cells(sheet), "_key": key, "_line": "line_header_repeated"})
    lines.append({first: "TOTAL", second: str(height), "_key": height * 10 + 50, "_line": "line_subtotal"})
    return lines


def _placed(sheet: Sheet, whole: pl.DataFrame) -> Placed:
    at = whole.filter(pl.col("_line") == "").select("_row", pl.col("_at").cast(pl.Int64).alias("row"))
    lines = whole.filter(pl.col("_line").str.starts_with("line_")).select(
        pl.col("_at").cast(pl.Int64).alias("row"),
        pl.lit("").alias("column"),
        pl.col("_line").alias("kind"),
        pl.lit(0, dtype=pl.Int64).alias("case"),
    )
    header_row = int(whole.filter(pl.col("_line") == "header")["_at"][0])
    defects = pl.concat([lines, _header_defects(sheet, header_row), _defects(sheet, at)])
    return Placed(sheet.file, sheet.name, _records(sheet, at), defects, _context(sheet, at))


def _context(sheet: Sheet, at: pl.DataFrame) -> pl.DataFrame:
    rows = pl.DataFrame(sheet.context, schema={"_row": pl.Int64, "case": pl.Int64}, orient="row")
    return rows.join(at, on="_row").select("row", "case")


def _defects(sheet: Sheet, at: pl.DataFrame, *, without: Sequence[str] = ()) -> pl.DataFrame:
    rows = [(one.row, sheet.header(one.column), one.kind, one.case) for one in sheet.planted if one.kind not in without]
    planted = pl.DataFrame(
        rows, schema={"_row": pl.Int64, "column": pl.String, "kind": pl.String, "case": pl.Int64}, orient="row"
    )
    return planted.join(at, on="_row").select("row", "column", "kind", "case")


def _header_defects(sheet: Sheet, header_row: int) -> pl.DataFrame:
    told = (("header_misspelt", sheet.headers), ("header_duplicated", sheet.duplicated))
    rows = [
        (header_row, text, kind, 0) for kind, texts in told for name, text in texts.items() if name in sheet.columns
    ]
    return pl.DataFrame(rows, schema=_DEFECTS, orient="row")


def _records(sheet: Sheet, at: pl.DataFrame) -> pl.DataFrame:
    if "_person" not in sheet.rows.columns:
        return pl.DataFrame(schema=_RECORDS)
    return sheet.rows.join(at, on="_row").select("row", pl.col("_person").cast(pl.Int64).alias("true_person_id"))


def export_csv(sheet: Sheet, *, separator: str = ";", encoding: str = "utf-8-sig") -> tuple[bytes, Placed]:
    """The rows as a text export: header and rows, marked cells by their original, no typed-number damage."""
    columns = sheet.columns
    frame = sheet.rows.select(as_exported(name).alias(sheet.header(name)) for name in columns)
    content = frame.write_csv(separator=separator, line_terminator="\r\n", null_value="").encode(encoding)
    at = sheet.rows.select("_row").with_columns(pl.int_range(2, pl.len() + 2).alias("row"))
    typed = ("nik_excel_rounded", "kk_excel_rounded")
    defects = pl.concat([_header_defects(sheet, 1), _defects(sheet, at, without=typed)])
    return content, Placed(sheet.file, sheet.name, _records(sheet, at), defects, _context(sheet, at))


def sheet_defect(file: str, sheet: str, kind: str) -> Placed:
    """A defect of the sheet as a whole: no row, no column."""
    defect = {"row": [None], "column": [""], "kind": [kind], "case": [0]}
    records, context = pl.DataFrame(schema=_RECORDS), pl.DataFrame(schema=_CONTEXT)
    return Placed(file, sheet, records, pl.DataFrame(defect, schema=_DEFECTS), context)
