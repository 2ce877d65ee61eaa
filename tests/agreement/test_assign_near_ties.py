"""Near ties are exactly the pairs whose cheapest replacement, by enumeration, costs less than the threshold."""

import numpy as np
import pytest

from sanding.pairing.assign import assign_agencies
from sanding.pairing.goals import GOALS, Goal, allowed_pairs, reached
from sanding.pairing.near_ties import near_ties
from tests.agreement.test_assign import every_assignment
from tests.sanding.pairing import invented

EARLIER: tuple[Goal, ...] = ("coverage", "counts", "overload")


def test_near_ties_equal_enumeration() -> None:
    rng = np.random.default_rng(37)
    seen = 0
    for _ in range(60):
        problem = invented.random_problem(rng, units=int(rng.integers(2, 4)), villages=int(rng.integers(2, 6)))
        pairing = assign_agencies(problem)
        allowed = np.vstack([allowed_pairs(problem), np.ones((1, len(problem.load)), dtype=bool)])
        every = every_assignment(len(problem.agency_codes), len(problem.load), nobody=True)
        every = every[allowed[every, np.arange(len(problem.load))].all(axis=1)]
        for goal in EARLIER:
            values = np.array([reached(problem, one, goal) for one in every])
            every = every[values == (values.max() if GOALS[goal][2] == "max" else values.min())]
        worth = np.array([reached(problem, one, "worth") for one in every])
        expected = {}
        for v, code in enumerate(problem.village_codes):
            others = worth[every[:, v] != pairing.agency_of[v]]
            if pairing.agency_of[v] >= 0 and others.size and worth.max() - others.max() < 100:
                expected[code] = (worth.max() - others.max()) / 100
        answer = near_ties(pairing, threshold=1.0)
        assert {one.village: one.points for one in answer.ties} == pytest.approx(expected)
        assert answer.complete
        assert all(one.agency != one.instead and one.moves >= 1 for one in answer.ties)
        seen += len(expected)
    assert seen > 20


def test_the_threshold_is_dated_and_a_search_cut_short_says_so() -> None:
    pairing = assign_agencies(invented.problem(4, 8, 1))
    assert near_ties(pairing).threshold == 2
    assert not near_ties(pairing, time_limit=0.0).complete
