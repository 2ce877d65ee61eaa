"""The solver's core: every village to one agency within the agencies' capacities (generalized assignment, HiGHS)."""

import time
from dataclasses import dataclass
from typing import Any, Literal

import highspy
import numpy as np
import numpy.typing as npt

from sanding.errors import EngineFault
from sanding.pairing.given import Given, check_time, read_given
from sanding.pairing.prices import PriceSearch

Array = npt.NDArray[np.float64]
Status = Literal["optimal", "time limit", "infeasible"]

NOBODY = -1

_START = (0.3, 5.0)
"""Seconds for an assignment to begin with: a quarter of the limit, but so many at least and at most."""

_EASY = 400
"""Pairs below which the solver needs nothing to begin with."""


@dataclass(frozen=True)
class Assignment:
    """The answer of one solve.

    assignment  agency index of every village, int64; -1 where no assignment was found
    objective   total benefit of the assignment, nan where none was found
    bound       no assignment can be better than this; equal to the objective where it is proven
    """

    assignment: npt.NDArray[np.int64]
    objective: float
    bound: float
    status: Status

    @property
    def gap(self) -> float:
        """Distance between objective and bound, relative to the objective (0 = proven)."""
        return abs(self.bound - self.objective) / max(1.0, abs(self.objective))


def solve_assignment(
    benefit: npt.ArrayLike,
    load: npt.ArrayLike,
    capacity: npt.ArrayLike,
    *,
    sense: Literal["max", "min"] = "max",
    time_limit: float = 60.0,
    min_count: npt.ArrayLike | None = None,
    max_count: npt.ArrayLike | None = None,
) -> Assignment:
    """Give every village exactly one agency so that the total benefit is largest (or, with "min", smallest).

    benefit     agency × village; a value that is not finite forbids the pair
    load        agency × village, what the village takes of the agency's capacity
    capacity    per agency; np.inf for none
    min_count   fewest villages of an agency, one number or one per agency; max_count the most
    time_limit  seconds; afterwards the best found is returned with its bound and the status "time limit"
    Returns     the same for the same arguments, unless the time limit cuts it short
    Raises      InputFault where shapes do not fit, or a load, a capacity or a count is not known (NaN; infinite loads)
    Source      Martello and Toth 1990, chapter 7 (generalized assignment); solved by HiGHS to a zero gap
    """
    begun, limit = time.monotonic(), check_time(time_limit)
    given = read_given(benefit, load, capacity, min_count, max_count, sense)
    agencies, villages = given.value.shape
    if not given.value.size:  # nothing to choose: the solver calls an empty model solved whatever its rows say
        can_hold = not villages and (given.low <= np.minimum(given.high, 0)).all()
        answer = Answer(None, 0.0, 0.0, "optimal" if can_hold else "infeasible")
        return _better(given, _by_prices(given, limit), answer, np.zeros((agencies, villages), dtype=np.int32))
    model = Model()
    x = model.pairs(given.value, given.allowed)
    for village in range(villages):
        model.row(1.0, 1.0, x[:, village], np.ones(agencies))
    for agency in range(agencies):
        if np.isfinite(given.room[agency]):
            model.row(-np.inf, given.room[agency], x[agency], given.size[agency])
        if given.low[agency] > 0 or given.high[agency] < villages:
            model.row(given.low[agency], given.high[agency], x[agency], np.ones(villages))
    known = _by_prices(given, limit)
    if known.best is not None:
        model.start(np.ravel(np.arange(agencies)[:, None] == known.best).astype(float))
    left = max(0.0, limit - (time.monotonic() - begun))
    whole = bool((given.value == np.round(given.value)).all())
    return _better(given, known, model.solve(sense=sense, time_limit=left, step=1.0 if whole else 0.0), x)


def _by_prices(given: Given, time_limit: float) -> PriceSearch:
    """Something to begin with, which is also the answer where the time is too short for the solver."""
    value = np.where(given.allowed, given.value if given.sense == "max" else -given.value, -np.inf)
    ends = time.monotonic() + min(max(_START[0], time_limit / 4), _START[1])
    search = PriceSearch(value, given.size, given.room, given.low, given.high, ends=ends)
    if (value.size >= _EASY or time_limit < 1) and value.size and given.allowed.any(axis=0).all():
        search.run()
    return search


