"""The second person's act: accept, return, look at it together, undo."""

from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sanding.errors import InputFault, RuleBroken
from sanding_web.accounts.standing import ever_stood_for
from sanding_web.audit.actions import record
from sanding_web.registry.actions.move import move
from sanding_web.registry.actions.queue import queue_job
from sanding_web.registry.after import tell
from sanding_web.registry.changes import register_state
from sanding_web.registry.models import Batch, ReviewNote
from sanding_web.registry.permissions import check_can_decide
from sanding_web.registry.queries import later_changes


@transaction.atomic
def accept_batch(actor: Any, batch: Batch, *, note: str = "") -> None:
    """Decide that the batch enters the register; the rows follow in the background."""
    check_can_decide(actor, batch)
    if batch.state == Batch.FAILED:  # the way on from there is the check again, or resume_batch
        raise RuleBroken(
            "batch ini gagal dan belum dapat diterima",
            where=batch.number,
            remedy="Baca sebabnya di halaman batch; periksa lagi atau lanjutkan dari sana.",
            code="SND-IMP-53",
        )
    if batch.state == Batch.WAITING:
        _refuse_stale(batch)
    move(actor, batch, Batch.APPLYING, **_decision(actor, batch, note), error="")
    queue_job("registry.apply", actor, batch, f"Memasukkan {batch} ke register")


def _refuse_stale(batch: Batch) -> None:
    """What the second person saw must be what happens."""
    if batch.based_on != register_state(batch.register):
        raise RuleBroken(
            "register berubah sejak batch ini dibandingkan: batch lain diterima atau dibatalkan",
            where=batch.number,
            remedy="Bandingkan lagi, lalu putuskan dengan angka yang baru.",
            code="SND-IMP-38",
        )


@transaction.atomic
def resume_batch(actor: Any, batch: Batch) -> None:
    """Go on with an acceptance that failed on the way; what is in stays in."""
    check_can_decide(actor, batch)
    if batch.decided_by_id is None:
        raise RuleBroken("batch ini belum diputuskan", where=batch.number, code="SND-IMP-39")
    _refuse_stale(batch)
    move(actor, batch, Batch.APPLYING, error="")
    queue_job("registry.apply", actor, batch, f"Memasukkan {batch} ke register")


@transaction.atomic
def return_batch(actor: Any, batch: Batch, *, reason: str) -> None:
    """Send the batch back; nothing enters."""
    check_can_decide(actor, batch)
    if not reason.strip():
        raise InputFault("alasan belum diisi", remedy="Tulis apa yang harus diperbaiki.", code="SND-IMP-40")
    move(actor, batch, Batch.RETURNED, **_decision(actor, batch, reason.strip()))


def _decision(actor: Any, batch: Batch, note: str) -> dict[str, Any]:
    alone = batch.uploaded_by_id in ever_stood_for(actor)
    return {"decided_by": actor, "decided_at": timezone.now(), "note": note, "alone": alone}


@transaction.atomic
def open_review(actor: Any, batch: Batch) -> None:
    """Have the data looked at together before anyone decides (S1.22)."""
    actor.scope.require("batch.decide")
    move(actor, batch, Batch.REVIEWING)


@transaction.atomic
def close_review(actor: Any, batch: Batch) -> None:
    """The joint look is over; the second person may decide."""
    actor.scope.require("batch.decide")
    if not batch.notes.exists():
        raise RuleBroken(
            "belum ada catatan pencermatan",
            where=batch.number,
            remedy="Tulis sedikitnya satu catatan.",
            code="SND-IMP-41",
        )
    move(actor, batch, Batch.WAITING)


@transaction.atomic
def add_note(actor: Any, batch: Batch, *, text: str) -> ReviewNote:
    """One reviewer's remark; no names or numbers of residents belong here."""
    actor.scope.require("batch.view")
    if batch.state != Batch.REVIEWING:
        raise RuleBroken("batch ini tidak sedang dicermati bersama", where=batch.number, code="SND-IMP-42")
    note = ReviewNote.objects.create(batch=batch, author=actor, text=text.strip())
    record(actor, "batch.note", batch)
    return note


@transaction.atomic
def undo_batch(actor: Any, batch: Batch, *, reason: str) -> None:
    """Undo an acceptance: one flip, and the register is as before. Not while a later accepted batch builds on it."""
    check_can_decide(actor, batch)
    if not reason.strip():
        raise InputFault("alasan belum diisi", remedy="Tulis mengapa penerimaan dibatalkan.", code="SND-IMP-40")
    if Batch.objects.filter(state=Batch.APPLYING).exists():
        raise RuleBroken("batch lain sedang dimasukkan ke register", remedy="Tunggu sampai selesai.", code="SND-IMP-35")
    later = later_changes(batch)
    if later:
        named = ", ".join(_("%(batch)s (%(n)s baris)") % {"batch": one.number, "n": rows} for one, rows in later)
        raise RuleBroken(
            _("batch berikut mengubah baris yang sama: %s") % named,
            where=batch.number,
            remedy="Batalkan dulu batch yang lebih baru.",
            code="SND-IMP-43",
        )
    move(actor, batch, Batch.UNDONE, undone_by=actor, undone_at=timezone.now(), undo_reason=reason.strip())
    transaction.on_commit(partial(tell, actor, batch.register))
