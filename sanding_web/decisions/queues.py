"""The part of the queues that priority and pairing share: to propose, to sign, waiting for a signature."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sanding_web.decisions.models import Decision
from sanding_web.decisions.queries import in_force, open_proposal, waiting_for
from sanding_web.district.models import Programme
from sanding_web.ui.menu import StepState
from sanding_web.ui.parts import Action, QueueRow


def to_sign(user: Any, kind: str) -> list[QueueRow]:
    """Proposals of a kind that this person may sign."""
    found = []
    for decision in waiting_for(user).filter(kind=kind):
        url = reverse("decisions:decision", args=[decision.pk])
        detail = _("Diusulkan %(who)s. %(note)s") % {"who": decision.proposed_by.full_name, "note": decision.note}
        found.append(
            QueueRow(
                _("Tetapkan %(decision)s") % {"decision": decision},
                detail.strip(),
                due=timezone.localdate(decision.proposed_at),
                url=url,
                action=Action(_("Baca dan putuskan"), url, primary=True),
            )
        )
    return found


def waits_for_signature(user: Any, kind: str) -> list[QueueRow]:
    """Proposals of a kind that others sign."""
    if not user.scope.may("decision.propose"):
        return []
    rows = Decision.objects.filter(kind=kind, state="proposed").defer("content")
    return [
        QueueRow(
            _("%(decision)s menunggu penetapan") % {"decision": one},
            since=timezone.localdate(one.proposed_at),
            url=reverse("decisions:decision", args=[one.pk]),
            action=Action(_("Buka"), reverse("decisions:decision", args=[one.pk])),
        )
        for one in rows
    ]


def nothing_decided(kind: str) -> bool:
    """Whether the programme's year has neither a decision in force nor an open proposal of a kind."""
    programme = Programme.current()
    return programme is not None and not (in_force(kind, programme.year) or open_proposal(kind, programme.year))


def state(kind: str) -> StepState:
    """Where a step stands this year."""
    programme = Programme.current()
    if programme is not None and in_force(kind, programme.year):
        return "done"
    return "run" if programme is not None and open_proposal(kind, programme.year) else "todo"
