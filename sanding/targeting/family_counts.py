"""Target families counted by village, kecamatan and district: by decile, tier and vulnerable group, unknown apart."""

from collections.abc import Iterator

import polars as pl

from sanding.targeting.rules import TierRule
from sanding.targeting.tables import FAMILY_COUNTS
from sanding.targeting.vulnerability import GROUPS

TARGETS, NO_DECILE, DECILES = "sasaran", "tanpa desil", "desil"
ANSWERS = {"yes": "ya", "no": "tidak", "unknown": "tidak diketahui"}


def tier_subject(decile: int) -> str:
    """The subject under which the tiers of one decile are counted."""
    return f"tingkat desil {decile}"


def tiers_of(decile: int, rule: TierRule) -> range:
    """The tiers of one decile of the rule, first to last."""
    before = rule.deciles.index(decile) * rule.steps
    return range(before + 1, before + rule.steps + 1)


def count_families(
    targets: pl.DataFrame, without_decile: pl.DataFrame, villages: pl.DataFrame, *, rule: TierRule
) -> pl.DataFrame:
    """FAMILY_COUNTS, nothing hidden yet.

    targets         TARGET_FAMILIES
    without_decile  village_code of each family whose decile is not known, one row per family
    villages        VILLAGES: each of them is counted, also where nobody is; families elsewhere are left out
    Returns   every subject and part at every place, zeros written out; sorted by level, code and order of the rule
    """
    own = villages.select(village_code="code", kecamatan_code="kecamatan_code", district_code="district_code")
    cells = pl.concat(list(_cells(targets, without_decile, rule)))
    levels = {"desa": "village_code", "kecamatan": "kecamatan_code", "kabupaten": "district_code"}
    counted = [_at(level, column, own, cells, rule) for level, column in levels.items()]
    return FAMILY_COUNTS.conform(pl.concat(counted).with_columns(hidden=pl.lit(False)))


def parts(rule: TierRule) -> list[tuple[str, str]]:
    """Every (subject, part) in the order of reading."""
    return [
        (TARGETS, ""),
        (NO_DECILE, ""),
        *((DECILES, str(decile)) for decile in rule.deciles),
        *((tier_subject(decile), str(tier)) for decile in rule.deciles for tier in tiers_of(decile, rule)),
        *((group, answer) for group in GROUPS for answer in ANSWERS.values()),
    ]


def _cells(targets: pl.DataFrame, without_decile: pl.DataFrame, rule: TierRule) -> Iterator[pl.DataFrame]:
    """village_code, subject, part: one row for each family and each thing it is counted under."""
    yield _marked(targets, pl.lit(TARGETS), pl.lit(""))
    yield _marked(without_decile, pl.lit(NO_DECILE), pl.lit(""))
    decile = pl.col("decile").cast(pl.String)
    yield _marked(targets, pl.lit(DECILES), decile)
    yield _marked(targets, pl.format("tingkat desil {}", decile), pl.col("tier").cast(pl.String))
    for group in GROUPS:
        flag = pl.col(group)
        answer = pl.when(flag).then(pl.lit(ANSWERS["yes"])).when(~flag).then(pl.lit(ANSWERS["no"]))
        yield _marked(targets, pl.lit(group), answer.otherwise(pl.lit(ANSWERS["unknown"])))


def _marked(frame: pl.DataFrame, subject: pl.Expr, part: pl.Expr) -> pl.DataFrame:
    return frame.select("village_code", subject=subject, part=part)


def _at(level: str, column: str, own: pl.DataFrame, cells: pl.DataFrame, rule: TierRule) -> pl.DataFrame:
    """The cells of one level, each place with each part."""
    order = pl.DataFrame(parts(rule), schema=["subject", "part"], orient="row").with_row_index("at")
    grid = own.select(code=column).unique().sort("code").join(order, how="cross")
    counted = (
        cells.join(own, on="village_code")
        .group_by(pl.col("village_code" if level == "desa" else column).alias("code"), "subject", "part")
        .agg(families=pl.len().cast(pl.Int64))
    )
    found = grid.join(counted, on=["code", "subject", "part"], how="left").sort("code", "at")
    return found.select(
        pl.lit(level).alias("level"), "code", "subject", "part", families=pl.col("families").fill_null(0)
    )
