"""Supporting agencies equal brute force: most lack covered, then fewest, then nearest."""

import itertools

import numpy as np
import polars as pl

from sanding.pairing.assign import Pairing, assign_agencies
from sanding.pairing.fit import possible_gains, tags
from sanding.pairing.support import PARTS, support_agencies
from tests.sanding.pairing import invented

CASES = 60


def score(pairing: Pairing, own: list[frozenset[str]], gains: list[dict], chosen: set[tuple[int, int]]) -> tuple:
    """Lack covered (less is better, so negative), agencies, tenths of a kilometre."""
    covered = 0
    for v, found in enumerate(gains):
        total = sum(gain for gain, _ in found.values())
        lead = own[pairing.agency_of[v]]
        able = set().union(*(own[a] for a, village in chosen if village == v))
        for gain, actors in found.values():
            covered += round(gain / total * PARTS) if not actors & lead and actors & able else 0
    return -covered, len(chosen), sum(round(pairing.problem.distance[one] * 10) for one in chosen)


def test_support_equals_brute_force() -> None:
    rng = np.random.default_rng(31)
    helped = 0
    for _ in range(CASES):
        seed, units, count = int(rng.integers(1_000)), int(rng.integers(2, 5)), 3
        problem = invented.problem(units, count, seed)
        places, _ = invented.listing(count, seed)
        needs, pairing = invented.needs(places, seed), assign_agencies(problem)
        each, held = int(rng.integers(0, 3)), int(rng.integers(1, 3))
        answer = support_agencies(pairing, needs, per_village=each, per_agency=held)
        own = [tags(text) for text in problem.agencies["competences"]]
        pairs = [(a, v) for v in range(count) for a in range(units) if a != pairing.agency_of[v]]
        gains = [possible_gains(needs.filter(pl.col("village_code") == code)) for code in problem.village_codes]

        codes = problem.village_codes, problem.agency_codes
        named = {
            (codes[1].index(agency), codes[0].index(village))
            for village, agency in answer.pairs.select("village_code", "agency_code").iter_rows()
        }
        best = min(
            score(pairing, own, gains, set(chosen))
            for size in range(min(len(pairs), count * each) + 1)
            for chosen in itertools.combinations(pairs, size)
            if all(sum(v == place for _, place in chosen) <= each for v in range(count))
            and all(sum(a == unit for unit, _ in chosen) <= held for a in range(units))
        )
        assert score(pairing, own, gains, named) == best
        assert answer.proven
        lifted = answer.villages["with_support"] - answer.villages["by_lead"]
        assert abs(lifted.sum() * PARTS + best[0]) < 1e-6
        assert answer.villages["with_support"].max() <= 1 + 1e-3
        helped += bool(named)
    assert helped > CASES / 4
