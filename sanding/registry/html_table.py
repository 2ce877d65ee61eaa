"""HTML saved as .xls: its tables through lxml, without network, entities or scripts."""

from pathlib import Path

import polars as pl
from lxml import etree, html

from sanding.registry.csv_file import detect_encoding
from sanding.registry.guard import unreadable


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
    tables = [table for table in root.iter("table") if not table.xpath(".//table")]
    return [frame for frame in map(_frame, tables) if frame.height]


def _frame(table: "html.HtmlElement") -> pl.DataFrame:
    rows = [_cells(row) for row in table.iter("tr")]
    width = max(map(len, rows), default=0)
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
