"""Counts of target families equal counting by hand; what is hidden cannot be worked out from what is shown."""

from collections.abc import Iterator
from datetime import date

import numpy as np
import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from sanding.registry.tables import VILLAGES
from sanding.targeting.families import family_rules
from sanding.targeting.family_counts import DECILES, NO_DECILE, TARGETS, count_families, parts, tier_subject, tiers_of
from sanding.targeting.family_disclosure import hide_small
from sanding.targeting.tables import FAMILY_COUNTS
from sanding.targeting.vulnerability import GROUPS

RULE = family_rules(date(2026, 11, 22)).tiers
LIMIT, UNKNOWN = 5, "tidak diketahui"


def villages(*sizes: int) -> pl.DataFrame:
    """One kecamatan per size, with so many villages."""
    rows = [
        {
            "code": f"3399{kecamatan:02d}{2000 + number}", "name": f"Desa {kecamatan}-{number}", "kind": "desa",
            "kecamatan_code": f"3399{kecamatan:02d}", "kecamatan": f"Kecamatan {kecamatan}",
            "district_code": "3399", "district": "Kabupaten Rekaan",
        }
        for kecamatan, size in enumerate(sizes, start=1)
        for number in range(1, size + 1)
    ]  # fmt: skip
    return VILLAGES.conform(pl.DataFrame(rows))


