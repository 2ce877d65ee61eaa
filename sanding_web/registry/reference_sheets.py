"""Which reader and which action a kind of reference sheet goes through."""

from pathlib import Path
from typing import Any

from sanding.errors import InputFault
from sanding.registry.boundaries import load_boundaries
from sanding.registry.read_tables import read_agencies, read_pairs, read_village_index, read_village_needs
from sanding.registry.wilayah import read_wilayah
from sanding_web.registry import actions
from sanding_web.registry.staging import known_regions


def load_sheet(actor: Any, kind: str, path: Path, *, source: str, year: int | None = None) -> int:
    """Read one sheet in plain and load it; rows loaded."""
    if kind == "villages":
        villages, former = read_wilayah(path)
        return actions.load_villages(actor, villages, former=former)
    if kind == "shapes":
        return _shapes(actor, path)
    if kind == "index":
        return actions.load_index(actor, read_village_index(path, year=year), source=source)
    if kind == "needs":
        return actions.load_needs(actor, read_village_needs(path))
    if kind == "agencies":
        return actions.load_agencies(actor, read_agencies(path))
    return actions.load_pairs(actor, read_pairs(path), source=source)


def _shapes(actor: Any, path: Path) -> int:
    regions = known_regions()
    if regions is None:
        raise InputFault(
            "daftar desa belum dimuat", where=path.name, remedy="Muat daftar desa/kelurahan dulu.", code="SND-REF-03"
        )
    return actions.load_shapes(actor, load_boundaries(path, regions).polygons)
