"""Invented sample data for the gallery: one example of every component."""

import math
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.utils import timezone

from sanding_web.ui.map import MapLayer, VillageMap, class_layers
from sanding_web.ui.outline import outline
from sanding_web.ui.parts import (
    TONES,
    Action,
    Column,
    Confirm,
    DiffRow,
    Empty,
    FaultRow,
    Figure,
    Option,
    Pill,
    Progress,
    QueueRow,
    Row,
    ScoreRow,
    Stage,
    Table,
)
from sanding_web.ui.words import Missing

_PLACES = ("Brunosari", "Kalijambe", "Guntursari", "Turuslor", "Legetan", "Semonobaru", "Kaligono Wetan", "Ngargosari")


class SampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label="Nama desa", help_text="Seperti pada Kepmendagri")
    kind = forms.ChoiceField(label="Jenis", choices=[("desa", "Desa"), ("kelurahan", "Kelurahan")])
    share = forms.FloatField(label="Bagian desil 1", required=False)
    note = forms.CharField(label="Catatan keputusan", widget=forms.Textarea(attrs={"rows": 2}), required=False)
    method = forms.ChoiceField(
        label="Metode", choices=[("share", "Bagian desil 1"), ("sum", "Jumlah berbobot")], widget=forms.RadioSelect
    )
    seen = forms.BooleanField(label="Asal dan tanggal penetapan sudah saya cocokkan")


def samples() -> dict[str, Any]:
    """The context of ``ui/gallery.html``."""
    return {**_work(), **_data(), **_figures(), **_decisions()}


def _work() -> dict[str, Any]:
    today = timezone.localdate()
    fix = Action("Perbaiki", "#isi")
    return {
        "queue_rows": [
            QueueRow(
                "Tegur 4 desa yang belum membentuk TPK",
                "Kaligono, Semono, Turus, Legetan.",
                today - timedelta(3),
                url="#isi",
                action=fix,
            ),
            QueueRow(
                "Putuskan penerimaan DTSEN Triwulan III 2026",
                "58.214 baris, 378 ditahan.",
                today,
                url="#isi",
                action=Action("Periksa", "#isi", primary=True),
            ),
            QueueRow(
                "Siapkan bahan rapat: 38 desa berstatus batas",
                "Keputusannya ada pada rapat.",
                today + timedelta(2),
                action=fix,
            ),
            QueueRow(
                "11 dari 54 desa belum mulai verval", "", today + timedelta(19), action=Action("Lihat desa", "#isi")
            ),
            QueueRow(
                "Dukcapil membalas 1.412 NIK", since=today - timedelta(2), action=Action("Ingatkan", "#isi", post=True)
            ),
        ],
        "days": [today - timedelta(3), today, today + timedelta(1), today + timedelta(40)],
        "stages": [
            Stage("Unggah", "58.214 baris", "done", "#isi"),
            Stage("Kenali tata letak", "DTSEN keluarga", "done"),
            Stage("Periksa aturan", "14 aturan", "done"),
            Stage("Penerimaan", "orang kedua", "now"),
            Stage("Masuk register", "TW III 2026"),
        ],
        "job": Progress("Pemadanan DTSEN dengan Dukcapil", 64, 100, 240, "membandingkan nama", "#isi"),
        "nothing": Empty(
            "Belum ada batch",
            "Unggah lembar pertama dari Dinsos.",
            Action("Unggah lembar", "#isi", "file-upload", True),
        ),
        "buttons": [
            Action("Cetak", "#isi", "printer"),
            Action("Larang…", "#isi", danger=True, dialog="dialog-larang"),
            Action("Usulkan penetapan…", "#isi", "lock", True),
        ],
    }


def _data() -> dict[str, Any]:
    form = SampleForm({"name": "", "kind": "desa", "share": "banyak"})
    columns = [
        Column("No.", numeric=True, short="Urutan", sortable=True),
        Column("Desa/kelurahan", sortable=True),
        Column("Desil 1 (keluarga)", numeric=True, short="Desil 1 (klg)", sortable=True),
        Column("IDM", numeric=True, short="IDM 2024", digits=3, sortable=True),
        Column("Ketahanan", sortable=True),
    ]
    sure, edge = Pill("nila", "Pasti 100%"), Pill("awas", "Batas 58%", "circle-half-2")
    rows = [
        Row([1, _PLACES[0], 185, 0.695, sure], url="#isi", selected=True),
        Row([2, _PLACES[1], 139, 0.66, sure], url="#isi"),
        Row(["Urutan 3–46: 35 pasti, 7 batas"], kind="fold"),
        Row([47, _PLACES[2], 108, None, edge], url="#isi"),
        Row(["Garis batas: 54 desa/kelurahan menurut SK kuota"], kind="cut"),
        Row([55, _PLACES[3], Missing.SUPPRESSED, 0.761, edge], url="#isi"),
    ]
    return {
        "form": form,
        "sample_table": Table(
            "39 pasti, 38 batas, 417 tidak, dari 5.000 uji bobot.", columns, rows, header=1, keyboard=True
        ),
        "page": Paginator(range(494), 50).page(2),
        "fault_rows": [
            FaultRow(
                287,
                "baris",
                "NIK rusak oleh Excel",
                True,
                "Kolom D, lembar KELUARGA",
                "Minta Dinsos mengirim ulang sebagai teks.",
                Action("Buat surat", "#isi"),
            ),
            FaultRow(
                1906,
                "baris",
                "Tanggal lahir berbeda dari NIK",
                False,
                "",
                "Masuk, ditandai untuk verval.",
                Action("Lihat baris", "#isi"),
            ),
        ],
        "diff_rows": [
            DiffRow("Nama", "Sutrisno", "Soetrisno"),
            DiffRow("Desil", "2", "1"),
            DiffRow("Pekerjaan", None, "Buruh tani"),
            DiffRow("Alamat", "RT 03", "RT 03"),
        ],
    }


