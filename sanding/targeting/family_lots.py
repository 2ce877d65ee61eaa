"""Whom a number of places reaches among the target families of one village: tier by tier, lots inside the last one."""

import polars as pl

from sanding.errors import InputFault
from sanding.targeting.lots import draw_lots, lot


def choose_families(targets: pl.DataFrame, places: int, *, seed: str) -> pl.DataFrame:
    """The target families with ``chosen`` and, where lots decided, ``lot``.

    targets   TARGET_FAMILIES of one village (family_key, tier are read)
    places    how many families there is room for, at least 1
    Returns   the same rows in the same order. Whole tiers are taken from the first on; in the tier that does not fit
              any more the families are equals, and those with the smallest lots (SHA-256 of ``seed|family_key``) are in
    Raises    InputFault for an empty seed or no place at all
    """
    if places < 1:
        raise InputFault(
            "banyaknya keluarga paling sedikit 1",
            where="kuota keluarga",
            remedy="Isi bilangan bulat mulai dari 1.",
            code="SND-TGT-20",
        )
    equals = _equals_at_the_cut(targets, places)
    drawn = draw_lots(seed, equals)
    before = 0 if not equals else targets.filter(pl.col("tier") < _tier_of(targets, equals[0])).height
    winners = drawn[: places - before]
    lots = pl.DataFrame(
        [(one, lot(seed, one), one in winners) for one in drawn],
        schema={"family_key": pl.String, "lot": pl.String, "won": pl.Boolean},
        orient="row",
    )
    inside = pl.col("tier").rank("max") <= places
    joined = targets.join(lots, on="family_key", how="left", maintain_order="left")
    return joined.with_columns(chosen=pl.coalesce("won", inside)).drop("won")


def _equals_at_the_cut(targets: pl.DataFrame, places: int) -> list[str]:
    """The keys of the tier that the last place falls into, where it does not hold all of them."""
    sizes = targets.group_by("tier").len().sort("tier").with_columns(upto=pl.col("len").cum_sum())
    cut = sizes.filter(pl.col("upto") > places).head(1).filter(pl.col("upto") - pl.col("len") < places)
    return targets.join(cut.select("tier"), on="tier")["family_key"].to_list()


def _tier_of(targets: pl.DataFrame, key: str) -> int:
    return int(targets.filter(pl.col("family_key") == key)["tier"][0])
