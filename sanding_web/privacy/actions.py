"""What is written when persons are looked for, opened or revealed: who, whom, what for; never a value."""

from typing import Any, Literal

from django.db import transaction

from sanding_web.audit.actions import record
from sanding_web.privacy.queries import Found, Known, plain_number


@transaction.atomic
def note_search(actor: Any, *, by: Literal["number", "name"], village: str, found: Found) -> None:
    """Who was shown in an answer, by our own ids: so that it can be told later who saw whom."""
    record(actor, "person.search", None, by=by, village=village, uids=[one.uid for one in found.persons])


@transaction.atomic
def note_opening(actor: Any, known: Known) -> None:
    record(actor, "person.open", None, uids=[known.uid, *(one.uid for one in known.household)])


@transaction.atomic
def reveal(actor: Any, known: Known, *, purpose: str, reason: str) -> dict[str, str]:
    """NIK and No. KK in full, recorded first. Returns column to number; an absent number is left out."""
    newest = known.newest
    sealed = {"nik": newest.nik, "kk": newest.kk}
    shown = {name: plain_number(name, value) for name, value in sealed.items() if value is not None}
    record(actor, "person.reveal", None, uids=[known.uid], fields=sorted(shown), purpose=purpose, reason=reason)
    return shown
