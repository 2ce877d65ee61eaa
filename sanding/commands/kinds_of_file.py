"""What a file is: people, a code table, a map, or one of the small sheets beside them, by the columns of its sheets."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from sanding.columns import Table
from sanding.commands.workspace import TABLES
from sanding.errors import Fault, InputFault
from sanding.registry.layouts import Layout
from sanding.registry.profile import Profile
from sanding.registry.read import open_sheets
from sanding.registry.read_tables import read_agencies, read_pairs, read_village_index, read_village_needs
from sanding.registry.recognise import Recognition, recognise
from sanding.registry.wilayah import read_wilayah

PEOPLE = ("family", "person")
MAPS = (".geojson", ".json")

_READERS: dict[str, tuple[str, Callable[[Path], pl.DataFrame]]] = {
    "village_index": ("village_index", read_village_index),
    "village_needs": ("village_needs", read_village_needs),
    "agency": ("agencies", read_agencies),
    "pair": ("pairs", read_pairs),
}


@dataclass(frozen=True)
class Recognised:
    """One file and the layouts of its sheets that can be used here."""

    path: Path
    layouts: tuple[Layout, ...] = ()
    is_map: bool = False

    @property
    def entities(self) -> set[str]:
        return {layout.entity for layout in self.layouts}

    @property
    def has_people(self) -> bool:
        return bool(self.entities & set(PEOPLE))

    @property
    def has_villages(self) -> bool:
        return "village" in self.entities


def recognised(paths: Sequence[Path], profiles: Sequence[Profile] = ()) -> list[Recognised]:
    """What every file is, code tables first; InputFault naming all files that are nothing we can use."""
    found: list[Recognised] = []
    faults: list[Fault] = []
    for path in paths:
        if not path.is_file():
            faults.append(Fault(path.name, "berkas tidak ada", "Periksa nama dan foldernya."))
            continue
        if path.suffix.lower() in MAPS:
            found.append(Recognised(path, is_map=True))
            continue
        matches = [recognise(sheet, profiles=profiles) for sheet in open_sheets(path)]
        layouts = tuple(one.layout for one in matches if one.layout is not None)
        usable = tuple(one for one in layouts if one.entity in (*PEOPLE, *_READERS, "village"))
        if usable:
            found.append(Recognised(path, usable))
        else:
            faults.append(_fault(path, layouts, matches))
    if faults:
        raise InputFault(
            f"{len(faults)} berkas tidak dapat dipakai",
            where=", ".join(fault.file for fault in faults),
            remedy="Perbaiki atau keluarkan berkasnya.",
            code="SND-CLI-08",
            faults=faults,
        )
    return sorted(found, key=lambda one: not one.has_villages)


def _fault(path: Path, layouts: Sequence[Layout], matches: Sequence[Recognition]) -> Fault:
    if layouts:
        return Fault(
            path.name, f"{layouts[0].title} belum dapat dimuat lewat baris perintah", "Muat lewat halaman unggah."
        )
    missing = dict.fromkeys(name for one in matches for name in one.missing)
    remedy = f"Kolom yang belum ada: {', '.join(missing)}." if missing else "Periksa nama kolom pada baris judul."
    return Fault(path.name, "susunan lembar tidak dikenali", remedy)


def read_sheets(file: Recognised) -> list[tuple[Table, pl.DataFrame]]:
    """The declared tables in a file that hold no person (code tables apart, see ``read_wilayah``)."""
    read = [(TABLES[name], reader(file.path)) for entity, (name, reader) in _READERS.items() if entity in file.entities]
    return [(table, table.conform(frame)) for table, frame in read]


def read_villages(file: Recognised) -> tuple[pl.DataFrame, pl.DataFrame]:
    """VILLAGES and former names of a code table."""
    return read_wilayah(file.path)
