"""How far each village of a wave is, and which are carried into the next year (S2.6)."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import polars as pl

from sanding.errors import InputFault
from sanding.targeting.rules import progress_state
from sanding.targeting.tables import MILESTONES, PROGRESS


def village_progress(
    listed: pl.DataFrame, milestones: pl.DataFrame, *, on: date, needed: Sequence[str], year: int | None = None
) -> pl.DataFrame:
    """PROGRESS of every priority village on a day.

    listed      as ``assign_waves`` returns it; only the priority villages are followed
    milestones  MILESTONES; those done after the day do not count yet
    needed      parameters/targeting.yaml "completion_milestones" of the day
    year        the programme's year where it is not the calendar's: an office may begin 2028 in November 2027
    Returns     sorted by wave and code; carried = its year is over and it goes on into ``year``
    Raises      InputFault for a milestone that is not needed, or a village that is not on the list
    """
    chosen = listed.filter(pl.col("priority")).sort("wave", "village_code")
    done = _done(milestones, chosen, on, needed)
    judged = on.year if year is None else year
    rows = [_row(village, done.get(village["village_code"], {}), judged, needed) for village in chosen.to_dicts()]
    return PROGRESS.conform(pl.DataFrame(rows, schema=PROGRESS.schema()))


def year_start(
    listed: pl.DataFrame, milestones: pl.DataFrame, *, year: int, needed: Sequence[str], on: date | None = None
) -> pl.DataFrame:
    """The villages accompanied in a year: its own wave, and those carried because they were not done by then.

    on        the day that tells who is done; the first of January where none is given
    Returns   village_code, wave, wave_year, origin ["gelombang tahun ini", "terbawa"], years_carried [years]
    """
    before = village_progress(listed, milestones, on=on or date(year, 1, 1), needed=needed, year=year)
    own, carried = pl.col("wave_year") == year, pl.col("carried")
    return (
        before.filter(own | carried)
        .select(
            "village_code",
            "wave",
            "wave_year",
            origin=pl.when(own).then(pl.lit("gelombang tahun ini")).otherwise(pl.lit("terbawa")),
            years_carried=year - pl.col("wave_year"),
        )
        .sort("wave", "village_code")
    )


def wave_progress(progress: pl.DataFrame) -> pl.DataFrame:
    """Villages of each wave by state.

    Returns   wave, wave_year, villages, completed, carried [villages]; completed + carried + those under way = villages
    """
    return (
        progress.group_by("wave", "wave_year")
        .agg(
            villages=pl.len().cast(pl.Int64),
            completed=(pl.col("state") == "tuntas").sum().cast(pl.Int64),
            carried=pl.col("carried").sum().cast(pl.Int64),
        )
        .sort("wave")
    )


def _row(village: dict[str, Any], done: dict[str, date], year: int, needed: Sequence[str]) -> dict[str, Any]:
    state = progress_state(wave_year=village["year"], year=year, done=len(done), needed=len(needed))
    return {
        "village_code": village["village_code"],
        "wave": village["wave"],
        "wave_year": village["year"],
        "year": year,
        "done": len(done),
        "needed": len(needed),
        "missing": ", ".join(one for one in needed if one not in done),
        "state": state,
        "completed_on": max(done.values()) if state == "tuntas" and done else None,
        "carried": state == "belum tuntas",
    }


def _done(
    milestones: pl.DataFrame, chosen: pl.DataFrame, on: date, needed: Sequence[str]
) -> dict[str, dict[str, date]]:
    """Day by village and milestone, of those done by the day."""
    MILESTONES.check(milestones, file="tahap pendampingan")
    unknown = milestones.filter(~pl.col("milestone").is_in(list(needed)))
    strangers = milestones.join(chosen, on="village_code", how="anti")
    if unknown.height or strangers.height:
        raise InputFault(
            f"{unknown.height} baris memuat tahap yang tidak dikenal dan {strangers.height} baris desa di luar daftar",
            where="tahap pendampingan",
            remedy=f"Pakai tahap: {', '.join(needed)}, dan hanya desa prioritas.",
            code="SND-TGT-15",
        )
    found: dict[str, dict[str, date]] = {}
    for code, milestone, day in milestones.filter(pl.col("done_on") <= on).iter_rows():
        found.setdefault(code, {})[milestone] = day
    return found