def _better(given: Given, known: PriceSearch, answer: "Answer", x: npt.NDArray[np.int32]) -> Assignment:
    """The solver's answer, or what the prices found where that is better; the tighter of both bounds."""
    sign = 1.0 if given.sense == "max" else -1.0
    if answer.status == "infeasible":
        return Assignment(chosen(None, x), float("nan"), float("nan"), "infeasible")
    found = chosen(answer.values, x)
    objective = given.total(found) if answer.values is not None or not found.size else float("nan")
    if answer.status == "optimal":
        return Assignment(found, objective, objective, "optimal")
    if known.best is not None and not sign * objective >= known.reached:
        found, objective = known.best, given.total(known.best)
    bounds = [sign * answer.bound] if np.isfinite(answer.bound) else []
    bound = sign * min([*bounds, known.bound])
    if np.isfinite(objective):  # rounding may put a bound a hair inside what was found
        bound = sign * max(sign * bound, sign * objective)
    return Assignment(found, objective, bound, "time limit")


def chosen(values: Array | None, x: npt.NDArray[np.int32]) -> npt.NDArray[np.int64]:
    """The agency of every village from the values of the pair columns ``x`` (agency × village); -1 for nobody."""
    if values is None or not x.size:
        return np.full(x.shape[1], NOBODY, dtype=np.int64)
    taken = values[x] > 0.5
    return np.where(taken.any(axis=0), taken.argmax(axis=0), NOBODY).astype(np.int64)


@dataclass(frozen=True)
class Answer:
    """What HiGHS gave: column values (None if no solution), objective, bound, status."""

    values: Array | None
    objective: float
    bound: float
    status: Status


