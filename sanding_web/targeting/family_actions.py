"""Asking for the count of target families."""

from typing import Any

from django.db import transaction

from sanding_web.audit.actions import record
from sanding_web.jobs.run import start
from sanding_web.targeting.family_jobs import KIND, running


@transaction.atomic
def ask_count(actor: Any) -> None:
    """Queue the count, unless one is waiting or at work already."""
    actor.scope.require("priority.work")
    if running() is None:
        start(KIND, owner=actor, title="Menghitung keluarga sasaran")
        record(actor, "family.count", None)
