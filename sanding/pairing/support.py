"""Supporting agencies beside the leads: those whose tasks a village lacks and its lead does not have (S1.16, S1.18)."""

import time
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from sanding.pairing.assign import Pairing
from sanding.pairing.fit import possible_gains, tags
from sanding.pairing.goals import tie_numbers
from sanding.pairing.problem import Real
from sanding.pairing.solve import NOBODY, Answer, Model
from sanding.parameters import value

PARTS = 10_000
"""A village's lack is counted in ten-thousandths, so that a sum is exact and a proof has steps."""

_SUPPORT: dict[str, pl.DataType] = {
    "village_code": pl.String(),
    "agency_code": pl.String(),
    "adds": pl.Float64(),
    "indicators": pl.List(pl.String()),
}


@dataclass(frozen=True, eq=False)
class Support:
    """Supporting agencies, proven or not.

    pairs      village_code, agency_code, adds (share of the village's lack in its tasks that the lead has not, 0..1),
               indicators (their names); ordered by village, then agency
    villages   village_code, by_lead, with_support: share of the possible index gain that is somebody's task, 0..1
    proven     no other choice covers more, none as much with fewer agencies, and none of those is nearer
    """

    pairs: pl.DataFrame
    villages: pl.DataFrame
    proven: bool
    seconds: float


@dataclass(frozen=True)
class _Lack:
    """One indicator of one village that its lead does not cover."""

    village: int
    name: str
    parts: int
    able: tuple[int, ...]


def support_agencies(
    pairing: Pairing,
    needs: pl.DataFrame,
    *,
    per_village: int | None = None,
    per_agency: int | None = None,
    time_limit: float = 30.0,
) -> Support:
    """Choose 0 to ``per_village`` supporting agencies per village; the lead pairing is left as it is.

    Goals in order: most lack covered (each village's lack counts as 1), fewest supporting agencies, least kilometres,
    fixed tie numbers. Bans hold; a village without indicator sheet gets none.

    needs        VILLAGE_NEEDS
    per_village  and ``per_agency``: by default those in force on 1 January of the pairing's year
    time_limit   seconds for all goals together
    """
    problem, begun = pairing.problem, time.monotonic()
    on = date(problem.year, 1, 1)
    each = value("pairing.support_per_village", on) if per_village is None else per_village
    held = value("pairing.support_per_agency", on) if per_agency is None else per_agency
    lacks, covered = _lacks(pairing, needs)
    chosen, proven = _solve(pairing, lacks, int(each), int(held), begun + time_limit)
    return Support(
        _pairs(pairing, lacks, chosen), _villages(pairing, lacks, chosen, covered), proven, time.monotonic() - begun
    )


def _lacks(pairing: Pairing, needs: pl.DataFrame) -> tuple[list[_Lack], Real]:
    """What the leads leave open, and the share that each lead covers."""
    problem, lacks = pairing.problem, list[_Lack]()
    own = [tags(text) for text in problem.agencies["competences"]]
    covered = np.zeros(len(problem.village_codes))
    for v, code in enumerate(problem.village_codes):
        gains = possible_gains(needs.filter(pl.col("village_code") == code))
        total, lead = sum(gain for gain, _ in gains.values()), int(pairing.agency_of[v])
        for (_, name), (gain, actors) in sorted(gains.items()):
            if lead != NOBODY and actors & own[lead]:
                covered[v] += gain / total if total else 0.0
            elif total and gain > 0:
                able = tuple(a for a, tasks in enumerate(own) if tasks & actors and _free(pairing, a, v))
                lacks.append(_Lack(v, name, round(gain / total * PARTS), able))
    return lacks, covered


def _free(pairing: Pairing, agency: int, village: int) -> bool:
    problem = pairing.problem
    pair = problem.agency_codes[agency], problem.village_codes[village]
    return pair not in problem.bans and int(pairing.agency_of[village]) != agency


def _solve(
    pairing: Pairing, lacks: list[_Lack], each: int, held: int, ends: float
) -> tuple[frozenset[tuple[int, int]], bool]:
    """The chosen (agency, village) pairs and whether every goal is proven."""
    useful = sorted({(a, one.village) for one in lacks for a in one.able})
    if not useful:
        return frozenset(), True
    model, place = Model(), {pair: n for n, pair in enumerate(useful)}
    ones = np.ones(len(useful))
    y = model.columns(0 * ones, 0 * ones, ones, whole=True)
    parts = np.array([float(one.parts) for one in lacks])
    u = model.columns(0 * parts, 0 * parts, parts * 0 + 1, whole=False)
    for n, one in enumerate(lacks):
        able = y[[place[a, one.village] for a in one.able]]
        model.row(-np.inf, 0, np.append(able, u[n]).astype(np.int32), np.append(-np.ones(len(able)), 1.0))
    for side, most in ((1, each), (0, held)):
        for index in sorted({pair[side] for pair in useful}):
            members = y[[n for n, pair in enumerate(useful) if pair[side] == index]]
            model.row(-np.inf, most, members, np.ones(len(members)))
    kilometres = np.array([round(pairing.problem.distance[pair] * 10) for pair in useful], dtype=float)
    numbers = tie_numbers(pairing.problem)
    ties = np.array([float(numbers[pair]) for pair in useful])
    answer, proven = Answer(None, float("nan"), float("nan"), "infeasible"), True
    for columns, weights in ((u, -parts), (y, ones), (y, kilometres), (y, ties)):
        cost = np.zeros(model.width)
        cost[columns] = weights
        model.objective(cost)
        step = model.solve(sense="min", time_limit=max(0.2, ends - time.monotonic()), step=1.0)
        proven &= step.status == "optimal"
        if step.values is None:
            break
        answer = step
        model.row(-np.inf, round(step.objective) + 0.5, columns, np.asarray(weights, dtype=float))
        model.start(step.values)
    if answer.values is None:
        return frozenset(), False
    return frozenset(pair for n, pair in enumerate(useful) if answer.values[y[n]] > 0.5), proven


def _pairs(pairing: Pairing, lacks: list[_Lack], chosen: frozenset[tuple[int, int]]) -> pl.DataFrame:
    problem, rows = pairing.problem, []
    for a, v in sorted(chosen, key=lambda pair: (pair[1], pair[0])):
        own = [one for one in lacks if one.village == v and a in one.able]
        adds = sum(one.parts for one in own) / PARTS
        rows.append((problem.village_codes[v], problem.agency_codes[a], adds, [one.name for one in own]))
    return pl.DataFrame(rows, schema=_SUPPORT, orient="row")


def _villages(pairing: Pairing, lacks: list[_Lack], chosen: frozenset[tuple[int, int]], covered: Real) -> pl.DataFrame:
    added = np.zeros(len(covered))
    for one in lacks:
        if any((a, one.village) in chosen for a in one.able):
            added[one.village] += one.parts / PARTS
    return pl.DataFrame(
        {"village_code": pairing.problem.village_codes, "by_lead": covered, "with_support": covered + added}
    )
