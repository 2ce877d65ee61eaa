"""Reading the audit log: the filters of an inspector, and who and what can be filtered by."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_date

from sanding_web.accounts.models import User
from sanding_web.audit.models import Entry
from sanding_web.audit.words import ACTIONS, OBJECTS

SYSTEM = "sistem"
SESSION = "session."


@dataclass(frozen=True)
class Asked:
    """What was asked for; ``odd`` names the filters that could not be understood and are not applied."""

    action: str = ""
    person: str = ""
    day: date | None = None
    kind: str = ""
    number: str = ""
    odd: tuple[str, ...] = ()


def asked(query: QueryDict) -> Asked:
    """The filters of the address: ``tindakan`` (code), ``orang`` (account number or "sistem"), ``hari`` (ISO),
    ``objek`` (kind) and ``nomor`` (of that object).
    """
    names = ("tindakan", "orang", "hari", "objek", "nomor")
    action, person, day, kind, number = (query.get(name, "").strip()[:60] for name in names)
    found = _day(day)
    known = person in ("", SYSTEM) or (person.isascii() and person.isdigit() and len(person) < 16)
    faults = {"orang": not known, "hari": day and not found, "objek": kind and kind not in OBJECTS}
    odd = tuple(name for name, wrong in faults.items() if wrong)
    return Asked(action, person if known else "", found, kind if kind in OBJECTS else "", number, odd)


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def entries_for(wanted: Asked) -> QuerySet[Entry]:
    """Newest first, with the actor."""
    rows = Entry.objects.select_related("actor")
    if wanted.action:
        rows = rows.filter(action=wanted.action)
    if wanted.person == SYSTEM:
        rows = rows.filter(actor=None).exclude(action__startswith=SESSION)
    elif wanted.person:
        rows = rows.filter(actor=int(wanted.person))
    if wanted.kind:
        rows = rows.filter(object_kind=wanted.kind)
    if wanted.number:
        rows = rows.filter(object_id=wanted.number)
    if wanted.day:
        start = timezone.make_aware(datetime.combine(wanted.day, time.min))
        rows = rows.filter(at__gte=start, at__lt=start + timedelta(days=1))
    return rows


def actions_seen() -> list[tuple[str, Any]]:
    """(code, words) of every act in the log, by words."""
    codes = Entry.objects.order_by("action").values_list("action", flat=True).distinct()
    return sorted(((code, ACTIONS.get(code, code)) for code in codes), key=lambda pair: str(pair[1]))


def kinds() -> list[tuple[str, Any]]:
    """(kind, words) of every object that acts can be on, by words."""
    return sorted(OBJECTS.items(), key=lambda pair: str(pair[1]))


def people_seen() -> list[tuple[str, str]]:
    """(account number, name) of everyone who stands in the log, by name."""
    people = User.objects.filter(pk__in=Entry.objects.exclude(actor=None).values("actor")).order_by("full_name", "pk")
    return [(str(one.pk), str(one)) for one in people]