def invented(places: pl.DataFrame, seed: int, most: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Target families with tiers that need not follow from their flags (counting does not care), and some without."""
    rng = np.random.default_rng(seed)
    rows, without = [], []
    for code in places["code"]:
        for _ in range(int(rng.integers(0, most))):
            decile = int(rng.choice(RULE.deciles, p=(0.7, 0.3)))
            tiers = tiers_of(decile, RULE)
            flags = {name: [True, False, None][int(rng.choice(3, p=(0.1, 0.7, 0.2)))] for name in GROUPS}
            tier = int(rng.choice(tiers, p=(0.05, 0.1, 0.1, 0.0, 0.15, 0.6)))
            rows.append({"village_code": code, "decile": decile, "tier": tier, **flags})
        without += [code] * int(rng.integers(0, 8))
    kinds = {"village_code": pl.String, "decile": pl.Int64, "tier": pl.Int64} | dict.fromkeys(GROUPS, pl.Boolean)
    return pl.DataFrame(rows, schema=kinds), pl.DataFrame({"village_code": without}, schema={"village_code": pl.String})


def counted(places: pl.DataFrame, seed: int, most: int = 60) -> pl.DataFrame:
    return count_families(*invented(places, seed, most), places, rule=RULE)


def by_cell(counts: pl.DataFrame) -> dict[tuple[str, str, str], int]:
    rows = counts.select("code", "subject", "part", "families").iter_rows()
    return {(code, subject, part): families for code, subject, part, families in rows}


@given(seed=st.integers(0, 10_000))
def test_every_part_is_counted_at_every_level_as_by_hand(seed: int) -> None:
    places = villages(3, 1, 2)
    targets, without = invented(places, seed, 30)
    counts = count_families(targets, without, places, rule=RULE)
    FAMILY_COUNTS.check(counts)
    cells = by_cell(counts)
    assert len(cells) == (6 + 3 + 1) * len(parts(RULE))
    for code in (*places["code"], *places["kecamatan_code"].unique(), "3399"):
        mine = [row for row in targets.to_dicts() if row["village_code"].startswith(code)]
        assert cells[code, TARGETS, ""] == len(mine)
        assert cells[code, NO_DECILE, ""] == sum(one.startswith(code) for one in without["village_code"])
        for decile in RULE.deciles:
            assert cells[code, DECILES, str(decile)] == sum(row["decile"] == decile for row in mine)
            for tier in tiers_of(decile, RULE):
                assert cells[code, tier_subject(decile), str(tier)] == sum(row["tier"] == tier for row in mine)
        for group in GROUPS:
            for word, flag in (("ya", True), ("tidak", False), ("tidak diketahui", None)):
                assert cells[code, group, word] == sum(row[group] is flag for row in mine)


def test_families_outside_the_villages_in_force_are_left_out() -> None:
    places = villages(1)
    targets, without = invented(villages(2), 3, 20)
    cells = by_cell(count_families(targets, without, places, rule=RULE))
    assert cells["3399", TARGETS, ""] == cells["3399012001", TARGETS, ""] < targets.height


def equations(places: pl.DataFrame) -> Iterator[tuple[tuple[str, str, str], list[tuple[str, str, str]]]]:
    """Every sum that holds between the counts: (whole, its parts)."""
    inside = {"3399": sorted(set(places["kecamatan_code"]))}
    inside |= {code: [one for one in places["code"] if one.startswith(code)] for code in inside["3399"]}
    for whole, members in inside.items():
        for subject, part in parts(RULE):
            yield (whole, subject, part), [(one, subject, part) for one in members]
    for code in [*inside, *places["code"]]:
        yield (code, TARGETS, ""), [(code, DECILES, str(one)) for one in RULE.deciles]
        for decile in RULE.deciles:
            tiers = [(code, tier_subject(decile), str(one)) for one in tiers_of(decile, RULE)]
            yield (code, DECILES, str(decile)), tiers
        for group in GROUPS:
            yield (code, TARGETS, ""), [(code, group, word) for word in ("ya", "tidak", "tidak diketahui")]


def worked_out(places: pl.DataFrame, counts: pl.DataFrame) -> set[tuple[str, str, str]]:
    """The hidden cells whose value follows from the shown ones by all sums together (linear algebra)."""
    hidden: list[tuple[str, str, str]] = counts.filter("hidden").select("code", "subject", "part").rows()
    at = {cell: n for n, cell in enumerate(hidden)}
    rows = []
    for whole, members in equations(places):
        row = np.zeros(len(hidden))
        for cell, sign in [(whole, 1), *((one, -1) for one in members)]:
            if cell in at:
                row[at[cell]] += sign
        if row.any():
            rows.append(row)
    if not hidden or not rows:
        return set()
    _, sizes, vectors = np.linalg.svd(np.array(rows))
    free = vectors[int((sizes > 1e-9).sum()) :]
    loose = np.abs(free).max(axis=0) if len(free) else np.zeros(len(hidden))
    return {cell for cell, n in at.items() if loose[n] < 1e-9}


@given(seed=st.integers(0, 10_000), most=st.sampled_from([3, 12, 60, 400]))
def test_no_small_count_is_shown_and_none_follows_from_the_others(seed: int, most: int) -> None:
    places = villages(3, 1, 2, 1)
    counts = hide_small(counted(places, seed, most), places, rule=RULE, limit=LIMIT, elsewhere={})
    FAMILY_COUNTS.check(counts)
    small = pl.col("families").is_between(1, LIMIT - 1) & (pl.col("part") != UNKNOWN)
    assert counts.filter(small, ~pl.col("hidden")).is_empty()
    cells = by_cell(counts)
    told = {cell for cell in worked_out(places, counts) if 0 < cells[cell] < LIMIT and cell[2] != UNKNOWN}
    assert not told


def test_what_the_register_page_hides_is_hidden_here_with_its_sum() -> None:
    places = villages(3)
    plain = counted(places, 1, 400)
    before = hide_small(plain, places, rule=RULE, limit=1, elsewhere={})
    assert not before["hidden"].any()
    after = hide_small(plain, places, rule=RULE, limit=1, elsewhere={"3399012002": ("1", "7"), "3399012001": ("",)})
    hidden = {(code, subject) for code, subject in after.filter("hidden").select("code", "subject").iter_rows()}
    for subject in (TARGETS, DECILES, tier_subject(1), *GROUPS):
        assert ("3399012002", subject) in hidden, subject
    assert ("3399012001", NO_DECILE) in hidden and sum(subject == NO_DECILE for _, subject in hidden) == 2
    assert "3399" not in {code for code, _ in hidden}


def test_without_a_limit_nothing_is_hidden_and_large_counts_stay() -> None:
    places = villages(3, 3)
    counts = hide_small(counted(places, 5, 60), places, rule=RULE, limit=0, elsewhere={})
    assert not counts["hidden"].any()
    some = hide_small(counted(places, 5, 400), places, rule=RULE, limit=LIMIT, elsewhere={})
    assert not some.filter(pl.col("subject").is_in([TARGETS, DECILES]))["hidden"].any()
