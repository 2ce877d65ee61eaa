"""Who is in a register on a day: the dead and the gone leave it late, heads are followed by their spouses."""

import numpy as np
import polars as pl

from sanding.synthetic.chance import chance
from sanding.synthetic.district import District
from sanding.synthetic.events import NEVER

_ADULT = 17 * 365.25


def day_number(text: str) -> int:
    return int(np.datetime64(text, "D").astype(np.int64))


def listed(district: District, day: int, *, late: int, label: str) -> pl.DataFrame:
    """Every person the register of ``day`` lists, with relation, marital, KK, village and ``size`` as it has them.

    The dead and the gone stay listed for up to ``late`` days. One head per family; families
    without an adult are left out.
    """
    rng = chance(district.seed, f"listed {label}")
    families = district.families.with_columns(
        pl.Series("gone", _shown_until(rng, district.families["leave"].to_numpy(), late)),
        village=pl.when(pl.col("moved") > day).then("village_before").otherwise("village_code"),
        card=pl.when(pl.col("moved") > day).then("kk_before").otherwise("kk"),
    )
    persons = district.persons.with_columns(
        pl.Series("gone_person", _shown_until(rng, district.persons["death"].to_numpy(), late)),
        child_still=pl.col("founded").fill_null(-NEVER) > day,
    ).with_columns(at=pl.when("child_still").then("family_before").otherwise("family_id"))
    here = persons.join(families, left_on="at", right_on="family_id", suffix="_family", maintain_order="left").filter(
        pl.col("birth") <= day, pl.col("gone_person") > day, pl.col("gone") > day, pl.col("arrive") <= day
    )
    return _headed(here, day)


def _shown_until(rng: np.random.Generator, end: np.ndarray, late: int) -> np.ndarray:
    return np.asarray(end + np.floor(late * rng.random(len(end)) * rng.random(len(end))), dtype=np.int64)


def _headed(here: pl.DataFrame, day: int) -> pl.DataFrame:
    """Give each family its head for that day: the head, else the spouse, else the oldest adult."""
    adult = pl.col("birth") < day - int(_ADULT)
    relation = pl.when("child_still").then(3).otherwise("relation")
    here = here.with_columns(
        relation=relation, marital=pl.when("child_still").then(1).otherwise("marital"), adult=adult
    )
    rank = pl.when(pl.col("relation") <= 2, "adult").then(pl.col("relation")).when("adult").then(3).otherwise(4)
    here = here.with_columns(rank=rank).sort("at", "rank", "birth", "person_id")
    first = pl.int_range(pl.len()).over("at") == 0
    here = here.with_columns(
        first=first, best=pl.col("rank").first().over("at"), was=pl.col("relation").first().over("at")
    )
    here = here.filter(pl.col("best") < 4)
    followed = pl.when(pl.col("relation") == 1).then(2).otherwise("relation")  # a head too young is the spouse's spouse
    others = pl.when(pl.col("was") <= 2).then(followed).otherwise(8)
    here = here.with_columns(relation=pl.when("first").then(1).otherwise(others), size=pl.len().over("at"))
    paired = (pl.col("relation") == 2).any().over("at")
    widowed = pl.col("first") & (pl.col("marital") == 2) & ~paired
    return here.with_columns(
        marital=pl.when(widowed).then(4).otherwise("marital"),
    ).drop("rank", "best", "was", "adult", "first")
