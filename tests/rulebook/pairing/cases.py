"""Small pairings drawn as tables: what each unit is worth at each village, in points."""

from dataclasses import replace

import numpy as np

from sanding.pairing.problem import Pair, Problem
from tests.rulebook.pairing.test_rules import rows
from tests.sanding.pairing import invented


def drawn(
    table: str, *, least: int = 1, most: int = 9, locks: tuple[Pair, ...] = (), bans: tuple[Pair, ...] = ()
) -> Problem:
    """A problem whose pairs are worth what the table says, and whose loads never matter."""
    points = np.array([[float(cell.replace(",", ".")) for cell in line[1:]] for line in rows(table)])
    units, villages = points.shape
    nothing = np.zeros((units, villages), dtype=np.int64)
    made = invented.problem(units, villages, 1)
    return replace(
        made,
        load=np.ones(villages, dtype=np.int64),
        fair_share=np.full(units, 99),
        fit_points=np.rint(points * 100).astype(np.int64),
        distance_points=nothing,
        continuity_points=nothing,
        min_count=np.full(units, least),
        max_count=np.full(units, most),
        locks=frozenset((agency_code(made, a), made.village_codes[int(v) - 1]) for a, v in locks),
        bans=frozenset((agency_code(made, a), made.village_codes[int(v) - 1]) for a, v in bans),
    )


def agency_code(problem: Problem, letter: str) -> str:
    """A, B, C … as the codes of the units in order."""
    return problem.agency_codes["ABCDEFGH".index(letter)]


def letter(problem: Problem, code: str) -> str:
    return "ABCDEFGH"[problem.agency_codes.index(code)]


def place(problem: Problem, code: str) -> str:
    """A village as its number, 1, 2, 3 …"""
    return str(problem.village_codes.index(code) + 1)
