"""The columns of the exported list: count, share and index always together, and what stands in for a missing index."""

from collections.abc import Mapping, Sequence
from typing import Any

from sanding.documents.sheet import Column
from sanding.targeting.methods import METHODS
from sanding_web.ui.small import plain

FIELDS: tuple[tuple[str, Column], ...] = (
    ("rank", Column("URUTAN", 8, 0)),
    ("village_code", Column("KODE DESA", 13)),
    ("name", Column("DESA/KELURAHAN", 22)),
    ("kind", Column("JENIS", 10)),
    ("kecamatan", Column("KECAMATAN", 18)),
    ("families", Column("KELUARGA", 10, 0)),
    ("families_d1", Column("KELUARGA DESIL 1", 10, 0)),
    ("persons", Column("ORANG", 10, 0)),
    ("persons_d1", Column("ORANG DESIL 1", 10, 0)),
    ("share_d1", Column("BAGIAN DESIL 1", 10, 4)),
    ("index_score", Column("INDEKS", 10, 4)),
    ("index_used", Column("INDEKS DIPAKAI", 10, 4)),
    ("index_source", Column("ASAL INDEKS", 26)),
    ("score", Column("SKOR", 10, 4)),
    ("standing", Column("KEADAAN", 18)),
    ("wave", Column("GELOMBANG", 10, 0)),
    ("year", Column("TAHUN GELOMBANG", 10, 0)),
)

COLUMNS = tuple(column for _, column in FIELDS)


def lines(rows: Sequence[Mapping[str, Any]]) -> list[list[Any]]:
    """The values in the order of the columns."""
    return [[plain(row[name]) for name, _ in FIELDS] for row in rows]


_FIGURES = tuple(field for field in FIELDS if field[0] not in ("score", "wave", "year"))
_METHOD_FIELDS: tuple[tuple[str, Column], ...] = (
    *_FIGURES,
    *((f"rank_{name}", Column(f"URUTAN {name.replace('_', ' ').upper()}", 10, 0)) for name in METHODS),
    ("spread", Column("SELISIH TEMPAT", 10, 0)),
    ("borda_rank", Column("URUTAN BORDA", 10, 0)),
    ("copeland_rank", Column("URUTAN COPELAND", 10, 0)),
    ("front", Column("LAPIS PARETO", 10, 0)),
    ("listed_by", Column("METODE YANG MEMILIH", 10, 0)),
)

METHOD_COLUMNS = tuple(column for _, column in _METHOD_FIELDS)


def method_lines(rows: Sequence[Mapping[str, Any]]) -> list[list[Any]]:
    """One line for each village under every method, in the order of ``METHOD_COLUMNS``."""
    return [[plain(row[name]) for name, _ in _METHOD_FIELDS] for row in rows]
