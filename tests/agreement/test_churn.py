"""After a small change the moves are the fewest that the chosen loss allows, against exact enumeration."""

import math
from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from sanding.errors import InputFault
from sanding.pairing.assign import assign_agencies
from sanding.pairing.churn import Resettled, before_of, keep_pairs, loss_table, losses_in_words
from sanding.pairing.columns import TooWide
from sanding.pairing.goals import Goal, reached
from sanding.pairing.problem import POINT, Problem
from tests.agreement.test_assign import all_reached, best_of, possible
from tests.sanding.pairing import invented

CASES = 200
EARLIER: tuple[Goal, ...] = ("coverage", "counts", "overload")


KINDS = ("ban", "dissolved", "added", "lock", "least", "most")


def changed(rng: np.random.Generator, kind: str) -> tuple[Problem, pl.DataFrame] | None:
    """A problem with locks, bans, least and most after one change, and the pairs that stood before it."""
    problem = invented.random_problem(rng, units=int(rng.integers(2, 5)), villages=int(rng.integers(2, 7)))
    previous = assign_agencies(problem).pairs()
    if previous.is_empty():
        return None
    agency, village = previous.select("agency_code", "village_code").row(int(rng.integers(previous.height)))
    at = np.arange(len(problem.agency_codes)) == problem.agency_codes.index(agency)
    other = str(rng.choice([one for one in problem.agency_codes if one != agency]))
    free = frozenset(one for one in problem.locks if one[1] != village)
    after = {
        "ban": lambda: replace(problem, bans=problem.bans | {(agency, village)}),
        "dissolved": lambda: invented.without_agency(problem, agency),
        "added": lambda: problem,
        "lock": lambda: replace(problem, locks=free | {(other, village)}),
        "least": lambda: replace(problem, min_count=problem.min_count + ~at, max_count=problem.max_count + 1),
        "most": lambda: replace(problem, max_count=np.where(at, 0, problem.max_count)),
    }
    stood = previous.filter(pl.col("village_code") != village) if kind == "added" else previous
    return after[kind](), stood


def by_enumeration(problem: Problem, before: np.ndarray, loss: float) -> tuple[int, int, int]:
    """Best worth, fewest moves within the loss and the most worth among those, by trying every pairing."""
    every = best_of(problem, possible(problem), EARLIER)
    worth = all_reached(problem, every, "worth")
    best = int(worth.max())
    inside = worth >= best - loss * abs(best) - 1e-6
    moves = ((every != before) & (before != -1)).sum(axis=1)
    fewest = int(moves[inside].min())
    return best, fewest, int(worth[inside & (moves == fewest)].max())


@pytest.mark.parametrize("kind", KINDS)
def test_moves_are_the_fewest_within_the_loss_and_the_loss_is_never_exceeded(kind: str) -> None:
    rng = np.random.default_rng(29)
    cases = [one for one in (changed(rng, kind) for _ in range(CASES // 4)) if one is not None]
    assert len(cases) > CASES / 5
    for problem, previous in cases:
        before, loss = before_of(problem, previous), float(rng.choice([0, 0.05, 0.2, 0.5]))
        best, fewest, worth = by_enumeration(problem, before, loss)
        answer = keep_pairs(problem, previous, loss=loss)
        assert answer.best_worth * POINT == pytest.approx(best)
        assert answer.given_up <= loss * abs(answer.best_worth) + 1e-9
        assert len(answer.moves) == answer.fewest == fewest
        assert answer.worth * POINT == pytest.approx(worth)
        assert answer.forced <= fewest
        for stage in answer.pairing.stages[:3]:
            assert stage.value == reached(problem, answer.pairing.agency_of, stage.goal)


def test_more_loss_never_means_more_moves_and_the_whole_loss_keeps_all_that_can_be_kept() -> None:
    problem = invented.problem(6, 12, 2)
    previous = assign_agencies(invented.problem(6, 12, 2, max_villages=[2] * 6)).pairs()
    village = problem.village_codes[3]
    table = loss_table(replace(problem, bans=frozenset({("U01", village)})), previous, (0.1, 0, 0.02, 1))
    assert [one.loss for one in table] == [0, 0.02, 0.1, 1]
    moves = [len(one.moves) for one in table]
    assert moves == sorted(moves, reverse=True)
    assert [one.worth for one in table] == sorted((one.worth for one in table), reverse=True)
    words = losses_in_words(table)
    assert words["moves"].to_list() == moves
    assert words["proven"].all()


def test_an_answer_is_called_proven_only_where_the_fewest_moves_are_known() -> None:
    problem = invented.problem(3, 4, 1)
    pairing = assign_agencies(problem)
    answer = Resettled(0.1, pairing, 10.0, 9.5, ("3399012001", "3399012002"), 1, 0, 1.0)
    assert not answer.proven
    assert math.isclose(answer.given_up, 0.5)


def test_a_loss_beyond_all_is_refused() -> None:
    with pytest.raises(InputFault, match="antara 0 dan 100"):
        keep_pairs(invented.problem(3, 4, 1), invented.past_pairs([], 3, 1), loss=1.5)


def test_keeping_by_shares_agrees_with_keeping_by_single_pairs(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = invented.problem(6, 14, 5)
    before = assign_agencies(problem)
    cases = [
        replace(problem, bans=frozenset({(problem.agency_codes[before.agency_of[v]], problem.village_codes[v])}))
        for v in (1, 6, 11)
    ]
    cases.append(invented.without_agency(problem, problem.agency_codes[0]))
    losses = (0.01, 0.05, 0.2)
    by_shares = [loss_table(one, before.pairs(), losses) for one in cases]
    monkeypatch.setattr("sanding.pairing.worth.WorthSearch.keep_most", _too_wide)
    for case, table in zip(cases, by_shares, strict=True):
        for one, other in zip(table, loss_table(case, before.pairs(), losses), strict=True):
            assert one.proven and other.proven
            assert (one.moves, one.worth, one.fewest) == (other.moves, other.worth, other.fewest)
            assert one.pairing.agency_of.tolist() == other.pairing.agency_of.tolist()


def _too_wide(*_: object) -> None:
    raise TooWide
