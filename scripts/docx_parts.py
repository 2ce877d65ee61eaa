"""The parts our DOCX templates are put together from: page, letterhead, tables whose heading repeats, signature."""

import datetime
import io
from collections.abc import Sequence

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Cm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from sanding.documents.code_mark import qr_png
from sanding.documents.picture import BLANK_PICTURE
from sanding.documents.render import fixed_dates

F4 = (Cm(21.5), Cm(33.0))
CENTER, RIGHT, JUSTIFY = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.JUSTIFY
Columns = Sequence[tuple[str, str, float, int | None]]
"""(heading, field of the row, width in cm, alignment)"""


def start(font: str, size: float, *, margin: float = 2.5, table: float = 10) -> DocumentType:
    """An empty F4 page in one font, with the check code in its footer and a smaller style for tables."""
    document = Document()
    style = document.styles["Normal"]
    style.font.name, style.font.size = font, Pt(size)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), font)
    style.paragraph_format.space_after = Pt(0)
    small = document.styles.add_style("Isi tabel", WD_STYLE_TYPE.PARAGRAPH)
    small.base_style, small.font.size = style, Pt(table)
    small.paragraph_format.space_before = small.paragraph_format.space_after = Pt(1)
    set_page(document.sections[0], landscape=False, margin=margin)
    _footer(document.sections[0])
    return document


def set_page(section: Section, *, landscape: bool, margin: float = 2.5) -> None:
    """F4, upright or lying, with margins in cm."""
    width, height = F4
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (height, width) if landscape else (width, height)
    section.left_margin = section.right_margin = Cm(margin if not landscape else 2)
    section.top_margin = section.bottom_margin = Cm(2 if margin == 2.5 else 1.5)
    section.footer_distance = Cm(0.8)


def _footer(section: Section) -> None:
    """One line on every page: the code to check, its address, and the square code at the left."""
    paragraph = section.footer.paragraphs[0]
    picture(paragraph, qr_png("templat"), "kode_periksa.png", "Kode periksa", 1.5)
    text = paragraph.add_run("  Kode periksa {{ kode }} – {{ alamat_periksa }}")
    text.font.size = Pt(8)


def picture(paragraph: Paragraph, content: bytes, name: str, words: str, width: float) -> None:
    """A picture that is replaced by its name when a document is made; width in cm."""
    run = paragraph.add_run()
    run.add_picture(io.BytesIO(content), width=Cm(width))
    for named in run._r.iter(qn("wp:docPr"), qn("pic:cNvPr")):
        named.set("name", name)
        named.set("descr", words)


def letterhead(document: DocumentType, width: float) -> None:
    """The office's lines beside its logo, above a rule; ``width`` of the text in cm."""
    table = bare_table(document, (2.3, width - 4.6, 2.3), 1)
    logo, middle, _right = table.rows[0].cells
    picture(logo.paragraphs[0], BLANK_PICTURE, "logo.png", "Logo", 1.9)
    middle.paragraphs[0].add_run("{%p for baris in kop %}")
    for condition, bold in (("{%p if loop.first %}", True), ("{%p else %}", False)):
        middle.add_paragraph(condition)
        paragraph = middle.add_paragraph()
        paragraph.alignment = CENTER
        run = paragraph.add_run("{{ baris }}")
        run.bold, run.font.size = bold, Pt(14 if bold else 11)
    middle.add_paragraph("{%p endif %}")
    middle.add_paragraph("{%p endfor %}")
    _rule_below(document)


def _rule_below(document: DocumentType) -> None:
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.line_spacing = Pt(6)
    paragraph.paragraph_format.space_after = Pt(8)
    borders, bottom = OxmlElement("w:pBdr"), OxmlElement("w:top")
    for name, value in (("w:val", "single"), ("w:sz", "18"), ("w:space", "1"), ("w:color", "000000")):
        bottom.set(qn(name), value)
    borders.append(bottom)
    paragraph._p.get_or_add_pPr().append(borders)


def line(
    document: DocumentType,
    text: str,
    *,
    bold: bool = False,
    align: int | None = CENTER,
    before: float = 0,
    after: float = 0,
    size: float | None = None,
    with_next: bool = False,
) -> Paragraph:
    """One paragraph."""
    paragraph = document.add_paragraph()
    paragraph.alignment = align
    form = paragraph.paragraph_format
    form.space_before, form.space_after, form.keep_with_next = Pt(before), Pt(after), with_next or None
    run = paragraph.add_run(text)
    run.bold = bold
    run.font.size = Pt(size) if size else None
    return paragraph


def bare_table(document: DocumentType, widths: Sequence[float], rows: int) -> Table:
    """A table without lines, its columns fixed."""
    table = document.add_table(rows=rows, cols=len(widths))
    table.autofit = False
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Cm(width)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    return table


def hanging(paragraph: Paragraph, mark: str, text: str) -> None:
    """A point with its letter or number hanging at the left."""
    paragraph.alignment = JUSTIFY
    form = paragraph.paragraph_format
    form.left_indent, form.first_line_indent = Cm(0.9), Cm(-0.9)
    form.tab_stops.add_tab_stop(Cm(0.9), WD_TAB_ALIGNMENT.LEFT)
    form.space_after = Pt(3)
    paragraph.add_run(f"{mark}\t{text}")


