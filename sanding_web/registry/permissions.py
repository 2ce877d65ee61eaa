"""Who may decide on a batch: another person than the one who brought it."""

from typing import Any

from sanding.errors import NotPermitted, RuleBroken, SandingError
from sanding_web.accounts.standing import ever_stood_for, stands_for
from sanding_web.audit.models import Entry
from sanding_web.district.models import Programme
from sanding_web.registry.models import Batch


def four_eyes() -> bool:
    """Whether the district asks for a second person (a setting of the programme; yes where nothing is set)."""
    programme = Programme.current()
    return programme is None or programme.four_eyes


def barred_from_own(actor: Any) -> bool:
    """Whether one may not decide on one's own batch: by the rule, or because one switched the rule off oneself."""
    if four_eyes():
        return True
    switched = Entry.objects.filter(action="programme.change", detail__changes__has_key="four_eyes").first()
    return switched is not None and switched.actor_id in ever_stood_for(actor)


def check_can_decide(actor: Any, batch: Batch) -> None:
    """Raise with the reason where this person may not accept or return this batch."""
    actor.scope.require("batch.decide")
    if batch.uploaded_by_id in ever_stood_for(actor) and barred_from_own(actor):
        raise NotPermitted(
            "Anda yang mengunggah; orang lain yang memutuskan",
            where=batch.number,
            remedy="Minta rekan lain dengan hak menerima batch membukanya.",
            code="SND-IMP-30",
        )


def can_decide(actor: Any, batch: Batch) -> bool:
    try:
        check_can_decide(actor, batch)
    except SandingError:
        return False
    return True


def check_can_change(actor: Any, batch: Batch) -> None:
    """Raise where this person may not re-check or withdraw the batch: who brought it or took over, while undecided."""
    actor.scope.require("batch.upload")
    if batch.uploaded_by_id not in stands_for(actor):
        raise NotPermitted(
            "Hanya yang mengunggah dapat mengubah atau menarik batch ini", where=batch.number, code="SND-IMP-31"
        )
    if batch.state not in (Batch.UPLOADED, Batch.CHECKING, Batch.WAITING, Batch.REVIEWING, Batch.FAILED):
        raise RuleBroken(
            "batch ini sudah diputuskan", where=batch.number, remedy="Unggah sebagai batch baru.", code="SND-IMP-32"
        )


def can_change(actor: Any, batch: Batch) -> bool:
    try:
        check_can_change(actor, batch)
    except SandingError:
        return False
    return True
