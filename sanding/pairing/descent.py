"""A quick pairing to begin with: moves and exchanges until nobody is bare, no count is broken, no load is too much.

It proves nothing; the staged model proves. It spares the solver the search wherever a bound is met at once.
"""

from typing import Final

import numpy as np

from sanding.pairing.problem import Flags, Problem, Whole
from sanding.pairing.solve import NOBODY

_STEPS: Final = 600
_PATIENCE: Final = 150
"""Steps in all, and steps without a better pairing, before the search ends."""

_HELD_BACK: Final = 9
"""Steps in which a village that has just moved stays where it is (tabu), so that the search leaves dead ends."""

_PAIRS_AT_ONCE: Final = 400_000
"""Exchanges looked at in one step at most; beyond it only villages of overloaded or broken agencies are exchanged."""


def settle(problem: Problem, allowed: Flags, start: Whole, *, overload: int = 0) -> Whole:
    """A pairing near ``start`` with as little broken as a short search finds, by the first three goals in order.

    allowed   agency × village; start agency index per village, below 0 nobody; pairs that are not allowed are undone
    overload  the search ends where nothing is broken and the overload is down to this
    Source    Glover 1989, doi:10.1287/ijoc.1.3.190 (tabu search); ties by the first index, so that it is repeatable
    """
    return _Search(problem, allowed, start).run(overload)


class _Search:
    """Villages (indices) at agencies, with what each agency holds and carries."""

    def __init__(self, problem: Problem, allowed: Flags, start: Whole) -> None:
        self.problem, self.allowed = problem, allowed
        self.load = problem.load.astype(np.int64)
        self.worst = int(self.load.sum()) + 1
        """Dearer than any overload: the price of one count that is broken."""
        villages, agencies = np.arange(len(self.load)), len(problem.fair_share)
        stands = (start >= 0) & allowed[np.maximum(start, 0), villages]
        self.at: Whole = np.where(stands, start, self._first())
        found = self.at != NOBODY
        self.held = np.bincount(self.at[found], minlength=agencies)
        self.carried = np.bincount(self.at[found], weights=self.load[found], minlength=agencies).astype(np.int64)
        self.movable = np.flatnonzero(found & (allowed.sum(axis=0) > 1))

    def _first(self) -> Whole:
        """The allowed agency whose pair is worth most; nobody where none is allowed."""
        worth = np.where(self.allowed, self.problem.points, np.iinfo(np.int64).min)
        return np.where(self.allowed.any(axis=0), worth.argmax(axis=0), NOBODY).astype(np.int64)

    def price(self, held: Whole, carried: Whole, agency: Whole | slice) -> Whole:
        """What an agency breaks: counts first, then load above its fair share."""
        problem = self.problem
        broken = np.maximum(problem.min_count[agency] - held, 0) + np.maximum(held - problem.max_count[agency], 0)
        return np.asarray(broken * self.worst + np.maximum(carried - problem.fair_share[agency], 0))

    def run(self, overload: int) -> Whole:
        best, reached = self.at.copy(), self._total()
        free_again = np.zeros(len(self.load), dtype=np.int64)
        stale = 0
        for step in range(_STEPS):
            if reached <= overload or stale > _PATIENCE or not len(self.movable):
                break
            self._best_step(np.where(free_again > step, self.worst, 0), reached - self._total())
            free_again[self._moved] = step + _HELD_BACK
            stale += 1
            if self._total() < reached:
                best, reached, stale = self.at.copy(), self._total(), 0
        return best

    def _total(self) -> int:
        return int(self.price(self.held, self.carried, slice(None)).sum())

    def _best_step(self, back: Whole, needed: int) -> None:
        """The move or exchange that saves most; villages held back only where that gives the best pairing so far."""
        now = self.price(self.held, self.carried, slice(None))
        gain, village, other = self._best_move(now, back, needed)
        swap_gain, one, two = self._best_swap(now, back, needed)
        self._moved = [one, two] if swap_gain < gain else [village]
        targets = (int(self.at[two]), int(self.at[one])) if swap_gain < gain else (other,)
        for place, to in zip(self._moved, targets, strict=True):
            self._put(place, to)

    def _put(self, village: int, to: int) -> None:
        was = self.at[village]
        for agency, sign in ((was, -1), (to, 1)):
            self.held[agency] += sign
            self.carried[agency] += sign * self.load[village]
        self.at[village] = to

    def _best_move(self, now: Whole, back: Whole, needed: int) -> tuple[float, int, int]:
        some = self.movable
        load, was = self.load[some], self.at[some]
        leaving = self.price(self.held[was] - 1, self.carried[was] - load, was) - now[was]
        every = np.arange(len(now))[:, None]
        joining = self.price(self.held[every] + 1, self.carried[every] + load, every) - now[every]
        change = (joining + leaving).astype(float)
        change[~self.allowed[:, some]] = np.inf
        change[was, np.arange(len(some))] = np.inf
        change += np.where(change < needed, 0, back[some])
        place = int(change.argmin())
        agency, column = divmod(place, len(some))
        return float(change[agency, column]), int(some[column]), agency

    def _best_swap(self, now: Whole, back: Whole, needed: int) -> tuple[float, int, int]:
        first, second = self._exchanged(now), self.movable
        a, b = self.at[first][:, None], self.at[second][None, :]
        more = self.load[second][None, :] - self.load[first][:, None]
        change = self.price(self.held[a], self.carried[a] + more, a) - now[a]
        change = (change + self.price(self.held[b], self.carried[b] - more, b) - now[b]).astype(float)
        fits = (a != b) & self.allowed[a, second[None, :]] & self.allowed[b, first[:, None]]
        change[~fits] = np.inf
        change += np.where(change < needed, 0, np.maximum(back[first][:, None], back[second][None, :]))
        if not change.size:
            return np.inf, -1, -1
        row, column = divmod(int(change.argmin()), len(second))
        return float(change[row, column]), int(first[row]), int(second[column])

    def _exchanged(self, now: Whole) -> Whole:
        """Villages worth exchanging: those of agencies that break something; all where few villages are there."""
        if len(self.movable) ** 2 <= _PAIRS_AT_ONCE:
            return self.movable
        return self.movable[now[self.at[self.movable]] > 0][: _PAIRS_AT_ONCE // len(self.movable)]
