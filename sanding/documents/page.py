"""A finished DOCX as one HTML page: paragraphs, tables, pictures and paper as they stand, for the reading copy.

Reads what our templates use (and what an office usually adds); anything else is left out, never guessed.
"""

from base64 import b64encode
from collections.abc import Iterator
from html import escape
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Length
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

PICTURE = "data:image/png;base64,"
_PNG = b"\x89PNG"
_ALIGN = {
    WD_ALIGN_PARAGRAPH.CENTER: "center",
    WD_ALIGN_PARAGRAPH.RIGHT: "right",
    WD_ALIGN_PARAGRAPH.JUSTIFY: "justify",
}
_STYLE = """
body { margin: 0; line-height: 1.25; }
p, .h { margin: 0; min-height: 1em; }
.h { display: flex; } .h > span:last-child { flex: 1; }
table { border-collapse: collapse; table-layout: fixed; margin: 0 auto; }
td, th { vertical-align: top; padding: 0 .19cm; font-weight: inherit; }
table.grid td, table.grid th { border: .5pt solid #000; }
thead { display: table-header-group; }
tr { break-inside: avoid; } tr.long { break-inside: auto; }
.foot { position: running(foot); }
img { vertical-align: middle; }
"""


def page_of(document: bytes, *, title: str) -> str:
    """The page as HTML with its own style; ``title`` becomes the title of the PDF."""
    found = Document(BytesIO(document))
    normal = found.styles["Normal"]
    family = f'"{_plain_name(normal.font.name)}", "Liberation Sans", sans-serif'
    if "Bookman" in (normal.font.name or "") or "Times" in (normal.font.name or ""):
        family = f'"{_plain_name(normal.font.name)}", "Bookman URW", "Liberation Serif", serif'
    sections = list(enumerate(found.sections))
    style = _STYLE + f"body {{ font: {_points(normal.font.size, 12)}pt/1.25 {family}; }}"
    style += "".join(_page_rule(at, section) for at, section in sections)
    body = "".join(f'<div class="s{at}">{_foot(section, at)}{_blocks(section)}</div>' for at, section in sections)
    return (
        f'<!doctype html><html lang="id"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<style>{style}</style></head><body>{body}</body></html>"
    )


def _plain_name(name: str | None) -> str:
    return "".join(sign for sign in name or "" if sign.isalnum() or sign == " ")


def _points(size: Length | None, otherwise: float) -> float:
    return size.pt if size is not None else otherwise


def _cm(length: Length | None) -> str:
    return f"{(length or Length(0)).cm:.2f}cm"


def _page_rule(at: int, section: Section) -> str:
    width, height = _cm(section.page_width), _cm(section.page_height)
    bottom = max((section.bottom_margin or Length(0)).cm, 2.6)
    margins = f"{_cm(section.top_margin)} {_cm(section.right_margin)} {bottom:.2f}cm {_cm(section.left_margin)}"
    mark = 'content: "SALINAN BACA – bukan naskah resmi"; font: 8pt sans-serif; color: #8a1c1c;'
    count = 'content: "Halaman " counter(page) " dari " counter(pages); font: 8pt sans-serif;'
    first = "" if at == 0 else "break-before: page;"
    return (
        f"@page s{at} {{ size: {width} {height}; margin: {margins}; @top-right {{ {mark} }} "
        f"@bottom-left {{ content: element(foot); width: 75%; vertical-align: middle; }} "
        f"@bottom-right {{ {count} width: 25%; }} }} .s{at} {{ page: s{at}; {first} }}"
    )


def _foot(section: Section, at: int) -> str:
    """The footer of the first section; the later ones of our papers go on with it."""
    if at and section.footer.is_linked_to_previous:
        return ""
    return f'<div class="foot">{"".join(_paragraph(one) for one in section.footer.paragraphs)}</div>'


def _blocks(holder: Any) -> str:
    return "".join(
        _table(block) if isinstance(block, Table) else _paragraph(block) for block in holder.iter_inner_content()
    )


