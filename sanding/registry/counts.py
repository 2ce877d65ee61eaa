"""Decile counts of every village from one vintage's clean rows."""

import polars as pl

from sanding.registry.stage import clean_frame
from sanding.registry.tables import VILLAGE_COUNTS
from sanding.store import Folder

_KEYS = ["family_key", "village_code", "decile"]


def counts_of(folder: Folder) -> pl.DataFrame:
    """VILLAGE_COUNTS of the clean rows of a staged folder, read by the columns they need."""
    return village_counts(clean_frame(folder, "families", _KEYS), clean_frame(folder, "persons", _KEYS))


def village_counts(families: pl.DataFrame, persons: pl.DataFrame) -> pl.DataFrame:
    """VILLAGE_COUNTS: families, those of decile 1 and of 1 and 2; persons, and those in families of decile 1.

    A person counts where the family counts and with its decile; one without a family row where the own row says.
    """
    own = persons.select(
        "family_key", pl.col("village_code").alias("own_village"), pl.col("decile").alias("own_decile")
    )
    homes = families.select(_KEYS).unique("family_key", keep="first", maintain_order=True)
    people = own.join(homes, on="family_key", how="left").select(
        village_code=pl.coalesce("village_code", "own_village"), decile=pl.coalesce("decile", "own_decile")
    )
    counted = _counted(families, "families").join(
        _counted(people, "persons"), on="village_code", how="full", coalesce=True
    )
    return VILLAGE_COUNTS.conform(counted.fill_null(0).sort("village_code"))


def _counted(rows: pl.DataFrame, unit: str) -> pl.DataFrame:
    decile = pl.col("decile")
    return rows.group_by("village_code").agg(
        pl.len().cast(pl.Int64).alias(unit),
        (decile == 1).sum().cast(pl.Int64).alias(f"{unit}_d1"),
        decile.is_in([1, 2]).sum().cast(pl.Int64).alias(f"{unit}_d1_2"),
    )
