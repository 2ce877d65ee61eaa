"""One to one where the truth is: the best pairs first, and no pair that a rival nearly equals without a clerk."""

import numpy as np
import polars as pl


def assign(pairs: pl.DataFrame, *, margin: float, one_to_one: bool) -> pl.DataFrame:
    """Choose among scored pairs.

    pairs    left_id, right_id, weight [bits]
    margin   a chosen pair within so many bits of a rival pair of either of its records is ``close``
    Returns  the chosen pairs with ``close``; with one_to_one each record at most once, greedily from the best. The
             choice is the same whatever the order of rows and whichever side is called left
    """
    if pairs.is_empty():
        return pairs.with_columns(close=pl.lit(False))
    ordered = pairs.with_columns(
        weight_rank=pl.col("weight").round(6),
        low=pl.min_horizontal("left_id", "right_id"),
        high=pl.max_horizontal("left_id", "right_id"),
    ).sort("weight_rank", "low", "high", "left_id", descending=[True, False, False, False])
    ordered = ordered.with_columns(close=_close(ordered, margin)).drop("low", "high", "weight_rank")
    return ordered.filter(_greedy(ordered)) if one_to_one else ordered


def _close(ordered: pl.DataFrame, margin: float) -> pl.Expr:
    """Whether another pair of either record comes within ``margin``: the second best, or the best where this is not."""
    near = pl.lit(False)
    if margin <= 0:
        return near
    for side in ("left_id", "right_id"):
        best = pl.col("weight").max().over(side)
        rivals = (pl.col("weight") > best - margin).sum().over(side)
        near = near | ((pl.col("weight") > best - margin) & (rivals > 1)) | (pl.col("weight") <= best - margin)
    return near


def _greedy(ordered: pl.DataFrame) -> pl.Series:
    """True for each pair both of whose records are still free when its turn comes."""
    left = ordered["left_id"].cast(pl.Categorical).to_physical().to_numpy()
    right = ordered["right_id"].cast(pl.Categorical).to_physical().to_numpy()
    free_left = np.ones(int(left.max()) + 1, dtype=np.bool_)
    free_right = np.ones(int(right.max()) + 1, dtype=np.bool_)
    kept = np.zeros(len(left), dtype=np.bool_)
    for at, (one, other) in enumerate(zip(left.tolist(), right.tolist(), strict=True)):
        if free_left[one] and free_right[other]:
            kept[at] = True
            free_left[one] = free_right[other] = False
    return pl.Series(kept)
