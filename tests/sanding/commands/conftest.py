"""One invented district of 10,000 persons, its files, and a home in which a cycle was run by commands."""

import io
import json
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from sanding.__main__ import main
from sanding.synthetic.district import make_district
from sanding.synthetic.files import write_district

PERSONS, SEED, QUOTA = 10_000, 3399, 36


@dataclass(frozen=True)
class Answer:
    """What one call of the command line gave."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Sanding = Callable[..., Answer]


def call(*argv: object) -> Answer:
    """Run ``sanding`` in this process; a wrong call (argparse exits) gives its code too."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        try:
            code = main([str(one) for one in argv])
        except SystemExit as left:
            code = int(left.code or 0)
    return Answer(code, out.getvalue(), err.getvalue())


@pytest.fixture(scope="session")
def sanding() -> Sanding:
    return call


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files that an office would receive."""
    folder = tmp_path_factory.mktemp("district")
    names = ("dtsen_tw3_2026", "wilayah_desa", "batas_desa", "idm_2024", "idm_2024_indikator",
             "perangkat_daerah", "penugasan_2026", "dtsen_tw3_2026_keluarga", "dukcapil_balasan")  # fmt: skip
    write_district(make_district(SEED, PERSONS), folder, only=names)
    return folder / "office"


@pytest.fixture(scope="session")
def tables(office: Path) -> list[Path]:
    """The sheets without persons."""
    names = ("idm_2024.xlsx", "perangkat_daerah.xlsx", "idm_2024_indikator.xlsx", "penugasan_2026.xlsx",
             "batas_desa.geojson", "wilayah_desa.csv")  # fmt: skip
    return [office / name for name in names]


@pytest.fixture(scope="session")
def cycle(tmp_path_factory: pytest.TempPathFactory, office: Path, tables: list[Path]) -> tuple[Path, dict[str, Answer]]:
    """A home after import, rank, pair and both freezes, and what each command answered."""
    home = tmp_path_factory.mktemp("home")
    at = ("--home", home, "--json")
    answers = {
        "tables": call("import", *tables, *at, "--district", "Sumbersari"),
        "import": call(
            "import", office / "dtsen_tw3_2026.xlsx", *at, "--penetapan", "2026-09-30", "--source", "Dinas Sosial"
        ),
        "rank": call("rank", *at, "--quota", QUOTA, "--waves", "5,5,4"),
        "pair": call("pair", *at, "--time-limit", 120),
        "prioritas": call("freeze", "prioritas", *at),
        "penugasan": call("freeze", "penugasan", *at),
    }
    assert {name: answer.code for name, answer in answers.items()} == dict.fromkeys(answers, 0), answers
    return home, answers
