"""The worth of a pairing proven by whole shares: one column per agency and set of villages, made where it can matter.

The bound of these columns is far tighter than that of single pairs (Savelsbergh 1997, doi:10.1287/opre.45.6.831).
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sanding.pairing.problem import Flags, Problem, Real, Whole
from sanding.pairing.solve import NOBODY, Model

_NODES = 400_000
"""Sets looked at for one agency before the search is called too wide."""


class TooWide(Exception):
    """More sets of villages could matter than can be listed; or the time is up."""


@dataclass(frozen=True)
class Share:
    """What one agency may take: villages (indices), its worth, counts broken, load above the fair share."""

    agency: int
    villages: tuple[int, ...]
    value: int
    counts: int
    overload: int


@dataclass
class Prices:
    """Prices of the rows at the optimum of the relaxation, and its bound (hundredths of a point)."""

    village: Real
    agency: Real
    counts: float
    overload: float
    bound: float


class Shares:
    """All shares of a problem that keep ``counts`` and ``overload`` (totals of the earlier goals)."""

    def __init__(self, problem: Problem, weights: Whole, allowed: Flags, *, counts: int, overload: int, ends: float):
        self.problem, self.weights, self.allowed = problem, weights, allowed
        self.counts, self.overload, self.ends = counts, overload, ends
        self.covered = np.flatnonzero(allowed.any(axis=0))
        self.load = [int(one) for one in problem.load]

    def share(self, agency: int, villages: tuple[int, ...]) -> Share:
        problem, held = self.problem, len(villages)
        least, most = int(problem.min_count[agency]), int(problem.max_count[agency])
        carried = sum(self.load[v] for v in villages)
        return Share(
            agency,
            villages,
            int(sum(self.weights[agency, v] for v in villages)),
            max(least - held, 0) + max(held - most, 0),
            max(carried - int(problem.fair_share[agency]), 0),
        )

    def of_pairing(self, agency_of: Whole) -> list[Share]:
        """The shares of a whole pairing, one per agency."""
        return [self.share(a, tuple(np.flatnonzero(agency_of == a).tolist())) for a in range(len(self.weights))]

    def better_than(self, agency: int, prices: Prices, threshold: float, most_found: int) -> Iterator[Share]:
        """Every share of an agency whose value less its prices is above ``threshold``, at most ``most_found``."""
        profit = self.weights[agency] - prices.village
        items = [v for v in np.argsort(-profit, kind="stable").tolist() if self.allowed[agency, v]]
        gains, loads = [float(profit[v]) for v in items], [self.load[v] for v in items]
        least, most = int(self.problem.min_count[agency]), int(self.problem.max_count[agency])
        room, fair = int(self.problem.fair_share[agency]) + self.overload, int(self.problem.fair_share[agency])
        goal, found, looked = threshold + float(prices.agency[agency]), 0, 0
        deepest = most + self.counts
        stack: list[tuple[int, float, int, tuple[int, ...]]] = [(0, 0.0, 0, ())]
        while stack:
            begin, gain, carried, chosen = stack.pop()
            looked += 1
            if looked > _NODES or (looked % 5000 == 0 and time.monotonic() > self.ends):
                raise TooWide
            held = len(chosen)
            broken = max(least - held, 0) + max(held - most, 0)
            above = max(carried - fair, 0)
            paid = prices.counts * max(held - most, 0) + prices.overload * above
            if broken <= self.counts and gain - paid - prices.counts * max(least - held, 0) > goal:
                yield self.share(agency, tuple(sorted(chosen)))
                found += 1
                if found >= most_found:
                    return
            if held == deepest:
                continue
            left, forced = deepest - held, max(least - held - self.counts, 0)
            following = []
            for place in range(begin, len(items)):
                # gains fall: what can still be added is at most the next ``left`` positive ones, or those forced
                hope = gain
                for step, one in enumerate(gains[place : place + left]):
                    if one <= 0 and step >= max(forced, 1):
                        break
                    hope += one
                if hope - paid <= goal:
                    break
                if carried + loads[place] <= room:
                    following.append((place + 1, gain + gains[place], carried + loads[place], (*chosen, items[place])))
            stack.extend(reversed(following))


class Master:
    """The model over a pool of shares: every village once, every agency once, earlier goals kept."""

    def __init__(self, shares: Shares, pool: list[Share], *, whole: bool) -> None:
        self.shares, self.whole = shares, whole
        self.pool: list[Share] = []
        self.model = Model()
        none, nothing = np.zeros(0, dtype=np.int32), np.zeros(0)
        self._row_of = {int(v): n for n, v in enumerate(shares.covered)}
        for _ in range(len(shares.covered) + len(shares.weights)):
            self.model.row(1, 1, none, nothing)
        self._first_agency = len(shares.covered)
        self._counts = self.model.row(-np.inf, shares.counts, none, nothing)
        self._overload = self.model.row(-np.inf, shares.overload, none, nothing)
        self.add(pool)

    def add(self, pool: list[Share]) -> None:
        rows, values, starts = list[int](), list[float](), list[int]()
        for one in pool:
            starts.append(len(rows))
            rows += [*(self._row_of[v] for v in one.villages), self._first_agency + one.agency]
            values += [1.0] * (len(one.villages) + 1)
            for row, amount in ((self._counts, one.counts), (self._overload, one.overload)):
                if amount:
                    rows.append(row)
                    values.append(float(amount))
        cost = np.array([float(one.value) for one in pool])
        self.model.filled_columns(cost, np.array(starts), np.array(rows), np.array(values), whole=self.whole)
        self.pool += pool

    def prices(self) -> Prices:
        """Solve the relaxation; the prices of its rows. Its value is a bound only once no share is missing."""
        left = max(0.1, self.shares.ends - time.monotonic())
        answer = self.model.solve(sense="max", time_limit=left)
        if answer.status != "optimal":
            raise TooWide
        dual = self.model.row_prices()
        village = np.zeros(self.shares.weights.shape[1])
        village[self.shares.covered] = dual[: self._first_agency]
        return Prices(
            village, dual[self._first_agency : self._counts], max(dual[self._counts], 0.0),
            max(dual[self._overload], 0.0), answer.objective,
        )  # fmt: skip

    def relaxed(self) -> Real:
        """Solve the relaxation; each share's part in it."""
        answer = self.model.solve(sense="max", time_limit=max(0.1, self.shares.ends - time.monotonic()))
        if answer.values is None or answer.status != "optimal":
            raise TooWide
        self._value = answer.objective
        return answer.values

    def possible(self) -> bool:
        """Solve the relaxation where it may have no solution at all; ``costs`` reads it."""
        answer = self.model.solve(sense="max", time_limit=max(0.1, self.shares.ends - time.monotonic()))
        if answer.status == "time limit":
            raise TooWide
        self._value = answer.objective
        return answer.status == "optimal"

    def costs(self) -> tuple[float, Real]:
        """After ``relaxed``: its value, and what each share would change it by if it had to stand (0 or less)."""
        return self._value, np.minimum(self.model.column_prices(), 0.0)

    def cut(self, places: npt.NDArray[np.int32]) -> None:
        """At most one of these shares."""
        self.model.row(-np.inf, 1, places, np.ones(len(places)))


def agency_of(pool: list[Share], values: Real, villages: int) -> Whole:
    """The pairing that the chosen shares make."""
    found: Whole = np.full(villages, NOBODY, dtype=np.int64)
    for one in np.flatnonzero(values > 0.5):
        found[list(pool[one].villages)] = pool[one].agency
    return found
