"""One step in a batch's life, guarded by the state it leaves: of two deciders one wins and the other is told."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from sanding.errors import RuleBroken
from sanding_web.audit.actions import record
from sanding_web.registry.models import Batch
from sanding_web.registry.states import LABELS, audit_event


def move(actor: Any, batch: Batch, to: str, *, detail: dict[str, Any] | None = None, **fields: Any) -> None:
    """Change the state from what was seen to ``to`` together with ``fields``; RuleBroken where it changed meanwhile."""
    event = audit_event(batch.state, to)
    if event is None:
        raise RuleBroken(
            _("batch ini berkeadaan %s") % _(LABELS[batch.state]).lower(),  # type: ignore[index]
            where=batch.number,
            remedy="Muat ulang halaman untuk melihat keadaannya.",
            code="SND-IMP-33",
        )
    try:
        with transaction.atomic():
            moved = Batch.objects.filter(pk=batch.pk, state=batch.state).update(state=to, **fields)
    except IntegrityError as error:
        raise (
            _busy(batch) if "one_batch_applying" in str(error) or "registry_batch.state" in str(error) else error
        ) from None
    if not moved:
        raise RuleBroken(
            "data berubah sejak Anda membuka halaman ini: orang lain sudah memutuskan",
            where=batch.number,
            remedy="Muat ulang halaman untuk melihat keputusannya.",
            code="SND-IMP-34",
        )
    batch.refresh_from_db()
    record(actor, event, batch, register=batch.register, **(detail or {}))


def _busy(batch: Batch) -> RuleBroken:
    return RuleBroken(
        "batch lain sedang dimasukkan ke register",
        where=batch.number,
        remedy="Tunggu sampai selesai, lalu terima lagi. Belum ada yang berubah.",
        code="SND-IMP-35",
    )
