"""What waits at the pairing desk, and an agency's own villages."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sanding_web.decisions import queues as decisions
from sanding_web.decisions.queries import in_force
from sanding_web.district.models import Programme
from sanding_web.pairing.queries import companionships
from sanding_web.ui.menu import StepState
from sanding_web.ui.parts import Action, Figure, QueueRow


def due(user: Any) -> list[QueueRow]:
    """A pairing to sign or to make; for an agency, each village it stands beside."""
    rows = decisions.to_sign(user, "pairing")
    if user.scope.may("pairing.work") and _priority_signed() and decisions.nothing_decided("pairing"):
        url = reverse("pairing:index")
        detail = _("Daftar prioritas sudah ditetapkan; pendampingnya belum diusulkan.")
        rows.append(
            QueueRow(_("Susun penugasan pendamping"), detail, url=url, action=Action(_("Buka meja"), url, primary=True))
        )
    if user.scope.role == "companion":
        rows += [_village_row(one) for one in companionships(user, timezone.localdate()).select_related("village")]
    return rows


def _village_row(one: Any) -> QueueRow:
    url = reverse("registry:village", args=[one.village_id])
    detail = _("Kecamatan %(kecamatan)s. Pendampingan %(year)s.") % {
        "kecamatan": one.village.kecamatan,
        "year": one.year,
    }
    return QueueRow(
        _("Kenali keadaan %(village)s") % {"village": one.village}, detail, url=url, action=Action(_("Buka desa"), url)
    )


def _priority_signed() -> bool:
    programme = Programme.current()
    return programme is not None and in_force("priority", programme.year) is not None


def waiting(user: Any) -> list[QueueRow]:
    return decisions.waits_for_signature(user, "pairing")


def figures(user: Any) -> list[Figure]:
    """Villages with an agency at their side today, in scope."""
    if not user.scope.may("pairing.view"):
        return []
    today = timezone.localdate()
    programme = Programme.current()
    count = companionships(user, today).count()
    source = _("Penugasan yang berlaku, %(name)s") % {"name": programme or _("program")}
    return [Figure(_("Desa berpendamping"), count, _("desa/kelurahan"), source, on=today)]


def state() -> StepState:
    return decisions.state("pairing")
