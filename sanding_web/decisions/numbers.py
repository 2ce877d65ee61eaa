"""Numbers of papers: each taken once, never again, also by two people in the same second."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from sanding.documents.numbering import numbered
from sanding_web.audit.actions import record
from sanding_web.decisions.models import NumberCounter, NumberPattern, TakenNumber


def pattern_of(kind: str) -> str:
    """The pattern in use; empty where papers of this kind are not numbered here."""
    newest = NumberPattern.objects.filter(kind=kind).first()
    return newest.pattern if newest else ""


def next_text(kind: str, on: date) -> str:
    """What the next number will look like; only a look, it is not taken."""
    pattern = pattern_of(kind)
    counter = NumberCounter.objects.filter(kind=kind, year=on.year).first()
    return numbered(pattern, (counter.last if counter else 0) + 1, on) if pattern else ""


def number_of(kind: str, subject: str) -> str:
    """The number that a paper already carries; empty where it has none."""
    found = TakenNumber.objects.filter(kind=kind, subject=subject).first()
    return found.text if found else ""


@transaction.atomic
def take_number(actor: Any, kind: str, *, subject: str, on: date) -> str:
    """The number of a paper, taken now unless it has one; empty where the kind has no pattern.

    The counter's row is locked by its own update until the transaction ends, so that two people get two numbers.
    """
    if held := number_of(kind, subject):
        return held
    pattern = pattern_of(kind)
    if not pattern:
        return ""
    counter, _created = NumberCounter.objects.get_or_create(kind=kind, year=on.year)
    NumberCounter.objects.filter(pk=counter.pk).update(last=F("last") + 1)
    counter.refresh_from_db()
    taken = TakenNumber.objects.create(
        kind=kind,
        year=on.year,
        value=counter.last,
        text=numbered(pattern, counter.last, on),
        subject=subject,
        by=actor,
        at=timezone.now(),
    )
    record(actor, "paper.number", taken, kind=kind, number=taken.text, paper=subject)
    return taken.text
