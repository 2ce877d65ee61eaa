"""Twenty-four perangkat daerah and nine Bagian, and the pairs of the year that is ending."""

from datetime import date

import numpy as np
import polars as pl

from sanding.pairing.tables import AGENCIES, PAIRS
from sanding.synthetic.chance import chance
from sanding.synthetic.words import words

PAIRED_YEAR = 2026
PRIORITY = 54
_SINCE = date(2021, 1, 4)
_MILLION = 1_000_000


def make_agencies(seed: int, seat: tuple[float, float]) -> pl.DataFrame:
    """The units as AGENCIES; offices stand within about 4 km of the seat (lon, lat)."""
    rng = chance(seed, "agencies")
    rows = []
    for kind, letter in (("PD", "PD"), ("Bagian", "BG")):
        for number, (name, short, staff, vehicles, budget, actors) in enumerate(words("agencies")[kind], start=1):
            east, north = (rng.random(2) - 0.5) * (0.06 if kind == "PD" else 0.004)
            rows.append(
                {
                    "code": f"{letter}{number:02d}", "name": name, "short": short, "kind": kind, "staff": staff,
                    "vehicles": vehicles, "budget": budget * _MILLION,
                    "lon": round(seat[0] + float(east), 5), "lat": round(seat[1] + float(north), 5),
                    "competences": ";".join(actors), "min_villages": 1,
                    "max_villages": 3 if kind == "PD" else 2, "valid_from": _SINCE,
                }
            )  # fmt: skip
    return AGENCIES.conform(pl.DataFrame(rows))


def make_pairs(seed: int, agencies: pl.DataFrame, priority: list[str], others: list[str]) -> pl.DataFrame:
    """Last year's pairs as PAIRS: two thirds of today's priority villages and as many others as make 54."""
    rng = chance(seed, "pairs")
    kept = [priority[place] for place in np.sort(rng.permutation(len(priority))[: PRIORITY * 2 // 3])]
    left = [others[place] for place in np.sort(rng.permutation(len(others))[: PRIORITY - len(kept)])]
    villages = sorted(kept + left)
    units = agencies["code"].to_list() + agencies.filter(pl.col("kind") == "PD")["code"].to_list()
    chosen = [units[place] for place in rng.permutation(len(units))]
    first = agencies["code"].to_list()
    spare = [unit for unit in chosen if unit.startswith("PD")][: len(villages) - len(first)]
    order = rng.permutation(len(villages))
    holders = first + spare
    return PAIRS.conform(
        pl.DataFrame(
            {"year": PAIRED_YEAR, "agency_code": [holders[place] for place in order], "village_code": villages}
        )
    ).sort("village_code")
