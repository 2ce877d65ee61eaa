"""The core solver on published and on derived instances, on odd input, and cut short: never a false bound."""

from typing import Any

import numpy as np
import pytest

from sanding.errors import InputFault
from sanding.pairing.large import solve_large
from sanding.pairing.solve import solve_assignment
from tests.agreement.test_assign_large import check_kept, published

GAP1_PROFIT = """
17 21 22 18 24 15 20 18 19 18 16 22 24 24 16
23 16 21 16 17 16 19 25 18 21 17 15 25 17 24
16 20 16 25 24 16 17 19 19 18 20 16 17 21 24
19 19 22 22 20 16 19 17 21 19 25 23 25 25 25
18 19 15 15 21 25 16 16 23 15 22 17 19 22 24
"""
GAP1_LOAD = """
8 15 14 23 8 16 8 25 9 17 25 15 10 8 24
15 7 23 22 11 11 12 10 17 16 7 16 10 18 22
21 20 6 22 24 10 24 9 21 14 11 14 11 19 16
20 11 8 14 9 5 6 19 19 7 6 6 13 9 18
8 13 13 13 10 20 25 16 16 17 10 10 5 12 23
"""


def numbers(text: str) -> list[list[int]]:
    return [[int(one) for one in line.split()] for line in text.strip().splitlines()]


def test_the_first_published_instance_has_its_published_optimum() -> None:
    """gap1, c515-1: 5 agents, 15 jobs, best 336 (Beasley's OR-Library; Cattrysse, Salomon and Van Wassenhove 1994)."""
    profit, load, room = numbers(GAP1_PROFIT), numbers(GAP1_LOAD), [36, 34, 38, 27, 33]
    most = solve_assignment(profit, load, room)
    least = solve_assignment([[-one for one in row] for row in profit], load, room, sense="min")
    assert (most.status, most.objective, most.bound) == ("optimal", 336, 336)
    assert (least.status, least.objective, least.bound) == ("optimal", -336, -336)
    check_kept(most, np.array(profit), np.array(load), np.array(room))


def planted(rng: np.random.Generator, agencies: int, villages: int) -> Any:
    """An instance whose best is known by duality: prices that the planted pairs meet and all others fall short of."""
    load = rng.integers(5, 26, (agencies, villages))
    chosen = np.concatenate([np.arange(agencies), rng.integers(0, agencies, villages - agencies)])
    capacity = np.bincount(chosen, weights=load[chosen, np.arange(villages)], minlength=agencies)
    price, own = rng.integers(0, 4, agencies), rng.integers(10, 60, villages)
    short = rng.integers(0, 12, (agencies, villages))
    short[chosen, np.arange(villages)] = 0
    return own + price[:, None] * load - short, load, capacity, own.sum() + price @ capacity


@pytest.mark.parametrize("sense", ["max", "min"])
def test_instances_with_a_planted_optimum_are_solved_to_it(sense: str) -> None:
    rng = np.random.default_rng(59)
    for agencies, villages in ((3, 9), (4, 16), (5, 25), (8, 32)):
        value, load, capacity, best = planted(rng, agencies, villages)
        sign = 1 if sense == "max" else -1
        answer = solve_assignment(sign * value, load, capacity, sense=sense)  # type: ignore[arg-type]
        assert (answer.status, answer.objective, answer.bound) == ("optimal", sign * best, sign * best)
        check_kept(answer, sign * value, load, capacity)


@pytest.mark.parametrize("sense", ["max", "min"])
@pytest.mark.parametrize("seconds", [0.0, 0.02, 0.5])
def test_cut_short_it_gives_what_it_has_and_a_bound_on_the_right_side(sense: str, seconds: float) -> None:
    cost, load, capacity = published("D", 10, 100, 4)
    value = cost if sense == "min" else 200 - cost
    answer = solve_assignment(value, load, capacity, sense=sense, time_limit=seconds)  # type: ignore[arg-type]
    assert answer.status == "time limit"
    check_kept(answer, value, load, capacity)
    relaxed = 6190 if sense == "min" else 200 * 100 - 6190  # below every assignment of this instance
    low, high = (answer.bound, answer.objective) if sense == "min" else (answer.objective, answer.bound)
    assert low <= high and 0 <= answer.gap < 0.1
    assert (answer.bound <= answer.objective) if sense == "min" else (answer.bound >= answer.objective)
    assert abs(answer.bound - relaxed) / relaxed < 0.1


def test_the_same_arguments_give_the_same_assignment_whatever_their_type() -> None:
    rng = np.random.default_rng(61)
    value, load, capacity = rng.integers(0, 9, (4, 12)), rng.integers(1, 5, (4, 12)), np.full(4, 12)
    first = solve_assignment(value, load, capacity, min_count=1, max_count=[5, 5, 5, 5])
    for kind in (np.int32, np.int8, np.float32, np.uint16):
        again = solve_assignment(
            value.astype(kind), load.astype(kind), capacity.astype(kind),
            min_count=np.ones(4, dtype=kind), max_count=np.int64(5),
        )  # fmt: skip
        assert again.assignment.tolist() == first.assignment.tolist()
    listed = solve_assignment(value.tolist(), load.tolist(), tuple(capacity.tolist()), min_count=1, max_count=(5,) * 4)
    assert listed.assignment.tolist() == first.assignment.tolist()
    assert first.assignment.dtype == np.int64


