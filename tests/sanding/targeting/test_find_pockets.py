"""Hidden counts stay hidden, bounds are Wilson's, and every family is in one part."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from sanding.targeting.pockets import PocketRule, find_pockets, wilson_low
from tests.sanding.targeting import people

RULE = PocketRule(minimum=12, minimum_d1=5, confidence=0.9, smallest_shown=5)


def district(seed: int) -> pl.DataFrame:
    """Families of three villages, in up to five dusun each and in none."""
    rng = np.random.default_rng(seed)
    rows = [
        {"village_code": f"339901200{village}", "dusun": [None, "A", "B", "C", "D"][dusun], "decile": int(decile)}
        for village in (1, 2, 3)
        for dusun in range(5)
        for decile in rng.integers(1, 4, int(rng.integers(0, 30)))
    ]
    return people.families(*({**row, "family_key": f"K{n}"} for n, row in enumerate(rows)))


@given(seed=st.integers(0, 10_000))
def test_no_hidden_count_follows_from_the_total_of_its_village(seed: int) -> None:
    families = district(seed)
    found = find_pockets(families, level="dusun", rule=RULE)
    for (village,), parts in found.group_by("village_code"):
        own = families.filter(pl.col("village_code") == village)
        for column, given_rows in (("families", own), ("families_d1", own.filter(pl.col("decile") == 1))):
            truth = {part: rows.height for (part,), rows in given_rows.group_by("dusun")}
            seen = dict(parts.select("part", column).iter_rows())
            hidden = [part for part, count in seen.items() if count is None]
            assert all(count == truth.get(part, 0) for part, count in seen.items() if count is not None)
            assert not any(0 < truth.get(part, 0) < 5 for part in seen if part not in hidden)
            assert len(hidden) != 1 or len(truth) == 1


@given(seed=st.integers(0, 10_000))
def test_only_large_and_surely_poorer_parts_are_pockets(seed: int) -> None:
    families = district(seed)
    found = find_pockets(families, level="dusun", rule=RULE)
    whole = (families["decile"] == 1).mean()
    for row in found.iter_rows(named=True):
        own = families.filter(
            (pl.col("village_code") == row["village_code"]) & pl.col("dusun").eq_missing(pl.lit(row["part"], pl.String))
        )
        first = int((own["decile"] == 1).sum())
        low = binomtest(first, own.height).proportion_ci(0.8, method="wilson").low
        surely = bool(own.height >= 12 and first >= 5 and low > whole and row["part"] is not None)
        assert row["pocket"] is surely
        assert row["share_district"] == pytest.approx(whole)
        if row["share_low"] is not None:
            assert row["share_low"] == pytest.approx(low)


def test_the_bound_of_a_share_lies_below_it() -> None:
    frame = pl.DataFrame({"part": [0.0, 5.0, 20.0], "whole": [20, 20, 20]})
    low = frame.select(wilson_low(pl.col("part"), pl.col("whole"), 0.95)).to_series().to_list()
    assert low[0] == pytest.approx(0.0, abs=1e-12)
    assert low[0] < low[1] < 0.25 < low[2] < 1
