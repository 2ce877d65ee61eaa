"""The short search before the solver keeps every limit it is given and never says more than it has found."""

import numpy as np

from sanding.pairing.assign import assign_agencies
from sanding.pairing.descent import settle
from sanding.pairing.goals import Goal, allowed_pairs, reached
from sanding.pairing.staged import StagedModel
from tests.agreement.test_assign import plainly_reached
from tests.sanding.pairing import invented

EARLIER: tuple[Goal, ...] = ("coverage", "counts", "overload")


def test_only_allowed_pairs_stand_and_nobody_is_bare_who_need_not_be() -> None:
    rng = np.random.default_rng(43)
    for _ in range(100):
        problem = invented.random_problem(rng, units=int(rng.integers(1, 5)), villages=int(rng.integers(1, 8)))
        allowed = allowed_pairs(problem)
        start = rng.integers(-2, len(problem.agency_codes), len(problem.load))
        found = settle(problem, allowed, start)
        assert ((found == -1) == ~allowed.any(axis=0)).all()
        assert all(allowed[a, v] for v, a in enumerate(found) if a >= 0)


def test_the_search_is_repeatable_and_never_better_than_the_proven_optimum() -> None:
    rng = np.random.default_rng(47)
    met = 0
    for _ in range(60):
        problem = invented.random_problem(rng, units=4, villages=7)
        nobody = np.full(7, -1)
        found = settle(problem, allowed_pairs(problem), nobody)
        assert found.tolist() == settle(problem, allowed_pairs(problem), nobody).tolist()
        best = [stage.value for stage in assign_agencies(problem).stages[:3]]
        here = plainly_reached(problem, found)[:3]
        assert here >= best
        met += here == best
    assert met > 50, "it is worth having"


def test_a_floor_of_a_wider_problem_spares_the_solver_and_changes_nothing() -> None:
    rng = np.random.default_rng(53)
    for _ in range(60):
        problem = invented.random_problem(rng, units=3, villages=5)
        free = StagedModel(problem)
        free.run(30)
        floors = {goal: reached(problem, free.agency_of, goal) for goal in EARLIER}
        told = StagedModel(problem, floors=floors)
        told.run(30)
        assert told.agency_of.tolist() == free.agency_of.tolist()
        assert [one.value for one in told.stages()] == [one.value for one in free.stages()]
        assert all(one.proven for one in told.stages())
