"""Pairing equals brute force: the core solver, every stage in its order, and the rules said to fight."""

import itertools
from collections.abc import Iterable
from functools import cache

import numpy as np
import pytest

from sanding.errors import EngineFault, InputFault
from sanding.pairing.assign import assign_agencies
from sanding.pairing.conflicts import Conflict, Member, find_conflicts
from sanding.pairing.goals import GOALS, Goal, allowed_pairs, tie_numbers
from sanding.pairing.problem import POINT, Problem
from sanding.pairing.rules import RuleName
from sanding.pairing.solve import Model, _status, solve_assignment
from tests.sanding.pairing import invented

CASES = 200


@cache
def every_assignment(agencies: int, villages: int, *, nobody: bool) -> np.ndarray:
    """All assignments as rows of agency indices; with ``nobody`` also -1."""
    choices = range(-1 if nobody else 0, agencies)
    return np.array(list(itertools.product(choices, repeat=villages)), dtype=np.int64).reshape(-1, villages)


@pytest.mark.parametrize("sense", ["max", "min"])
def test_the_core_solver_equals_brute_force(sense: str) -> None:
    rng = np.random.default_rng(7)
    for _ in range(CASES // 2):
        m, n = int(rng.integers(1, 5)), int(rng.integers(1, 7))
        benefit = rng.integers(-5, 20, (m, n)).astype(float)
        benefit[rng.random((m, n)) < 0.1] = np.nan
        load, capacity = rng.integers(1, 10, (m, n)), rng.integers(4, 30, m)
        least, most = rng.integers(0, 2, m), rng.integers(1, 6, m)
        every = every_assignment(m, n, nobody=False)
        held = np.stack([(every == a).sum(axis=1) for a in range(m)], axis=1)
        carried = np.stack([((every == a) * load[a]).sum(axis=1) for a in range(m)], axis=1)
        total = benefit[every, np.arange(n)].sum(axis=1)
        fits = (carried <= capacity) & (held >= least) & (held <= most)
        total = total[fits.all(axis=1) & np.isfinite(total)]
        answer = solve_assignment(benefit, load, capacity, sense=sense, min_count=least, max_count=most)  # type: ignore[arg-type]
        if not total.size:
            assert answer.status == "infeasible"
            assert (answer.assignment == -1).all()
            continue
        assert answer.status == "optimal"
        assert answer.objective == pytest.approx(total.max() if sense == "max" else total.min())
        assert answer.gap == 0
        assert benefit[answer.assignment, np.arange(n)].sum() == pytest.approx(answer.objective)


def all_reached(problem: Problem, every: np.ndarray, goal: Goal) -> np.ndarray:
    """What each of many assignments reaches in one goal, counted without the product's own functions."""
    agencies, places = len(problem.agency_codes), np.arange(every.shape[1])
    if goal == "coverage":
        return (every == -1).sum(axis=1)
    if goal in ("worth", "tie"):
        numbers = tie_numbers(problem) if goal == "tie" else problem.points
        return np.where(every >= 0, np.asarray(numbers)[every, places], 0).sum(axis=1)
    total = np.zeros(len(every), dtype=np.int64)
    for a in range(agencies):
        mine = every == a
        if goal == "counts":
            held = mine.sum(axis=1)
            total += np.maximum(problem.min_count[a] - held, 0) + np.maximum(held - problem.max_count[a], 0)
        else:
            total += np.maximum((mine * problem.load).sum(axis=1) - problem.fair_share[a], 0)
    return total


def possible(problem: Problem) -> np.ndarray:
    """Every assignment that keeps locks and bans; a village may stay without agency."""
    villages = len(problem.load)
    allowed = np.vstack([allowed_pairs(problem), np.ones((1, villages), dtype=bool)])  # the last row: nobody
    every = every_assignment(len(problem.agency_codes), villages, nobody=True)
    return every[allowed[every, np.arange(villages)].all(axis=1)]


def best_of(problem: Problem, every: np.ndarray, goals: Iterable[Goal]) -> np.ndarray:
    """Those that are best by the goals in their order."""
    for goal in goals:
        values = all_reached(problem, every, goal)
        every = every[values == (values.max() if GOALS[goal][2] == "max" else values.min())]
    return every


def brute_force(problem: Problem) -> np.ndarray:
    """The best assignment by the goals in order: fewest bare, fewest counts broken, least overload, most worth, tie."""
    every = best_of(problem, possible(problem), GOALS)
    assert len(every) == 1, "the tie numbers leave one answer"
    return every[0]


def plainly_reached(problem: Problem, agency_of: np.ndarray) -> list[float]:
    """Coverage, counts, overload and worth of an assignment, counted village by village."""
    held = {a: [v for v, agency in enumerate(agency_of) if agency == a] for a in range(len(problem.agency_codes))}
    counts = sum(
        max(problem.min_count[a] - len(vs), 0) + max(len(vs) - problem.max_count[a], 0) for a, vs in held.items()
    )
    overload = sum(max(sum(problem.load[v] for v in vs) - problem.fair_share[a], 0) for a, vs in held.items())
    worth = sum(
        problem.fit_points[a, v] + problem.distance_points[a, v] + problem.continuity_points[a, v]
        for a, vs in held.items()
        for v in vs
    )
    return [list(agency_of).count(-1), counts, overload, worth / POINT]


def test_every_stage_equals_brute_force() -> None:
    """Coverage, elastic least and most, overload, fit less distance, tie; with locks and bans, up to 4 × 6."""
    rng = np.random.default_rng(11)
    broken, over, tied, largest = 0, 0, 0, 0
    for _ in range(CASES + 20):
        units, villages = int(rng.integers(1, 5)), int(rng.integers(1, 7))
        problem = invented.random_problem(rng, units=units, villages=villages)
        pairing = assign_agencies(problem)
        best = brute_force(problem)
        assert pairing.agency_of.tolist() == best.tolist()
        assert [stage.value for stage in pairing.stages[:4]] == plainly_reached(problem, best)
        assert [stage.bound for stage in pairing.stages] == [stage.value for stage in pairing.stages]
        assert pairing.proven
        equals = best_of(problem, possible(problem), list(GOALS)[:4])
        assert pairing.runner_up is None or (len(equals) > 1) == (pairing.runner_up == pairing.stages[3].value)
        broken, over = broken + (pairing.stages[1].value > 0), over + (pairing.stages[2].value > 0)
        tied, largest = tied + (len(equals) > 1), largest + (units == 4 and villages == 6)
    assert min(broken, over) > CASES / 4 and tied >= 10 and largest >= 5, "every stage had something to decide"


def can_hold(problem: Problem, rules: list[Member]) -> bool:
    """Whether some assignment (a village may go without agency) keeps all these rules, by trying every one."""
    agencies, villages = problem.agency_codes, problem.village_codes
    every = every_assignment(len(agencies), len(villages), nobody=True)
    good = np.ones(len(every), dtype=bool)
    for rule in rules:
        column = every[:, villages.index(rule.village)] if rule.village else None
        agency = agencies.index(rule.agency) if rule.agency else None
        if rule.rule == "one lead":
            good &= column >= 0
        elif rule.rule == "lock":
            good &= column == agency
        elif rule.rule == "ban":
            good &= column != agency
        else:
            held = (every == agency).sum(axis=1)
            good &= held >= rule.number if rule.rule == "at least" else held <= rule.number
    return bool(good.any())


def every_rule(problem: Problem) -> list[Member]:
    counts = zip(problem.agency_codes, problem.min_count.tolist(), problem.max_count.tolist(), strict=True)
    rules = [
        rule for a, low, high in counts for rule in (Member("at least", a, "", low), Member("at most", a, "", high))
    ]
    rules += [Member("one lead", "", village, 1) for village in problem.village_codes]
    return (
        rules + [Member("lock", a, v, 1) for a, v in problem.locks] + [Member("ban", a, v, 0) for a, v in problem.bans]
    )


def check_conflict(problem: Problem, conflict: Conflict) -> None:
    """Its rules are rules of the problem, cannot hold together, and can as soon as any one of them is dropped."""
    members = list(conflict.members)
    assert set(members) <= set(every_rule(problem))
    assert not can_hold(problem, members), conflict.text
    for member in members:
        assert can_hold(problem, [one for one in members if one != member]), f"{member} is not needed"


def test_rules_that_fight_are_named_exactly_where_they_cannot_hold() -> None:
    rng = np.random.default_rng(17)
    fighting, peaceful, sums, seen = 0, 0, 0, set[RuleName]()
    while fighting < CASES:
        problem = invented.random_problem(rng, units=int(rng.integers(1, 5)), villages=int(rng.integers(1, 7)))
        conflicts = find_conflicts(problem)
        assert bool(conflicts) is not can_hold(problem, every_rule(problem))
        fighting, peaceful = fighting + bool(conflicts), peaceful + (not conflicts)
        for conflict in conflicts:
            check_conflict(problem, conflict)
            sums += "bersama-sama" in conflict.text
            seen |= {member.rule for member in conflict.members}
        named = [member for conflict in conflicts for member in conflict.members]
        assert len(named) == len(set(named)) or sums, "no two conflicts share a rule"
    assert peaceful > CASES / 4 and sums > CASES / 20, "the cases hold every kind"
    assert seen == {"one lead", "at least", "at most", "lock", "ban"}


def test_an_infeasible_pairing_names_its_conflict_and_shows_the_least_that_must_give_way() -> None:
    rng = np.random.default_rng(18)
    for _ in range(30):
        problem = invented.random_problem(rng, units=3, villages=4)
        pairing = assign_agencies(problem)
        assert pairing.conflicts == find_conflicts(problem)
        assert bool(pairing.conflicts) is bool(pairing.broken_rules())


def test_a_conflict_is_worded_by_the_names_of_the_office() -> None:
    free = invented.problem(3, 4, 1)
    village = free.village_codes[0]
    pair = ("U02", village)
    pairing = assign_agencies(invented.problem(3, 4, 1, locks=(pair,), bans=(pair,)))
    (conflict,) = pairing.conflicts
    name = free.villages["name"][0]
    assert f"Dinrek 2 dikunci di {name}" in conflict.text
    assert f"Dinrek 2 dilarang di {name}" in conflict.text
    assert pairing.villages_without() == [village]
    assert "1 pertentangan aturan harus diputuskan" in pairing.status


def test_many_rules_of_one_kind_are_said_together() -> None:
    free = invented.problem(9, 12, 1)
    first, name = free.village_codes[0], free.villages["name"][0]
    locks = tuple(("U02", village) for village in free.village_codes[1:5])
    found = invented.problem(
        9, 12, 1, locks=locks, bans=tuple((agency, first) for agency in free.agency_codes), max_villages=[3] * 9
    )
    texts = sorted(conflict.text for conflict in assign_agencies(found).conflicts)
    banned = "Dinrek 1, Dinrek 2, Dinrek 3, Dinrek 4, Dinrek 5, Dinrek 6 dan 3 lain"
    names = ", ".join(free.villages["name"][1:5])
    assert texts == [
        f"10 aturan ini tidak dapat berlaku bersama: {name} harus berpendamping; {banned} dilarang di {name}",
        f"5 aturan ini tidak dapat berlaku bersama: Dinrek 2 paling banyak 3 desa; Dinrek 2 dikunci di {names}",
    ]


def test_too_few_places_and_too_many_wanted_are_named_by_their_sums() -> None:
    few = assign_agencies(invented.problem(3, 8, 1, max_villages=[2, 2, 2]))
    assert few.conflicts[0].text.endswith("paling banyak menampung 6 desa; kurang 2")
    assert few.villages_without() == []
    assert {broken.rule for broken in few.broken_rules()} == {"at most"}
    many = assign_agencies(invented.problem(5, 3, 1))
    assert many.conflicts[0].text.endswith("tetapi hanya ada 3 desa prioritas; lebih 2")
    assert len(many.agencies_without()) == 2


def test_beyond_the_searched_size_the_sums_are_still_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sanding.pairing.conflicts._SEARCHED", 3)
    few = assign_agencies(invented.problem(3, 8, 1, max_villages=[2, 2, 2]))
    assert [conflict.text[-8:] for conflict in few.conflicts] == ["kurang 2"]
    assert {broken.rule for broken in few.broken_rules()} == {"at most"}


def test_a_refusal_of_the_solver_is_ours_to_mend() -> None:
    with pytest.raises(EngineFault, match="menolak model"):
        Model().bound_row(7, 0, 1)
    with pytest.raises(EngineFault, match="berhenti"):
        _status("unheard of")


def test_shapes_and_senses_that_do_not_fit_are_refused() -> None:
    with pytest.raises(InputFault, match="ukuran tidak cocok"):
        solve_assignment(np.ones((2, 3)), np.ones((2, 2)), np.ones(2))
    with pytest.raises(InputFault, match="arah"):
        solve_assignment(np.ones((2, 3)), np.ones((2, 3)), np.ones(2), sense="best")  # type: ignore[arg-type]


def test_an_agency_without_capacity_limit_takes_all_it_is_best_at() -> None:
    answer = solve_assignment([[5, 5, 5], [1, 1, 9]], np.ones((2, 3)), [np.inf, np.inf])
    assert answer.assignment.tolist() == [0, 0, 1]
    assert answer.objective == answer.bound == 19


def test_the_model_of_single_pairs_agrees_with_the_model_of_shares(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(19)
    problems = [invented.random_problem(rng, units=3, villages=int(rng.integers(1, 6))) for _ in range(40)]
    problems.append(invented.problem(6, 12, 3))
    by_shares = [assign_agencies(problem) for problem in problems]
    monkeypatch.setattr("sanding.pairing.columns._NODES", 0)
    for problem, one in zip(problems, by_shares, strict=True):
        other = assign_agencies(problem)
        assert other.agency_of.tolist() == one.agency_of.tolist()
        assert other.runner_up == one.runner_up
        assert [stage.value for stage in other.stages] == [stage.value for stage in one.stages]
