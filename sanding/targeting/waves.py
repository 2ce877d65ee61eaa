"""Priority villages by wave: a quota taken in order of rank, kecamatan by kecamatan, year by year (S2.4, S2.5)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from sanding.errors import RuleBroken
from sanding.targeting.rules import Category, Standing, may_join


@dataclass(frozen=True)
class Wave:
    """The kecamatan (6-digit codes) whose villages begin in one year; ``quota`` in villages, None = no own."""

    number: int
    year: int
    kecamatan: tuple[str, ...]
    quota: int | None = None


@dataclass(frozen=True)
class Pool:
    """Villages (codes, in order of rank) that may take one of the same ``quota`` places."""

    villages: tuple[str, ...]
    quota: int


def automatic_plan(kecamatan_ranked: pl.DataFrame, *, sizes: Sequence[int], first_year: int) -> tuple[Wave, ...]:
    """Waves of the given sizes along the ranking of kecamatan, as 5 + 5 + 4; kecamatan beyond the sizes stay out.

    kecamatan_ranked  as ``kecamatan_ranking`` returns it
    """
    codes = kecamatan_ranked.filter(pl.col("rank").is_not_null()).sort("rank")["kecamatan_code"].to_list()
    waves, start = [], 0
    for number, size in enumerate(sizes, start=1):
        members = tuple(codes[start : start + size])
        if members:
            waves.append(Wave(number, first_year + number - 1, members))
        start += size
    return tuple(waves)


def assign_waves(ranked: pl.DataFrame, quota: int | None, plan: Sequence[Wave], *, category: Category) -> pl.DataFrame:
    """The ranked villages with their standing and, for priority villages, wave and year.

    ranked    as ``rank_villages`` returns it
    quota     how many villages in all; None where every wave carries its own
    Returns   the same rows with standing (see rules.Standing), priority, wave, year
    Raises    RuleBroken where a kecamatan stands in two waves, or a quota is missing or given twice
    """
    _check_plan(quota, plan)
    wave_of = {code: wave for wave in plan for code in wave.kecamatan}
    room: dict[int | None, int] = {wave.number: wave.quota or 0 for wave in plan} | {None: quota or 0}
    rows = []
    for row in ranked.sort("rank", nulls_last=True).iter_rows(named=True):
        wave = wave_of.get(row["kecamatan_code"])
        pool = wave.number if wave is not None and quota is None else None
        standing = _standing(row, wave, room, pool=pool, category=category)
        chosen = wave if standing == "prioritas" else None
        rows.append((row["village_code"], standing, chosen and chosen.number, chosen and chosen.year))
    schema = {"village_code": pl.String, "standing": pl.String, "wave": pl.Int64, "year": pl.Int64}
    standings = pl.DataFrame(rows, schema=schema, orient="row")
    return ranked.join(standings, on="village_code", how="left").with_columns(
        priority=pl.col("standing") == "prioritas"
    )


def pools(ranked: pl.DataFrame, quota: int | None, plan: Sequence[Wave], *, category: Category) -> tuple[Pool, ...]:
    """Who competes with whom: one pool for the whole quota, or one for each wave that carries its own.

    The first ``quota`` villages of each pool are those that ``assign_waves`` chooses. An empty plan leaves no
    kecamatan out.
    """
    _check_plan(quota, plan)
    wave_of = {code: wave.number for wave in plan for code in wave.kecamatan}
    room = {None: quota} if quota is not None else {wave.number: wave.quota for wave in plan}
    members: dict[int | None, list[str]] = {key: [] for key in room}
    for row in ranked.sort("rank", nulls_last=True).iter_rows(named=True):
        wave = wave_of.get(row["kecamatan_code"])
        refused = may_join(
            families=row["families"],
            families_d1=row["families_d1"],
            ranked=row["rank"] is not None,
            in_plan=wave is not None or not plan,
            rule=category,
        )
        if refused is None:
            members[None if quota is not None else wave].append(row["village_code"])
    return tuple(Pool(tuple(members[key]), places or 0) for key, places in room.items())


def _standing(
    row: Mapping[str, Any], wave: Wave | None, room: dict[int | None, int], *, pool: int | None, category: Category
) -> Standing:
    """The standing of one village in its turn; a chosen one takes a place out of ``room[pool]``."""
    refused = may_join(
        families=row["families"],
        families_d1=row["families_d1"],
        ranked=row["rank"] is not None,
        in_plan=wave is not None,
        rule=category,
    )
    if refused is not None:
        return refused
    if not room[pool]:
        return "di bawah kuota"
    room[pool] -= 1
    return "prioritas"


def _check_plan(quota: int | None, plan: Sequence[Wave]) -> None:
    codes = [code for wave in plan for code in wave.kecamatan]
    twice = sorted({code for code in codes if codes.count(code) > 1})
    if twice:
        raise RuleBroken(
            f"kecamatan {', '.join(twice)} berada pada dua gelombang",
            rule="S2.5",
            where="rencana gelombang",
            remedy="Tempatkan setiap kecamatan pada satu gelombang.",
            code="SND-TGT-05",
        )
    own = sum(wave.quota is not None for wave in plan)
    if own != (0 if quota is not None else len(plan)):
        raise RuleBroken(
            "kuota harus diisi sekali: untuk seluruh kabupaten, atau untuk setiap gelombang",
            rule="S2.4",
            where="rencana gelombang",
            remedy="Kosongkan salah satunya.",
            code="SND-TGT-06",
        )
