"""The templates of the sheets: one page per agency, one per village, and the handout of the coordination meeting."""

from docx.document import Document as DocumentType

from sanding.documents.picture import BLANK_MAP
from scripts import docx_parts as parts
from scripts.docx_parts import CENTER, RIGHT

WIDTH = 17.5
"""Width of the text on F4 with margins of 2 cm [cm]"""

_DECILES = (
    *((str(decile), f"{{item}}.desil.d{decile}", 1.25, RIGHT) for decile in range(1, 11)),
    ("belum ditentukan", "{item}.desil.belum", 2.4, RIGHT),
    ("semua", "{item}.desil.semua", 1.7, RIGHT),
)
_LACKS = (
    ("Indikator", "indikator", 4.6, None),
    ("Kegiatan disarankan", "kegiatan", 7.3, None),
    ("Yang dapat bertindak", "pelaku", 5.6, None),
)


def agency_sheet() -> DocumentType:
    """One agency: its villages, why each is its own, who lives there, what they lack, its tasks and dates."""
    document = _begin("LEMBAR PENDAMPINGAN PERANGKAT DAERAH", "{{ perangkat }}", "Tahun pendampingan {{ tahun }}")
    _lead(document, "{{ kalimat }}")
    _heading(document, "Desa Anda")
    columns = (
        ("No.", "no", 1.0, CENTER), ("Desa/kelurahan", "desa", 4.2, None), ("Kecamatan", "kecamatan", 2.8, None),
        ("Urutan", "urutan", 1.7, CENTER), ("Gelombang (tahun)", "gelombang", 2.3, CENTER),
        ("Desil 1 (keluarga)", "desil1", 2.1, RIGHT), ("Desil 1 (orang)", "orang1", 1.7, RIGHT),
        ("Indeks", "indeks_singkat", 1.7, RIGHT),
    )  # fmt: skip
    parts.ruled_table(document, "desa", columns, item="satu")
    document.add_paragraph("{%p for satu in desa %}")
    _heading(document, "{{ satu.no }} {{ satu.desa }}, Kecamatan {{ satu.kecamatan }}", size=11.5)
    _label(document, "Mengapa desa ini pada perangkat Anda")
    reasons = (("Alasan", "nama", 4.2, None), ("Poin", "poin", 1.5, RIGHT), ("Penjelasan", "teks", 11.8, None))
    parts.ruled_table(document, "satu.alasan", reasons)
    _living(document, "satu")
    _lacking(document, "satu")
    document.add_paragraph("{%p endfor %}")
    _heading(document, "Tugas pendamping")
    parts.points(document, "tugas")
    _dates(document)
    parts.sources(document)
    parts.signature(document, place=("{{ tempat }}, {{ tanggal }}",), indent=9)
    return document


def village_sheet() -> DocumentType:
    """One village: rank and why, wave, companion and supporters, who lives there, what it lacks, where it lies."""
    document = _begin("LEMBAR DESA", "{{ desa }}", "Kecamatan {{ kecamatan }} · tahun pendampingan {{ tahun }}")
    table = parts.bare_table(document, (11.5, 6.0), 1)
    facts, place = table.rows[0].cells
    facts.paragraphs[0].add_run("{%p for baris in keterangan %}")
    paragraph = facts.add_paragraph()
    paragraph.add_run("{{ baris.nama }}: ").bold = True
    paragraph.add_run("{{ baris.isi }}")
    facts.add_paragraph("{%p endfor %}")
    parts.picture(place.paragraphs[0], BLANK_MAP, "peta.png", "Letak desa di kecamatannya", 5.4)
    small = place.add_paragraph("{{ keterangan_peta }}", style="Isi tabel")
    small.alignment = CENTER
    _label(document, "Mengapa desa ini di urutan ini")
    document.add_paragraph("{%p for baris in mengapa %}")
    paragraph = document.add_paragraph()
    paragraph.add_run("{{ baris.nama }}: ").bold = True
    paragraph.add_run("{{ baris.isi }}")
    document.add_paragraph("{%p endfor %}")
    _label(document, "Mengapa pendamping ini")
    reasons = (("Alasan", "nama", 4.2, None), ("Poin", "poin", 1.5, RIGHT), ("Penjelasan", "teks", 11.8, None))
    parts.ruled_table(document, "alasan", reasons)
    _living(document, "")
    _lacking(document, "")
    parts.sources(document)
    parts.note(document, "Dicetak di {{ tempat }}, {{ tanggal }}.", with_next=False)
    return document


