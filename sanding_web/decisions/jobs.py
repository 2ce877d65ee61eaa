"""Running a frozen decision again, in the background."""

from django.urls import reverse

from sanding_web.decisions.actions import recheck_decision
from sanding_web.decisions.models import Decision
from sanding_web.jobs.run import Handle, job_kind


@job_kind("decisions.recheck")
def recheck(handle: Handle) -> str:
    """Keeps a Recheck row; its page is the decision's."""
    decision = Decision.objects.get(pk=handle.arguments["decision"])
    handle.progress("menghitung ulang dari data yang dibekukan", 0, 1)
    recheck_decision(handle.job.owner, decision)
    return reverse("decisions:decision", args=[decision.pk])
