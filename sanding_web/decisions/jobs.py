"""Running a frozen decision again, and printing its papers for good, in the background."""

from django.urls import reverse

from sanding_web.decisions.actions import recheck_decision
from sanding_web.decisions.keeping import keep_papers
from sanding_web.decisions.models import Decision
from sanding_web.jobs.run import Handle, job_kind


@job_kind("decisions.recheck")
def recheck(handle: Handle) -> str:
    """Keeps a Recheck row; its page is the decision's."""
    decision = Decision.objects.get(pk=handle.arguments["decision"])
    handle.progress("menghitung ulang dari data yang dibekukan", 0, 1)
    recheck_decision(handle.job.owner, decision)
    return reverse("decisions:decision", args=[decision.pk])


@job_kind("decisions.print")
def print_papers(handle: Handle) -> str:
    """Keeps every file of a signed decision; its page is the decision's."""
    decision = Decision.objects.get(pk=handle.arguments["decision"])
    keep_papers(handle.job.owner, decision, handle.arguments["base"], said=handle.progress)
    return reverse("decisions:decision", args=[decision.pk])