def handout() -> DocumentType:
    """The coordination meeting: what must be decided first, then summary, waves, list, pairs and changes."""
    document = _begin("BAHAN RAPAT KOORDINASI", "{{ judul }}", "Tahun pendampingan {{ tahun }}")
    _heading(document, "1. Ringkasan")
    parts.points(document, "ringkasan")
    _heading(document, "2. Yang perlu diputuskan")
    parts.points(document, "putusan")
    _heading(document, "3. Gelombang")
    waves = (
        ("Gelombang", "gelombang", 2.3, CENTER), ("Tahun", "tahun", 1.6, CENTER), ("Kecamatan", "kecamatan", 3.4, None),
        ("Desa/kelurahan", "jumlah", 2.4, CENTER), ("Nama", "desa", 7.9, None),
    )  # fmt: skip
    parts.ruled_table(document, "gelombang", waves)
    _heading(document, "4. Desa/kelurahan prioritas dan pendampingnya")
    pairs = (
        ("Urutan", "urutan", 1.6, CENTER), ("Desa/kelurahan", "desa", 3.9, None), ("Kecamatan", "kecamatan", 2.7, None),
        ("Desil 1 (keluarga)", "desil1", 2.2, RIGHT), ("Gel.", "gelombang", 1.1, CENTER),
        ("Pendamping utama", "pendamping", 4.1, None), ("Keadaan", "perubahan", 1.9, None),
    )  # fmt: skip
    parts.ruled_table(document, "pasangan", pairs)
    _heading(document, "5. Beban tiap perangkat daerah")
    loads = (
        ("No.", "no", 1.0, CENTER), ("Perangkat daerah", "unit", 6.6, None), ("Desa", "jumlah", 1.4, CENTER),
        ("Desil 1 (keluarga)", "beban", 2.3, RIGHT), ("Nama desa/kelurahan", "desa", 6.3, None),
    )  # fmt: skip
    parts.ruled_table(document, "beban", loads)
    _heading(document, "6. Perubahan dari sebelumnya")
    parts.points(document, "perubahan")
    document.add_paragraph("{%p if berganti %}")
    _label(document, "Berganti pendamping")
    moves = (
        ("Desa/kelurahan", "desa", 4.5, None), ("Sebelumnya", "sebelum", 6.5, None), ("Sekarang", "kini", 6.5, None),
    )  # fmt: skip
    parts.ruled_table(document, "berganti", moves)
    document.add_paragraph("{%p endif %}")
    parts.sources(document)
    parts.note(document, "Disusun di {{ tempat }}, {{ tanggal }}.", with_next=False)
    return document


def _begin(kind: str, name: str, under: str) -> DocumentType:
    document = parts.start("Arial", 10.5, margin=2.0, table=9)
    parts.letterhead(document, WIDTH)
    parts.line(document, kind, size=10.5)
    parts.line(document, name, bold=True, size=14)
    parts.line(document, under, size=10.5)
    document.add_paragraph("{%p if nomor %}")
    parts.line(document, "Nomor {{ nomor }}", size=10.5)
    document.add_paragraph("{%p endif %}")
    parts.line(document, "{{ keadaan }}", size=9.5, after=8)
    return document


def _lead(document: DocumentType, text: str) -> None:
    parts.line(document, text, align=None, after=4)


def _heading(document: DocumentType, text: str, *, size: float = 12) -> None:
    parts.line(document, text, bold=True, align=None, before=10, after=4, size=size, with_next=True)


def _label(document: DocumentType, text: str) -> None:
    parts.line(document, text, bold=True, align=None, before=6, after=2, size=10, with_next=True)


def _field(item: str, name: str) -> str:
    return f"{item}.{name}" if item else name


def _living(document: DocumentType, item: str) -> None:
    """Families by decile in one row, with their unit, date and source."""
    _label(document, "Siapa yang tinggal di sana: keluarga menurut desil kesejahteraan")
    columns = [
        (head, key.format(item=item) if item else key.removeprefix("{item}."), width, align)
        for head, key, width, align in _DECILES
    ]
    parts.fixed_table(document, columns)
    parts.note(document, f"{{{{ {_field(item, 'penduduk')} }}}}", with_next=False)


def _lacking(document: DocumentType, item: str) -> None:
    _label(document, "Apa yang kurang di sana")
    parts.line(document, f"{{{{ {_field(item, 'indeks')} }}}}", align=None, after=2, size=9.5, with_next=True)
    parts.ruled_table(document, _field(item, "kurang"), _LACKS)
    parts.note(document, f"{{{{ {_field(item, 'kurang_lain')} }}}}", with_next=False)


def _dates(document: DocumentType) -> None:
    _heading(document, "Tanggal berikutnya")
    parts.ruled_table(document, "tanggal_berikut", (("Tanggal", "kapan", 4.5, None), ("Kegiatan", "apa", 13.0, None)))
