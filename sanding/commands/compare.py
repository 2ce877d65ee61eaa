"""``sanding compare``: the questions a meeting asks about the last list and the last pairing; nothing is changed."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from sanding.canonical import canonical_csv
from sanding.commands.comparing import TOPICS, Told
from sanding.commands.pair import TIME_LIMIT, pair_named
from sanding.commands.words import print_json, print_table
from sanding.commands.workspace import Workspace, add_home
from sanding.errors import InputFault

HELP = "bandingkan: metode dan kekokohan daftar, andai ditukar, perubahan kecil, daftar buatan tangan, hampir seri"


def add_arguments(part: ArgumentParser) -> None:
    add_home(part)
    said = "; ".join(f"{name}: {topic.meaning}" for name, topic in TOPICS.items())
    part.add_argument("topic", choices=tuple(TOPICS), metavar="HAL", help=said)
    part.add_argument("--draws", type=int, default=5000, metavar="N", help="metode: banyak undian (bawaan: 5000)")
    part.add_argument("--seed", type=int, default=1, metavar="N", help="metode: benih undian (bawaan: 1)")
    part.add_argument("--pair", type=pair_named, metavar="UNIT=DESA", help="andai: pasangan yang dipaksakan")
    part.add_argument("--village", metavar="DESA", help="andai: desa yang dicarikan pengganti, termurah lebih dahulu")
    part.add_argument(
        "--lock", type=pair_named, action="append", default=[], metavar="UNIT=DESA", help="perubahan: pasangan tetap"
    )
    part.add_argument(
        "--ban", type=pair_named, action="append", default=[], metavar="UNIT=DESA", help="perubahan: pasangan dilarang"
    )
    part.add_argument(
        "--gone", action="append", default=[], metavar="UNIT", help="perubahan: unit yang dibubarkan atau berhenti"
    )
    part.add_argument(
        "--loss", type=_percents, default=(0.0, 0.01, 0.05), metavar="N,N",
        help="perubahan: kerugian yang dibolehkan, persen (bawaan: 0,1,5)",
    )  # fmt: skip
    part.add_argument("--list", type=Path, metavar="CSV", help="tangan: kolom village_code dan agency_code")
    part.add_argument("--threshold", type=float, metavar="N", help="seri: batas harga, angka (bawaan: parameter)")
    part.add_argument(
        "--time-limit", type=float, default=TIME_LIMIT, metavar="DETIK", help="batas waktu pemecah (bawaan: 60)"
    )


def _percents(text: str) -> tuple[float, ...]:
    return tuple(float(one) / 100 for one in text.split(","))


def run(arguments: Namespace) -> int:
    workspace, topic = Workspace(arguments.home), TOPICS[arguments.topic]
    missing = [name for name in topic.needs if not any(getattr(arguments, one) for one in name.split("|"))]
    if missing:
        words = " atau ".join(f"--{one}" for one in missing[0].split("|"))
        raise InputFault(
            f"perbandingan {arguments.topic} memerlukan {words}",
            where="sanding compare",
            remedy="Tambahkan pilihan itu; lihat sanding compare --help.",
            code="SND-CLI-21",
        )
    told: Told = topic.tell(workspace, arguments)
    path = workspace.write(f"results/compare_{arguments.topic}.csv", canonical_csv(told.table, by=told.order))
    if arguments.json:
        print_json({"topic": arguments.topic, **told.figures, "rows": told.table.to_dicts(), "file": str(path)})
        return 0
    for line in told.words:
        print(line)
    print_table(told.headers, told.rows, right=told.right)
    print(f"Tabel lengkap: {path}")
    return 0
