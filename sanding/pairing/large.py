"""Large pairings (a whole province): prices on the agencies' limits, then the solver on what they leave open."""

import time
from typing import Literal

import numpy as np
import numpy.typing as npt

from sanding.errors import InputFault
from sanding.pairing.given import check_time, read_given
from sanding.pairing.prices import GOOD_ENOUGH, PriceSearch
from sanding.pairing.solve import NOBODY, Assignment, Status, solve_assignment

_POLISHED = 30_000
"""Pairs that the solver may be given after the prices; more would take it too long."""


def solve_large(
    benefit: npt.ArrayLike,
    load: npt.ArrayLike,
    capacity: npt.ArrayLike,
    *,
    sense: Literal["max", "min"] = "max",
    time_limit: float = 60.0,
    min_count: npt.ArrayLike | None = None,
    max_count: npt.ArrayLike | None = None,
) -> Assignment:
    """As ``solve_assignment``, for tens of thousands of pairs and more: a good answer with a true bound.

    benefit, load, capacity, min_count, max_count  as in ``solve_assignment``
    time_limit  seconds; usually far less is needed. Status "optimal" only where the gap is 0, else "time limit"; where
                no assignment that keeps the limits was found, every village is -1 and the objective nan
    Raises      InputFault as ``solve_assignment``, and where a village has no allowed agency
    Source      Fisher 1981, doi:10.1287/mnsc.27.1.1 (prices by subgradient); ADR 0020
    """
    ends = time.monotonic() + check_time(time_limit)
    given = read_given(benefit, load, capacity, min_count, max_count, sense)
    if not given.allowed.any(axis=0).all():
        raise InputFault(
            "ada desa tanpa unit yang dibolehkan",
            where="masukan penugasan besar",
            remedy="Cabut larangan pada desa itu atau keluarkan dari daftar.",
            code="SND-PAIR-12",
        )
    sign = 1.0 if sense == "max" else -1.0
    value = np.where(given.allowed, sign * given.value, -np.inf)
    search = PriceSearch(value, given.size, given.room, given.low, given.high, ends=ends)
    search.run()
    _polish(search)
    if search.best is None:
        nobody = np.full(value.shape[1], NOBODY, dtype=np.int64)
        return Assignment(nobody, float("nan"), sign * search.bound, "time limit")
    status: Status = (
        "optimal" if search.bound - search.reached <= 1e-9 * max(1.0, abs(search.reached)) else "time limit"
    )
    return Assignment(search.best, sign * search.reached, sign * max(search.bound, search.reached), status)


def _polish(search: PriceSearch) -> None:
    """Solve what the prices leave open: a pair that loses more than the gap stands in no better assignment."""
    gap = search.bound - search.reached
    left = search.ends - time.monotonic()
    enough = GOOD_ENOUGH * max(1.0, abs(search.reached)) if search.best is not None else 0.0
    allowed = np.isfinite(search.value) & ((search.loss <= gap + 1e-9) if np.isfinite(gap) else True)
    if gap <= enough or left < 1.0 or int(allowed.sum()) > _POLISHED:
        return
    whole = solve_assignment(
        np.where(allowed, search.value, np.nan), search.size, search.room,
        time_limit=left, min_count=search.low, max_count=search.high,
    )  # fmt: skip
    if np.isfinite(whole.objective) and whole.objective > search.reached:
        search.reached, search.best = whole.objective, whole.assignment
    if whole.status == "infeasible":
        search.bound = search.reached if search.best is not None else search.bound
    elif np.isfinite(whole.bound):
        search.bound = min(search.bound, max(whole.bound, search.reached))
