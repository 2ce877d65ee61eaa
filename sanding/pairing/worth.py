"""The most worth among pairings that keep the earlier goals, the next best, and the fixed choice among equals.

Prices by column generation, then only the shares that can stand in a better pairing are listed and solved to proof.
"""

import time
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sanding.pairing.columns import Master, Prices, Share, Shares, TooWide, agency_of
from sanding.pairing.cuts import Triple, holders, violated_triples
from sanding.pairing.problem import Flags, Problem, Real, Whole
from sanding.pairing.solve import NOBODY

_PER_ROUND = 12
"""Shares an agency may add in one round of pricing."""

_POOL = 40_000
"""Shares listed at most; beyond that the model of single pairs is the better tool."""

_FIRST_GAP, _WIDER = 0.001, 2.0
"""The first guess of the distance between bound and best, as a part of the bound, and how it grows."""

_NEXT = 100.0
"""How far below the best the next best is looked for at first, in the units of the weights."""

_SURE = 1e-4


@dataclass(frozen=True)
class Found:
    """A pairing proven to be the best of its kind, and its worth (in the units of the weights)."""

    agency_of: Whole
    value: int


@dataclass(frozen=True)
class _Pool:
    """Every share that can stand in a pairing above ``floor``, with the cuts, their bound and what each share costs."""

    shares: list[Share]
    floor: float
    triples: list[Triple]
    standing: npt.NDArray[np.bool_]
    bound: float
    reduced: Real

    def above(self, value: float) -> list[int]:
        """Places of the shares that can stand in a pairing worth ``value`` or more."""
        return np.flatnonzero(self.reduced >= value - self.bound - _slack(self.bound)).tolist()


