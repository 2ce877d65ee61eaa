"""Who stands in whose place: after a handover the running work of one officer is another's, and so are its bars."""

from datetime import date
from typing import Any

from django.utils import timezone

from sanding_web.accounts.models import Handover


def stands_for(user: Any) -> frozenset[int]:
    """Ids of the people whose running work is this person's today: their own, and what was handed to them."""
    today = timezone.localdate()
    return _reached(user, [(one.work_of_id, one.taker_id) for one in _handovers(user) if _runs(one, today)])


def ever_stood_for(user: Any) -> frozenset[int]:
    """The same, with every handover that began, also those that ended: who did the work may not approve it later."""
    today = timezone.localdate()
    return _reached(user, [(one.work_of_id, one.taker_id) for one in _handovers(user) if one.from_day <= today])


def handovers_of(user: Any) -> list[Handover]:
    """Everything a person handed over or took over, newest first."""
    rows = Handover.objects.filter(giver=user) | Handover.objects.filter(taker=user)
    return list(rows.select_related("giver", "taker", "recorded_by").prefetch_related("given__agency"))


def _handovers(user: Any) -> list[Handover]:
    """All handovers, few in a district's life; read once per request."""
    if not hasattr(user, "handovers_read"):
        user.handovers_read = list(Handover.objects.only("work_of_id", "taker_id", "from_day", "acting_until"))
    found: list[Handover] = user.handovers_read
    return found


def _runs(one: Handover, on: date) -> bool:
    return one.from_day <= on and (one.acting_until is None or on <= one.acting_until)


def _reached(user: Any, moves: list[tuple[int, int]]) -> frozenset[int]:
    """Own id and the givers, over any number of handovers one after another."""
    found, new = {user.pk}, {user.pk}
    while new:
        new = {giver for giver, taker in moves if taker in new} - found
        found |= new
    return frozenset(found)
