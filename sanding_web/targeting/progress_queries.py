"""Who is followed, and how far: the villages of every wave so far with the milestones they reached (S2.5, S2.6)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from sanding.parameters import all_parameters, value
from sanding.targeting.milestones import earliest_day
from sanding.targeting.progress import village_progress
from sanding.targeting.tables import MILESTONES
from sanding_web.decisions.models import Decision
from sanding_web.decisions.states import STOOD
from sanding_web.district.models import Companionship, EarlierDecision, EarlierVillage, Village
from sanding_web.targeting.models import Milestone, PriorityVillage

_NEEDED = "targeting.completion_milestones"


@dataclass(frozen=True)
class Place:
    """A village's place on a wave: the wave's number on its list, its year, and the list.

    before  the list is from before Sanding, so that nothing recorded here means not known, not unfinished
    """

    village: Village
    wave: int
    wave_year: int
    source: str
    before: bool = False


@dataclass(frozen=True)
class Followed:
    """A place and how far it is; ``state`` as in sanding.targeting.rules.Progress, days and milestones as recorded."""

    place: Place
    state: str
    done: dict[str, date]
    needed: tuple[str, ...]
    completed_on: date | None
    carried: bool
    years_carried: int
    companion: str

    @property
    def missing(self) -> tuple[str, ...]:
        return tuple(name for name in self.needed if name not in self.done)


def needed_for(wave_year: int) -> tuple[str, ...]:
    """What a village of that year's wave must reach, as it was asked when the year began."""
    first = all_parameters()[_NEEDED][0].valid_from
    return tuple(value(_NEEDED, max(first, date(wave_year, 1, 1))))


def places(year: int, *, villages: Q | None = None) -> list[Place]:
    """Each village once per wave, from the lists that a programme of ``year`` stands on.

    A wave is the one of the newest list of its year or before: what an older list planned for a later year counts only
    until that year's own list is signed. Lists from before Sanding count for the years that have none signed here.

    villages  a condition on the rows of a list, e.g. a person's scope
    """
    chosen = villages if villages is not None else Q()
    signed = _signed_years(year)
    earlier = _earlier_lists(year, signed)
    years = sorted({*signed, *earlier})
    if not years:
        return []
    found: dict[tuple[str, int], Place] = {}
    rows: list[tuple[int, PriorityVillage | EarlierVillage, str]]
    rows = [*_rows_before(earlier, chosen), *_rows_signed(year, chosen)]
    for list_year, row, source in rows:
        if list_year == _governing(years, row.wave_year):
            before = isinstance(row, EarlierVillage)
            found[row.village_id, row.wave_year] = Place(row.village, row.wave, row.wave_year, source, before)
    return sorted(found.values(), key=lambda one: (one.wave_year, one.village.kecamatan_code, one.village.code))


def _signed_years(year: int) -> set[int]:
    rows = Decision.objects.filter(kind="priority", state="signed", year__lte=year)
    return set(rows.order_by().values_list("year", flat=True))


def _earlier_lists(year: int, signed: set[int]) -> dict[int, EarlierDecision]:
    """The newest list from before Sanding of each year that has none signed here."""
    rows = EarlierDecision.objects.filter(kind="priority", year__lte=year).exclude(year__in=signed)
    return {one.year: one for one in rows.order_by("date", "pk")}


def _rows_signed(year: int, chosen: Q) -> Iterator[tuple[int, PriorityVillage, str]]:
    rows = PriorityVillage.objects.filter(chosen, decision__state="signed", decision__year__lte=year)
    lists = rows.select_related("village", "decision").defer("village__geometry", "decision__content")
    for row in lists.order_by("decision__year", "rank"):
        yield row.decision.year, row, str(row.decision)


def _rows_before(earlier: Mapping[int, EarlierDecision], chosen: Q) -> Iterator[tuple[int, EarlierVillage, str]]:
    if not earlier:
        return
    rows = EarlierVillage.objects.filter(chosen, decision__in=earlier.values())
    for row in rows.select_related("village", "decision").defer("village__geometry").order_by("decision__year", "pk"):
        yield row.decision.year, row, _("%(number)s (sebelum Sanding)") % {"number": row.decision.number}


def _governing(years: Sequence[int], wave_year: int) -> int:
    """The year of the list that says who is on a wave; the oldest one for waves that are older still."""
    return max((one for one in years if one <= wave_year), default=min(years))


def place_of(year: int, code: str, wave_year: int) -> Place | None:
    """One village's place on one wave."""
    mine = Q(village_id=code, wave_year=wave_year)
    return next(iter(places(year, villages=mine)), None)


def followed(found: Sequence[Place], *, year: int, on: date) -> list[Followed]:
    """How far each place is, as the programme of ``year`` sees it on a day."""
    if not found:
        return []
    codes = {one.village.code for one in found}
    reached = list(current_milestones(codes).filter(done_on__lte=on))
    beside = _companions(codes, on)
    rows: list[Followed] = []
    for wave_year in sorted({one.wave_year for one in found}):
        wave = [one for one in found if one.wave_year == wave_year]
        rows += _wave(wave, [one for one in reached if one.wave_year == wave_year], beside, year=year, on=on)
    return rows