def _paragraph(paragraph: Paragraph) -> str:
    form, style = paragraph.paragraph_format, paragraph.style
    own = style.paragraph_format if style is not None else form
    rules = []
    if paragraph.alignment in _ALIGN:
        rules.append(f"text-align: {_ALIGN[paragraph.alignment]}")
    size = style.font.size if style is not None else None
    if size is not None:
        rules.append(f"font-size: {size.pt}pt")
    for name, before, styled in (
        ("margin-top", form.space_before, own.space_before),
        ("margin-bottom", form.space_after, own.space_after),
    ):
        length = before if before is not None else styled
        if length:
            rules.append(f"{name}: {length.pt}pt")
    if isinstance(form.line_spacing, Length):
        rules.append(f"line-height: {form.line_spacing.pt}pt; min-height: {form.line_spacing.pt}pt")
    if form.keep_with_next:
        rules.append("break-after: avoid")
    if paragraph._p.find(f".//{qn('w:pBdr')}") is not None:
        rules.append("border-top: 2pt solid #000")
    return _hanging(paragraph, rules) or _flowing(paragraph, rules)


def _flowing(paragraph: Paragraph, rules: list[str]) -> str:
    form = paragraph.paragraph_format
    if form.left_indent:
        rules = [*rules, f"margin-left: {_cm(form.left_indent)}"]
    return f'<p style="{"; ".join(rules)}">{"".join(_runs(paragraph))}</p>'


def _hanging(paragraph: Paragraph, rules: list[str]) -> str:
    """A point whose mark hangs at the left of its text; empty where the paragraph is none."""
    form = paragraph.paragraph_format
    indent = form.first_line_indent
    mark, tab, text = "".join(_runs(paragraph)).partition("\t")
    if not tab or indent is None or indent >= 0:
        return ""
    left = Length((form.left_indent or 0) + indent)
    style = "; ".join([*rules, f"margin-left: {_cm(left)}"])
    hang = f'<span style="flex: 0 0 {_cm(Length(-indent))}">{mark}</span><span>{text}</span>'
    return f'<div class="h" style="{style}">{hang}</div>'


def _runs(paragraph: Paragraph) -> Iterator[str]:
    for run in paragraph.runs:
        yield from (_picture(run, drawing) for drawing in run._r.iter(qn("a:blip")))
        text = escape(run.text).replace("\n", "<br>")
        if not text:
            continue
        rules = [f"font-size: {run.font.size.pt}pt"] if run.font.size is not None else []
        if run.bold:
            rules.append("font-weight: bold")
        if run.italic:
            rules.append("font-style: italic")
        if run.underline:
            rules.append("text-decoration: underline")
        if not rules or "\t" in text:
            yield text
        else:
            yield f'<span style="{"; ".join(rules)}">{text}</span>'


def _picture(run: Run, blip: Any) -> str:
    """A PNG that the document carries, in its size; other pictures are left out."""
    part = run.part.related_parts.get(blip.get(qn("r:embed")))
    extent = next(iter(run._r.iter(qn("wp:extent"))), None)
    if part is None or extent is None or not part.blob.startswith(_PNG):
        return ""
    width, height = (_cm(Length(int(extent.get(side)))) for side in ("cx", "cy"))
    data = b64encode(part.blob).decode()
    return f'<img alt="" src="{PICTURE}{data}" style="width: {width}; height: {height}">'


def _table(table: Table) -> str:
    style = (table.style.name or "") if table.style is not None else ""
    widths = [Length(int(column.get(qn("w:w"), 0)) * 635) for column in table._tbl.tblGrid.iter(qn("w:gridCol"))]
    columns = "".join(f'<col style="width: {_cm(width)}">' for width in widths)
    total = _cm(Length(sum(widths)))
    heads = [row for row in table.rows if row._tr.find(f".//{qn('w:tblHeader')}") is not None]
    head = "".join(_row(row, "th") for row in heads)
    body = "".join(_row(row, "td", long="Grid" not in style) for row in table.rows[len(heads) :])
    kind = ' class="grid"' if "Grid" in style else ""
    return f'<table{kind} style="width: {total}">{columns}<thead>{head}</thead><tbody>{body}</tbody></table>'


def _row(row: Any, tag: str, *, long: bool = False) -> str:
    cells = []
    for cell in row._tr.tc_lst:
        fill = next((one.get(qn("w:fill")) for one in cell.iter(qn("w:shd"))), "")
        shade = f' style="background: #{fill}"' if fill and fill.isalnum() and fill != "auto" else ""
        span = f' colspan="{cell.grid_span}"' if cell.grid_span > 1 else ""
        cells.append(f"<{tag}{span}{shade}>{_blocks(_Cell(cell, row))}</{tag}>")
    opening = '<tr class="long">' if long else "<tr>"
    return f"{opening}{''.join(cells)}</tr>"
