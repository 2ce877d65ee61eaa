"""Where a family lives inside its village: the family's own row, else the row of its head, else of another member."""

import polars as pl

_PARTS = ("dusun", "rt", "rw")
_HEAD = "1"  # relation, 8 codes of DTSEN


def with_places(families: pl.DataFrame, persons: pl.DataFrame) -> pl.DataFrame:
    """The families with dusun, rt and rw filled from their members where the family's row has none of the three.

    families, persons   FAMILIES and PERSONS of one register (DTSEN writes the place on the sheet of persons only)
    Returns   the same rows in the same order; dusun, RT and RW always come from one row, never mixed from two people.
              Members marked as dead say nothing. Of several the head's row counts, then the smallest place by text,
              so that the order of rows changes nothing.
    """
    any_part = pl.any_horizontal(pl.col(name).is_not_null() for name in _PARTS)
    alive = ~pl.col("deceased_hint").fill_null(False)
    members = (
        persons.filter(any_part & alive)
        .select("family_key", *_PARTS, later=(pl.col("relation") != _HEAD).fill_null(True))
        .sort("family_key", "later", *_PARTS, nulls_last=True)
        .unique("family_key", keep="first", maintain_order=True)
        .drop("later")
    )
    joined = families.join(members, on="family_key", how="left", suffix="_member", maintain_order="left")
    filled = [pl.when(any_part).then(name).otherwise(f"{name}_member").alias(name) for name in _PARTS]
    return joined.with_columns(filled).select(families.columns)
