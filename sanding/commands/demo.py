"""``sanding demo``: one whole cycle on an invented district, from the DTSEN workbook to the draft decree."""

import shutil
import tempfile
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from sanding.canonical import canonical_csv, canonical_json
from sanding.commands.choices import PairChoice, RankChoice
from sanding.commands.freeze import keep
from sanding.commands.frozen import freeze_pairing, freeze_ranking
from sanding.commands.import_files import import_tables, say_vintage
from sanding.commands.kinds_of_file import recognised
from sanding.commands.pair import TIME_LIMIT, proof
from sanding.commands.pair import say as say_pairs
from sanding.commands.pairs import pair_in, pair_table
from sanding.commands.papers import LETTERHEAD, read_letterhead, write_papers
from sanding.commands.rank import say as say_ranking
from sanding.commands.rank import summary
from sanding.commands.ranking import counts_of, rank_in, villages_in_force
from sanding.commands.vintages import Provenance, make_vintage
from sanding.commands.words import print_json, print_table
from sanding.commands.workspace import Workspace
from sanding.documents.wording import number, percent
from sanding.errors import InputFault
from sanding.parameters import value
from sanding.synthetic.agencies import PRIORITY
from sanding.synthetic.district import make_district
from sanding.synthetic.files import write_district

HELP = "jalankan satu putaran penuh pada kabupaten karangan"
_MARK = "demo.json"
_PEOPLE = ("dtsen_tw3_2026", "xlsx")
_SHEETS = (
    ("wilayah_desa", "csv"),
    ("batas_desa", "geojson"),
    ("idm_2024", "xlsx"),
    ("idm_2024_indikator", "xlsx"),
    ("perangkat_daerah", "xlsx"),
    ("penugasan_2026", "xlsx"),
)
_PENETAPAN, _RECEIVED = date(2026, 9, 30), date(2026, 10, 12)
DISTRICT = "Sumbersari"
_LETTERHEAD = """head_title: BUPATI
region_kind: KABUPATEN
region: SUMBERSARI
province: JAWA TENGAH
place: Sumbersari
secretariat: Bapperida
programme: Sanding Desa
signatory: {name: HARYO WICAKSONO}
"""


def add_arguments(part: ArgumentParser) -> None:
    part.add_argument("--persons", type=int, default=60_000, metavar="N", help="banyak orang karangan (bawaan: 60000)")
    part.add_argument("--seed", type=int, default=3399, metavar="N", help="benih (bawaan: 3399)")
    part.add_argument(
        "--home", type=Path, metavar="FOLDER", help="folder kerja (bawaan: sanding-demo di folder sementara sistem)"
    )


def run(arguments: Namespace) -> int:
    home = arguments.home or Path(tempfile.gettempdir()) / "sanding-demo"
    clock = Clock(quiet=arguments.json)
    files = _files(home, arguments.seed, arguments.persons, clock)
    workspace = Workspace(home)
    with clock.step("memuat lembar wilayah, indeks, unit dan penugasan lalu"):
        import_tables(workspace, recognised([files[name] for name, _ in _SHEETS]), district=DISTRICT)
    with clock.step("memeriksa dan memuat buku kerja DTSEN"):
        manifest, known = make_vintage(
            workspace, "dtsen-tw3-2026", [files[_PEOPLE[0]]], Provenance(_PENETAPAN, "Dinas Sosial", _RECEIVED)
        )
    ranked = RankChoice(
        manifest["name"], "pemalang", "keluarga", PRIORITY, tuple(value("targeting.wave_sizes", date(2027, 1, 1))), 2027
    )
    with clock.step("mengurutkan desa dan membagi gelombang"):
        listed = rank_in(workspace, ranked)
        priority = freeze_ranking(workspace, ranked, listed)
    choice = PairChoice(ranked.year, ranked.unit, TIME_LIMIT)
    with clock.step("menugaskan pendamping sampai terbukti terbaik"):
        pairing = pair_in(workspace, choice, listed)
    with clock.step("membekukan keputusan dan menulis SK"):
        paired = freeze_pairing(workspace, ranked, choice, pairing)
        decisions = [keep(workspace, priority), keep(workspace, paired)]
        table = pair_table(workspace, pairing)
        _write_results(workspace, listed, table, ranked, choice)
        papers = write_papers(
            workspace, listed, pairing.pairs(), choice, head=read_letterhead(workspace, None), code=paired.code
        )
    if arguments.json:
        print_json(
            {"counts": manifest["counts"], "ranking": summary(listed), "pairing": proof(pairing),
             "decisions": [str(one) for one in decisions], "documents": [str(one) for one in papers],
             "home": str(home), "seconds": clock.seconds}
        )  # fmt: skip
        return 0
    _say_district(workspace, manifest | {"already_there": known})
    print()
    say_ranking(listed, ranked)
    print()
    say_pairs(pairing, table)
    _say_places(home, decisions, papers, clock)
    return 0


