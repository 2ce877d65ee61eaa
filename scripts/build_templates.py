"""Builds the DOCX templates that come with the product, so that their making can be read and repeated.

Run: .venv/bin/python scripts/build_templates.py. The office then edits its own copy in Word or LibreOffice.
"""

import datetime
import io
from pathlib import Path

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.section import WD_ORIENT, WD_SECTION
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
from sanding.documents.render import fixed_dates

FOLDER = Path(__file__).parent.parent / "sanding" / "documents" / "templates"
F4 = (Cm(21.5), Cm(33.0))
FONT = "Bookman Old Style"
CENTER, RIGHT, JUSTIFY = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.JUSTIFY


def main() -> None:
    """Write every template."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / "sk_pendamping.docx").write_bytes(companion_decree_file())


def companion_decree_file() -> bytes:
    """The template as bytes: the same each time."""
    return _saved(companion_decree())


def companion_decree() -> DocumentType:
    """Keputusan Bupati/Wali Kota on companions of priority villages, with two annexes (form of Permendagri 80/2015)."""
    document = _blank()
    for text in ("{{ jabatan }}", "PROVINSI {{ provinsi }}"):
        _line(document, text, bold=True)
    _line(document, "")
    for text in ("KEPUTUSAN {{ jabatan }}", "NOMOR {{ nomor }}", "TENTANG", "{{ tentang }}"):
        _line(document, text, after=6 if text != "{{ tentang }}" else 12)
    _line(document, "{{ jabatan }},", after=12)
    _preamble(document)
    _line(document, "MEMUTUSKAN:", before=12, after=12)
    _operative(document)
    _signature(document, place=True)
    _copies(document)
    _annex_one(document)
    _annex_two(document)
    return document


def _blank() -> DocumentType:
    document = Document()
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(12)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    style.paragraph_format.space_after = Pt(0)
    small = document.styles.add_style("Isi tabel", WD_STYLE_TYPE.PARAGRAPH)
    small.base_style, small.font.size = style, Pt(10)
    small.paragraph_format.space_before = small.paragraph_format.space_after = Pt(1)
    _page(document.sections[0], landscape=False)
    _footer(document.sections[0])
    return document


def _page(section: Section, *, landscape: bool) -> None:
    width, height = F4
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (height, width) if landscape else (width, height)
    section.left_margin = section.right_margin = Cm(2.5 if not landscape else 2)
    section.top_margin, section.bottom_margin = Cm(2), Cm(2)
    section.footer_distance = Cm(0.8)


def _footer(section: Section) -> None:
    """One line on every page: the code to check, its address, and the square code at the left."""
    paragraph = section.footer.paragraphs[0]
    run = paragraph.add_run()
    run.add_picture(io.BytesIO(qr_png("templat")), width=Cm(1.5))
    for named in run._r.iter(qn("wp:docPr"), qn("pic:cNvPr")):
        named.set("name", "kode_periksa.png")
        named.set("descr", "Kode periksa")
    text = paragraph.add_run("  Kode periksa {{ kode }} – {{ alamat_periksa }}")
    text.font.size = Pt(8)


def _line(
    document: DocumentType, text: str, *, bold: bool = False, align: int = CENTER, before: float = 0, after: float = 0
) -> Paragraph:
    paragraph = document.add_paragraph()
    paragraph.alignment = align
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(before), Pt(after)
    paragraph.add_run(text).bold = bold
    return paragraph


def _bare_table(document: DocumentType, widths: tuple[float, ...], rows: int) -> Table:
    """A table without lines, its columns fixed."""
    table = document.add_table(rows=rows, cols=len(widths))
    table.autofit = False
    for row in table.rows:
        _widths(row.cells, widths)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    return table


def _widths(cells: tuple[_Cell, ...], widths: tuple[float, ...]) -> None:
    for cell, width in zip(cells, widths, strict=True):
        cell.width = Cm(width)


def _hanging(paragraph: Paragraph, mark: str, text: str) -> None:
    """A point with its letter or number hanging at the left."""
    paragraph.alignment = JUSTIFY
    form = paragraph.paragraph_format
    form.left_indent, form.first_line_indent = Cm(0.9), Cm(-0.9)
    form.tab_stops.add_tab_stop(Cm(0.9), WD_TAB_ALIGNMENT.LEFT)
    form.space_after = Pt(3)
    paragraph.add_run(f"{mark}\t{text}")


def _loop(cell: _Cell, rows: str, item: str) -> None:
    """Points of a list inside one cell."""
    cell.paragraphs[0].add_run(f"{{%p for {item} in {rows} %}}")
    _hanging(cell.add_paragraph(), f"{{{{ {item}.huruf }}}}", f"{{{{ {item}.teks }}}}")
    cell.add_paragraph("{%p endfor %}")


def _preamble(document: DocumentType) -> None:
    widths = (3.9, 0.5, 12.0)
    for label, rows, optional in (
        ("Menimbang", "menimbang", False),
        ("Mengingat", "mengingat", False),
        ("Memperhatikan", "memperhatikan", True),
    ):
        if optional:
            document.add_paragraph(f"{{%p if {rows} %}}")
        table = _bare_table(document, widths, 1)
        cells = table.rows[0].cells
        cells[0].paragraphs[0].add_run(label)
        cells[1].paragraphs[0].add_run(":")
        _loop(cells[2], rows, "butir")
        if optional:
            document.add_paragraph("{%p endif %}")
        else:
            _small_gap(document)


def _small_gap(document: DocumentType) -> None:
    """Two tables that touch become one in Word: keep a thin line between them."""
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.line_spacing = Pt(6)


def _operative(document: DocumentType) -> None:
    widths = (3.9, 0.5, 12.0)
    table = _bare_table(document, widths, 4)
    head, begin, clause, end = table.rows
    _cells(head.cells, ("Menetapkan", ":", ""))
    subject = head.cells[2].paragraphs[0]
    subject.add_run("KEPUTUSAN {{ sebutan }} TENTANG {{ tentang }}.")
    subject.alignment, subject.paragraph_format.space_after = JUSTIFY, Pt(6)
    begin.cells[0].paragraphs[0].add_run("{%tr for pasal in diktum %}")
    _cells(clause.cells, ("{{ pasal.urutan }}", ":", ""))
    text = clause.cells[2].paragraphs[0]
    text.add_run("{{ pasal.teks }}")
    text.alignment, text.paragraph_format.space_after = JUSTIFY, Pt(6)
    clause.cells[2].add_paragraph("{%p for butir in pasal.rincian %}")
    _hanging(clause.cells[2].add_paragraph(), "{{ butir.huruf }}", "{{ butir.teks }}")
    clause.cells[2].add_paragraph("{%p endfor %}")
    end.cells[0].paragraphs[0].add_run("{%tr endfor %}")


def _cells(cells: tuple[_Cell, ...], texts: tuple[str, ...]) -> None:
    for cell, text in zip(cells, texts, strict=True):
        cell.paragraphs[0].add_run(text)


def _signature(document: DocumentType, *, place: bool, indent: float = 8.5) -> None:
    lines = ["Ditetapkan di {{ tempat }}", "pada tanggal {{ tanggal }}", ""] if place else [""]
    lines += ["{{ jabatan }},", "", "", "", "{{ pejabat }}"]
    for number, text in enumerate(lines):
        paragraph = document.add_paragraph(text)
        paragraph.paragraph_format.left_indent = Cm(indent)
        paragraph.paragraph_format.keep_with_next = number < len(lines) - 1
        if number == 0:
            paragraph.paragraph_format.space_before = Pt(12)


def _copies(document: DocumentType) -> None:
    document.add_paragraph("{%p if tembusan %}")
    paragraph = document.add_paragraph("Tembusan:")
    paragraph.paragraph_format.space_before = Pt(18)
    document.add_paragraph("{%p for butir in tembusan %}")
    _hanging(document.add_paragraph(), "{{ butir.huruf }}", "{{ butir.teks }}")
    document.add_paragraph("{%p endfor %}")
    document.add_paragraph("{%p endif %}")


def _annex_head(document: DocumentType, name: str, *, landscape: bool, indent: float) -> None:
    section = document.add_section(WD_SECTION.NEW_PAGE)
    _page(section, landscape=landscape)
    for text in (name, "KEPUTUSAN {{ jabatan }}", "NOMOR {{ nomor }}", "TENTANG", "{{ tentang }}"):
        paragraph = document.add_paragraph(text)
        paragraph.paragraph_format.left_indent = Cm(indent)
    paragraph.paragraph_format.space_after = Pt(12)


def _annex_one(document: DocumentType) -> None:
    _annex_head(document, "LAMPIRAN I", landscape=True, indent=17)
    _line(document, "DAFTAR DESA/KELURAHAN PRIORITAS MENURUT GELOMBANG", bold=True, after=8)
    columns = (
        ("NO.", "no", 1.3, CENTER), ("KODE", "kode", 3.6, CENTER), ("DESA/KELURAHAN", "desa", 5.9, None),
        ("KECAMATAN", "kecamatan", 4.6, None), ("DESIL 1 ({{ satuan }})", "jumlah", 2.7, RIGHT),
        ("BAGIAN", "bagian", 2.2, RIGHT), ("INDEKS", "indeks", 2.4, RIGHT), ("PERING-\nKAT", "peringkat", 2.1, CENTER),
        ("GELOM-\nBANG", "gelombang", 2.1, CENTER), ("TAHUN", "tahun", 2.0, CENTER),
    )  # fmt: skip
    _ruled_table(document, "prioritas", columns)
    _note(document, "Desil 1 dan bagiannya dihitung dalam {{ satuan }}. Tanda * pada indeks: dipakai pengganti.")
    _sources(document)
    _signature(document, place=False, indent=18)


def _annex_two(document: DocumentType) -> None:
    _annex_head(document, "LAMPIRAN II", landscape=False, indent=7)
    _line(document, "PENDAMPING UTAMA DESA/KELURAHAN PRIORITAS TAHUN {{ tahun }}", bold=True, after=8)
    columns = (
        ("NO.", "no", 1.2, CENTER), ("PENDAMPING UTAMA", "unit", 5.2, None), ("DESA/KELURAHAN", "desa", 4.0, None),
        ("KECAMATAN", "kecamatan", 3.2, None), ("DESIL 1 ({{ satuan }})", "jumlah", 2.8, RIGHT),
    )  # fmt: skip
    _ruled_table(document, "pendamping", columns)
    _sources(document)
    _signature(document, place=False)


def _ruled_table(document: DocumentType, rows: str, columns: tuple[tuple[str, str, float, int | None], ...]) -> None:
    """A ruled table whose heading repeats and whose rows do not break across pages."""
    table = document.add_table(rows=4, cols=len(columns))
    table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    head, begin, body, end = table.rows
    begin.cells[0].paragraphs[0].add_run(f"{{%tr for baris in {rows} %}}")
    end.cells[0].paragraphs[0].add_run("{%tr endfor %}")
    for place, (heading, key, width, align) in enumerate(columns):
        table.columns[place].width = Cm(width)
        for row in table.rows:
            row.cells[place].width = Cm(width)
        top, cell = head.cells[place].paragraphs[0], body.cells[place].paragraphs[0]
        top.add_run(heading).bold = True
        cell.add_run(f"{{{{ baris.{key} }}}}")
        top.style = cell.style = "Isi tabel"
        top.alignment, cell.alignment = CENTER, align
    _row_flag(head, "w:tblHeader")
    _row_flag(body, "w:cantSplit")


def _row_flag(row: object, flag: str) -> None:
    element = OxmlElement(flag)
    element.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(element)  # type: ignore[attr-defined]


def _note(document: DocumentType, text: str) -> None:
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.space_before = Pt(4)
    paragraph.paragraph_format.keep_with_next = True  # a signature never stands alone on a page
    paragraph.add_run(text).font.size = Pt(9)


def _sources(document: DocumentType) -> None:
    document.add_paragraph("{%p for butir in sumber %}")
    _note(document, "Sumber: {{ butir }}")
    document.add_paragraph("{%p endfor %}")


def _saved(document: DocumentType) -> bytes:
    core = document.core_properties
    core.created = core.modified = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
    core.author, core.last_modified_by, core.comments, core.title = "Sanding", "Sanding", "", "Templat keputusan"
    out = io.BytesIO()
    document.save(out)
    return fixed_dates(out.getvalue())


if __name__ == "__main__":
    main()
