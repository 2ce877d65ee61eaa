"""``sanding pair``: one companion per priority village, with its proof, and the draft of the decree."""

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Any

import polars as pl

from sanding.canonical import canonical_csv, canonical_json
from sanding.commands.choices import PairChoice, RankChoice
from sanding.commands.frozen import freeze_pairing
from sanding.commands.pairs import pair_in, pair_table
from sanding.commands.papers import read_letterhead, write_papers
from sanding.commands.ranking import rank_in
from sanding.commands.words import called, print_json, print_table
from sanding.commands.workspace import Workspace, add_home
from sanding.documents.wording import number
from sanding.pairing.assign import Pairing
from sanding.pairing.problem import Pair

HELP = "tugaskan satu pendamping untuk setiap desa/kelurahan prioritas, dan tulis draf SK"
TIME_LIMIT = 60.0


def add_arguments(part: ArgumentParser) -> None:
    add_home(part)
    part.add_argument(
        "--time-limit", type=float, default=TIME_LIMIT, metavar="DETIK", help="batas waktu pemecah (bawaan: 60)"
    )
    part.add_argument(
        "--lock", type=pair_named, action="append", default=[], metavar="UNIT=DESA", help="pasangan yang tetap"
    )
    part.add_argument(
        "--ban", type=pair_named, action="append", default=[], metavar="UNIT=DESA", help="pasangan yang dilarang"
    )
    part.add_argument("--letterhead", type=Path, metavar="YAML", help="kepala surat dan penanda tangan SK")


def pair_named(text: str) -> Pair:
    """A pair written UNIT=DESA, for argparse.

    >>> pair_named("PD04=3399012003")
    ('PD04', '3399012003')
    """
    agency, mark, village = text.partition("=")
    if not mark or not agency or not village:
        raise ValueError(text)
    return agency.strip(), village.strip()


def run(arguments: Namespace) -> int:
    workspace = Workspace(arguments.home)
    ranked = last_ranking(workspace)
    head = read_letterhead(workspace, arguments.letterhead)
    choice = PairChoice(
        ranked.year, ranked.unit, arguments.time_limit, tuple(sorted(arguments.lock)), tuple(sorted(arguments.ban))
    )
    listed = rank_in(workspace, ranked)
    pairing = pair_in(workspace, choice, listed)
    table = pair_table(workspace, pairing)
    path = workspace.write("results/pairs.csv", canonical_csv(table, by=["village_code"]))
    workspace.write("results/pair.json", canonical_json(choice.record()))
    frozen = freeze_pairing(workspace, ranked, choice, pairing)
    papers = write_papers(workspace, listed, pairing.pairs(), choice, head=head, code=frozen.code)
    if arguments.json:
        print_json(
            {
                "choice": choice.record(),
                **proof(pairing),
                "pairs": table.to_dicts(),
                "files": [str(one) for one in (path, *papers)],
            }
        )
    else:
        say(pairing, table)
        print(f"\nPenugasan lengkap: {path}")
        for paper in papers:
            print(f"Draf SK: {paper}")
    return 0


def last_ranking(workspace: Workspace) -> RankChoice:
    """The choice of the last ``sanding rank``."""
    return RankChoice.read(workspace.record("rank"))


def proof(pairing: Pairing) -> dict[str, Any]:
    """Status, every goal with what was reached, and who is left without."""
    return {
        "status": pairing.status,
        "proven": pairing.proven,
        "stages": [
            {"goal": one.goal, "label": one.label, "value": one.value, "bound": one.bound, "unit": one.unit,
             "proven": one.proven, "gap": one.gap, "seconds": round(one.seconds, 2)}
            for one in pairing.stages
        ],
        "conflicts": [{"text": one.text, "remedy": one.remedy} for one in pairing.conflicts],
        "villages_without": pairing.villages_without(),
        "agencies_without": pairing.agencies_without(),
    }  # fmt: skip


def say(pairing: Pairing, table: pl.DataFrame) -> None:
    """The pairing by agency, then its proof."""
    units = table["agency_code"].n_unique()
    print(f"{units} unit mendampingi {table['agency_code'].count()} dari {table.height} desa/kelurahan prioritas.")
    rows: list[list[str]] = []
    for row in table.sort("agency_code", "village_code", nulls_last=True).iter_rows(named=True):
        again = bool(rows) and row["agency_code"] is not None and rows[-1][-1] == row["agency_code"]
        unit = "" if again else row["agency"] or "(tanpa pendamping)"
        village = called(row["kind"], row["name"])
        rows.append(
            [unit, village, row["kecamatan"], number(row["families_d1"]), row["change"], row["agency_code"] or ""]
        )
    headers = ["Pendamping", "Desa/kelurahan", "Kecamatan", "Keluarga desil 1", "Terhadap tahun lalu"]
    print_table(headers, [row[:-1] for row in rows], right=[3])
    say_proof(pairing)


def say_proof(pairing: Pairing) -> None:
    print(f"\nBukti: {pairing.status}")
    rows = [
        [
            one.label, number(one.value, 2 if one.goal == "worth" else 0), one.unit,
            "terbukti" if one.proven else f"celah {number(100 * one.gap, 2)}%",
        ]
        for one in pairing.stages
        if one.goal != "tie"
    ]  # fmt: skip
    print_table(["Tahap", "Nilai", "Satuan", "Bukti"], rows, right=[1])
    for conflict in pairing.conflicts:
        print(f"  Pertentangan: {conflict.text}. {conflict.remedy}")
    for words, codes in (
        ("Desa tanpa pendamping", pairing.villages_without()),
        ("Unit tanpa desa", pairing.agencies_without()),
    ):
        print(f"  {words}: {', '.join(codes) or 'tidak ada'}")
