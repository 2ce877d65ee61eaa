"""Pairs that almost could be others: a replacement costs less than a threshold, all earlier goals kept."""

import time
from dataclasses import dataclass
from datetime import date

import numpy as np

from sanding.pairing.assign import Pairing
from sanding.pairing.columns import TooWide
from sanding.pairing.goals import allowed_pairs, reached
from sanding.pairing.problem import POINT
from sanding.pairing.solve import NOBODY
from sanding.pairing.worth import Found, WorthSearch
from sanding.parameters import value


@dataclass(frozen=True)
class NearTie:
    """A pair and its cheapest replacement (codes), what that costs [points], and how many villages move in all."""

    village: str
    agency: str
    instead: str
    points: float
    moves: int


@dataclass(frozen=True)
class NearTies:
    """Near ties, cheapest first. ``complete``: every village was looked at; ``threshold`` in points."""

    ties: tuple[NearTie, ...]
    threshold: float
    complete: bool


def near_ties(pairing: Pairing, *, threshold: float | None = None, time_limit: float = 30.0) -> NearTies:
    """Every pair whose replacement costs less than ``threshold`` points; the pairing's runner-up said for each village.

    threshold   [points]; by default that in force on 1 January of the pairing's year (pairing.near_tie_points)
    time_limit  seconds; where it ends the search, or the pairing is not proven, ``complete`` is False
    """
    problem = pairing.problem
    most = float(value("pairing.near_tie_points", date(problem.year, 1, 1)) if threshold is None else threshold)
    best = Found(pairing.agency_of, reached(problem, pairing.agency_of, "worth"))
    kept = reached(problem, pairing.agency_of, "counts"), reached(problem, pairing.agency_of, "overload")
    floor, found, complete = int(np.floor(best.value - most * POINT)) + 1, list[NearTie](), pairing.proven
    ends = time.monotonic() + time_limit
    try:
        search = WorthSearch(
            problem, problem.points, allowed_pairs(problem), pairing.agency_of, kept=kept, seconds=time_limit
        )
        for village in np.flatnonzero(pairing.agency_of != NOBODY).tolist():
            if time.monotonic() > ends:
                raise TooWide
            other = search.without(best, village, floor)
            if other is not None:
                found.append(_tie(pairing, best, other, village))
    except TooWide:
        complete = False
    return NearTies(tuple(sorted(found, key=lambda one: (one.points, one.village))), most, complete)


def _tie(pairing: Pairing, best: Found, other: Found, village: int) -> NearTie:
    codes = pairing.problem.agency_codes
    return NearTie(
        pairing.problem.village_codes[village],
        codes[best.agency_of[village]],
        codes[other.agency_of[village]],
        (best.value - other.value) / POINT,
        int((best.agency_of != other.agency_of).sum()),
    )
