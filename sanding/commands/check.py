"""``sanding check``: what would happen to a file at import. Nothing need be set up and nothing is kept."""

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl

from sanding.commands.kinds_of_file import Recognised, read_sheets, read_villages, recognised
from sanding.commands.sheet_words import as_plain, say_sheets
from sanding.commands.words import print_json
from sanding.commands.workspace import day, today
from sanding.documents.wording import number
from sanding.registry.check import check_with_faults
from sanding.registry.profile import from_json
from sanding.registry.returned import write_returned
from sanding.registry.summary import Summary
from sanding.registry.wilayah import load_wilayah_csv

HELP = "periksa berkas tanpa memuatnya; keluar 3 bila ada baris yang ditahan"
HELD = 3


def add_arguments(part: ArgumentParser) -> None:
    part.add_argument("files", nargs="+", type=Path, metavar="BERKAS", help="xlsx, xls, ods atau csv")
    part.add_argument("--regions", type=Path, metavar="BERKAS", help="daftar kode wilayah untuk memeriksa kode desa")
    part.add_argument("--off", action="append", default=[], metavar="ATURAN", help="matikan satu aturan menurut kode")
    part.add_argument("--on", type=day, metavar="TANGGAL", help="tanggal data, misalnya 2026-09-30 (bawaan: hari ini)")
    part.add_argument(
        "--profile",
        action="append",
        default=[],
        type=Path,
        metavar="BERKAS",
        help="profil kolom (JSON) untuk lembar yang tidak dikenal; boleh berulang",
    )
    part.add_argument("--returned", type=Path, metavar="FOLDER", help="tulis berkas berkomentar untuk dikembalikan")


def run(arguments: Namespace) -> int:
    profiles = [from_json(path.read_bytes(), where=path.name) for path in arguments.profile]
    files = recognised(arguments.files, profiles)
    tables = [entry for file in files for entry in _tables(file)]
    people = [file.path for file in files if file.has_people]
    if not people:
        return _answer(arguments, tables, None, pl.DataFrame(), [])
    summary, faults = check_with_faults(
        people,
        load_wilayah_csv(arguments.regions) if arguments.regions else None,
        on=arguments.on or today(),
        disabled=frozenset(arguments.off),
        profiles=profiles,
    )
    returned = _write_returned(people, faults, arguments.returned) if arguments.returned else []
    return _answer(arguments, tables, summary, faults, returned)


def _tables(file: Recognised) -> list[dict[str, Any]]:
    """Sheets without persons: read as an import would, so that what is wrong in them is told."""
    found = [(table.name, frame.height) for table, frame in read_sheets(file)]
    if file.has_villages:
        found.append(("villages", read_villages(file)[0].height))
    return [{"file": file.path.name, "table": name, "rows": rows} for name, rows in found]


def _write_returned(paths: Sequence[Path], faults: pl.DataFrame, folder: Path) -> list[str]:
    """One workbook per file that has findings."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for path in paths:
        if faults.filter((pl.col("file") == path.name) & (pl.col("level") != "skip")).height:
            target = folder / f"{path.stem}-dikembalikan.xlsx"
            write_returned(path, faults, target)
            written.append(str(target))
    return written


def _answer(
    arguments: Namespace,
    tables: list[dict[str, Any]],
    summary: Summary | None,
    faults: pl.DataFrame,
    returned: list[str],
) -> int:
    held = summary.held if summary else 0
    if arguments.json:
        people = as_plain(summary, faults) if summary else None
        print_json({"tables": tables, "people": people, "held": held, "returned": returned})
        return HELD if held else 0
    for entry in tables:
        print(f"{entry['file']}: {number(entry['rows'])} baris terbaca untuk tabel {entry['table']}")
    if summary:
        say_sheets(summary, faults)
    for path in returned:
        print(f"Untuk dikembalikan: {path}")
    mend = f"{number(held)} baris ditahan: perbaiki menurut sebabnya, lalu periksa lagi."
    print(mend if held else "Tidak ada baris yang ditahan.")
    return HELD if held else 0
