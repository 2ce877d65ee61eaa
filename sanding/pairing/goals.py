"""The goals of a pairing in their fixed order, and how far a given pairing reaches each, in whole numbers."""

import hashlib
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from sanding.pairing.problem import POINT, Flags, Problem, Whole
from sanding.pairing.solve import NOBODY

Goal = Literal["coverage", "counts", "overload", "worth", "tie"]
Sense = Literal["max", "min"]

GOALS: dict[Goal, tuple[str, str, Sense]] = {
    "coverage": ("Cakupan: desa tanpa pendamping", "desa", "min"),
    "counts": ("Batas jumlah desa per unit: pelanggaran", "desa", "min"),
    "overload": ("Beban di atas bagian adil", "", "min"),
    "worth": ("Keserasian: tugas, jarak, lanjutan", "angka", "max"),
    "tie": ("Pemutus seri tetap", "bilangan", "min"),
}
"""label, unit (empty: the problem's), sense; a later goal never gives up an earlier one"""

_TIE_RANGE = 1_000_000


@dataclass(frozen=True)
class Stage:
    """One goal reached: ``value`` in ``unit``; no pairing with the same earlier goals goes beyond ``bound``."""

    goal: Goal
    label: str
    value: float
    bound: float
    unit: str
    proven: bool
    seconds: float = field(compare=False)

    @property
    def gap(self) -> float:
        """Relative distance between value and bound; 0 where proven."""
        return 0.0 if self.proven else abs(self.bound - self.value) / max(1.0, abs(self.value))


def stage(problem: Problem, goal: Goal, value: int, bound: float, *, proven: bool, seconds: float) -> Stage:
    """A stage in the units people read: points instead of their hundredths."""
    label, unit, _ = GOALS[goal]
    scale = POINT if goal == "worth" else 1
    return Stage(
        goal, label, value / scale, (value if proven else bound) / scale, unit or problem.unit, proven, seconds
    )


def reached(problem: Problem, agency_of: Whole, goal: Goal) -> int:
    """What an assignment (agency index per village, -1 nobody) reaches in one goal."""
    if goal == "coverage":
        return int((agency_of == NOBODY).sum())
    if goal == "counts":
        held = np.bincount(agency_of[agency_of != NOBODY], minlength=len(problem.agency_codes))
        return int((np.maximum(problem.min_count - held, 0) + np.maximum(held - problem.max_count, 0)).sum())
    if goal == "overload":
        return int(overload(problem, agency_of).sum())
    weights, found = problem.points if goal == "worth" else tie_numbers(problem), np.flatnonzero(agency_of != NOBODY)
    return int(weights[agency_of[found], found].sum())


def overload(problem: Problem, agency_of: Whole) -> Whole:
    """Load above the fair share per agency, in the problem's unit."""
    found = agency_of != NOBODY
    carried = np.bincount(agency_of[found], weights=problem.load[found], minlength=len(problem.agency_codes))
    beyond: Whole = np.maximum(np.rint(carried).astype(np.int64) - problem.fair_share, 0)
    return beyond


def allowed_pairs(problem: Problem) -> Flags:
    """Which pairs may stand: not banned, and for a locked village only its lock. A lock that is banned stays out."""
    agency = {code: index for index, code in enumerate(problem.agency_codes)}
    village = {code: index for index, code in enumerate(problem.village_codes)}
    allowed = np.ones(problem.points.shape, dtype=bool)
    for locked_agency, code in problem.locks:
        allowed[np.arange(len(agency)) != agency[locked_agency], village[code]] = False
    for banned_agency, code in problem.bans:
        allowed[agency[banned_agency], village[code]] = False
    return allowed


def tie_numbers(problem: Problem) -> Whole:
    """A fixed number per pair from its two codes alone: the same whatever the order of rows, machine or version."""

    def one(agency: str, village: str) -> int:
        return int.from_bytes(hashlib.sha256(f"{agency}|{village}".encode()).digest()[:8], "big") % _TIE_RANGE

    return np.array([[one(a, v) for v in problem.village_codes] for a in problem.agency_codes], dtype=np.int64)
