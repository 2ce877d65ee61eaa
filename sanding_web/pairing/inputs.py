"""What a pairing is computed from: frames as canonical CSV, so that a run can be kept, frozen and repeated."""

from collections.abc import Mapping
from typing import Any

from sanding.columns import Column, Table
from sanding.errors import InputFault
from sanding.pairing.tables import AGENCIES, PAIRS
from sanding.registry.tables import VILLAGE_NEEDS, VILLAGES

PRIORITY = Table(
    "priority",
    "satu desa prioritas dari keputusan daftar prioritas",
    (
        Column("village_code", "text", "kode Kemendagri 10 angka", required=True),
        Column("name", "text", "nama desa/kelurahan", required=True),
        Column("kind", "text", "desa atau kelurahan", required=True),
        Column("kecamatan_code", "text", "kode kecamatan", required=True),
        Column("kecamatan", "text", "nama kecamatan", required=True),
        Column("rank", "integer", "urutan pada daftar", required=True),
        Column("families_d1", "integer", "keluarga desil 1", "keluarga"),
        Column("persons_d1", "integer", "orang di keluarga desil 1", "orang"),
        Column("priority", "boolean", "masuk daftar", required=True),
        Column("wave", "integer", "gelombang"),
    ),
    key=("village_code",),
)

TABLES: dict[str, Table] = {
    "villages": VILLAGES,
    "priority": PRIORITY,
    "needs": VILLAGE_NEEDS,
    "agencies": AGENCIES,
    "past": PAIRS,
}

FURTHER: dict[str, Table] = {"before": PAIRS, "hand": PAIRS}
"""Tables that only some ways need: the pairs to keep, and the office's own list."""


def complete(tables: Mapping[str, Any]) -> None:
    """Raise InputFault where a frozen table is missing."""
    missing = sorted(set(TABLES) - set(tables))
    if missing:
        raise InputFault(
            f"data masukan penugasan tidak lengkap: {', '.join(missing)}",
            where="penugasan",
            remedy="Hitung ulang, atau pulihkan dari cadangan.",
            code="SND-PRW-01",
        )
