"""Processor seconds of pairing: all stages, one what-if, few moves, and a province by prices (design.md 7)."""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import TypeVar

import numpy as np
import polars as pl

from benchmarks.line import Line
from sanding.pairing.assign import Pairing, assign_agencies
from sanding.pairing.churn import keep_pairs
from sanding.pairing.large import solve_large
from sanding.pairing.problem import Problem, fair_shares
from sanding.pairing.settings import pairing_parameters
from sanding.pairing.what_if import what_if

ON = date(2027, 1, 1)
SEED = 3399
T = TypeVar("T")
SHAPES = ((33, 54), (33, 79), (50, 79))


def run(size: int = 8_500) -> list[Line]:
    """``size``: villages of the largest case."""
    lines = list[Line]()
    for agencies, villages in SHAPES:
        problem = _problem(agencies, villages)
        pairing, seconds = _timed(lambda p=problem: assign_agencies(p, time_limit=60.0))  # type: ignore[misc]
        note = "" if pairing.proven else "not proven"
        lines.append(Line(f"pairing {agencies} x {villages}, all stages", seconds, 30.0, "s", note=note))
        if villages == 54:
            lines += _questions(pairing)
    for villages, bound in ((500, 0.1), (size, 1.0)):
        lines += _province(50, villages, bound)
    return lines


def _questions(pairing: Pairing) -> list[Line]:
    problem = pairing.problem
    other = problem.agency_codes[(int(pairing.agency_of[3]) + 1) % len(problem.agency_codes)]
    _, forced = _timed(lambda: what_if(pairing, other, problem.village_codes[3]))
    banned = replace(problem, bans=frozenset({(problem.agency_codes[pairing.agency_of[5]], problem.village_codes[5])}))
    kept, again = _timed(lambda: keep_pairs(banned, pairing.pairs(), loss=0.01))
    return [
        Line("what if, 33 x 54", forced, 2.0, "s"),
        Line("after one ban, fewest moves within 1 %", again, None, "s", note=f"{len(kept.moves)} moves"),
    ]


def _province(agencies: int, villages: int, bound: float) -> list[Line]:
    problem = _problem(agencies, villages)
    load = np.broadcast_to(problem.load, problem.points.shape)
    most = int(np.ceil(villages / agencies * 2.5))
    answer, seconds = _timed(
        lambda: solve_large(problem.points, load, problem.fair_share, min_count=1, max_count=most, time_limit=60.0)
    )
    name = f"by prices {agencies} x {villages:,}"
    return [Line(f"{name}, gap", 100 * answer.gap, bound, "%"), Line(f"{name}, time", seconds, 65.0, "s")]


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


def _timed(work: Callable[[], T]) -> tuple[T, float]:
    begin = time.process_time()
    return work(), time.process_time() - begin
