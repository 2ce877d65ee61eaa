"""Counting the target families again once a register has changed: background work, never on a reader's time."""

from typing import Any

from django.urls import reverse

from sanding_web.jobs.models import Job
from sanding_web.jobs.run import Handle, job_kind, start
from sanding_web.targeting.family_results import basis, compute, result_of

KIND = "targeting.families"


@job_kind(KIND)
def count_target_families(handle: Handle) -> str:
    """Count for the register as it stands when the work begins."""
    found = basis()
    if found is not None:
        compute(found, handle.progress)
    return reverse("targeting:families")


def register_changed(actor: Any, register: str) -> None:
    """Queue the count where the register of the pages is another one than the result was made of."""
    found = basis()
    if found is not None and found.batch.register == register and result_of(found) is None:
        start(KIND, owner=actor, title="Menghitung keluarga sasaran")


def running() -> Job | None:
    """The count that is waiting or at work, if there is one."""
    return Job.objects.filter(kind=KIND, state__in=[Job.WAITING, Job.RUNNING]).first()
