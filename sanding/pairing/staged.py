"""The pairing as one mixed-integer model, optimised goal after goal, each later goal bound to keep the earlier ones."""

import time
from collections.abc import Mapping

import numpy as np

from sanding.pairing.columns import TooWide
from sanding.pairing.descent import settle
from sanding.pairing.goals import GOALS, Goal, Stage, allowed_pairs, reached, stage, tie_numbers
from sanding.pairing.problem import Problem, Real, Whole
from sanding.pairing.solve import NOBODY, Answer, Model, chosen
from sanding.pairing.worth import WorthSearch

_LEAST_TIME = 0.5
"""Seconds a goal gets even where the time is up, so that every goal reports a bound."""

_PART_FOR_SHARES = 0.6
"""Part of the time left that the search by shares may take before the model of single pairs takes over."""


class StagedModel:
    """The model with its elastic rules. After ``run``: ``agency_of``, ``stages()`` and ``runner_up``.

    runner_up   worth of the best other pairing with the same earlier goals, hundredths of a point; None if unknown
    """

    def __init__(
        self, problem: Problem, *, stay: Whole | None = None, floors: Mapping[Goal, int] | None = None
    ) -> None:
        """Build the model.

        stay    agency per village that equals should keep (no runner-up is sought then)
        floors  values that a wider problem was proven not to go below, of coverage, counts and overload; one counts
                only while the goals before it stand at their floor
        """
        self.problem = problem
        self._stay = stay
        self._floors = floors or {}
        self._allowed = allowed_pairs(problem)
        self._noted: dict[Goal, tuple[float, bool, float]] = {}
        self.agency_of: Whole = np.full(len(problem.load), NOBODY, dtype=np.int64)
        self.runner_up: int | None = None
        self._search: WorthSearch | None = None
        self._ends = 0.0
        self._tie_numbers = tie_numbers(problem) if stay is None else _staying_numbers(problem, stay)
        self._build()

    def _build(self) -> None:
        agencies, villages = self.problem.points.shape
        none, many = np.zeros(agencies), np.full(agencies, float(villages))
        self._model = Model()
        self._x = self._model.pairs(np.zeros((agencies, villages)), self._allowed)
        self._bare = self._model.columns(np.zeros(villages), np.zeros(villages), np.ones(villages), whole=True)
        self._short = self._model.columns(none, none, self.problem.min_count.astype(float), whole=True)
        self._beyond = self._model.columns(none, none, many, whole=True)
        self._extra = self._model.columns(none, none, np.full(agencies, np.inf), whole=False)
        for v in range(villages):
            self._model.row(1, 1, np.append(self._x[:, v], self._bare[v]), np.ones(agencies + 1))
        for a in range(agencies):
            self._agency_rules(a)

    def _agency_rules(self, a: int) -> None:
        problem, taken = self.problem, self._x[a]
        each, load = np.ones(taken.size), problem.load.astype(float)
        alone = np.maximum(load - problem.fair_share[a], 0)  # implied by the row before it, but tightens the proof
        row = self._model.row
        row(problem.min_count[a], np.inf, np.append(taken, self._short[a]), np.append(each, 1.0))
        row(-np.inf, problem.max_count[a], np.append(taken, self._beyond[a]), np.append(each, -1.0))
        row(-np.inf, problem.fair_share[a], np.append(taken, self._extra[a]), np.append(load, -1.0))
        row(-np.inf, 0.0, np.append(taken, self._extra[a]), np.append(alone, -1.0))

    def run(self, time_limit: float) -> None:
        """Go through the goals within ``time_limit`` seconds in all."""
        self._ends = time.monotonic() + time_limit
        self._reach_earlier()
        if not self._settle_by_shares():
            if "worth" not in self._noted:
                self._model.start(self._as_columns(self.agency_of))
                self._reach("worth")
            self._break_tie()

    def _reach_earlier(self) -> None:
        """Coverage, counts, overload: a short search first, the solver only where its answer is above a sure floor."""
        begun, as_before = time.monotonic(), True
        nobody = np.full(len(self.problem.load), NOBODY, dtype=np.int64)
        self.agency_of = settle(self.problem, self._allowed, nobody if self._stay is None else self._stay)
        for goal in ("coverage", "counts", "overload"):
            value, own = reached(self.problem, self.agency_of, goal), self._least(goal)
            floor = max(own, self._floors.get(goal, own)) if as_before else own
            if value == floor:
                self._noted[goal] = float(value), True, time.monotonic() - begun
            else:
                self._model.start(self._as_columns(self.agency_of))
                self._reach(goal)
            as_before = as_before and reached(self.problem, self.agency_of, goal) == self._floors.get(goal)
            self._keep(goal)
            begun = time.monotonic()

    def _least(self, goal: Goal) -> int:
        """What no pairing goes below: villages without any allowed agency; no count and no load broken."""
        return int((~self._allowed.any(axis=0)).sum()) if goal == "coverage" else 0

    def _settle_by_shares(self) -> bool:
        """Worth, next best and tie by whole shares, which is far quicker; False where shares are too many to list."""
        begun, problem, known = time.monotonic(), self.problem, self.agency_of
        kept = reached(problem, known, "counts"), reached(problem, known, "overload")
        seconds = _PART_FOR_SHARES * (self._ends - begun)
        try:
            search = WorthSearch(problem, problem.points, self._allowed, known, kept=kept, seconds=seconds)
            best = search.best()
            self.agency_of, middle = best.agency_of, time.monotonic()
            self._noted["worth"] = float(best.value), True, middle - begun
            other = best if self._stay is not None else search.next_best(best)
            if other is not None and other.value == best.value:
                self.agency_of = search.choose(best, self._tie_numbers).agency_of
        except TooWide:
            return False
        self._search = search
        self.runner_up = None if other is None or other is best else other.value
        self._noted["tie"] = 0.0, True, time.monotonic() - middle
        return True

    def stages(self) -> tuple[Stage, ...]:
        """What the final pairing reaches in every goal, computed from the pairing itself, with proof or bound."""
        return tuple(
            stage(self.problem, goal, reached(self.problem, self.agency_of, goal), bound, proven=proven, seconds=spent)
            for goal, (bound, proven, spent) in self._noted.items()
        )

    def _reach(self, goal: Goal) -> None:
        """Optimise one goal and note its bound and proof."""
        begun = time.monotonic()
        self._model.objective(self._cost(goal))
        answer = self._solve(goal)
        if answer.values is not None:
            self.agency_of = chosen(answer.values, self._x)
            self._model.start(answer.values)
        self._noted[goal] = answer.bound, answer.status == "optimal", time.monotonic() - begun

    def _break_tie(self) -> None:
        """Ask for the next best pairing; only where it is worth as much, the tie numbers choose among equals."""
        begun, worth = time.monotonic(), reached(self.problem, self.agency_of, "worth")
        self._model.objective(self._cost("worth"))
        found = np.flatnonzero(self.agency_of != NOBODY)
        pairs = self._x[self.agency_of[found], found]
        this_one_again = self._model.row(-np.inf, len(found) - 1, pairs, np.ones(len(found)))
        answer = self._solve("worth")
        self._model.bound_row(this_one_again, -np.inf, np.inf)
        if answer.values is not None:
            other = chosen(answer.values, self._x)
            self.runner_up = reached(self.problem, other, "worth")
            if self.runner_up > worth:  # only where time cut the goal before short
                self.agency_of = other
        settled = self._noted["worth"][1] and answer.status != "time limit"
        self._noted["tie"] = 0.0, settled, time.monotonic() - begun
        if not settled:
            self.runner_up = None
        elif self.runner_up == worth:
            self._keep("worth")
            self._reach("tie")

    def _solve(self, goal: Goal) -> Answer:
        left = max(_LEAST_TIME, self._ends - time.monotonic())
        return self._model.solve(sense=GOALS[goal][2], time_limit=left, step=1.0)

    def _keep(self, goal: Goal) -> None:
        """Later goals may not give this one up; all is whole, so half a step is room enough for rounding."""
        cost, value = self._cost(goal), reached(self.problem, self.agency_of, goal)
        columns = np.flatnonzero(cost).astype(np.int32)
        low, high = (value - 0.5, np.inf) if GOALS[goal][2] == "max" else (-np.inf, value + 0.5)
        if columns.size:
            self._model.row(low, high, columns, cost[columns])

    def _as_columns(self, agency_of: Whole) -> Real:
        """A pairing as values of every column."""
        values = np.zeros(self._model.width)
        found = np.flatnonzero(agency_of != NOBODY)
        values[self._x[agency_of[found], found]] = 1
        values[self._bare[np.flatnonzero(agency_of == NOBODY)]] = 1
        held = np.bincount(agency_of[found], minlength=len(self._short))
        carried = np.bincount(agency_of[found], weights=self.problem.load[found], minlength=len(self._short))
        values[self._short] = np.maximum(self.problem.min_count - held, 0)
        values[self._beyond] = np.maximum(held - self.problem.max_count, 0)
        values[self._extra] = np.maximum(carried - self.problem.fair_share, 0)
        return values

    def _cost(self, goal: Goal) -> Real:
        cost = np.zeros(self._model.width)
        if goal in ("worth", "tie"):
            cost[self._x] = self.problem.points if goal == "worth" else self._tie_numbers
        else:
            columns = {"coverage": [self._bare], "counts": [self._short, self._beyond]}.get(goal, [self._extra])
            cost[np.concatenate(columns)] = 1.0
        return cost


def _staying_numbers(problem: Problem, stay: Whole) -> Whole:
    """Tie numbers for which one village that stays is more than all other differences together."""
    small: Whole = tie_numbers(problem) % 1000
    elsewhere = np.arange(len(problem.agency_codes))[:, None] != stay[None, :]
    return np.asarray(small + elsewhere * (1000 * len(problem.load) + 1), dtype=np.int64)
