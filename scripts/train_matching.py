"""Train the weights of matching on the invented district and store them as numbers: run rarely, by hand.

python scripts/train_matching.py [--persons 40000]; writes sanding/matching/parameters/orang.yaml.
"""

import argparse
import sys
import tempfile
from datetime import date
from pathlib import Path

import polars as pl

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from sanding.matching.parameters import FOLDER, Weights, write_weights  # noqa: E402
from sanding.matching.registers import PERSON_SESSIONS, persons_spec  # noqa: E402
from sanding.matching.train import train  # noqa: E402
from tests.truth.registers import district_registers  # noqa: E402

SEEDS = (11, 12, 13)
PAIRS = (("p3ke", "dtsen"), ("bdt", "dtsen"), ("bdt", "p3ke"))


def trained(persons: int) -> Weights:
    """The mean of what each seed and pair of registers teaches, level by level."""
    all_of: list[Weights] = []
    for seed in SEEDS:
        with tempfile.TemporaryDirectory() as folder:
            registers = district_registers(Path(folder), seed, persons)
            for one, other in PAIRS:
                all_of.append(_one(registers, one, other, seed))
                print(f"seed {seed}: {one} with {other} done", flush=True)
    levels = {
        name: {level: _mean([each.levels[name][level] for each in all_of]) for level in entries}
        for name, entries in all_of[0].levels.items()
    }
    about = all_of[0].about | {
        "source": f"kabupaten karangan, {persons} orang, benih {', '.join(map(str, SEEDS))}: "
        "P3KE 2023, DTSEN TW3 2026, BDT 2020 seperti yang diterima langkah data terpadu",
    }
    about.pop("rows")
    return Weights(levels, about)


def _one(registers: dict[str, pl.DataFrame], left: str, right: str, seed: int) -> Weights:
    return train(
        registers[left], registers[right], persons_spec(), sessions=PERSON_SESSIONS, on=date(2026, 12, 1),
        source=f"{left} x {right}", seed=seed,
    )  # fmt: skip


def _mean(pairs: list[tuple[float, float]]) -> tuple[float, float]:
    return sum(m for m, _ in pairs) / len(pairs), sum(u for _, u in pairs) / len(pairs)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--persons", type=int, default=40_000)
    write_weights(FOLDER / "orang.yaml", trained(parser.parse_args().persons))