class WorthSearch:
    """One search; ``known`` is a pairing that keeps the earlier goals. Raises TooWide where shares are too many."""

    def __init__(
        self, problem: Problem, weights: Whole, allowed: Flags, known: Whole, *, kept: tuple[int, int], seconds: float
    ) -> None:
        self._ends = time.monotonic() + seconds
        counts, overload = kept
        self._shares = Shares(problem, weights, allowed, counts=counts, overload=overload, ends=self._ends)
        self._known = self._shares.of_pairing(known)
        self.prices = self._price()
        self._pool: _Pool | None = None
        self._best_known = sum(one.value for one in self._known)

    @property
    def bound(self) -> float:
        """No pairing that keeps the earlier goals is worth more."""
        return self.prices.bound

    def best(self) -> Found:
        """The best pairing (any one of the equals)."""
        gap = max(1.0, _FIRST_GAP * abs(self.bound))
        while True:
            tightest = self.bound if self._pool is None else self._pool.bound
            floor = max(tightest - gap, self._best_known)
            found = self._solve(floor, None)
            if found is not None and found.value >= floor - _SURE:
                return found
            if found is not None:
                self._best_known = max(found.value, self._best_known)
            gap *= _WIDER

    def next_best(self, best: Found) -> Found | None:
        """The best pairing other than ``best``; None where there is no other."""
        step, least = _NEXT, -np.inf
        while True:
            floor = max(best.value - step, least)
            other = self._solve(floor, best)
            if other is not None and other.value >= floor - _SURE:
                return other
            if other is None and floor < self._lowest():
                return None
            least = least if other is None else max(least, float(other.value))
            step *= 3

    def other_at_one_of(self, best: Found, villages: Whole, floor: int) -> Found | None:
        """The best pairing in which at least one of the villages has another agency than in ``best``.

        None where it is below ``floor``. For every one of them that it moves, no pairing that moves it is worth more.
        The relaxation with the same demand is solved first: it leaves far fewer shares to the proof.
        """
        pool = self._listed(floor)
        places = pool.above(floor)
        relaxed = self._with_a_move(pool, places, best, villages, whole=False)
        if not relaxed.possible():
            return None
        bound, reduced = relaxed.costs()
        places = [place for place, price in zip(places, reduced, strict=True) if price >= floor - bound - _slack(bound)]
        master = self._with_a_move(pool, places, best, villages, whole=True)
        values = np.array([float(pool.shares[place].value) for place in places])
        master.model.row(floor - 0.5, np.inf, np.arange(len(places), dtype=np.int32), values)
        return self._run(master)

    def _with_a_move(self, pool: _Pool, places: list[int], best: Found, villages: Whole, *, whole: bool) -> Master:
        """The model over some shares of the pool, in which not all of the villages may stay where they are."""
        master, asked = self._master(pool, places, whole=whole), frozenset(villages.tolist())
        staying = [
            sum(v in asked and best.agency_of[v] == pool.shares[n].agency for v in pool.shares[n].villages)
            for n in places
        ]
        columns = np.arange(len(places), dtype=np.int32)
        master.model.row(-np.inf, len(asked) - 1, columns, np.array(staying, dtype=float))
        return master

    def choose(self, best: Found, numbers: Whole) -> Found:
        """Among all pairings worth as much as ``best`` the one with the least sum of ``numbers``."""
        pool = self._listed(best.value)
        places = pool.above(best.value)
        master = self._master(pool, places)
        members = [pool.shares[one] for one in places]
        values = np.array([float(one.value) for one in members])
        master.model.row(best.value - 0.5, np.inf, np.arange(len(members), dtype=np.int32), values)
        master.model.objective(np.array([-float(sum(numbers[s.agency, v] for v in s.villages)) for s in members]))
        return self._run(master) or best

    def keep_most(self, best: Found, stay: Whole, floor: int, numbers: Whole) -> Found | None:
        """Among pairings worth ``floor`` or more: most villages at their agency of ``stay``, then most worth, then tie.

        None where no pairing is worth that much.
        """
        pool = self._listed(floor)
        places = pool.above(floor)
        master, members = self._master(pool, places), [pool.shares[one] for one in places]
        columns = np.arange(len(members), dtype=np.int32)
        kept, values = np.array([(sum(stay[v] == s.agency for v in s.villages), s.value) for s in members]).T
        master.model.row(floor - 0.5, np.inf, columns, values.astype(float))
        master.model.objective(kept * (best.value - floor + 1.0) + values)  # one village outweighs all worth in between
        found = self._run(master)
        if found is None:
            return None
        most = int((found.agency_of[stay >= 0] == stay[stay >= 0]).sum())
        master.model.row(most - 0.5, np.inf, columns, kept.astype(float))
        master.model.row(found.value - 0.5, np.inf, columns, values.astype(float))
        master.model.objective(np.array([-float(sum(numbers[s.agency, v] for v in s.villages)) for s in members]))
        return self._run(master) or found

    def go_on(self, seconds: float) -> None:
        """So many seconds from now for what is asked next."""
        self._ends = self._shares.ends = time.monotonic() + seconds

    def _price(self) -> Prices:
        master = Master(self._shares, self._known, whole=False)
        while True:
            prices = master.prices()
            new = [one for a in range(len(self._shares.weights)) for one in self._better(a, prices, _SURE, _PER_ROUND)]
            if not new:
                return prices
            if len(master.pool) > _POOL or time.monotonic() > self._ends:
                raise TooWide
            master.add(new)

    def _better(self, agency: int, prices: Prices, threshold: float, most: int) -> list[Share]:
        return list(self._shares.better_than(agency, prices, threshold, most))

    def _lowest(self) -> float:
        """Every pairing is worth more."""
        return float(np.minimum(self._shares.weights.min(axis=0), 0).sum()) - 1

    def _listed(self, floor: float) -> _Pool:
        """Every share that can stand in a pairing worth ``floor`` or more; listed again only where it must be wider."""
        if self._pool is not None and self._pool.floor <= floor:
            return self._pool
        threshold, shares = floor - self.bound - _slack(self.bound), []
        for agency in range(len(self._shares.weights)):
            shares += self._better(agency, self.prices, threshold, _POOL)
            if len(shares) > _POOL:
                raise TooWide
        there = {(one.agency, one.villages) for one in shares}
        shares += [one for one in self._known if (one.agency, one.villages) not in there]
        self._pool = self._cut(shares, floor)
        return self._pool

    def _cut(self, shares: list[Share], floor: float) -> _Pool:
        """Tighten the relaxation over a list of shares."""
        agencies, villages = self._shares.weights.shape
        standing = np.zeros((villages + agencies, len(shares)), dtype=bool)
        for place, one in enumerate(shares):
            standing[[*one.villages, villages + one.agency], place] = True
        master, triples = Master(self._shares, shares, whole=False), list[Triple]()
        while True:
            values = master.relaxed()
            new = violated_triples(standing, values)
            if not new:
                return _Pool(shares, floor, triples, standing, *master.costs())
            triples += new
            for triple in new:
                master.cut(holders(standing, triple))

    def _master(self, pool: _Pool, places: list[int], *, whole: bool = True) -> Master:
        master = Master(self._shares, [pool.shares[one] for one in places], whole=whole)
        standing = pool.standing[:, places]
        for triple in pool.triples:
            master.cut(holders(standing, triple))
        return master

    def _solve(self, floor: float, other_than: Found | None) -> Found | None:
        """The best pairing among the shares that can reach ``floor``; exact if what it gives is at least that."""
        pool = self._listed(floor)
        places = pool.above(floor)
        master = self._master(pool, places)
        if other_than is not None:
            chosen = [
                n for n, one in enumerate(places)
                if (other_than.agency_of[list(pool.shares[one].villages)] == pool.shares[one].agency).all()
                and len(pool.shares[one].villages) == int((other_than.agency_of == pool.shares[one].agency).sum())
            ]  # fmt: skip
            if len(chosen) == len(self._shares.weights):
                master.model.row(-np.inf, len(chosen) - 1, np.array(chosen, dtype=np.int32), np.ones(len(chosen)))
        return self._run(master)

    def _run(self, master: Master) -> Found | None:
        left = self._ends - time.monotonic()
        if left <= 0:
            raise TooWide
        answer = master.model.solve(sense="max", time_limit=left, step=1.0)
        if answer.status == "time limit":
            raise TooWide
        if answer.values is None:
            return None
        chosen = agency_of(master.pool, answer.values, self._shares.weights.shape[1])
        found = np.flatnonzero(chosen != NOBODY)
        return Found(chosen, int(self._shares.weights[chosen[found], found].sum()))


def _slack(bound: float) -> float:
    """Room for rounding in a bound of the solver."""
    return _SURE * max(1.0, abs(bound) * 1e-4)
