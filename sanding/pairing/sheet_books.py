"""The sheets as workbooks: the same facts in full, codes as text, hidden counts in their word."""

from collections.abc import Sequence

from sanding.documents.sheet import Cell, Column, Sheet, write_workbook
from sanding.pairing.sheets import SheetHead, VillageFacts, head_values

_ABSENT = "tak ada"
_VILLAGES = (
    Column("Kode desa", 13), Column("Desa/kelurahan", 26), Column("Kecamatan", 20), Column("Urutan", 9, 0),
    Column("Gelombang", 11, 0), Column("Tahun gelombang", 10), Column("Pendamping utama", 34), Column("Pendukung", 26),
    Column("Keluarga di register (keluarga)", 12, 0), Column("Desil 1 (keluarga)", 11, 0),
    Column("Orang di register (orang)", 12, 0), Column("Desil 1 (orang)", 11, 0), Column("Indeks", 40),
)  # fmt: skip
_DECILES = (
    Column("Kode desa", 13), Column("Desa/kelurahan", 26),
    *(Column(f"Desil {decile} (keluarga)", 10, 0) for decile in range(1, 11)),
    Column("Desil belum ditentukan (keluarga)", 13, 0),
)  # fmt: skip
_NEEDS = (
    Column("Kode desa", 13), Column("Desa/kelurahan", 26), Column("Indikator", 40), Column("Kegiatan disarankan", 52),
    Column("Yang dapat bertindak", 34), Column("Tugas pendamping", 11),
)  # fmt: skip
_REASONS = (
    Column("Kode desa", 13), Column("Desa/kelurahan", 26), Column("Pendamping utama", 34), Column("Alasan", 26),
    Column("Poin", 9, 2), Column("Penjelasan", 60),
)  # fmt: skip


def sheet_xlsx(head: SheetHead, title: str, villages: Sequence[VillageFacts]) -> bytes:
    """Villages, families by decile, reasons and needs; each sheet with the decision, its sources and the check code."""
    values = head_values(head)
    above = [title, head.standing]
    rows: list[tuple[str, Sequence[Column], list[list[Cell]]]] = [
        ("Desa", _VILLAGES, [_village(one) for one in villages]),
        ("Desil", _DECILES, [_decile(one) for one in villages]),
        ("Alasan", _REASONS, [line for one in villages for line in _reasons(one)]),
        ("Kebutuhan", _NEEDS, [line for one in villages for line in _needs(one)]),
    ]
    sources = [*dict.fromkeys(f"Sumber hitungan: {one.counted}" for one in villages), *head.sources]
    sheets = [Sheet(name, above, columns, lines, note=sources) for name, columns, lines in rows]
    return write_workbook(sheets, title=title, footer=f"Kode periksa {values['kode']}  {values['alamat_periksa']}")


def _said(cell: Cell) -> Cell:
    return _ABSENT if cell is None else cell


def _village(one: VillageFacts) -> list[Cell]:
    counts = [_said(one.counts.get(name)) for name in ("families", "families_d1", "persons", "persons_d1")]
    year = _ABSENT if one.wave_year is None else str(one.wave_year)
    return [
        one.code, one.name, one.kecamatan, _said(one.rank), _said(one.wave), year, one.companion or "belum ada",
        ", ".join(one.supporting) or _ABSENT, *counts, one.index,
    ]  # fmt: skip


def _decile(one: VillageFacts) -> list[Cell]:
    absent = 0 if one.deciles else None
    names = [*(str(decile) for decile in range(1, 11)), ""]
    return [one.code, one.name, *(_said(one.deciles.get(name, absent)) for name in names)]


def _reasons(one: VillageFacts) -> list[list[Cell]]:
    return [[one.code, one.name, one.companion, reason.name, reason.points, reason.text] for reason in one.reasons]


def _needs(one: VillageFacts) -> list[list[Cell]]:
    return [
        [one.code, one.name, need.indicator, need.activity, need.actors, "ya" if need.own else "tidak"]
        for need in one.needs
    ]
