"""A year's list with the villages that earlier waves left unfinished: they keep their place and their wave (S2.6)."""

from collections.abc import Mapping, Sequence

import polars as pl

from sanding.targeting.rules import Category
from sanding.targeting.waves import Wave, assign_waves

STANDING = "terbawa"


def assign_with_carried(
    ranked: pl.DataFrame,
    quota: int | None,
    plan: Sequence[Wave],
    *,
    category: Category,
    carried: Mapping[str, tuple[int, int]],
) -> pl.DataFrame:
    """``assign_waves`` where some places are already taken.

    carried   (wave, wave year) by village code, of villages not done when their year ended; each takes one place of
              ``quota``, whatever its rank, its category or the plan of its kecamatan, and never competes again
    Returns   the same columns; a carried village is a priority village with its own wave and year and the standing
              "terbawa". One that is not in ``ranked`` (no longer in force) is not on the list
    """
    held = ranked.filter(pl.col("village_code").is_in(list(carried)))
    if held.is_empty():
        return assign_waves(ranked, quota, plan, category=category)
    free = ranked.filter(~pl.col("village_code").is_in(list(carried)))
    left = quota if quota is None else max(0, quota - held.height)
    fresh = assign_waves(free, left, plan, category=category)
    codes = held["village_code"].to_list()
    kept = held.with_columns(
        standing=pl.lit(STANDING),
        wave=pl.Series([carried[code][0] for code in codes], dtype=pl.Int64),
        year=pl.Series([carried[code][1] for code in codes], dtype=pl.Int64),
        priority=pl.lit(True),
    ).select(fresh.columns)
    return pl.concat([fresh, kept]).sort("rank", "village_code", nulls_last=True)