class Clock:
    """How long each step took, said as it happens."""

    def __init__(self, *, quiet: bool) -> None:
        self.quiet = quiet
        self.seconds: dict[str, float] = {}

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        begun = time.monotonic()
        yield
        self.seconds[name] = round(time.monotonic() - begun, 1)
        if not self.quiet:
            print(f"{number(self.seconds[name], 1):>6} detik  {name}")


def _files(home: Path, seed: int, persons: int, clock: Clock) -> dict[str, Path]:
    """The office's files of the invented district; those that are there from the same seed and size stay."""
    mark, folder = {"seed": seed, "persons": persons}, home / "district"
    wanted = {name: folder / "office" / f"{name}.{ending}" for name, ending in (_PEOPLE, *_SHEETS)}
    if home.exists() and any(home.iterdir()):
        _refuse_other_folder(home)
        if (home / _MARK).read_bytes() == canonical_json(mark) and all(path.exists() for path in wanted.values()):
            return wanted
        shutil.rmtree(home)
    home.mkdir(parents=True, exist_ok=True)
    (home / _MARK).write_bytes(canonical_json(mark))
    (home / LETTERHEAD).write_text(_LETTERHEAD, encoding="utf-8")
    with clock.step(f"membuat kabupaten karangan dengan {number(persons)} orang"):
        write_district(make_district(seed, persons), folder, only=wanted)
    return wanted


def _refuse_other_folder(home: Path) -> None:
    if not (home / _MARK).exists():
        raise InputFault(
            "folder sudah berisi hal lain",
            where=str(home),
            remedy="Sebut folder kosong dengan --home.",
            code="SND-CLI-09",
        )


def _write_results(
    workspace: Workspace, listed: pl.DataFrame, table: pl.DataFrame, ranked: RankChoice, choice: PairChoice
) -> None:
    """What ``sanding rank`` and ``sanding pair`` would leave, so that their commands go on from here."""
    workspace.write("results/ranking.csv", canonical_csv(listed, by=["rank", "village_code"]))
    workspace.write("results/rank.json", canonical_json(ranked.record()))
    workspace.write("results/pairs.csv", canonical_csv(table, by=["village_code"]))
    workspace.write("results/pair.json", canonical_json(choice.record()))


def _say_district(workspace: Workspace, manifest: dict[str, Any]) -> None:
    """The district's figures, then its kecamatan."""
    villages = villages_in_force(workspace)
    counts = counts_of(workspace, manifest["name"]).join(villages, left_on="village_code", right_on="code")
    wards = villages.filter(pl.col("kind") == "kelurahan").height
    print(
        f"\nKabupaten {villages['district'][0]} (karangan): {villages['kecamatan_code'].n_unique()} kecamatan, "
        f"{villages.height - wards} desa, {wards} kelurahan"
    )
    say_vintage(manifest)
    table = counts.group_by("kecamatan_code", "kecamatan").agg(
        pl.len(), pl.col("families").sum(), pl.col("families_d1").sum(), pl.col("persons").sum()
    )
    rows = [
        [row["kecamatan"], number(row["len"]), number(row["families"]), number(row["families_d1"]),
         percent(row["families_d1"] / row["families"]), number(row["persons"])]
        for row in table.sort("kecamatan_code").iter_rows(named=True)
    ]  # fmt: skip
    headers = ["Kecamatan", "Desa/kel.", "Keluarga", "Desil 1", "Bagian", "Orang"]
    print_table(headers, rows, right=[1, 2, 3, 4, 5])


def _say_places(home: Path, decisions: list[Path], papers: list[Path], clock: Clock) -> None:
    print()
    for path in decisions:
        print(f"Keputusan beku: {path}")
    for path in papers:
        print(f"Dokumen: {path}")
    if not any(path.suffix == ".pdf" for path in papers):
        print("PDF tidak dibuat: pasang libpango (apt-get install -y libpango-1.0-0 libpangoft2-1.0-0).")
    print(f"Periksa ulang: sanding freeze penugasan --home {home} --verify {decisions[-1]}")
    print(f"Selesai dalam {number(sum(clock.seconds.values()), 1)} detik; semua orang dalam data ini karangan.")