class Model:
    """A mixed-integer model that grows column by column and row by row; deterministic (one thread, fixed seed)."""

    def __init__(self) -> None:
        self._highs: Any = highspy.Highs()  # type: ignore[no-untyped-call]
        for name, value in (("output_flag", False), ("threads", 1), ("random_seed", 1), ("mip_rel_gap", 0.0)):
            self._set(name, value)
        self._columns = 0
        self._rows = 0

    def pairs(self, cost: Array, allowed: npt.NDArray[np.bool_]) -> npt.NDArray[np.int32]:
        """One yes/no column per pair (agency × village); a pair that is not allowed is fixed at 0. Returns indices."""
        upper = allowed.astype(float).ravel()
        return self.columns(cost.ravel(), np.zeros(cost.size), upper, whole=True).reshape(cost.shape)

    def columns(self, cost: Array, lower: Array, upper: Array, *, whole: bool) -> npt.NDArray[np.int32]:
        """Add columns with bounds; ``whole`` makes them integers. Returns their indices."""
        count = len(cost)
        nothing = np.zeros(0, dtype=np.int32)
        self._must(
            self._highs.addCols(count, cost, lower, upper, 0, np.zeros(count, dtype=np.int32), nothing, np.zeros(0))
        )
        indices = np.arange(self._columns, self._columns + count, dtype=np.int32)
        if whole and count:
            kinds = np.full(count, int(highspy.HighsVarType.kInteger), dtype=np.uint8)
            self._must(self._highs.changeColsIntegrality(count, indices, kinds))
        self._columns += count
        return indices

    def filled_columns(
        self, cost: Array, starts: npt.NDArray[Any], rows: npt.NDArray[Any], values: Array, *, whole: bool
    ) -> None:
        """Add columns from 0 to infinity (to 1 where ``whole``) that stand in rows already there, column by column."""
        count, upper = len(cost), 1.0 if whole else highspy.kHighsInf
        self._must(
            self._highs.addCols(
                count, cost, np.zeros(count), np.full(count, upper), len(rows),
                starts.astype(np.int32), rows.astype(np.int32), values,
            )
        )  # fmt: skip
        if whole:
            indices = np.arange(self._columns, self._columns + count, dtype=np.int32)
            kinds = np.full(count, int(highspy.HighsVarType.kInteger), dtype=np.uint8)
            self._must(self._highs.changeColsIntegrality(count, indices, kinds))
        self._columns += count

    def row_prices(self) -> Array:
        """Duals of every row after a linear programme was solved: objective per unit of the row's bound."""
        return np.array(self._highs.getSolution().row_dual)

    def column_prices(self) -> Array:
        """Reduced costs of every column after a linear programme was solved (at most 0 for one left out of a max)."""
        return np.array(self._highs.getSolution().col_dual)

    def row(self, low: float, high: float, columns: npt.NDArray[np.int32], weights: Array) -> int:
        """low ≤ Σ weights · columns ≤ high. Returns the row's index."""
        kept = np.flatnonzero(weights).astype(np.int32)
        self._must(
            self._highs.addRow(
                max(low, -highspy.kHighsInf), min(high, highspy.kHighsInf), len(kept),
                np.ascontiguousarray(columns[kept], dtype=np.int32), np.ascontiguousarray(weights[kept], dtype=float),
            )
        )  # fmt: skip
        self._rows += 1
        return self._rows - 1

    def bound_row(self, row: int, low: float, high: float) -> None:
        """Other bounds for a row that is there; both infinite switch it off."""
        self._must(self._highs.changeRowBounds(row, max(low, -highspy.kHighsInf), min(high, highspy.kHighsInf)))

    def objective(self, cost: Array) -> None:
        """Replace the whole objective (one number per column)."""
        self._must(self._highs.changeColsCost(self._columns, np.arange(self._columns, dtype=np.int32), cost))

    def start(self, values: Array) -> None:
        """A known solution to begin with."""
        self._must(self._highs.setSolution(self._columns, np.arange(self._columns, dtype=np.int32), values))

    @property
    def width(self) -> int:
        """Number of columns so far."""
        return self._columns

    def solve(self, *, sense: Literal["max", "min"], time_limit: float, step: float = 0.0) -> Answer:
        """Solve to proof or to the time limit [s]. ``step``: the objective moves in steps of this size (0 = any)."""
        direction = highspy.ObjSense.kMaximize if sense == "max" else highspy.ObjSense.kMinimize
        self._must(self._highs.changeObjectiveSense(direction))
        self._set("time_limit", float(time_limit) + self._highs.getRunTime())
        self._set("mip_abs_gap", 0.999 * step if step else 1e-9)
        self._highs.run()
        if (
            self._highs.getModelStatus() == highspy.HighsModelStatus.kSolveError
        ):  # seen once; without presolve it solves
            self._again_without_presolve()
        state, info = self._highs.getModelStatus(), self._highs.getInfo()
        status = _status(state)
        if status == "infeasible" or info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            return Answer(None, float("nan"), float("nan") if status == "infeasible" else info.mip_dual_bound, status)
        values = np.array(self._highs.getSolution().col_value)
        objective = info.objective_function_value
        return Answer(values, objective, objective if status == "optimal" else info.mip_dual_bound, status)

    def _again_without_presolve(self) -> None:
        self._must(self._highs.clearSolver())
        self._set("presolve", "off")
        self._highs.run()
        self._set("presolve", "choose")

    def _set(self, name: str, value: Any) -> None:
        self._must(self._highs.setOptionValue(name, value))

    @staticmethod
    def _must(status: Any) -> None:
        if status == highspy.HighsStatus.kError:
            raise EngineFault("pemecah HiGHS menolak model", remedy="Laporkan kepada pengelola.", code="SND-PAIR-90")


def _status(state: Any) -> Status:
    known: dict[Any, Status] = {
        highspy.HighsModelStatus.kOptimal: "optimal",
        highspy.HighsModelStatus.kModelEmpty: "optimal",
        highspy.HighsModelStatus.kTimeLimit: "time limit",
        highspy.HighsModelStatus.kInfeasible: "infeasible",
    }
    if state not in known:
        raise EngineFault(f"pemecah HiGHS berhenti: {state}", remedy="Laporkan kepada pengelola.", code="SND-PAIR-91")
    return known[state]
