"""What waits at the priority desk."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from sanding_web.decisions import queues as decisions
from sanding_web.registry.queries import counted_batch
from sanding_web.ui.menu import StepState
from sanding_web.ui.parts import Action, Figure, QueueRow


def due(user: Any) -> list[QueueRow]:
    """A list to sign; or, with data in and nothing decided, a list to make."""
    rows = decisions.to_sign(user, "priority")
    if user.scope.may("priority.work") and counted_batch() and decisions.nothing_decided("priority"):
        url = reverse("targeting:index")
        detail = _("Data sudah diterima; daftar tahun ini belum diusulkan.")
        rows.append(
            QueueRow(
                _("Susun daftar desa prioritas"), detail, url=url, action=Action(_("Buka meja"), url, primary=True)
            )
        )
    return rows


def waiting(user: Any) -> list[QueueRow]:
    return decisions.waits_for_signature(user, "priority")


def figures(user: Any) -> list[Figure]:
    return []


def state() -> StepState:
    return decisions.state("priority")