def test_the_smallest_and_the_narrowest_shapes_are_solved() -> None:
    one = solve_assignment([[-7]], [[3]], [3])
    assert (one.assignment.tolist(), one.objective, one.bound, one.status) == ([0], -7, -7, "optimal")
    assert solve_assignment([[1]], [[3]], [2]).status == "infeasible"
    row = solve_assignment([[1, 2, 3]], [[1, 1, 1]], [3])
    assert (row.assignment.tolist(), row.objective) == ([0, 0, 0], 6)
    column = solve_assignment([[1], [4], [2]], [[1], [9], [1]], [1, 5, 1])
    assert (column.assignment.tolist(), column.objective) == ([2], 2)
    nobody = solve_assignment(np.zeros((2, 0)), np.zeros((2, 0)), [1, 1])
    assert (nobody.assignment.tolist(), nobody.objective, nobody.status) == ([], 0, "optimal")
    assert solve_assignment(np.zeros((2, 0)), np.zeros((2, 0)), [1, 1], min_count=1).status == "infeasible"
    assert solve_assignment(np.zeros((0, 2)), np.zeros((0, 2)), []).status == "infeasible"


def test_no_room_takes_only_what_weighs_nothing() -> None:
    answer = solve_assignment([[9, 9], [1, 1]], [[1, 0], [1, 1]], [0, 5])
    assert (answer.assignment.tolist(), answer.objective) == ([1, 0], 10)
    full = solve_assignment([[9, 9]], [[1, 0]], [0])
    assert (full.status, full.assignment.tolist()) == ("infeasible", [-1, -1])
    assert np.isnan(full.objective) and np.isnan(full.bound)


def test_fewest_above_most_or_above_all_villages_cannot_be() -> None:
    value, load, room = np.ones((2, 3)), np.ones((2, 3)), [np.inf, np.inf]
    assert solve_assignment(value, load, room, min_count=[2, 0], max_count=[1, 3]).status == "infeasible"
    assert solve_assignment(value, load, room, min_count=2).status == "infeasible"
    assert solve_assignment(value, load, room, max_count=1).status == "infeasible"
    assert solve_assignment(value, load, room, max_count=np.inf).status == "optimal"


ODD = [
    ({"load": [[1, np.nan], [1, 1]]}, r"1 angka pada load tidak diketahui .* load\[0\]\[1\]"),
    ({"load": [[1, 1], [np.inf, 1]]}, r"load\[1\]\[0\]"),
    ({"capacity": [np.nan, 2]}, r"capacity\[0\]"),
    ({"capacity": [2, -np.inf]}, r"capacity\[1\]"),
    ({"capacity": [2]}, "ukuran tidak cocok"),
    ({"capacity": [[2, 2]]}, "ukuran tidak cocok"),
    ({"benefit": [1, 2]}, "ukuran tidak cocok"),
    ({"benefit": [[1, 2], [3]]}, "benefit bukan larik angka"),
    ({"benefit": [["a", 2], [3, 1]]}, "benefit bukan larik angka"),
    ({"load": None}, "ukuran tidak cocok"),
    ({"min_count": [0, np.nan]}, r"min_count\[1\]"),
    ({"min_count": np.inf}, "min_count"),
    ({"max_count": np.nan}, "max_count"),
    ({"max_count": [1, 2, 3]}, "max_count"),
    ({"sense": "most"}, "arah"),
    ({"time_limit": -1}, "batas waktu"),
    ({"time_limit": np.nan}, "batas waktu"),
]


@pytest.mark.parametrize(("change", "said"), ODD)
def test_what_cannot_be_meant_is_refused_by_name(change: dict, said: str) -> None:  # type: ignore[type-arg]
    given = {"benefit": [[1, 2], [3, 1]], "load": np.ones((2, 2)), "capacity": [2, 2], **change}
    arrays = [given.pop(name) for name in ("benefit", "load", "capacity")]
    for solver in (solve_assignment, solve_large):
        with pytest.raises(InputFault, match=said):
            solver(*arrays, **given)


def test_a_forbidden_pair_needs_no_load() -> None:
    answer = solve_assignment([[np.nan, 2], [3, -np.inf]], [[np.nan, 1], [1, np.inf]], [1, 1])
    assert answer.assignment.tolist() == [1, 0]


def test_the_large_solver_goes_on_until_it_has_an_assignment() -> None:
    """A first choice by prices that cannot be repaired is no reason to stop."""
    cost, load, capacity = published("D", 20, 200, 1)
    answer = solve_large(cost, load, capacity, sense="min", time_limit=0.9)
    check_kept(answer, cost, load, capacity)
    assert answer.gap < 0.05