def points(document: DocumentType, rows: str, *, together: bool = False) -> None:
    """Lettered points of a list in the body; ``together`` on one page."""
    document.add_paragraph(f"{{%p for butir in {rows} %}}")
    paragraph = document.add_paragraph()
    hanging(paragraph, "{{ butir.huruf }}", "{{ butir.teks }}")
    paragraph.paragraph_format.keep_with_next = together or None
    document.add_paragraph("{%p endfor %}")


def cell_points(cell: _Cell, rows: str, item: str) -> None:
    """Points of a list inside one cell."""
    cell.paragraphs[0].add_run(f"{{%p for {item} in {rows} %}}")
    hanging(cell.add_paragraph(), f"{{{{ {item}.huruf }}}}", f"{{{{ {item}.teks }}}}")
    cell.add_paragraph("{%p endfor %}")


def small_gap(document: DocumentType) -> None:
    """Two tables that touch become one in Word: keep a thin line between them."""
    document.add_paragraph().paragraph_format.line_spacing = Pt(6)


def fill_cells(cells: Sequence[_Cell], texts: Sequence[str]) -> None:
    """One text in each cell."""
    for cell, text in zip(cells, texts, strict=True):
        cell.paragraphs[0].add_run(text)


def ruled_table(document: DocumentType, rows: str, columns: Columns, *, item: str = "baris") -> Table:
    """A ruled table whose heading repeats and whose rows do not break across pages."""
    table = _grid(document, [width for _head, _key, width, _align in columns], 4)
    head, begin, body, end = table.rows
    begin.cells[0].paragraphs[0].add_run(f"{{%tr for {item} in {rows} %}}")
    end.cells[0].paragraphs[0].add_run("{%tr endfor %}")
    for place, (heading, key, _width, align) in enumerate(columns):
        _fill(head.cells[place], heading, CENTER, bold=True)
        _fill(body.cells[place], f"{{{{ {item}.{key} }}}}", align)
    _row_flag(head, "w:tblHeader")
    _row_flag(body, "w:cantSplit")
    return table


def fixed_table(document: DocumentType, columns: Columns) -> Table:
    """A ruled table of one row whose fields are named in full."""
    table = _grid(document, [width for _head, _key, width, _align in columns], 2)
    for place, (heading, key, _width, align) in enumerate(columns):
        _fill(table.rows[0].cells[place], heading, CENTER, bold=True)
        _fill(table.rows[1].cells[place], f"{{{{ {key} }}}}", align)
    for row in table.rows:
        _row_flag(row, "w:cantSplit")
    for cell in table.rows[0].cells:
        cell.paragraphs[0].paragraph_format.keep_with_next = True
    return table


def _grid(document: DocumentType, widths: Sequence[float], rows: int) -> Table:
    table = bare_table(document, widths, rows)
    table.style, table.alignment = "Table Grid", WD_TABLE_ALIGNMENT.CENTER
    return table


def _fill(cell: _Cell, text: str, align: int | None, *, bold: bool = False) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.style, paragraph.alignment = "Isi tabel", align
    run = paragraph.add_run(text)
    run.bold = bold or None
    if bold:
        run.font.size = Pt(8)
        shade = OxmlElement("w:shd")
        for name, value in (("w:val", "clear"), ("w:color", "auto"), ("w:fill", "EDEDED")):
            shade.set(qn(name), value)
        cell._tc.get_or_add_tcPr().append(shade)


def _row_flag(row: object, flag: str) -> None:
    element = OxmlElement(flag)
    element.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(element)  # type: ignore[attr-defined]


def note(document: DocumentType, text: str, *, with_next: bool = True) -> None:
    """Small words below a table; they stay with what follows, so that a signature never stands alone on a page."""
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.space_before = Pt(4)
    paragraph.paragraph_format.keep_with_next = with_next
    paragraph.add_run(text).font.size = Pt(8.5)


def sources(document: DocumentType) -> None:
    """One line per data source."""
    document.add_paragraph("{%p for butir in sumber %}")
    note(document, "Sumber: {{ butir }}")
    document.add_paragraph("{%p endfor %}")


def signature(document: DocumentType, *, place: Sequence[str] = (), indent: float = 8.5) -> None:
    """Where and when, the office, room to sign, name, and rank and NIP where there are any."""
    lines = [*place, "", "{{ penanda.jabatan }},", "", "", ""]
    for number, text in enumerate([*lines, "{{ penanda.nama }}"]):
        _signing(document.add_paragraph(text), indent, before=12 if number == 0 else 0)
    document.add_paragraph("{%p for baris in penanda.baris %}")
    _signing(document.add_paragraph("{{ baris }}"), indent, before=0)
    document.add_paragraph("{%p endfor %}")


def _signing(paragraph: Paragraph, indent: float, *, before: float) -> None:
    form = paragraph.paragraph_format
    form.left_indent, form.keep_with_next = Cm(indent), True
    form.space_before = Pt(before)


def saved(document: DocumentType, title: str) -> bytes:
    """The template as bytes: the same each time."""
    core = document.core_properties
    core.created = core.modified = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
    core.author, core.last_modified_by, core.comments, core.title = "Sanding", "Sanding", "", title
    out = io.BytesIO()
    document.save(out)
    return fixed_dates(out.getvalue())
