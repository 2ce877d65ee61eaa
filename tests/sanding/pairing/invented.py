"""Invented agencies, needs and past pairs for the tests of pairing."""

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import polars as pl

from sanding.pairing.problem import Pair, Problem, build_problem
from sanding.pairing.settings import PairingParameters, pairing_parameters
from sanding.pairing.tables import AGENCIES, PAIRS
from sanding.registry.tables import VILLAGE_NEEDS
from sanding.targeting.rank import kecamatan_ranking, rank_villages
from sanding.targeting.rules import Category
from sanding.targeting.waves import assign_waves, automatic_plan
from tests.sanding.targeting import invented

STARTS = date(2027, 1, 1)
ACTORS = ("DINKES", "PU", "DINDIK", "DLH")


def settings(**chosen: Any) -> PairingParameters:
    return pairing_parameters(STARTS, **chosen)


def agencies(count: int, *, seed: int = 1, **columns: Any) -> pl.DataFrame:
    """AGENCIES U01, U02, …; ``columns`` replace whole columns."""
    rng = np.random.default_rng(seed)
    frame = pl.DataFrame(
        {
            "code": [f"U{n:02d}" for n in range(1, count + 1)],
            "name": [f"Dinas Rekaan {n}" for n in range(1, count + 1)],
            "short": [f"Dinrek {n}" for n in range(1, count + 1)],
            "kind": ["Bagian" if n % 4 == 0 else "PD" for n in range(1, count + 1)],
            "staff": rng.integers(4, 60, count),
            "lon": rng.uniform(109.4, 109.6, count),
            "lat": rng.uniform(-7.1, -6.9, count),
            "competences": [";".join(rng.choice(ACTORS, rng.integers(0, 3), replace=False)) for _ in range(count)],
        }
    ).with_columns(**{name: pl.Series(values) for name, values in columns.items()})
    return AGENCIES.conform(frame)


def needs(places: pl.DataFrame, seed: int) -> pl.DataFrame:
    """VILLAGE_NEEDS: a few indicators for every desa, none for kelurahan."""
    rng = np.random.default_rng(seed)
    rows = [
        (code, "IKS", f"indikator {n}", 2, round(float(rng.integers(1, 4)) / 525, 6), "KAB", str(rng.choice(ACTORS)))
        for code in places.filter(pl.col("kind") == "desa")["code"]
        for n in range(int(rng.integers(1, 6)))
    ]
    names = ["village_code", "dimension", "indicator", "score", "gain", "level", "actor"]
    return VILLAGE_NEEDS.conform(pl.DataFrame(rows, schema=names, orient="row"))


def past_pairs(codes: list[str], units: int, seed: int, *, year: int = 2026) -> pl.DataFrame:
    rng = np.random.default_rng(seed)
    chosen = [code for code in codes if rng.random() < 0.6]
    rows = [(year, f"U{int(rng.integers(1, units + 1)):02d}", code) for code in chosen]
    return pl.DataFrame(rows, schema=PAIRS.schema(), orient="row")


def listing(count: int, seed: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """VILLAGES and a list of priority villages with ``count`` of them."""
    places = invented.villages(kecamatan=4, each=max(6, count // 3))
    setting = {"method": "weighted", "parameters": invented.parameters(), "unit": "keluarga"}
    ranked = rank_villages(invented.counts(places, seed), places, invented.index(places, seed), **setting)  # type: ignore[arg-type]
    plan = automatic_plan(kecamatan_ranking(ranked, "IDM", **setting), sizes=(2, 2), first_year=2026)  # type: ignore[arg-type]
    return places, assign_waves(ranked, count, plan, category=Category(1, 0.0))


def problem(
    units: int,
    villages: int,
    seed: int,
    *,
    locks: tuple[Pair, ...] = (),
    bans: tuple[Pair, ...] = (),
    parameters: PairingParameters | None = None,
    **columns: Any,
) -> Problem:
    """A whole problem from invented tables."""
    places, listed = listing(villages, seed)
    codes = listed.filter("priority")["village_code"].sort().to_list()
    return build_problem(
        places,
        listed,
        needs(places, seed),
        agencies(units, seed=seed, **columns),
        past_pairs(codes, units, seed),
        on=STARTS,
        parameters=parameters or settings(),
        locks=locks,
        bans=bans,
    )


def random_problem(rng: np.random.Generator, *, units: int, villages: int) -> Problem:
    """Any rules at all, often ones that fight: counts, locks and bans by chance, small points so that ties happen."""
    made = problem(units, villages, int(rng.integers(1_000_000)))
    pairs = [(agency, village) for agency in made.agency_codes for village in made.village_codes]
    drawn = [pairs[n] for n in rng.choice(len(pairs), size=min(len(pairs), 4), replace=False)]
    at = int(rng.integers(0, 3))
    least = rng.integers(0, 3, units)
    return replace(
        made,
        load=rng.integers(0, 9, villages),
        fair_share=rng.integers(0, 12, units),
        fit_points=rng.integers(0, 4, (units, villages)) * 50,
        distance_points=-rng.integers(0, 3, (units, villages)) * 25,
        continuity_points=np.where(made.continued, 50, 0),
        min_count=least,
        max_count=least + rng.integers(0, 4, units),
        locks=frozenset(drawn[:at]),
        bans=frozenset(drawn[2 : 2 + int(rng.integers(0, 3))]),
    )


def without_agency(problem: Problem, code: str) -> Problem:
    """The same problem after an agency was dissolved: its rows, locks and bans are gone."""
    keep = np.array([one != code for one in problem.agency_codes])
    rows = {
        name: getattr(problem, name)[keep]
        for name in (
            "fair_share", "fit", "distance", "distance_known", "continued", "fit_points", "distance_points",
            "continuity_points", "min_count", "max_count",
        )
    }  # fmt: skip
    return replace(
        problem,
        agencies=problem.agencies.filter(pl.col("code") != code),
        locks=frozenset(one for one in problem.locks if one[0] != code),
        bans=frozenset(one for one in problem.bans if one[0] != code),
        **rows,
    )
