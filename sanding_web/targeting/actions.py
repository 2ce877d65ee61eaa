"""Writes of the priority desk: keep a scenario, propose the list, put it in force."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from sanding_web.audit.actions import record
from sanding_web.decisions.actions import propose_decision
from sanding_web.decisions.models import Decision
from sanding_web.targeting import freezing
from sanding_web.targeting.choice import Choice
from sanding_web.targeting.models import Scenario
from sanding_web.targeting.ranking import Ranking


@transaction.atomic
def save_scenario(actor: Any, *, year: int, name: str, choice: Choice) -> Scenario:
    """Keep a choice under a name; the same name is overwritten, by whom stands beside it."""
    actor.scope.require("priority.work")
    scenario, _ = Scenario.objects.update_or_create(
        year=year, name=name, defaults={"choice": choice.record(), "saved_by": actor, "saved_at": timezone.now()}
    )
    record(actor, "priority.save_scenario", scenario, name=name)
    return scenario


def propose_priority(actor: Any, *, year: int, ranking: Ranking, legal_basis: list[str], note: str) -> Decision:
    """Freeze the list and hand it to those who sign."""
    actor.scope.require("priority.work")
    return propose_decision(actor, freezing.draft(ranking, year=year, legal_basis=legal_basis), note=note)
