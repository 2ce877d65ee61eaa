"""The price of a forced pair equals brute force, and so does who has to move."""

from dataclasses import replace

import numpy as np
import pytest

from sanding.errors import InputFault
from sanding.pairing.assign import assign_agencies
from sanding.pairing.goals import reached
from sanding.pairing.what_if import PRICED, alternatives, what_if
from tests.agreement.test_assign import all_reached, best_of, possible
from tests.sanding.pairing import invented

CASES = 200


def test_a_forced_pair_costs_what_brute_force_says_and_moves_no_more_than_it_must() -> None:
    rng = np.random.default_rng(23)
    for _ in range(CASES):
        problem = invented.random_problem(rng, units=int(rng.integers(2, 5)), villages=int(rng.integers(2, 7)))
        pairing = assign_agencies(problem)
        agency, village = str(rng.choice(problem.agency_codes)), str(rng.choice(problem.village_codes))
        a, v = problem.agency_codes.index(agency), problem.village_codes.index(village)
        answer = what_if(pairing, agency, village)
        kept = frozenset(one for one in problem.locks if one[1] != village)
        forced = replace(problem, locks=kept | {(agency, village)}, bans=problem.bans - {(agency, village)})
        every = possible(forced)
        for goal in PRICED:
            every = best_of(problem, every, [goal])
            best = all_reached(problem, every[:1], goal)[0]
            assert reached(problem, answer.pairing.agency_of, goal) == best
            was = reached(problem, pairing.agency_of, goal)
            assert answer.prices[goal] == pytest.approx((was - best) / 100 if goal == "worth" else best - was)
        assert answer.pairing.agency_of[v] == a
        fewest = (every != pairing.agency_of).sum(axis=1).min()
        moved = (answer.pairing.agency_of != pairing.agency_of).sum()
        assert moved == fewest
        assert len(answer.moves) == moved - (pairing.agency_of[v] != a)
        assert answer.order >= (0, 0, 0) or problem.bans or problem.locks


def test_alternatives_are_sorted_by_price_and_leave_out_the_present_and_the_banned() -> None:
    village = invented.problem(5, 9, 4).village_codes[2]
    problem = invented.problem(5, 9, 4, bans=(("U02", village),))
    pairing = assign_agencies(problem)
    now = problem.agency_codes[pairing.agency_of[2]]
    found = alternatives(pairing, village)
    assert {one.agency for one in found} == set(problem.agency_codes) - {now, "U02"}
    assert [one.order for one in found] == sorted(one.order for one in found)
    assert all(one.order >= (0, 0, 0, 0) for one in found)
    assert len(alternatives(pairing, village, most=2)) == 2


def test_an_agency_or_village_that_takes_no_part_is_refused() -> None:
    pairing = assign_agencies(invented.problem(3, 4, 1))
    with pytest.raises(InputFault, match="tidak ikut"):
        what_if(pairing, "U99", pairing.problem.village_codes[0])
    with pytest.raises(InputFault, match="tidak ikut"):
        alternatives(pairing, "3399999999")