def _figures() -> dict[str, Any]:
    return {
        "figures": [
            Figure(
                "Penduduk miskin (BPS)",
                10.87,
                "% penduduk",
                "Susenas Maret, BPS. Bukan jumlah data terpadu",
                date(2024, 3, 31),
                2,
            ),
            Figure("Keluarga desil 1", 24963, "keluarga", "DTSEN TW II 2026, diterima", date(2026, 7, 3)),
            Figure("IDM kelurahan", None, "indeks", "IDM 2024"),
        ],
        "map": _map(),
        "pills": [Pill(tone, tone.capitalize()) for tone in TONES],
        "pairs": [
            ("Berkas", "DTSEN_KEL_TW3.xlsx"),
            ("Baris", 58214),
            ("Penetapan", date(2026, 9, 30)),
            ("Surat", None),
        ],
        "sample_number": "3399010101010017",
        "nothing_here": None,
    }


def _decisions() -> dict[str, Any]:
    lines = ["57.836 baris masuk register", "1.204 keluarga baru, 318 pindah desil"]
    return {
        "score_rows": [
            ScoreRow("Cocok dengan tugas", 65.4, "ekonomi 33% dari kebutuhan"),
            ScoreRow("Jarak kantor ke desa", -8.3, "23,6 km"),
            ScoreRow("Beban lebih", 0.0, "tidak ada"),
        ],
        "option_rows": [
            Option("a", "DKUKMP", -20.9, "5 desa lain ikut pindah"),
            Option("b", "DPMPTSP", -36.8, "1 desa lain ikut pindah", True),
        ],
        "act": Confirm(
            "Kembalikan batch ke pengunggah",
            "Kembalikan 58.214 baris",
            "#isi",
            "Endah Pratiwi",
            lines,
            danger=True,
            error="Tuliskan alasannya.",
            cancel_url="#isi",
        ),
        "dialog_act": Confirm(
            "Larang pasangan DKPP dan Brunosari",
            "Larang pasangan",
            "#isi",
            "Endah Pratiwi",
            lines[:1],
            danger=True,
            cancel_url="#isi",
            id="dialog-larang-isi",
        ),
    }


def sample_shapes(across: int = 9, down: int = 8) -> list[tuple[str, dict[str, Any]]]:
    """A made-up district of wavy cells sharing their borders: (village code, GeoJSON polygon)."""

    def corner(column: int, row: int) -> tuple[float, float]:
        bend = 0.3 * math.sin(column * 2.1 + row * 1.7)
        return 109.9 + 0.03 * (column + bend), -7.5 - 0.03 * (row + 0.3 * math.cos(column * 1.3 + row))

    def cell(column: int, row: int) -> dict[str, Any]:
        corners = [(column, row), (column + 1, row), (column + 1, row + 1), (column, row + 1), (column, row)]
        return {"type": "Polygon", "coordinates": [[corner(c, r) for c, r in corners]]}

    def code(column: int, row: int) -> str:
        return f"3399{1 + column // 3 + 3 * (row // 4):02d}2{1 + column % 3 + 3 * (row % 4):03d}"

    return [(code(column, row), cell(column, row)) for column in range(across) for row in range(down)]


def _map() -> VillageMap:
    shapes = sample_shapes()
    values: dict[str, float | None] = {code: 0.02 + (at * 37 % 100) / 450 for at, (code, _) in enumerate(shapes)}
    values[shapes[5][0]] = None
    codes = sorted(values, key=lambda code: values[code] or 0, reverse=True)
    layers = [
        *class_layers(values, [0.06, 0.10, 0.14, 0.18]),
        MapLayer("hatched", codes[9:14], "batas"),
        MapLayer("outlined", codes[:10], "10 prioritas"),
        MapLayer("selected", codes[:1], "desa terpilih"),
    ]
    rows = [Row([code, values[code]]) for code in codes[:10]]
    table = Table(
        "Bagian keluarga desil 1, % keluarga, DTSEN TW II 2026",
        [Column("Kode desa"), Column("Bagian", numeric=True, digits=3)],
        rows,
    )
    regions = {f"3399{number:02d}": f"Kecamatan {number}" for number in range(1, 7)}
    sentence = "Peta bagian keluarga desil 1 per desa: tertinggi di utara. Isi yang sama ada pada tabel."
    return VillageMap(
        outline(shapes), sentence, "% keluarga di desa", "DTSEN TW II 2026", layers, table, regions=regions
    )
