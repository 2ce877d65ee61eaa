"""A hand-made list is held against rules and best."""

import polars as pl
import pytest

from sanding.errors import InputFault
from sanding.pairing.assign import assign_agencies
from sanding.pairing.hand_made import compare_hand_made
from tests.sanding.pairing import invented


def test_the_best_itself_is_as_good_and_differs_nowhere() -> None:
    best = assign_agencies(invented.problem(4, 8, 3))
    same = compare_hand_made(best, best.pairs())
    assert same.as_good
    assert same.broken == () == same.strangers
    assert same.differences["same"].all()


def test_a_worse_list_says_its_price_its_broken_rules_and_each_difference() -> None:
    best = assign_agencies(invented.problem(4, 8, 3, max_villages=[5] * 4))
    villages = best.problem.village_codes
    rows = pl.DataFrame({"village_code": [*villages[:-1], "3399999999"], "agency_code": ["U01"] * len(villages)})
    hand = compare_hand_made(
        best, pl.concat([rows, pl.DataFrame({"village_code": ["3399012001"], "agency_code": [None]})])
    )
    assert hand.prices["coverage"] == 1
    assert hand.prices["counts"] > 0
    assert not hand.as_good
    assert ("one lead", villages[-1]) in {(one.rule, one.village) for one in hand.broken}
    assert ("at most", "U01", 2) in {(one.rule, one.agency, one.amount) for one in hand.broken}
    assert hand.strangers == (("U01", "3399999999"),)
    assert hand.differences["agency_hand"].to_list() == ["U01"] * 7 + [None]
    assert hand.differences["difference"].sum() == pytest.approx(-hand.prices["worth"])


def test_two_leads_for_one_village_are_refused() -> None:
    best = assign_agencies(invented.problem(3, 4, 1))
    village = best.problem.village_codes[0]
    twice = pl.DataFrame({"village_code": [village] * 2, "agency_code": ["U01", "U02"]})
    with pytest.raises(InputFault, match=village):
        compare_hand_made(best, twice)
