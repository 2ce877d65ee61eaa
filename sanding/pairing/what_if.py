"""That one instead: force a pair, solve again, and say the price goal by goal and who else moves (PAIR-05)."""

import time
from dataclasses import dataclass, replace

import numpy as np

from sanding.errors import InputFault
from sanding.pairing.assign import Pairing
from sanding.pairing.goals import GOALS, Goal, allowed_pairs, reached
from sanding.pairing.problem import POINT, Problem
from sanding.pairing.solve import NOBODY
from sanding.pairing.staged import StagedModel

PRICED: tuple[Goal, ...] = ("coverage", "counts", "overload", "worth")


@dataclass(frozen=True)
class Move:
    """A village whose companion changes; codes, empty where nobody stands."""

    village: str
    before: str
    after: str


@dataclass(frozen=True, eq=False)
class WhatIf:
    """A pair forced against a pairing.

    agency, village  codes of the forced pair
    pairing          the best pairing that holds it
    prices           per goal of ``PRICED`` what gets worse (0 and above; below 0 only where the pairing was no optimum
                     or broke an earlier goal less): villages bare, counts broken, load [unit of the problem], points
    moves            who else moves, the forced village left out, in village order
    """

    agency: str
    village: str
    pairing: Pairing
    prices: dict[Goal, float]
    moves: tuple[Move, ...]
    seconds: float

    @property
    def points(self) -> float:
        """What it costs in points (the goal of worth)."""
        return self.prices["worth"]

    @property
    def order(self) -> tuple[float, ...]:
        """To sort by: the earlier goals weigh before points."""
        return tuple(self.prices[goal] for goal in PRICED)


def what_if(pairing: Pairing, agency: str, village: str, *, time_limit: float = 30.0) -> WhatIf:
    """Force one pair and solve every goal again; equals keep as many of the present pairs as they can.

    The forced pair replaces a lock of the same village and lifts a ban of the same pair; all other rules stay.

    time_limit  seconds; whether the answer is proven stands in ``pairing.proven``
    Raises      InputFault where the agency or village is not part of the pairing
    """
    problem, begun = pairing.problem, time.monotonic()
    _refuse_unknown(problem, agency, village)
    forced = replace(
        problem,
        locks=frozenset(one for one in problem.locks if one[1] != village) | {(agency, village)},
        bans=problem.bans - {(agency, village)},
    )
    model = StagedModel(forced, stay=pairing.agency_of, floors=_floors(pairing, agency, village))
    model.run(time_limit)
    again = Pairing(forced, model.agency_of, model.stages(), (), None)
    moves = tuple(one for one in moved(pairing, again) if one.village != village)
    return WhatIf(agency, village, again, prices(pairing, again), moves, time.monotonic() - begun)


def _floors(pairing: Pairing, agency: str, village: str) -> dict[Goal, int]:
    """What the earlier goals cannot go below once the pair is forced; nothing where forcing lifts a ban or lock."""
    problem = pairing.problem
    place = problem.agency_codes.index(agency), problem.village_codes.index(village)
    if not allowed_pairs(problem)[place]:
        return {}
    return {one.goal: int(one.value) for one in pairing.stages if one.proven and one.goal in PRICED[:3]}


def alternatives(pairing: Pairing, village: str, *, most: int = 5, time_limit: float = 30.0) -> tuple[WhatIf, ...]:
    """Other agencies for a village, cheapest first; each exactly priced (earlier goals before points, then code).

    most        how many agencies are tried: those whose own pair is worth most stand first, banned ones are left out
    time_limit  seconds for each
    Raises      InputFault where the village is not part of the pairing
    """
    problem = pairing.problem
    _refuse_unknown(problem, problem.agency_codes[0], village)
    place = problem.village_codes.index(village)
    unlocked = replace(problem, locks=frozenset(one for one in problem.locks if one[1] != village))
    free = allowed_pairs(unlocked)[:, place]
    ranked = np.argsort(-problem.points[:, place], kind="stable")
    tried = [int(a) for a in ranked if free[a] and a != pairing.agency_of[place]][:most]
    found = [what_if(pairing, problem.agency_codes[a], village, time_limit=time_limit) for a in tried]
    return tuple(sorted(found, key=lambda one: (one.order, one.agency)))


def prices(before: Pairing, after: Pairing) -> dict[Goal, float]:
    """Per goal what ``after`` is worse by, both held against the rules and points of ``before``."""
    found: dict[Goal, float] = {}
    for goal in PRICED:
        was, now = (reached(before.problem, one.agency_of, goal) for one in (before, after))
        found[goal] = (was - now) / POINT if GOALS[goal][2] == "max" else float(now - was)
    return found


def moved(before: Pairing, after: Pairing) -> tuple[Move, ...]:
    """Villages whose companion differs between two pairings of the same villages and agencies, in village order."""
    codes = [*before.problem.agency_codes, ""]  # the last one, index -1, is nobody
    assert NOBODY == -1
    return tuple(
        Move(village, codes[was], codes[now])
        for village, was, now in zip(before.problem.village_codes, before.agency_of, after.agency_of, strict=True)
        if was != now
    )


def _refuse_unknown(problem: Problem, agency: str, village: str) -> None:
    if agency not in problem.agency_codes or village not in problem.village_codes:
        raise InputFault(
            f"unit {agency} atau desa {village} tidak ikut dalam penugasan ini",
            where="andai ditukar",
            remedy="Pilih unit yang berlaku dan desa prioritas pada daftar.",
            code="SND-PAIR-08",
        )
