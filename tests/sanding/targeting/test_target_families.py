"""Target families equal a plain reading family by family; reasons are said without anyone's data."""

import datetime
from typing import Any

import numpy as np
import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from sanding.registry.tables import FAMILIES, PERSONS
from sanding.targeting.families import explain_family, family_rules, group_coverage, target_families
from sanding.targeting.rules import tier_of
from sanding.targeting.tables import TARGET_FAMILIES
from sanding.targeting.vulnerability import GROUPS
from tests.sanding.targeting import invented, people

ON = invented.TODAY
RULES = family_rules(ON)
DAY = datetime.date(2026, 7, 31)


def targets(families: pl.DataFrame, persons: pl.DataFrame, presence: pl.DataFrame | None = None) -> pl.DataFrame:
    return target_families(families, persons, rules=RULES, on=ON, source="DTSEN", source_date=DAY, presence=presence)


def drawn(seed: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Forty families with every kind of gap."""
    rng = np.random.default_rng(seed)

    def one_of(*values: Any) -> Any:
        return values[int(rng.integers(len(values)))]

    families, persons = [], []
    for n in range(40):
        size = int(rng.integers(0, 4))
        families.append(
            {
                "family_key": f"K{n}",
                "village_code": one_of("3399012001", "3399012002"),
                "decile": one_of(1, 1, 2, 3, None),
                "member_count": one_of(size, size, None, 3),
                "head_nik": one_of(None, f"N{n}-0"),
            }
        )
        persons += [
            {
                "family_key": f"K{n}",
                "nik": one_of(None, f"N{n}-{m}"),
                "relation": one_of("1", "2", "3", None),
                "sex": one_of("L", "P", None),
                "birth_date": one_of(datetime.date(1966, 11, 21), datetime.date(1966, 11, 22), None),
                "deceased_hint": one_of(None, False, False, True),
                "sees": one_of(None, "1", "4"),
                "remembers": one_of(None, "2", "3"),
            }
            for m in range(size)
        ]
    return people.families(*families), people.persons(*persons)


def plain_flags(family: dict[str, Any], members: list[dict[str, Any]]) -> dict[str, bool | None]:
    living = [one for one in members if not one["deceased_hint"]]
    return {
        "lone_elderly": plain_lone(family, members, living),
        "disability": plain_disability(living),
        "migrant_worker": None,
        "woman_head": plain_head(family, members, living),
    }


def plain_lone(family: dict[str, Any], members: list[dict[str, Any]], living: list[dict[str, Any]]) -> bool | None:
    if len(living) != 1:
        return False if living else None
    declared = family["member_count"]
    if declared is not None and declared - (len(members) - 1) > 1:
        return None
    born = living[0]["birth_date"]
    return None if born is None else bool(born.replace(year=born.year + 60) <= ON)


def plain_disability(living: list[dict[str, Any]]) -> bool | None:
    codes = [one[name] for one in living for name in RULES.flags.domains if one[name] is not None]
    return any(code in ("1", "2") for code in codes) if codes else None


def plain_head(family: dict[str, Any], members: list[dict[str, Any]], living: list[dict[str, Any]]) -> bool | None:
    heads = [one for one in living if one["relation"] == "1"]
    if not heads and any(one["relation"] == "1" for one in members):
        return None
    if not heads and family["head_nik"]:
        heads = [one for one in living if one["nik"] == family["head_nik"]]
    return None if len(heads) != 1 or heads[0]["sex"] is None else heads[0]["sex"] == "P"


@given(seed=st.integers(0, 10_000))
def test_flags_and_tiers_are_those_of_a_plain_reading(seed: int) -> None:
    families, persons = drawn(seed)
    found = targets(families, persons)
    TARGET_FAMILIES.check(found)
    members = persons.to_dicts()
    expected = {
        family["family_key"]: plain_flags(family, [one for one in members if one["family_key"] == family["family_key"]])
        for family in families.to_dicts()
        if family["decile"] in (1, 2)
    }
    assert set(found["family_key"]) == set(expected)
    for row in found.iter_rows(named=True):
        flags = expected[row["family_key"]]
        assert {name: row[name] for name in GROUPS} == flags, row["family_key"]
        proven = [name for name, flag in flags.items() if flag]
        assert row["tier"] == tier_of(row["decile"], proven, RULES.tiers)
        assert row["groups"] == len(proven)
    assert found["tier"].is_sorted()


@given(seed=st.integers(0, 10_000))
def test_the_order_of_rows_changes_nothing(seed: int) -> None:
    families, persons = drawn(seed)
    turned = targets(families.reverse(), persons.sample(fraction=1.0, shuffle=True, seed=seed))
    assert turned.equals(targets(families, persons))


@given(seed=st.integers(0, 10_000))
def test_groups_add_up_to_the_families(seed: int) -> None:
    found = targets(*drawn(seed))
    covered = group_coverage(found)
    total = covered.with_columns(total=pl.col("yes") + pl.col("no") + pl.col("unknown"))
    families = found.group_by("village_code").len("families")
    joined = total.join(families, on="village_code")
    assert joined.height == families.height * len(GROUPS)
    assert (joined["total"] == joined["families"].cast(pl.Int64)).all()
    for name in GROUPS:
        assert covered.filter(pl.col("group") == name)["yes"].sum() == found[name].sum()


def test_reasons_say_decile_source_every_group_and_tier_and_quote_nobody() -> None:
    families = people.families(
        {"family_key": "K1", "head_name": "SITI REKAAN", "member_count": 1, "address": "JALAN X"}
    )
    persons = people.persons(
        {"family_key": "K1", "name": "SITI REKAAN", "sex": "P", "relation": "1", "age": "lansia", "sees": "2"}
    )
    row = targets(families, persons).row(0, named=True)
    reasons = explain_family(row, rules=RULES)
    assert [one.name for one in reasons] == ["Desil", *GROUPS.values(), "Tingkat"]
    text = " ".join(one.text for one in reasons)
    assert "Desil 1 menurut DTSEN, 31 Juli 2026" in text
    assert "Lansia tunggal: ya (satu-satunya anggota, 60 tahun atau lebih)" in text
    assert "Pekerja migran: tidak diketahui" in text
    assert "Tingkat 1 dari 12" in text
    assert [one.value for one in reasons] == [1.0, 1.0, 1.0, None, 1.0, 1.0]
    for own in ("SITI", "K1", "JALAN", "1950", "76"):
        assert own not in text


def test_nobody_to_choose_from_gives_an_empty_frame() -> None:
    assert targets(FAMILIES.empty(), PERSONS.empty()).is_empty()
    only_richer = people.families({"family_key": "K1", "decile": 7}, {"family_key": "K2", "decile": None})
    assert targets(only_richer, PERSONS.empty()).is_empty()
