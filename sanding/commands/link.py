"""``sanding link``: who in one table is who in another, by a specification; with the truth, how right it is."""

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Any

import polars as pl

from sanding.canonical import canonical_csv
from sanding.commands.words import print_json, print_table
from sanding.errors import InputFault
from sanding.matching.link import Linked, link
from sanding.matching.measure import Rightness, rightness, unordered
from sanding.matching.parameters import weights_of
from sanding.matching.sources import read_table
from sanding.matching.spec import read_spec

HELP = "padankan dua tabel apa pun menurut spesifikasi TOML"


def add_arguments(part: ArgumentParser) -> None:
    part.add_argument("left", type=Path, metavar="KIRI", help="tabel CSV, XLSX, ODS atau Parquet")
    part.add_argument("right", type=Path, metavar="KANAN", help="tabel yang dipadankan dengannya")
    add_shared(part, "links.csv")


def add_shared(part: ArgumentParser, out: str) -> None:
    """Options of link and dedupe alike."""
    part.add_argument("--spec", type=Path, required=True, metavar="TOML", help="spesifikasi; lihat docs/pemadanan.md")
    part.add_argument("--out", type=Path, default=Path(out), metavar="CSV", help=f"berkas hasil (bawaan: {out})")
    part.add_argument("--truth", type=Path, metavar="CSV", help="pasangan sebenarnya: kolom left_id dan right_id")
    part.add_argument("--engine", choices=("duckdb",), default="duckdb", help="mesin hitung (bawaan: duckdb)")


def run(arguments: Namespace) -> int:
    spec = read_spec(arguments.spec)
    found = link(
        read_table(arguments.left),
        read_table(arguments.right),
        spec,
        weights=weights_of(spec, arguments.spec.parent),
        files=(arguments.left.name, arguments.right.name),
    )
    arguments.out.write_bytes(canonical_csv(found.links, by=["left_id", "right_id"]))
    measured = measured_by(arguments.truth, found.of("padan"))
    if arguments.json:
        print_json({"spec": spec.name, **_counts(found), **as_figures(measured), "file": str(arguments.out)})
        return 0
    print(f"{spec.name}: {found.left_rows} baris kiri, {found.right_rows} baris kanan")
    table = found.links.group_by("state", "method").len().sort("state", "method")
    print_table(["keadaan", "cara", "pasang"], [[str(one) for one in row] for row in table.iter_rows()], right=[2])
    if measured:
        print(f"Dibanding kebenaran: {measured}")
    print(f"Tabel lengkap: {arguments.out}")
    return 0


def measured_by(path: Path | None, told: pl.DataFrame, *, ordered: bool = True) -> Rightness | None:
    """How right the pairs are by a truth file; None without one. Pairs within one table have no order."""
    if path is None:
        return None
    truth = read_table(path)
    if missing := {"left_id", "right_id"} - set(truth.columns):
        raise InputFault(
            f"kolom {', '.join(sorted(missing))} tidak ada",
            where=path.name,
            remedy="Berkas kebenaran memuat kolom left_id dan right_id.",
            code="SND-MAT-09",
        )
    return rightness(told, truth if ordered else unordered(truth))


def as_figures(measured: Rightness | None) -> dict[str, Any]:
    if measured is None:
        return {}
    return {name: round(getattr(measured, name), 6) for name in ("precision", "recall", "f1")}


def _counts(found: Linked) -> dict[str, Any]:
    states = dict(found.links.group_by("state").len().iter_rows())
    return {"left": found.left_rows, "right": found.right_rows, "pairs": states}
