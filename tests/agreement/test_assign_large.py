"""Large pairings by prices: limits kept and bounds true; the core solver on instances of the published recipes."""

import numpy as np
import pytest

from sanding.errors import InputFault
from sanding.pairing.large import solve_large
from sanding.pairing.solve import Assignment, solve_assignment


def published(kind: str, agencies: int, jobs: int, seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Costs, loads and capacities of types C and D (Chu and Beasley 1997, doi:10.1016/S0305-0548(96)00032-9)."""
    rng = np.random.default_rng(seed)
    load = rng.integers(5, 26, (agencies, jobs)) if kind == "C" else rng.integers(1, 101, (agencies, jobs))
    cost = rng.integers(10, 51, (agencies, jobs))
    if kind == "D":
        cost = 111 - load + rng.integers(-10, 11, (agencies, jobs))
    return cost, load, np.floor(0.8 * load.sum(axis=1) / agencies)


def check_kept(answer: Assignment, value: np.ndarray, load: np.ndarray, capacity: np.ndarray) -> None:
    places = np.arange(value.shape[1])
    carried = np.bincount(answer.assignment, weights=load[answer.assignment, places], minlength=len(capacity))
    assert (carried <= capacity).all()
    assert value[answer.assignment, places].sum() == pytest.approx(answer.objective)


@pytest.mark.parametrize("kind", ["C", "D"])
def test_published_recipes_agree_minimised_maximised_and_by_prices(kind: str) -> None:
    for seed in range(3):
        cost, load, capacity = published(kind, 5, 25 if kind == "C" else 15, seed)
        least = solve_assignment(cost, load, capacity, sense="min")
        turned = solve_assignment(200 - cost, load, capacity, sense="max")
        priced = solve_large(cost, load, capacity, sense="min")
        assert least.status == turned.status == "optimal"
        assert turned.objective == pytest.approx(200 * cost.shape[1] - least.objective)
        check_kept(least, cost, load, capacity)
        check_kept(priced, cost, load, capacity)
        assert priced.bound - 1e-6 <= least.objective <= priced.objective + 1e-6


def test_bounds_by_prices_are_true_and_limits_kept_on_random_cases() -> None:
    rng = np.random.default_rng(41)
    for _ in range(60):
        m, n = int(rng.integers(2, 5)), int(rng.integers(3, 12))
        value = rng.integers(-5, 30, (m, n)).astype(float)
        value[rng.random((m, n)) < 0.1] = np.nan
        value[0] = np.nan_to_num(value[0], nan=1.0)
        load, capacity = rng.integers(1, 10, (m, n)), rng.integers(10, 60, m)
        least, most = np.zeros(m), rng.integers(2, n + 1, m)
        exact = solve_assignment(value, load, capacity, min_count=least, max_count=most)
        answer = solve_large(value, load, capacity, min_count=least, max_count=most)
        if exact.status == "infeasible":
            assert (answer.assignment == -1).all()
            continue
        assert answer.bound >= exact.objective - 1e-6
        if np.isfinite(answer.objective):
            assert answer.objective <= exact.objective + 1e-6
            check_kept(answer, value, load, capacity)
        assert answer.objective == pytest.approx(exact.objective, rel=2e-4)


def test_a_district_of_five_hundred_is_within_its_bound_and_every_agency_has_its_least() -> None:
    rng = np.random.default_rng(1)
    value, load = rng.uniform(0, 100, (20, 500)), np.broadcast_to(rng.integers(30, 400, 500), (20, 500))
    capacity = np.full(20, load[0].sum() / 20 * 1.15)
    answer = solve_large(value, load, capacity, min_count=5, max_count=60, time_limit=5)
    held = np.bincount(answer.assignment, minlength=20)
    assert held.min() >= 5
    assert held.max() <= 60
    assert answer.gap < 0.01
    check_kept(answer, value, load, capacity)


def test_villages_without_any_agency_are_refused() -> None:
    with pytest.raises(InputFault, match="ukuran tidak cocok"):
        solve_large(np.ones((2, 3)), np.ones((2, 2)), np.ones(2))
    with pytest.raises(InputFault, match="tanpa unit"):
        solve_large([[1.0, np.nan]], np.ones((1, 2)), np.ones(1))
