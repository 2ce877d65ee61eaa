"""Prices on the agencies' limits, repair and exchange: a good assignment and a true bound, without a solver."""

import time

import numpy as np
import numpy.typing as npt

Real = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]

GOOD_ENOUGH = 1e-4
"""Relative gap at which the search ends."""

_ROUNDS = 4000
_FEW = 200
"""Villages looked at per exchange round and agency."""


class PriceSearch:
    """Prices per agency on load and on count; every so often the priced choice is repaired into an assignment."""

    def __init__(self, value: Real, size: Real, room: Real, low: Real, high: Real, *, ends: float) -> None:
        self.value, self.size, self.room, self.low, self.high, self.ends = value, size, room, low, high, ends
        self.bound, self.reached = np.inf, -np.inf
        self.best: Whole | None = None
        self._all = np.arange(value.shape[1])
        self.loss: Real = np.zeros(value.shape)
        """What a pair loses under the best prices: one that loses more than the gap stands in nothing better."""

    def run(self) -> None:
        """Subgradient steps (Polyak) with repair; ends by gap, rounds or time."""
        agencies = len(self.room)
        scale = np.where(np.isfinite(self.room), np.maximum(self.room, 1.0), 1.0)
        limited = np.isfinite(self.room)
        load_price, count_price, kept, stale, pace = np.zeros(agencies), np.zeros(agencies), None, 0, 1.0
        for turn in range(_ROUNDS):
            priced = self.value - load_price[:, None] * (self.size / scale[:, None]) - count_price[:, None]
            choice = priced.argmax(axis=0)
            dual = float(priced[choice, self._all].sum())
            dual += float((load_price * np.where(limited, self.room / scale, 0.0)).sum())
            dual += float((np.maximum(count_price, 0) * self.high + np.minimum(count_price, 0) * self.low).sum())
            if not np.isfinite(self.bound) or dual < self.bound - 1e-7 * abs(self.bound):
                self.bound, stale, kept = dual, 0, (load_price.copy(), count_price.copy())
                self.loss = priced[choice, self._all] - priced
            else:
                stale += 1
            if stale >= 20 and kept is not None:
                pace, stale = pace / 2, 0
                load_price, count_price = kept[0].copy(), kept[1].copy()
            if turn % 25 == 0 or pace < 1e-3:
                self._offer(choice, priced)
            near = self.best is not None and self.bound - self.reached <= GOOD_ENOUGH * max(1.0, abs(self.reached))
            if near or pace < 1e-3 or time.monotonic() > self.ends:
                break
            carried = np.bincount(choice, weights=self.size[choice, self._all], minlength=agencies)
            held = np.bincount(choice, minlength=agencies).astype(float)
            push = np.where(limited, (carried - np.where(limited, self.room, 0.0)) / scale, 0.0)
            wanted = np.where(held > self.high, held - self.high, np.where(held < self.low, held - self.low, 0.0))
            wanted = np.where((wanted == 0) & (count_price > 0), held - self.high, wanted)
            wanted = np.where((wanted == 0) & (count_price < 0), held - self.low, wanted)
            push = np.where((push < 0) & (load_price <= 0), 0.0, push)
            length = float((push**2).sum() + (wanted**2).sum())
            if length == 0:
                break
            target = self.reached if np.isfinite(self.reached) else self.bound - 0.02 * abs(self.bound) - 1.0
            stride = pace * max(dual - target, 1e-6 * abs(dual) + 1e-9) / length
            load_price = np.maximum(load_price + stride * push, 0.0)
            count_price = count_price + stride * wanted

    def _offer(self, choice: Whole, priced: Real) -> None:
        """Repair a choice until it keeps the limits, exchange while that pays, and keep it if it is the best."""
        found = self._repaired(choice.copy(), priced)
        if found is None:
            return
        self._improve(found)
        total = float(self.value[found, self._all].sum())
        if total > self.reached:
            self.reached, self.best = total, found

    def _repaired(self, found: Whole, priced: Real) -> Whole | None:
        agencies, size = len(self.room), self.size
        carried = self._carried(found)
        held = np.bincount(found, minlength=agencies).astype(float)
        for agency in np.flatnonzero((carried > self.room) | (held > self.high)):
            members = np.flatnonzero(found == agency)
            others = np.where(np.arange(agencies)[:, None] == agency, -np.inf, priced[:, members])
            loss = priced[agency, members] - others.max(axis=0)
            for village in members[np.argsort(loss / np.maximum(size[agency, members], 1e-9), kind="stable")]:
                if carried[agency] <= self.room[agency] and held[agency] <= self.high[agency]:
                    break
                fits = (carried + size[:, village] <= self.room) & (held < self.high)
                self._move(found, carried, held, village, np.where(fits, priced[:, village], -np.inf))
        for agency in np.flatnonzero(held < self.low):
            loss = priced[found, self._all] - priced[agency]
            for village in np.argsort(loss, kind="stable"):
                if held[agency] >= self.low[agency]:
                    break
                giver = found[village]
                fits = giver != agency and held[giver] > self.low[giver] and np.isfinite(self.value[agency, village])
                if fits and carried[agency] + size[agency, village] <= self.room[agency]:
                    only = np.where(np.arange(agencies) == agency, 0.0, -np.inf)
                    self._move(found, carried, held, village, only)
        kept = (carried <= self.room + 1e-9).all() and (held <= self.high).all() and (held >= self.low).all()
        return found if kept else None

    def _move(self, found: Whole, carried: Real, held: Real, village: int, worth: Real) -> None:
        """To the agency of most worth, if there is one and the village is not there already."""
        to, was = int(worth.argmax()), int(found[village])
        if to == was or not np.isfinite(worth[to]):
            return
        carried[was] -= self.size[was, village]
        carried[to] += self.size[to, village]
        held[was] -= 1
        held[to] += 1
        found[village] = to

    def _carried(self, found: Whole) -> Real:
        loads = self.size[found, self._all]
        return np.asarray(np.bincount(found, weights=loads, minlength=len(self.room)), dtype=float)

    def _improve(self, found: Whole) -> None:
        """Single moves that pay and keep every limit, best first, until none is left or time is up."""
        agencies = len(self.room)
        carried = self._carried(found)
        held = np.bincount(found, minlength=agencies).astype(float)
        while time.monotonic() < self.ends:
            gain = self.value - self.value[found, self._all]
            fits = (carried[:, None] + self.size <= self.room[:, None]) & (held < self.high)[:, None]
            gain = np.where(fits & (held[found] > self.low[found])[None, :], gain, -np.inf)
            best = gain.max(axis=0)
            paying = np.argsort(-best, kind="stable")[:_FEW]
            moved = 0
            for village in paying[best[paying] > 1e-9]:
                fit = (carried + self.size[:, village] <= self.room) & (held < self.high)
                was = found[village]
                if held[was] <= self.low[was]:
                    continue
                worth = np.where(fit, self.value[:, village], -np.inf)
                if worth.max() > self.value[was, village]:
                    self._move(found, carried, held, int(village), worth)
                    moved += 1
            if not moved:
                return
