"""Pairs that almost could be others: a replacement costs less than a threshold, all earlier goals kept."""

from collections.abc import Iterator
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

_STEPS = 5
"""Steps from the best to the threshold; each looks twice as far as the one before."""


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
    try:
        search = WorthSearch(
            problem, problem.points, allowed_pairs(problem), pairing.agency_of, kept=kept, seconds=time_limit
        )
        for tie in _nearest_first(search, best, floor):
            found.append(_tie(pairing, best, *tie))
    except TooWide:
        complete = False
    return NearTies(tuple(sorted(found, key=lambda one: (one.points, one.village))), most, complete)


def _nearest_first(search: WorthSearch, best: Found, floor: int) -> Iterator[tuple[Found, int]]:
    """The best pairing with another agency for each village that has one above ``floor``, from near to far.

    Near the best few shares matter, so the distance grows step by step. Many villages are settled together by the
    equals of the first step; after it each is asked alone, which the relaxation answers almost by itself.
    """
    left = np.flatnonzero(best.agency_of != NOBODY)
    for step in range(_STEPS):
        within = (best.value - floor) >> (_STEPS - 1 - step)
        for asked in [left] if step == 0 else left[:, None]:
            while len(asked) and (other := search.other_at_one_of(best, asked, best.value - within)) is not None:
                moved = other.agency_of[asked] != best.agency_of[asked]
                yield from ((other, village) for village in asked[moved].tolist())
                left, asked = np.setdiff1d(left, asked[moved]), asked[~moved]


def _tie(pairing: Pairing, best: Found, other: Found, village: int) -> NearTie:
    codes = pairing.problem.agency_codes
    return NearTie(
        pairing.problem.village_codes[village],
        codes[best.agency_of[village]],
        codes[other.agency_of[village]],
        (best.value - other.value) / POINT,
        int((best.agency_of != other.agency_of).sum()),
    )
