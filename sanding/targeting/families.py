"""Target families: decile first, then open tiers by vulnerability (S1.21, S4.8); every flag computed, none typed."""

from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import Any

import polars as pl

from sanding.documents.wording import long_date
from sanding.parameters import value
from sanding.targeting.explain import Reason
from sanding.targeting.rules import TierRule, tier_of
from sanding.targeting.tables import TARGET_FAMILIES
from sanding.targeting.vulnerability import GROUPS, VulnerabilityRule, vulnerability_flags


@dataclass(frozen=True)
class FamilyRules:
    """The dated figures of the flags and of the tiers; ``record`` of both goes into a frozen decision."""

    flags: VulnerabilityRule
    tiers: TierRule


def family_rules(on: date) -> FamilyRules:
    """The rules in force on a day."""
    codes, order = value("targeting.disability_codes", on), value("targeting.family_tiers", on)
    return FamilyRules(
        VulnerabilityRule(value("targeting.elderly_age", on), tuple(codes["domains"]), tuple(codes["codes"])),
        TierRule(tuple(order["deciles"]), tuple(order["groups"]), order["several"]),
    )


def target_families(
    families: pl.DataFrame,
    persons: pl.DataFrame,
    *,
    rules: FamilyRules,
    on: date,
    source: str,
    source_date: date,
    presence: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """TARGET_FAMILIES: the families of the rule's deciles with tier, flags and the basis of each flag.

    families, persons   FAMILIES and PERSONS of one vintage
    on                  day on which ages are reckoned
    source, source_date  register and its day, carried to every row ("DTSEN", 31 July 2026)
    presence            who is abroad, see ``vulnerability_flags``; without it the migrant flag is unknown everywhere
    Returns   sorted by tier, village and key; families of one tier are equals (``lots.draw_lots`` may choose among
              them). A family without decile is no target and is not listed: count them apart.
    """
    of_rule = families.unique("family_key", keep="first", maintain_order=True).filter(
        pl.col("decile").is_in(list(rules.tiers.deciles))
    )
    flags = vulnerability_flags(of_rule, persons, rule=rules.flags, on=on, presence=presence)
    found = of_rule.select("family_key", "village_code", "decile").join(flags, on="family_key", how="left")
    tiered = found.with_columns(
        _tiers(found, rules.tiers),
        groups=pl.sum_horizontal(pl.col(name).fill_null(False).cast(pl.Int64) for name in rules.tiers.groups),
        source=pl.lit(source),
        source_date=pl.lit(source_date),
    )
    return TARGET_FAMILIES.conform(tiered.sort("tier", "village_code", "family_key"))


def _tiers(found: pl.DataFrame, rule: TierRule) -> pl.Series:
    """``tier_of`` of every family, looked up by decile and flags: few combinations, one rule."""
    names = list(rule.groups)
    cases = [(decile, *flags) for decile in rule.deciles for flags in product((False, True), repeat=len(names))]
    tiers = [tier_of(one[0], [name for name, flag in zip(names, one[1:], strict=True) if flag], rule) for one in cases]
    schema = {"decile": pl.Int64} | dict.fromkeys(names, pl.Boolean)
    table = pl.DataFrame(cases, schema=schema, orient="row").with_columns(tier=pl.Series(tiers, dtype=pl.Int64))
    keys = found.select("decile", *(pl.col(name).fill_null(False) for name in names))
    return keys.join(table, on=["decile", *names], how="left", maintain_order="left")["tier"]


def group_coverage(targets: pl.DataFrame) -> pl.DataFrame:
    """Target families of each village by vulnerable group (S4.8), what is unknown apart from what is not so.

    Returns   village_code, group, yes, no, unknown [families]. Small counts are not hidden here.
    """
    long = targets.select("village_code", *GROUPS).unpivot(
        index="village_code", variable_name="group", value_name="flag"
    )
    flag = pl.col("flag")
    return (
        long.group_by("village_code", "group")
        .agg(
            yes=flag.eq(True).sum().cast(pl.Int64),
            no=flag.eq(False).sum().cast(pl.Int64),
            unknown=flag.is_null().sum().cast(pl.Int64),
        )
        .sort("village_code", "group")
    )


def explain_family(row: dict[str, Any], *, rules: FamilyRules) -> tuple[Reason, ...]:
    """Why this family: its decile, what each flag rests on, its tier. No name, number or age is quoted.

    row   one row of TARGET_FAMILIES
    """
    base = f"{row['source']}, {long_date(row['source_date'])}"
    reasons = [Reason("Desil", f"Desil {row['decile']} menurut {base}", float(row["decile"]), "desil")]
    for name, label in GROUPS.items():
        answer = {True: "ya", False: "tidak", None: "tidak diketahui"}[row[name]]
        flag = None if row[name] is None else float(row[name])
        reasons.append(Reason(label, f"{label}: {answer} ({row[f'{name}_basis']})", flag, "ya/tidak"))
    last = rules.tiers.steps * len(rules.tiers.deciles)
    text = f"Tingkat {row['tier']} dari {last}: desil dahulu, lalu golongan rentan ({row['groups']} terbukti)"
    return (*reasons, Reason("Tingkat", text, float(row["tier"]), "tingkat"))
