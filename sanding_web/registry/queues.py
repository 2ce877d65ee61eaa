"""What waits in the registry: batches to decide on, batches that came back, and what waits on others."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from sanding_web.accounts.standing import ever_stood_for, stands_for
from sanding_web.registry.models import Batch
from sanding_web.registry.permissions import barred_from_own
from sanding_web.registry.queries import counted_batch
from sanding_web.ui.menu import StepState
from sanding_web.ui.parts import Action, Figure, QueueRow
from sanding_web.ui.words import number


def _url(batch: Batch) -> str:
    return reverse("registry:batch", args=[batch.pk])


def due(user: Any) -> list[QueueRow]:
    """Batches this person may decide on, and their own that failed or came back; or the first sheet to bring."""
    rows = _to_decide(user) if user.scope.may("batch.decide") else []
    if user.scope.may("batch.upload"):
        rows += _to_mend(user)
        if not Batch.objects.exclude(state=Batch.CANCELLED).exists():
            url = reverse("registry:upload")
            what, why = _("Unggah lembar pertama"), _("Belum ada data terpadu yang dapat dihitung.")
            rows.append(QueueRow(what, why, url=url, action=Action(_("Unggah lembar"), url, primary=True)))
    return rows


def _to_decide(user: Any) -> list[QueueRow]:
    waiting = Batch.objects.filter(state__in=[Batch.WAITING, Batch.REVIEWING]).order_by("pk")
    if barred_from_own(user):
        waiting = waiting.exclude(uploaded_by__in=ever_stood_for(user))
    return [
        QueueRow(
            _("Putuskan batch %s") % one,
            _("%(n)s baris siap masuk, %(held)s ditahan")
            % {"n": number(one.rows_entering), "held": number(one.rows_held)},
            since=one.uploaded_at.date(),
            url=_url(one),
            action=Action(_("Putuskan"), _url(one)),
        )
        for one in waiting[:20]
    ]


def _to_mend(user: Any) -> list[QueueRow]:
    mine = Batch.objects.filter(uploaded_by__in=stands_for(user), state=Batch.FAILED).order_by("pk")
    return [
        QueueRow(
            _("Periksa lagi %s") % one,
            one.error,
            since=one.uploaded_at.date(),
            url=_url(one),
            action=Action(_("Buka"), _url(one)),
        )
        for one in mine[:20]
    ]


def waiting(user: Any) -> list[QueueRow]:
    """One's own batches that another person must decide on."""
    if not user.scope.may("batch.upload") or not barred_from_own(user):
        return []
    mine = Batch.objects.filter(uploaded_by__in=stands_for(user), state__in=[Batch.WAITING, Batch.REVIEWING]).order_by(
        "pk"
    )
    return [
        QueueRow(
            _("Batch %s menunggu orang kedua") % one, one.source_agency, since=one.uploaded_at.date(), url=_url(one)
        )
        for one in mine[:20]
    ]


def figures(user: Any) -> list[Figure]:
    """Families and persons of the register, for those who see the whole district."""
    batch = counted_batch() if user.scope.kind == "district" and user.scope.may("village.view") else None
    if batch is None:
        return []
    first = sum(batch.counts.values_list("families_d1", flat=True))
    return [
        Figure(_("Keluarga desil 1"), first, _("keluarga"), str(batch), batch.decreed_on),
        Figure(_("Keluarga di register"), batch.families, _("keluarga"), str(batch), batch.decreed_on),
    ]


def state() -> StepState:
    if Batch.objects.filter(state=Batch.ACCEPTED).exists():
        return "done"
    return "run" if Batch.objects.exclude(state=Batch.CANCELLED).exists() else "todo"