def _wave(
    wave: Sequence[Place], reached: Iterable[Milestone], beside: dict[str, str], *, year: int, on: date
) -> list[Followed]:
    needed = needed_for(wave[0].wave_year)
    done: dict[str, dict[str, date]] = {one.village.code: {} for one in wave}
    for one in reached:
        if one.village_id in done and one.name in needed:
            done[one.village_id][one.name] = one.done_on
    progress = village_progress(_listed(wave), _milestones(done), on=on, needed=needed, year=year)
    judged = {row["village_code"]: row for row in progress.to_dicts()}
    return [_followed(one, judged[one.village.code], done[one.village.code], needed, beside) for one in wave]


def _followed(
    place: Place, row: dict[str, Any], done: dict[str, date], needed: tuple[str, ...], beside: dict[str, str]
) -> Followed:
    companion, unknown = beside.get(place.village.code, ""), place.before and not done
    carried = row["carried"] and not unknown
    state = "belum mulai" if unknown and row["carried"] else row["state"]
    years = row["year"] - place.wave_year if carried else 0
    return Followed(place, state, done, needed, row["completed_on"], carried, years, companion)


def _listed(wave: Sequence[Place]) -> pl.DataFrame:
    rows = [(one.village.code, True, one.wave, one.wave_year) for one in wave]
    schema = {"village_code": pl.String, "priority": pl.Boolean, "wave": pl.Int64, "year": pl.Int64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _milestones(done: dict[str, dict[str, date]]) -> pl.DataFrame:
    rows = [(code, name, day) for code, days in done.items() for name, day in days.items()]
    return pl.DataFrame(rows, schema=MILESTONES.schema(), orient="row")


def _companions(codes: set[str], on: date) -> dict[str, str]:
    """Short name of the agency at each village's side on a day; the newest where two spans touch."""
    begun = Q(valid_from__lte=on) & (Q(valid_to__isnull=True) | Q(valid_to__gte=on))
    rows = Companionship.objects.filter(begun, village__in=codes).order_by("valid_from", "pk")
    return dict(rows.values_list("village_id", "agency__short"))


def current_milestones(codes: Iterable[str]) -> "QuerySet[Milestone]":
    """What stands recorded for some villages."""
    return Milestone.objects.filter(village__in=codes, ended_at__isnull=True).order_by("village_id", "wave_year", "pk")


def current_milestone(code: str, wave_year: int, name: str) -> Milestone | None:
    rows = current_milestones([code]).filter(wave_year=wave_year, name=name)
    return rows.select_related("recorded_by", "village").first()


def begins(code: str, wave_year: int) -> date:
    """The first day on which this village of this wave can have reached something."""
    rows = Decision.objects.filter(
        state__in=STOOD, priority_villages__village=code, priority_villages__wave_year=wave_year
    )
    days = [decree or timezone.localdate(decided) for decree, decided in rows.values_list("decree_date", "decided_at")]
    earlier = EarlierVillage.objects.filter(village=code, wave_year=wave_year)
    days += earlier.order_by().values_list("decision__date", flat=True)
    return earliest_day(wave_year, min(days, default=None))


def followed_for(user: Any, year: int, on: date) -> list[Followed]:
    """The followed villages in a person's scope."""
    return followed(places(year, villages=user.scope.village_q("village__code")), year=year, on=on)


def carried_into(year: int, on: date) -> list[Followed]:
    """Villages of earlier waves that are not done on a day: they go on in ``year``."""
    earlier = [one for one in places(year - 1) if one.wave_year < year]
    return [one for one in followed(earlier, year=year, on=on) if one.carried]


def village_in_scope(user: Any, code: str) -> Village | None:
    """One village that a person may see."""
    found: Village | None = user.scope.villages().filter(code=code).defer("geometry").first()
    return found


def years_with_lists(year: int) -> list[int]:
    """The years up to one that have a list, newest first."""
    signed = _signed_years(year)
    return sorted({*signed, *_earlier_lists(year, signed)}, reverse=True)


def milestone_history(code: str) -> "QuerySet[Milestone]":
    """Every record ever made for a village, newest first."""
    return Milestone.objects.filter(village=code).select_related("recorded_by", "ended_by").order_by("-pk")


def lists_with(code: str) -> "QuerySet[PriorityVillage]":
    """Every list that stood at some time and held this village, newest first."""
    rows = PriorityVillage.objects.filter(village=code, decision__state__in=STOOD)
    return rows.select_related("decision").defer("decision__content").order_by("-decision__year", "-decision__number")


def companionships_of(code: str) -> "QuerySet[Companionship]":
    """Everyone who ever stood beside a village, newest first (S1.5, S1.7)."""
    return Companionship.objects.filter(village=code).select_related("agency").order_by("-valid_from", "-pk")
