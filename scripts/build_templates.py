"""Builds the DOCX templates that come with the product, so that their making can be read and repeated.

Run: .venv/bin/python -m scripts.build_templates. The office then edits its own copy in Word or LibreOffice.
"""

from collections.abc import Callable, Mapping
from pathlib import Path

from docx.document import Document as DocumentType
from docx.enum.section import WD_SECTION
from docx.shared import Cm, Pt

from scripts import docx_parts as parts
from scripts.docx_parts import CENTER, JUSTIFY, RIGHT
from scripts.sheet_templates import agency_sheet, handout, village_sheet

FOLDER = Path(__file__).parent.parent / "sanding" / "documents" / "templates"


def main() -> None:
    """Write every template."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in TEMPLATES:
        (FOLDER / name).write_bytes(template_file(name))


def template_file(name: str) -> bytes:
    """A template as bytes: the same each time."""
    title, build = TEMPLATES[name]
    return parts.saved(build(), title)


def companion_decree() -> DocumentType:
    """Keputusan Bupati/Wali Kota on companions of priority villages, with its annexes (form of Permendagri 80/2015)."""
    document = parts.start("Bookman Old Style", 12)
    for text in ("{{ jabatan }}", "PROVINSI {{ provinsi }}"):
        parts.line(document, text, bold=True)
    parts.line(document, "")
    for text in ("KEPUTUSAN {{ jabatan }}", "NOMOR {{ nomor }}", "TENTANG", "{{ tentang }}"):
        parts.line(document, text, after=6 if text != "{{ tentang }}" else 12)
    parts.line(document, "{{ jabatan }},", after=12)
    _preamble(document)
    parts.line(document, "MEMUTUSKAN:", before=12, after=12, with_next=True)
    _operative(document)
    parts.signature(document, place=("Ditetapkan di {{ tempat }}", "pada tanggal {{ tanggal }}"))
    _copies(document)
    _annex_villages(document)
    _annex_waves(document)
    _annex_companions(document)
    return document


def _preamble(document: DocumentType) -> None:
    for label, rows, optional in (
        ("Menimbang", "menimbang", False),
        ("Mengingat", "mengingat", False),
        ("Memperhatikan", "memperhatikan", True),
    ):
        if optional:
            document.add_paragraph(f"{{%p if {rows} %}}")
        table = parts.bare_table(document, (3.9, 0.5, 12.0), 1)
        cells = table.rows[0].cells
        cells[0].paragraphs[0].add_run(label)
        cells[1].paragraphs[0].add_run(":")
        parts.cell_points(cells[2], rows, "butir")
        if optional:
            document.add_paragraph("{%p endif %}")
        else:
            parts.small_gap(document)


def _operative(document: DocumentType) -> None:
    table = parts.bare_table(document, (3.9, 0.5, 12.0), 4)
    head, begin, clause, end = table.rows
    parts.fill_cells(head.cells, ("Menetapkan", ":", ""))
    subject = head.cells[2].paragraphs[0]
    subject.add_run("KEPUTUSAN {{ sebutan }} TENTANG {{ tentang }}.")
    subject.alignment, subject.paragraph_format.space_after = JUSTIFY, Pt(6)
    begin.cells[0].paragraphs[0].add_run("{%tr for pasal in diktum %}")
    parts.fill_cells(clause.cells, ("{{ pasal.urutan }}", ":", ""))
    text = clause.cells[2].paragraphs[0]
    text.add_run("{{ pasal.teks }}")
    text.alignment, text.paragraph_format.space_after = JUSTIFY, Pt(6)
    clause.cells[2].add_paragraph("{%p for butir in pasal.rincian %}")
    parts.hanging(clause.cells[2].add_paragraph(), "{{ butir.huruf }}", "{{ butir.teks }}")
    clause.cells[2].add_paragraph("{%p endfor %}")
    end.cells[0].paragraphs[0].add_run("{%tr endfor %}")


def _copies(document: DocumentType) -> None:
    document.add_paragraph("{%p if tembusan %}")
    paragraph = document.add_paragraph("Tembusan disampaikan kepada Yth.:")
    paragraph.paragraph_format.space_before = Pt(18)
    paragraph.paragraph_format.keep_with_next = True
    parts.points(document, "tembusan", together=True)
    document.add_paragraph("{%p endif %}")


def _annex_head(document: DocumentType, name: str, *, landscape: bool, indent: float) -> None:
    section = document.add_section(WD_SECTION.NEW_PAGE)
    parts.set_page(section, landscape=landscape)
    for text in (name, "KEPUTUSAN {{ jabatan }}", "NOMOR {{ nomor }}", "TENTANG", "{{ tentang }}"):
        paragraph = document.add_paragraph(text)
        paragraph.paragraph_format.left_indent = Cm(indent)
    paragraph.paragraph_format.space_after = Pt(12)


def _annex_villages(document: DocumentType) -> None:
    _annex_head(document, "LAMPIRAN I", landscape=True, indent=17)
    parts.line(document, "DAFTAR DESA/KELURAHAN PRIORITAS", bold=True, after=8)
    columns = (
        ("NO.", "no", 1.3, CENTER), ("KODE", "kode", 3.6, CENTER), ("DESA/KELURAHAN", "desa", 5.9, None),
        ("KECAMATAN", "kecamatan", 4.6, None), ("DESIL 1 ({{ satuan }})", "jumlah", 2.7, RIGHT),
        ("BAGIAN", "bagian", 2.2, RIGHT), ("INDEKS", "indeks", 2.4, RIGHT), ("PERING-\nKAT", "peringkat", 2.1, CENTER),
        ("GELOM-\nBANG", "gelombang", 2.1, CENTER), ("TAHUN", "tahun", 2.0, CENTER),
    )  # fmt: skip
    parts.ruled_table(document, "prioritas", columns)
    parts.note(document, "Desil 1 dan bagiannya dihitung dalam {{ satuan }}. Tanda * pada indeks: dipakai pengganti.")
    parts.sources(document)
    parts.signature(document, indent=18)


def _annex_waves(document: DocumentType) -> None:
    _annex_head(document, "LAMPIRAN II", landscape=False, indent=7)
    parts.line(document, "GELOMBANG DAN TAHUN MULAI PENDAMPINGAN", bold=True, after=8)
    columns = (
        ("GELOM-\nBANG", "gelombang", 2.0, CENTER), ("TAHUN", "tahun", 1.8, CENTER),
        ("KECAMATAN", "kecamatan", 3.4, None), ("DESA/\nKELURAHAN", "jumlah", 3.3, CENTER),
        ("NAMA DESA/KELURAHAN", "desa", 5.9, None),
    )  # fmt: skip
    parts.ruled_table(document, "gelombang", columns)
    parts.sources(document)
    parts.signature(document)


def _annex_companions(document: DocumentType) -> None:
    _annex_head(document, "LAMPIRAN III", landscape=False, indent=7)
    parts.line(document, "PENDAMPING UTAMA DESA/KELURAHAN PRIORITAS TAHUN {{ tahun }}", bold=True, after=8)
    columns = (
        ("NO.", "no", 1.2, CENTER), ("PENDAMPING UTAMA", "unit", 5.2, None), ("DESA/KELURAHAN", "desa", 4.0, None),
        ("KECAMATAN", "kecamatan", 3.2, None), ("DESIL 1 ({{ satuan }})", "jumlah", 2.8, RIGHT),
    )  # fmt: skip
    parts.ruled_table(document, "pendamping", columns)
    parts.sources(document)
    parts.signature(document)


TEMPLATES: Mapping[str, tuple[str, Callable[[], DocumentType]]] = {
    "sk_pendamping.docx": ("Templat keputusan", companion_decree),
    "lembar_perangkat.docx": ("Templat lembar perangkat daerah", agency_sheet),
    "lembar_desa.docx": ("Templat lembar desa", village_sheet),
    "bahan_rakor.docx": ("Templat bahan rapat koordinasi", handout),
}

if __name__ == "__main__":
    main()
