"""``sanding rank``: the priority villages by wave from one vintage's counts and the village index."""

from argparse import ArgumentParser, Namespace
from typing import Any

import polars as pl

from sanding.canonical import canonical_csv, canonical_json
from sanding.commands.choices import RankChoice
from sanding.commands.ranking import rank_in
from sanding.commands.words import called, print_json, print_table
from sanding.commands.workspace import Workspace, add_home
from sanding.documents.wording import number, percent
from sanding.errors import InputFault
from sanding.parameters import value
from sanding.targeting.rank import METHODS

HELP = "urutkan desa/kelurahan prioritas dan bagi menurut gelombang"


def add_arguments(part: ArgumentParser) -> None:
    add_home(part)
    part.add_argument("--vintage", metavar="KURUN", help="nama kurun data (bawaan: yang penetapannya paling baru)")
    part.add_argument(
        "--method",
        choices=tuple(METHODS),
        default="pemalang",
        metavar="METODE",
        help=f"{', '.join(METHODS)} (bawaan: pemalang)",
    )
    part.add_argument(
        "--unit",
        choices=("keluarga", "orang"),
        default="keluarga",
        metavar="SATUAN",
        help="keluarga atau orang (bawaan: keluarga)",
    )
    part.add_argument(
        "--quota", type=int, metavar="N", help="banyak desa/kelurahan (bawaan: sebanyak penugasan tahun terakhir)"
    )
    part.add_argument("--waves", type=_sizes, metavar="N,N", help="banyak kecamatan tiap gelombang, misalnya 5,5,4")
    part.add_argument(
        "--year", type=int, metavar="TAHUN", help="tahun gelombang pertama (bawaan: setahun sesudah penetapan data)"
    )


def _sizes(text: str) -> tuple[int, ...]:
    return tuple(int(one) for one in text.split(","))


def run(arguments: Namespace) -> int:
    workspace = Workspace(arguments.home)
    choice = choice_of(workspace, arguments)
    listed = rank_in(workspace, choice)
    path = workspace.write("results/ranking.csv", canonical_csv(listed, by=["rank", "village_code"]))
    workspace.write("results/rank.json", canonical_json(choice.record()))
    if arguments.json:
        print_json({"choice": choice.record(), "file": str(path), **summary(listed), "priority": _rows(listed)})
    else:
        say(listed, choice)
        print(f"Daftar lengkap: {path}")
    return 0


def choice_of(workspace: Workspace, arguments: Namespace) -> RankChoice:
    """The person's choice with what was left open filled in."""
    vintage = workspace.vintage_named(arguments.vintage)
    penetapan: str = workspace.store.open(vintage).manifest["penetapan"]
    year = arguments.year or int(penetapan[:4]) + 1
    quota = arguments.quota if arguments.quota is not None else _last_quota(workspace)
    choice = RankChoice(vintage, arguments.method, arguments.unit, quota, arguments.waves or (), year)
    if choice.waves:
        return choice
    return RankChoice(
        vintage, arguments.method, arguments.unit, quota, tuple(value("targeting.wave_sizes", choice.on)), year
    )


def _last_quota(workspace: Workspace) -> int:
    """As many villages as the last year's pairing had."""
    pairs = workspace.table("pairs") if workspace.has_table("pairs") else None
    if pairs is None or pairs.is_empty():
        raise InputFault(
            "banyak desa/kelurahan prioritas belum ditentukan",
            where="sanding rank",
            remedy="Tambahkan --quota, misalnya --quota 54.",
            code="SND-CLI-04",
        )
    return pairs.filter(pl.col("year") == pl.col("year").max())["village_code"].n_unique()


def summary(listed: pl.DataFrame) -> dict[str, Any]:
    """The figures of a list."""
    chosen = listed.filter("priority")
    return {
        "of": listed.height,
        "villages": chosen.height,
        "kelurahan": int((chosen["kind"] == "kelurahan").sum()),
        "kecamatan": chosen["kecamatan_code"].n_unique(),
        "families_d1": int(chosen["families_d1"].sum()),
        "persons_d1": int(chosen["persons_d1"].sum()),
    }


_SHOWN = (
    "rank", "village_code", "name", "kind", "kecamatan", "families_d1", "persons_d1",
    "share_d1", "index_used", "index_source", "score", "wave", "year",
)  # fmt: skip


def _rows(listed: pl.DataFrame) -> list[dict[str, Any]]:
    return listed.filter("priority").sort("wave", "rank").select(_SHOWN).to_dicts()


def say(listed: pl.DataFrame, choice: RankChoice) -> None:
    """The list by wave, in words."""
    figures = summary(listed)
    print(
        f"{figures['villages']} dari {figures['of']} desa/kelurahan prioritas "
        f"({figures['kelurahan']} kelurahan) di {figures['kecamatan']} kecamatan; "
        f"{number(figures['families_d1'])} keluarga desil 1, {number(figures['persons_d1'])} orang."
    )
    print(f"Metode: {METHODS[choice.method]}; satuan {choice.unit}; kurun data {choice.vintage}.")
    for wave, year in listed.filter("priority").select("wave", "year").unique().sort("wave").iter_rows():
        members = listed.filter(pl.col("wave") == wave).sort("rank")
        print(f"\nGelombang {wave}, tahun {year}: {members.height} desa/kelurahan")
        _print_villages(members, choice.unit)
    if figures["villages"] and listed.filter(pl.col("priority") & pl.col("index_score").is_null()).height:
        print("  * tanpa indeks terbitan; dipakai pengganti (lihat kolom index_source)")


def _print_villages(members: pl.DataFrame, unit: str) -> None:
    count = "families_d1" if unit == "keluarga" else "persons_d1"
    rows = [
        [
            number(row["rank"]), row["village_code"], called(row["kind"], row["name"]), row["kecamatan"],
            number(row[count]), percent(row["share_d1"]),
            number(row["index_used"], 4) + ("*" if row["index_score"] is None else " "), number(row["score"], 4),
        ]
        for row in members.iter_rows(named=True)
    ]  # fmt: skip
    headers = ["Peringkat", "Kode", "Desa/kelurahan", "Kecamatan", f"Desil 1 ({unit})", "Bagian", "Indeks ", "Nilai"]
    print_table(headers, rows, right=[0, 4, 5, 6, 7])
