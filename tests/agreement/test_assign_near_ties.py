"""Near ties are exactly the pairs whose cheapest replacement, by enumeration, costs less than the threshold."""

import numpy as np
import pytest

from sanding.pairing.assign import assign_agencies
from sanding.pairing.goals import Goal
from sanding.pairing.near_ties import near_ties
from tests.agreement.test_assign import all_reached, best_of, possible
from tests.sanding.pairing import invented

CASES = 200
EARLIER: tuple[Goal, ...] = ("coverage", "counts", "overload")


def test_near_ties_equal_enumeration() -> None:
    rng = np.random.default_rng(37)
    seen = 0
    for _ in range(CASES):
        problem = invented.random_problem(rng, units=int(rng.integers(2, 5)), villages=int(rng.integers(2, 7)))
        pairing = assign_agencies(problem)
        every = best_of(problem, possible(problem), EARLIER)
        worth = all_reached(problem, every, "worth")
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
    assert seen > CASES / 2


def test_the_threshold_is_dated_and_a_search_cut_short_says_so() -> None:
    pairing = assign_agencies(invented.problem(4, 8, 1))
    assert near_ties(pairing).threshold == 2
    assert not near_ties(pairing, time_limit=0.0).complete
