"""Processor seconds of pairing: all stages, what-if, few moves, and a province by prices; the wall beside them."""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from statistics import median
from typing import TypeVar

import numpy as np
import polars as pl

from benchmarks.line import Line
from sanding.pairing.assign import Pairing, assign_agencies
from sanding.pairing.churn import keep_pairs
from sanding.pairing.large import solve_large
from sanding.pairing.near_ties import near_ties
from sanding.pairing.problem import Problem, fair_shares
from sanding.pairing.settings import pairing_parameters
from sanding.pairing.what_if import what_if

ON = date(2027, 1, 1)
SEED = 3399
T = TypeVar("T")
SHAPES = ((33, 54), (33, 79), (50, 79))
LOSS = 0.01
_ASKED = 7


def run(size: int = 8_500) -> list[Line]:
    """``size``: villages of the largest case."""
    lines = list[Line]()
    for agencies, villages in SHAPES:
        problem = _problem(agencies, villages)
        pairing, seconds, wall = _timed(lambda p=problem: assign_agencies(p, time_limit=60.0))  # type: ignore[misc]
        note = wall if pairing.proven else f"{wall}, not proven"
        lines.append(Line(f"pairing {agencies} x {villages}, all stages", seconds, 30.0, "s", note=note))
        lines += _questions(pairing, f"{agencies} x {villages}")
    for villages, bound in ((500, 0.1), (size, 1.0)):
        lines += _province(50, villages, bound)
    return lines


def _questions(pairing: Pairing, shape: str) -> list[Line]:
    """What is asked at the desk, about a few villages each: the median of the times, the most moves."""
    problem = pairing.problem
    asked = range(3, len(problem.load), len(problem.load) // _ASKED)
    forced, again, others, proven = list[float](), list[float](), list[int](), True
    for v in asked:
        agency, village = int(pairing.agency_of[v]), problem.village_codes[v]
        other = problem.agency_codes[(agency + 1) % len(problem.agency_codes)]
        forced.append(_timed(lambda o=other, c=village: what_if(pairing, o, c))[1])  # type: ignore[misc]
        banned = replace(problem, bans=frozenset({(problem.agency_codes[agency], village)}))
        kept, seconds, _ = _timed(lambda p=banned: keep_pairs(p, pairing.pairs(), loss=LOSS))  # type: ignore[misc]
        again.append(seconds)
        others.append(len(kept.moves) - 1)
        proven &= kept.proven
    ties, seconds, wall = _timed(lambda: near_ties(pairing, time_limit=60.0))
    note = f"{wall}, {len(ties.ties)} pairs{'' if ties.complete else ', not complete'}"
    return [
        Line(f"what if, {shape}", median(forced), 2.0, "s", note=f"median of {len(forced)}, worst {max(forced):.2g}"),
        Line(f"near ties, {shape}", seconds, None, "s", note=note),
        Line(f"after one ban, fewest moves within {LOSS:.0%}, {shape}", median(again), None, "s"),
        Line(f"other villages that move then, {shape}", max(others), 3, note="proven" if proven else "not all proven"),
    ]


def _province(agencies: int, villages: int, bound: float) -> list[Line]:
    problem = _problem(agencies, villages)
    load = np.broadcast_to(problem.load, problem.points.shape)
    most = int(np.ceil(villages / agencies * 2.5))
    answer, seconds, wall = _timed(
        lambda: solve_large(problem.points, load, problem.fair_share, min_count=1, max_count=most, time_limit=60.0)
    )
    name = f"by prices {agencies} x {villages:,}"
    return [Line(f"{name}, gap", 100 * answer.gap, bound, "%"), Line(f"{name}, time", seconds, 65.0, "s", note=wall)]


def _problem(agencies: int, villages: int) -> Problem:
    """Invented: fit in steps of a sheet's indicators, distances over 40 km, a third of the pairs continued."""
    rng, parameters = np.random.default_rng(SEED + villages), pairing_parameters(ON)
    load = rng.integers(40, 700, villages)
    seats, places = rng.uniform(0, 40, (agencies, 1, 2)), rng.uniform(0, 40, (1, villages, 2))
    distance = np.round(np.linalg.norm(seats - places, axis=2) * 1.4, 1)
    fit = rng.integers(0, 12, (agencies, villages)) / 24
    before = np.where(rng.random(villages) < 0.35, rng.integers(0, agencies, villages), -1)
    continued = np.arange(agencies)[:, None] == before[None, :]
    codes = [f"3399{n // 500 + 1:02d}2{n % 500 + 1:03d}" for n in range(villages)]
    names = [f"U{n:02d}" for n in range(agencies)]
    known = np.ones((agencies, villages), dtype=bool)
    return Problem(
        agencies=pl.DataFrame({"code": names, "short": names, "name": names}),
        villages=pl.DataFrame({"village_code": codes, "name": codes}),
        unit="keluarga",
        year=ON.year,
        load=load,
        fair_share=fair_shares(load, rng.integers(10, 60, agencies), parameters),
        fit=fit,
        fit_known=known[0],
        distance=distance,
        distance_known=known,
        continued=continued,
        fit_points=np.rint(fit * 10_000).astype(np.int64),
        distance_points=-np.rint(distance * 50).astype(np.int64),
        continuity_points=continued * 1_500,
        min_count=np.ones(agencies, dtype=np.int64),
        max_count=np.full(agencies, 5, dtype=np.int64),
        locks=frozenset(),
        bans=frozenset(),
        parameters=parameters,
    )


def _timed(work: Callable[[], T]) -> tuple[T, float, str]:
    """The answer, processor seconds, and the seconds on the wall as words."""
    begin, began = time.process_time(), time.perf_counter()
    answer = work()
    return answer, time.process_time() - begin, f"wall {time.perf_counter() - began:.2g} s"
