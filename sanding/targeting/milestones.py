"""When a milestone may have been reached: not in the future, not before the assistance began, and in their order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sanding.documents.wording import long_date
from sanding.errors import InputFault


@dataclass(frozen=True)
class Misfit:
    """Why a day cannot be right: after today, before the assistance, before an earlier or after a later milestone.

    limit  the day it collides with; other the milestone of that day, where there is one
    """

    kind: Literal["future", "early", "before", "after"]
    limit: date
    other: str = ""


def earliest_day(wave_year: int, decided_on: date | None) -> date:
    """The first day on which a village of a wave can have reached a milestone.

    decided_on  day on which the list with this wave was decided; None where nothing says so
    Returns     the first of January of the wave's year, or the day of the decision where that came earlier

    >>> earliest_day(2027, date(2026, 11, 2)), earliest_day(2027, date(2027, 3, 9))
    (datetime.date(2026, 11, 2), datetime.date(2027, 1, 1))
    """
    begins = date(wave_year, 1, 1)
    return min(begins, decided_on) if decided_on else begins


def misfit(
    milestone: str, done_on: date, *, others: Mapping[str, date], needed: Sequence[str], begins: date, today: date
) -> Misfit | None:
    """Why a milestone cannot have been reached on a day, or None (S2.6; S3.8: the baseline comes before the help).

    others  day by milestone of what else is recorded for this village and wave
    needed  parameters/targeting.yaml "completion_milestones", in their order; not every one must be recorded
    begins  as ``earliest_day`` returns it

    >>> day = date(2027, 5, 1)
    >>> misfit("b", day, others={"a": date(2027, 6, 1)}, needed=["a", "b"], begins=date(2027, 1, 1), today=day).kind
    'before'
    """
    if done_on > today:
        return Misfit("future", today)
    if done_on < begins:
        return Misfit("early", begins)
    place = needed.index(milestone)
    for name in needed[:place]:
        if name in others and others[name] > done_on:
            return Misfit("before", others[name], name)
    for name in needed[place + 1 :]:
        if name in others and others[name] < done_on:
            return Misfit("after", others[name], name)
    return None


def check_day(
    milestone: str, done_on: date, *, others: Mapping[str, date], needed: Sequence[str], begins: date, today: date
) -> None:
    """Raise InputFault where ``misfit`` finds something."""
    found = misfit(milestone, done_on, others=others, needed=needed, begins=begins, today=today)
    if found is not None:
        raise InputFault(
            _WORDS[found.kind].format(day=long_date(found.limit), other=found.other),
            where=f"tahap {milestone}",
            remedy="Periksa tanggal pada berita acaranya, lalu isi lagi.",
            code="SND-TGT-16",
        )


_WORDS = {
    "future": "tanggalnya belum tiba; hari ini {day}",
    "early": "tanggalnya sebelum pendampingan gelombang ini mulai ({day})",
    "before": "tahap {other} tercatat sesudahnya ({day})",
    "after": "tahap {other} tercatat sebelumnya ({day})",
}
