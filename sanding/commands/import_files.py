"""``sanding import``: files recognised by their columns; people become a vintage, the rest tables of the workspace."""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl

from sanding.columns import Table
from sanding.commands.kinds_of_file import PEOPLE, Recognised, read_sheets, read_villages, recognised
from sanding.commands.points import with_points
from sanding.commands.sheet_words import say_totals
from sanding.commands.vintages import Provenance, make_vintage
from sanding.commands.words import print_json
from sanding.commands.workspace import TABLES, Workspace, add_home, day, today
from sanding.documents.wording import number
from sanding.registry.boundaries import load_boundaries
from sanding.registry.regions import Regions

HELP = "muat lembar: keluarga/individu menjadi kurun data terenkripsi, lembar lain menjadi tabel"

_KEPT_APART = {"village_index": ["year", "index"], "pairs": ["year"]}
"""Tables to which another year or kind is added; rows of the same one are replaced."""


def add_arguments(part: ArgumentParser) -> None:
    add_home(part)
    part.add_argument("files", nargs="+", type=Path, metavar="BERKAS", help="xlsx, xls, ods, csv, atau batas geojson")
    part.add_argument("--name", metavar="KURUN", help="nama kurun data (bawaan: register dan tanggal penetapan)")
    part.add_argument("--penetapan", type=day, metavar="TANGGAL", help="penetapan, 2026-09-30 (bawaan: hari ini)")
    part.add_argument("--source", default="", metavar="INSTANSI", help="instansi asal data")
    part.add_argument("--received", type=day, metavar="TANGGAL", help="tanggal terima (bawaan: hari ini)")
    part.add_argument("--district", default="", metavar="NAMA", help="nama kabupaten/kota bila tidak termuat")
    part.add_argument("--off", action="append", default=[], metavar="ATURAN", help="matikan satu aturan menurut kode")


def run(arguments: Namespace) -> int:
    workspace = Workspace(arguments.home)
    files = recognised(arguments.files)
    tables = import_tables(workspace, files, district=arguments.district)
    vintage = _vintage(workspace, files, arguments)
    if arguments.json:
        print_json({"tables": tables, "vintage": vintage})
        return 0
    for entry in tables:
        print(f"{entry['file']}: tabel {entry['table']} kini {number(entry['rows'])} baris")
    if vintage:
        say_vintage(vintage)
    return 0


def import_tables(workspace: Workspace, files: Sequence[Recognised], *, district: str = "") -> list[dict[str, Any]]:
    """Save the sheets that hold no person, the code table first, because a map speaks of its codes."""
    frames: list[tuple[Path, Table, pl.DataFrame]] = []
    for file in files:
        if file.has_villages:
            villages, former = read_villages(file)
            villages = _called(villages, district)
            workspace.save(TABLES["villages"], villages)
            workspace.write("tables/former_names.csv", former)
            frames.append((file.path, TABLES["villages"], villages))
        if file.is_map:
            frames.append((file.path, TABLES["villages"], _placed(workspace, file.path)))
        frames += [(file.path, table, _added(workspace, table, frame)) for table, frame in read_sheets(file)]
    for _, table, frame in frames:
        workspace.save(table, frame)
    return [{"file": path.name, "table": table.name, "rows": frame.height} for path, table, frame in frames]


def _called(villages: pl.DataFrame, district: str) -> pl.DataFrame:
    """The district by the name given; code tables often carry its code alone."""
    return villages.with_columns(district=pl.lit(district)) if district else villages


def _placed(workspace: Workspace, path: Path) -> pl.DataFrame:
    """The villages with the middle of their polygon, and the boundaries kept beside the tables."""
    villages = workspace.table("villages")
    boundaries = load_boundaries(path, Regions.from_frame(villages))
    workspace.write("tables/boundaries.geojson", path.read_bytes())
    return with_points(villages, boundaries.polygons)


def _added(workspace: Workspace, table: Table, frame: pl.DataFrame) -> pl.DataFrame:
    """The new rows and, where years are kept apart, the rows of other years that are there."""
    keys = _KEPT_APART.get(table.name)
    if keys is None or not workspace.has_table(table.name):
        return frame
    return pl.concat([workspace.table(table.name).join(frame.select(keys).unique(), on=keys, how="anti"), frame])


def _vintage(workspace: Workspace, files: Sequence[Recognised], arguments: Namespace) -> dict[str, Any] | None:
    people = [file for file in files if file.has_people]
    if not people:
        return None
    provenance = Provenance(arguments.penetapan or today(), arguments.source, arguments.received or today())
    register = next(one.register for file in people for one in file.layouts if one.entity in PEOPLE)
    manifest, known = make_vintage(
        workspace,
        arguments.name or f"{register.lower()}-{provenance.penetapan.isoformat()}",
        [file.path for file in people],
        provenance,
        disabled=frozenset(arguments.off),
        progress=_progress if sys.stderr.isatty() else None,
    )
    return manifest | {"already_there": known}


def _progress(what: str, done: int, total: int | None) -> None:
    print(f"{what}: {number(done)}{f' dari {number(total)}' if total else ''} baris", file=sys.stderr)


def say_vintage(manifest: dict[str, Any]) -> None:
    """What the vintage holds and where it comes from."""
    if manifest["already_there"]:
        print(f"Kurun {manifest['name']} sudah dimuat dari berkas yang sama; tidak ada yang diubah.")
    else:
        print(f"Kurun {manifest['name']} dimuat dan dienkripsi.")
    source = f", sumber {manifest['source']}" if manifest["source"] else ""
    print(f"  Penetapan {manifest['penetapan']}{source}, diterima {manifest['received']}")
    for sheet in manifest["summary"]["sheets"]:
        say_totals(sheet)
    counts = manifest["counts"]
    print(
        f"  {number(counts['families'])} keluarga ({number(counts['families_d1'])} desil 1), "
        f"{number(counts['persons'])} orang ({number(counts['persons_d1'])} di keluarga desil 1)"
    )
