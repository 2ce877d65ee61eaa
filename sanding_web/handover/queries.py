"""What one officer holds and has under way: what a handover would move."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from sanding_web.accounts.models import Grant, User
from sanding_web.accounts.standing import stands_for
from sanding_web.decisions.models import Decision, SignatoryTerm
from sanding_web.district.models import Companionship, in_force
from sanding_web.jobs.models import Job
from sanding_web.registry.models import Batch

_OPEN = [Batch.UPLOADED, Batch.CHECKING, Batch.WAITING, Batch.REVIEWING, Batch.FAILED]


@dataclass(frozen=True)
class Load:
    """What runs on a person's name today: how many of each, and the villages of the agencies they stand for."""

    batches: int
    proposals: int
    jobs: int
    villages: int
    signs: list[SignatoryTerm]


def movable(giver: User, today: date) -> "list[Grant]":
    """Roles in force or still to come, not ended by hand."""
    rows = giver.grants.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=today), ended_at__isnull=True)
    return list(rows.select_related("agency").order_by("pk"))


def load(giver: User, today: date) -> Load:
    """The running work that follows the handover; signatories are names on paper and do not follow by themselves."""
    whose = stands_for(giver)
    agencies = [one.agency_id for one in movable(giver, today) if one.agency_id and one.role == "companion"]
    return Load(
        batches=Batch.objects.filter(uploaded_by__in=whose, state__in=_OPEN).count(),
        proposals=Decision.objects.filter(proposed_by__in=whose, state="proposed").count(),
        jobs=Job.objects.filter(owner__in=whose, state__in=[Job.WAITING, Job.RUNNING]).count(),
        villages=Companionship.objects.filter(in_force(today), agency__in=agencies).count(),
        signs=list(SignatoryTerm.objects.filter(in_force(today), name__iexact=giver.full_name)),
    )
