"""``sanding dedupe``: who stands twice in one table, by a specification; with the truth, how right it is."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

import polars as pl

from sanding.canonical import canonical_csv
from sanding.commands.link import add_shared, as_figures, measured_by
from sanding.commands.words import print_json, print_table
from sanding.matching.dedupe import dedupe
from sanding.matching.measure import unordered
from sanding.matching.parameters import weights_of
from sanding.matching.sources import read_table
from sanding.matching.spec import read_spec

HELP = "cari orang yang tercatat lebih dari sekali di satu tabel menurut spesifikasi TOML"


def add_arguments(part: ArgumentParser) -> None:
    part.add_argument("table", type=Path, metavar="TABEL", help="tabel CSV, XLSX, ODS atau Parquet")
    add_shared(part, "duplicates.csv")
    part.add_argument("--clusters", type=Path, metavar="CSV", help="berkas kelompok: cluster, record_id, size")


def run(arguments: Namespace) -> int:
    spec = read_spec(arguments.spec)
    weights = weights_of(spec, arguments.spec.parent)
    found = dedupe(read_table(arguments.table), spec, weights=weights, file=arguments.table.name)
    arguments.out.write_bytes(canonical_csv(found.pairs, by=["left_id", "right_id"]))
    if arguments.clusters:
        arguments.clusters.write_bytes(canonical_csv(found.clusters, by=["record_id"]))
    measured = measured_by(arguments.truth, unordered(found.of("padan")), ordered=False)
    groups = found.clusters.filter(pl.col("size") > 1)["cluster"].n_unique()
    if arguments.json:
        print_json({"spec": spec.name, "rows": found.rows, "groups": groups, "pairs": found.of("padan").height,
                    **as_figures(measured), "file": str(arguments.out)})  # fmt: skip
        return 0
    print(f"{spec.name}: {found.rows} baris, {groups} kelompok ganda")
    table = found.pairs.group_by("state", "method").len().sort("state", "method")
    print_table(["keadaan", "cara", "pasang"], [[str(one) for one in row] for row in table.iter_rows()], right=[2])
    if measured:
        print(f"Dibanding kebenaran: {measured}")
    print(f"Tabel lengkap: {arguments.out}")
    return 0
