"""A quota over target families equals plain filling tier by tier, with lots in the last one only."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanding.errors import InputFault
from sanding.targeting.family_lots import choose_families
from sanding.targeting.lots import lot


def listed(tiers: list[int]) -> pl.DataFrame:
    rows = {"family_key": [f"{n}" for n in range(len(tiers))], "tier": tiers}
    return pl.DataFrame(rows, schema={"family_key": pl.String, "tier": pl.Int64})


def plain(tiers: list[int], places: int, seed: str) -> set[str]:
    """Fill the places by tier, then by lot."""
    order = sorted(range(len(tiers)), key=lambda n: (tiers[n], lot(seed, f"{n}")))
    return {f"{n}" for n in order[:places]}


@given(tiers=st.lists(st.integers(1, 6), max_size=30), places=st.integers(1, 35), seed=st.sampled_from(["a", "b c"]))
def test_the_chosen_are_those_of_plain_filling(tiers: list[int], places: int, seed: str) -> None:
    found = choose_families(listed(tiers), places, seed=seed)
    assert found.select("family_key", "tier").equals(listed(tiers))
    assert set(found.filter("chosen")["family_key"]) == plain(tiers, places, seed)
    drawn = found.filter(pl.col("lot").is_not_null())
    assert drawn["tier"].n_unique() <= 1
    assert all(lot(seed, key) == one for key, one in drawn.select("family_key", "lot").iter_rows())
    if not drawn.is_empty():
        assert 0 < drawn["chosen"].sum() < drawn.height


def test_no_place_and_no_seed_are_refused() -> None:
    with pytest.raises(InputFault, match="paling sedikit 1"):
        choose_families(listed([1, 2]), 0, seed="a")
    with pytest.raises(InputFault, match="benih undian kosong"):
        choose_families(listed([1, 1]), 1, seed=" ")
