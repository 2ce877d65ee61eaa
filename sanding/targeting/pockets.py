"""Pockets of poverty inside villages, by dusun or RT (S4.5), safe for small numbers."""

from dataclasses import dataclass
from datetime import date
from statistics import NormalDist
from typing import Literal

import polars as pl

from sanding.parameters import value
from sanding.targeting.tables import POCKETS

Level = Literal["dusun", "rt"]


@dataclass(frozen=True)
class PocketRule:
    """minimum, minimum_d1 [families] below which a part is not judged; confidence of the Wilson bound, 0..1;
    smallest_shown [families]: smaller counts are hidden."""

    minimum: int
    minimum_d1: int
    confidence: float
    smallest_shown: int


def pocket_rule(on: date) -> PocketRule:
    """The dated rule."""
    shown = value("publishing.smallest_shown_count", on)
    return PocketRule(**value("targeting.pocket_rule", on), smallest_shown=shown)


def find_pockets(families: pl.DataFrame, *, level: Level, rule: PocketRule) -> pl.DataFrame:
    """POCKETS of every dusun or RT: a pocket's decile-1 share is surely above the district's.

    families  FAMILIES (village_code, dusun, rt, rw, decile): all families of the district, also those without decile
    level     dusun, or RT within RW
    Returns   sorted by village and part; families whose part is not written stand in one row without part, never
              judged. "Surely": the one-sided Wilson bound of the share lies above the district's share, so that a few
              families cannot make a pocket. Counts below ``smallest_shown`` are hidden, and where a single one would
              follow from the village's total, the next smallest with it.
    Source    Wilson 1927, doi:10.1080/01621459.1927.10502953
    """
    parts = _counted(families, level)
    judged = _judged(parts, rule)
    hidden = judged.with_columns(hide_families=_hidden("families", rule), hide_d1=_hidden("families_d1", rule))
    return POCKETS.conform(_noted(hidden, rule).sort("village_code", "part", nulls_last=True))


def wilson_low(part: pl.Expr, whole: pl.Expr, confidence: float) -> pl.Expr:
    """One-sided lower bound of a share."""
    z = NormalDist().inv_cdf(confidence)
    share = part / whole
    middle = share + z * z / (2 * whole)
    reach = z * (share * (1 - share) / whole + z * z / (4 * whole * whole)).sqrt()
    return (middle - reach) / (1 + z * z / whole)


def _counted(families: pl.DataFrame, level: Level) -> pl.DataFrame:
    first = pl.col("decile") == 1
    return (
        families.select("village_code", "decile", part=_part(level))
        .group_by("village_code", "part")
        .agg(families=pl.len().cast(pl.Int64), families_d1=first.sum().cast(pl.Int64))
        .sort("village_code", "part")
        .with_columns(
            share_village=_share().over("village_code"),
            share_district=_share(),
        )
    )


def _share() -> pl.Expr:
    return pl.col("families_d1").sum() / pl.col("families").sum()


def _part(level: Level) -> pl.Expr:
    """The part as one name: dusun without its title, or "RT 001 / RW 002"; null where it is not written."""
    if level == "dusun":
        name = pl.col("dusun").str.to_uppercase().str.replace_all(r"\s+", " ").str.strip_chars()
        bare = name.str.replace(r"^(DUSUN|DSN|DUKUH|DK|LINGKUNGAN|LINGK)\.?\s+", "").str.strip_chars(" .-")
        return pl.when(bare.str.len_chars() > 0).then(bare)
    rt, rw = (_numbered(name) for name in ("rt", "rw"))
    return pl.when(rt.is_not_null()).then(pl.format("RT {} / RW {}", rt, rw.fill_null("-")))


def _numbered(name: str) -> pl.Expr:
    digits = pl.col(name).str.extract(r"(\d+)").cast(pl.Int64, strict=False)
    return pl.when(digits > 0).then(digits.cast(pl.String).str.zfill(3))


def _judged(parts: pl.DataFrame, rule: PocketRule) -> pl.DataFrame:
    large = (pl.col("families") >= rule.minimum) & pl.col("part").is_not_null()
    low = wilson_low(pl.col("families_d1").cast(pl.Float64), pl.col("families"), rule.confidence)
    return parts.with_columns(
        large=large,
        share_d1=pl.when(large).then(pl.col("families_d1") / pl.col("families")),
        share_low=pl.when(large).then(low),
    ).with_columns(
        pocket=large & (pl.col("families_d1") >= rule.minimum_d1) & (pl.col("share_low") > pl.col("share_district"))
    )


def _hidden(column: str, rule: PocketRule) -> pl.Expr:
    """Small counts, and the next smallest where one alone is small in its village; a pocket last of all."""
    count = pl.col(column)
    small = (count > 0) & (count < rule.smallest_shown)
    shown = (count > 0) & ~small
    key = pl.struct((~shown).alias("later"), "pocket", count.alias("count"), "part")
    order = key.rank("ordinal").over("village_code")
    return small | ((small.sum().over("village_code") == 1) & shown & (order == 1))


def _noted(parts: pl.DataFrame, rule: PocketRule) -> pl.DataFrame:
    any_hidden = pl.col("hide_families") | pl.col("hide_d1")
    note = (
        pl.when(pl.col("part").is_null())
        .then(pl.lit("tempat tidak diisi pada data"))
        .when(any_hidden)
        .then(pl.lit("hitungan kecil disamarkan"))
        .when(~pl.col("large"))
        .then(pl.lit(f"kurang dari {rule.minimum} keluarga: tidak dinilai"))
    )
    return parts.with_columns(
        note=note,
        families=pl.when(~pl.col("hide_families")).then("families"),
        families_d1=pl.when(~pl.col("hide_d1")).then("families_d1"),
        share_d1=pl.when(~any_hidden).then("share_d1"),
        share_low=pl.when(~any_hidden).then("share_low"),
    )
