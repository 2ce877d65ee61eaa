"""What stands at the end of a year, read before anything is written: the next wave, what is carried, what is open."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet

from sanding.canonical import digest
from sanding_web.decisions.models import Decision
from sanding_web.district.models import Agency, Companionship, Village
from sanding_web.pairing.models import PairRule
from sanding_web.rollover import points
from sanding_web.rollover.points import Point
from sanding_web.targeting.models import YearChange
from sanding_web.targeting.progress_queries import Followed, Place, followed, places
from sanding_web.targeting.queries import programme


@dataclass(frozen=True)
class AgencyChange:
    """An agency that begins or ends around the turn of the year, and how many villages it stands beside today."""

    agency: Agency
    kind: str
    day: date
    villages: int


@dataclass(frozen=True)
class RuleLine:
    """A lock or ban of the old year; ``lapses`` says why it cannot go on, empty where a person chooses."""

    rule: PairRule
    lapses: str


@dataclass(frozen=True)
class Preview:
    """Everything that changing the year touches or leaves as it is.

    own        the next year's wave, as the lists in force planned it; later = waves of still later years
    carried    villages not done whose wave's year is over then; completed those that are done
    """

    from_year: int
    to_year: int
    on: date
    own: Sequence[Place]
    later: Sequence[Place]
    carried: Sequence[Followed]
    completed: Sequence[Followed]
    agencies: Sequence[AgencyChange]
    rules: Sequence[RuleLine]
    decisions: Sequence[Decision]
    blockers: Sequence[Point]
    warnings: Sequence[Point]

    @property
    def companions_going_on(self) -> int:
        """Villages with an agency at their side today; all stay until a new pairing is signed."""
        return Companionship.objects.filter(valid_to__isnull=True).count()

    @cached_property
    def seen(self) -> str:
        """One hash over what the page shows, so that what was read is what is done."""
        facts = {
            "years": [self.from_year, self.to_year],
            "own": [one.village.code for one in self.own],
            "later": [one.village.code for one in self.later],
            "carried": [[one.place.village.code, sorted(one.done)] for one in self.carried],
            "completed": [[one.place.village.code, one.place.wave_year] for one in self.completed],
            "agencies": [[one.agency.code, one.kind, one.day.isoformat(), one.villages] for one in self.agencies],
            "rules": [[one.rule.pk, bool(one.lapses)] for one in self.rules],
            "decisions": [one.pk for one in self.decisions],
            "points": [one.code for one in (*self.blockers, *self.warnings)],
        }
        return digest(json.dumps(facts, sort_keys=True).encode())

    def summary(self) -> dict[str, Any]:
        """What is kept with the act: codes, numbers and hashes, no text that depends on a language."""
        return {
            "own": [one.village.code for one in self.own],
            "carried": {one.place.village.code: list(one.missing) for one in self.carried},
            "completed": [one.place.village.code for one in self.completed],
            "decisions": {one.official_name: one.digest for one in self.decisions},
            "warnings": [one.code for one in self.warnings],
        }


def preview(on: date) -> Preview:
    """The change from the programme's year to the next, as it stands on a day."""
    from_year = programme().year
    to_year = from_year + 1
    ahead = places(to_year)
    judged = followed([one for one in ahead if one.wave_year <= from_year], year=to_year, on=on)
    own, later = ([one for one in ahead if test(one.wave_year)] for test in (to_year.__eq__, to_year.__lt__))
    carried = [one for one in judged if one.carried]
    decisions = list(signed(from_year))
    changes = _agency_changes(from_year)
    going_on = {one.place.village.code for one in carried} | {one.village.code for one in (*own, *later)}
    facts = points.Facts(
        year=from_year,
        on=on,
        kinds=frozenset(one.kind for one in decisions),
        own=len(own),
        carried=[one.place.village for one in carried],
        alone=sum(not one.companion for one in carried),
        leaving=[(one.agency, one.villages) for one in changes if one.kind == "ends" and one.villages],
        reached=any(one.done for one in judged if one.place.wave_year == from_year),
    )
    return Preview(
        from_year=from_year,
        to_year=to_year,
        on=on,
        own=own,
        later=later,
        carried=carried,
        completed=[one for one in judged if one.state == "tuntas"],
        agencies=changes,
        rules=_rules(from_year, going_on),
        decisions=decisions,
        blockers=points.blockers(facts),
        warnings=points.warnings(facts),
    )


def signed(year: int) -> "QuerySet[Decision]":
    """The decisions in force for a year."""
    return Decision.objects.filter(year=year, state="signed").defer("content").order_by("-kind")


def _agency_changes(from_year: int) -> list[AgencyChange]:
    """Agencies whose validity ends or begins from the second day of the old year to the last of the new one."""
    first, new, last = date(from_year, 1, 2), date(from_year + 1, 1, 1), date(from_year + 1, 12, 31)
    held: dict[int, int] = {}
    for agency in Companionship.objects.filter(valid_to__isnull=True).order_by().values_list("agency_id", flat=True):
        held[agency] = held.get(agency, 0) + 1
    found = []
    rows = Agency.objects.filter(Q(valid_to__lte=last) | Q(valid_from__gte=first, valid_from__lte=last))
    for one in rows.order_by("kind", "short"):
        villages = held.get(one.pk, 0)
        if one.valid_to is not None and one.valid_to <= last and (one.valid_to >= first or villages):
            found.append(AgencyChange(one, "ends" if one.valid_to < new else "ends_later", one.valid_to, villages))
        elif one.valid_from is not None and first <= one.valid_from <= last:
            found.append(AgencyChange(one, "begins", one.valid_from, villages))
    return found


def _rules(from_year: int, going_on: set[str]) -> list[RuleLine]:
    new = date(from_year + 1, 1, 1)
    rows = PairRule.objects.filter(year=from_year, ended_at__isnull=True)
    rows = rows.select_related("agency", "village", "set_by").defer("village__geometry")
    return [RuleLine(one, _lapses(one, going_on, new)) for one in rows.order_by("kind", "agency__short", "village_id")]


def _lapses(rule: PairRule, going_on: set[str], new: date) -> str:
    """Why a rule cannot stand in the new year, as a code; empty where it can."""
    if rule.agency.valid_to is not None and rule.agency.valid_to < new:
        return "agency"
    if rule.village.valid_to is not None:
        return "gone"
    return "" if rule.village_id in going_on else "done"


def changes() -> "QuerySet[YearChange]":
    """Every change of year, newest first."""
    return YearChange.objects.select_related("changed_by").order_by("-from_year")


def change_of(year: int) -> YearChange | None:
    """The change that began a year."""
    return changes().filter(to_year=year).first()


def names(codes: Sequence[str]) -> dict[str, str]:
    """Village name by code."""
    rows = Village.objects.filter(code__in=codes).defer("geometry")
    return {one.code: f"{one} ({one.kecamatan})" for one in rows}


def something_decided() -> bool:
    """Whether any decision or change of year stands on the programme's year."""
    return Decision.objects.exists() or YearChange.objects.exists()
