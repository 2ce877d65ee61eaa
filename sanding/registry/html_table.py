"""HTML saved as .xls: its tables through lxml, without network, entities or scripts."""

from pathlib import Path

import polars as pl
from lxml import etree, html

from sanding.registry.csv_file import detect_encoding
from sanding.registry.guard import too_wide, unreadable

LARGEST_PAGE = 2_000_000
"""Cells of one table after short rows were filled up."""


def open_html(path: Path) -> list[pl.DataFrame]:
    """Each table that holds no other one, as an all-text frame; merged cells fill their first place only."""
    told = b"charset" in path.read_bytes()[:4096].lower()
    coding = None if told else detect_encoding(path).removesuffix("-sig")
    parser = html.HTMLParser(encoding=coding, no_network=True, remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        root = html.parse(str(path), parser).getroot()
    except (etree.LxmlError, OSError) as error:
        raise unreadable(path, error) from None
    if root is None:
        return []
    holding = {outer for table in root.iter("table") if (outer := _table_around(table)) is not None}
    tables = [table for table in root.iter("table") if table not in holding]
    return [frame for frame in (_frame(table, path) for table in tables) if frame.height]


def _table_around(table: "html.HtmlElement") -> "html.HtmlElement | None":
    return next(table.iterancestors("table"), None)


def _frame(table: "html.HtmlElement", path: Path) -> pl.DataFrame:
    rows = [_cells(row) for row in table.iter("tr")]
    width = max(map(len, rows), default=0)
    if width * len(rows) > max(LARGEST_PAGE, 30 * sum(map(len, rows))):
        raise too_wide(path)
    filled = [row + [None] * (width - len(row)) for row in rows]
    return pl.DataFrame(filled, schema={f"c{at}": pl.String for at in range(width)}, orient="row")


def _cells(row: "html.HtmlElement") -> list[str | None]:
    cells: list[str | None] = []
    for cell in row.iter("td", "th"):
        text = " ".join(cell.text_content().split(" ")).strip("\r\n ")
        cells.append(text or None)
        span = cell.get("colspan", "1")
        cells.extend([None] * (min(int(span), 200) - 1 if span.isdecimal() and int(span) > 0 else 0))
    return cells
