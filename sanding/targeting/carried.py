"""A year's list with the villages that earlier waves left unfinished: they keep their place and their wave (S2.6)."""

from collections.abc import Collection, Mapping, Sequence

import polars as pl

from sanding.targeting.lots import settle_ties
from sanding.targeting.rules import Category
from sanding.targeting.waves import Wave, assign_waves

STANDING = "terbawa"


def free_places(ranked: pl.DataFrame, quota: int | None, held: Collection[str]) -> tuple[pl.DataFrame, int | None]:
    """The villages that compete and the places left for them, once the villages ``held`` have theirs.

    quota   in villages, all together; None where every wave has its own, which holds for new villages only
    """
    free = ranked.filter(~pl.col("village_code").is_in(list(held)))
    return free, quota if quota is None else max(0, quota - (ranked.height - free.height))


def assign_with_carried(
    ranked: pl.DataFrame,
    quota: int | None,
    plan: Sequence[Wave],
    *,
    category: Category,
    carried: Mapping[str, tuple[int, int]],
    lots: str | None = None,
) -> pl.DataFrame:
    """``assign_waves`` (after ``settle_ties`` where a seed of ``lots`` is given) with some places already taken.

    carried   (wave, wave year) by village code, of villages not done when their year ended; each takes one place of
              ``quota``, whatever its rank, its category or the plan of its kecamatan, and never competes again
    Returns   the same columns; a carried village is a priority village with its own wave and year and the standing
              "terbawa". One that is not in ``ranked`` (no longer in force) is not on the list
    """
    free, left = free_places(ranked, quota, carried)
    settled = settle_ties(free, left, plan, category=category, seed=lots) if lots is not None and plan else free
    fresh = assign_waves(settled, left, plan, category=category)
    if free.height == ranked.height:
        return fresh
    held = ranked.filter(pl.col("village_code").is_in(list(carried)))
    codes = held["village_code"].to_list()
    kept = held.with_columns(
        standing=pl.lit(STANDING),
        wave=pl.Series([carried[code][0] for code in codes], dtype=pl.Int64),
        year=pl.Series([carried[code][1] for code in codes], dtype=pl.Int64),
        priority=pl.lit(True),
    )
    return pl.concat([fresh, kept], how="diagonal").sort("rank", "village_code", nulls_last=True)
