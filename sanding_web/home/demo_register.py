"""The invented district's notes: parent programme with its letters, basis, status, efforts, published figures, and the
sheets that its office brought from before Sanding. Nothing here was ever decided anywhere."""

from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
from django.core.files.uploadedfile import SimpleUploadedFile

from sanding.documents.sheet import Column, Sheet, write_workbook
from sanding.synthetic.district import District
from sanding_web.district import files, starting
from sanding_web.district.models import Agency, LegalBasis, MacroFigure, NationalStatus, PastEffort, Village
from sanding_web.district.start_sheets import plan_of

_LETTER = "Naskah rekaan untuk kabupaten contoh"
BASIS: tuple[dict[str, Any], ...] = (
    {
        "of": "parent",
        "kind": "Surat Edaran Gubernur",
        "number": "SE 414/0518/2021 (rekaan)",
        "date": date(2021, 5, 18),
        "about": "Satu perangkat daerah mendampingi satu desa miskin",
        "issuer": "Gubernur Provinsi Rekaan",
    },
    {
        "of": "parent",
        "kind": "Surat Gubernur",
        "number": "414/1207/2025 (rekaan)",
        "date": date(2025, 12, 7),
        "about": "Lanjutan pendampingan desa tahun 2026",
        "issuer": "Gubernur Provinsi Rekaan",
    },
    {
        "of": "programme",
        "kind": "Peraturan Menteri",
        "number": "Permendagri 53/2020",
        "date": date(2020, 7, 27),
        "about": "Tata Kerja dan Penyelarasan Kerja TKPK",
        "issuer": "Menteri Dalam Negeri",
    },
    {
        "of": "programme",
        "kind": "Instruksi Presiden",
        "number": "Inpres 8/2025",
        "date": date(2025, 3, 27),
        "about": "Optimalisasi Pengentasan Kemiskinan dan Penghapusan Kemiskinan Ekstrem",
        "issuer": "Presiden",
    },
    {
        "of": "priority",
        "kind": "Surat",
        "number": "Berita acara 050/88/2026 (rekaan)",
        "date": date(2026, 10, 20),
        "about": "Rapat TKPK tentang desa prioritas",
        "issuer": "TKPK Kabupaten Sumbersari",
    },
    {
        "of": "pairing",
        "kind": "Instruksi Bupati",
        "number": "Instruksi 3/2026 (rekaan)",
        "date": date(2026, 10, 26),
        "about": "Pendampingan desa oleh perangkat daerah",
        "issuer": "Wakil Bupati selaku ketua TKPK",
    },
)
STATUSES = (
    (2021, "Prioritas penghapusan kemiskinan ekstrem", 35, "Daftar nasional 2021 (rekaan)"),
    (2022, "Prioritas penghapusan kemiskinan ekstrem", 212, "Daftar nasional 2022 (rekaan)"),
    (2023, "Prioritas penurunan stunting", None, "Daftar nasional 2023 (rekaan)"),
)
EFFORTS = (
    (2021, "Bantuan sosial", "Bantuan langsung tunai dana desa", 8_400_000_000),
    (2021, "Perlindungan saat pandemi", "Sembako keluarga terdampak", 2_150_000_000),
    (2023, "Inovasi pendapatan dan pasar kerja", "Pelatihan servis telepon genggam", 310_000_000),
    (2025, "Layanan dasar", "Jamban keluarga", None),
)
FIGURES = (
    ("Garis kemiskinan", (2023, "402311"), (2024, "421887"), (2025, "439520")),
    ("Persentase penduduk miskin", (2021, "12.4"), (2022, "11.9"), (2023, "11.5"), (2024, "10.8"), (2025, "10.3")),
    ("Persentase penduduk miskin ekstrem", (2022, "2.1"), (2023, "1.4"), (2024, "0.9")),
)
_UNITS = {"Garis kemiskinan": "rupiah per orang per bulan"}
_SOURCE = "Susenas Maret (rekaan)"


def letter(title: str) -> bytes:
    """One page that says what it is: the smallest file that opens as PDF."""
    text = f"{_LETTER}: {title}".replace("(", "[").replace(")", "]").encode("latin-1", "replace")
    stream = b"BT /F1 12 Tf 60 760 Td (" + text + b") Tj ET"
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )
    out, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 6\n0000000000 65535 f \n" + table
    return out + head + b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(out)


def load_notes() -> None:
    """Letters with their files, national status by year, past efforts, published figures."""
    for position, one in enumerate(BASIS):
        upload = SimpleUploadedFile(f"naskah-{position + 1}.pdf", letter(one["number"]))
        with files.kept(None, upload) as stored:
            LegalBasis.objects.create(position=position, file=stored, **one)
    NationalStatus.objects.bulk_create(
        NationalStatus(year=year, status=status, districts=districts, source=source)
        for year, status, districts, source in STATUSES
    )
    PastEffort.objects.bulk_create(
        PastEffort(year=year, kind=kind, name=name, amount=amount, source="Laporan tahunan (rekaan)")
        for year, kind, name, amount in EFFORTS
    )
    MacroFigure.objects.bulk_create(
        MacroFigure(
            measure=measure,
            on=date(year, 3, 1),
            value=Decimal(value),
            unit=_UNITS.get(measure, "persen"),
            method="Susenas Maret",
            source=_SOURCE,
        )
        for measure, *series in FIGURES
        for year, value in series
    )


def bring_sheets(actor: Any, district: District) -> None:
    """The list of the year before entered, and the pairs of two years before waiting with two names unclear."""
    codes = district.pairs.sort("village_code")["village_code"].unique(maintain_order=True).to_list()
    villages = Village.objects.in_bulk(codes)
    ranked = [
        [str(at), villages[code].kecamatan, str(villages[code]), "1" if at <= len(codes) // 2 else "2"]
        for at, code in enumerate(codes, start=1)
    ]
    heads = [Column("Urutan", 8), Column("Kecamatan", 24), Column("Desa/Kelurahan", 36), Column("Gelombang", 10)]
    listed = _bring(actor, "priority", "lampiran-prioritas-2025.xlsx", heads, ranked, 2025, "050/77/2025 (rekaan)")
    starting.enter_sheet(actor, listed, count=len(plan_of(listed).create))
    _bring(actor, "pairs", "lampiran-penugasan-2024.xlsx", *_pairs_of(district, villages), 2024, "050/61/2024 (rekaan)")


def _pairs_of(district: District, villages: dict[str, Village]) -> tuple[list[Column], list[list[str]]]:
    """As an office writes them: agencies by name, several villages in one cell, two names that nobody can tell."""
    names = dict(Agency.objects.values_list("code", "name"))
    grouped = district.pairs.group_by("agency_code", maintain_order=True).agg(pl.col("village_code"))
    rows = []
    for agency, codes in grouped.iter_rows():
        words = "\n".join(f"{n}. {villages[one]} (Kec. {villages[one].kecamatan})" for n, one in enumerate(codes, 1))
        rows.append([names[agency], words])
    rows[0][0] = rows[0][0].replace("Dinas", "Dns.")
    rows[-1][1] += f"\n{len(rows[-1][1].splitlines()) + 1}. Sumberanyar Kidul"
    return [Column("Perangkat Daerah Pendamping", 44), Column("Desa/Kelurahan Dampingan", 44)], rows


def _bring(actor: Any, kind: Any, name: str, heads: list[Column], rows: list[list[str]], year: int, number: str) -> Any:
    title = [f"LAMPIRAN KEPUTUSAN BUPATI NOMOR {number}"]
    content = write_workbook([Sheet("LAMPIRAN", title, heads, rows)], title=title[0], footer=title[0])
    return starting.bring_sheet(
        actor,
        kind=kind,
        upload=SimpleUploadedFile(name, content),
        year=year,
        start=date(year, 1, 1),
        goes_on=kind == "priority",
        number=number,
        date=date(year - 1, 12, 15),
    )
