"""Checking the whole chain of the running database, in the background, by the proof that the inspector's file gets."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_noop

from sanding.audit_chain.report import Report
from sanding.audit_chain.verify import verify
from sanding_web.audit.actions import record
from sanding_web.audit.evidence import evidence_lines, last_number
from sanding_web.audit.models import Entry
from sanding_web.jobs.models import Job
from sanding_web.jobs.run import Handle, job_kind, start

KIND = "audit.verify"
TITLE = "Memeriksa rantai jejak audit"
_STEP = gettext_noop("mencocokkan catatan dengan sidiknya")


def ask_verify(actor: Any) -> Job:
    """Queue one check of the whole chain; one that is under way is not asked for twice."""
    running = Job.objects.filter(kind=KIND, owner=actor, state__in=[Job.WAITING, Job.RUNNING]).first()
    if running:
        return running
    record(actor, "audit.verify")
    return start(KIND, owner=actor, title=TITLE)


@job_kind(KIND)
def verify_chain(handle: Handle) -> str:
    until = last_number()
    total = Entry.objects.filter(block__lte=until).count()
    report = verify(evidence_lines(until), progress=lambda done: handle.progress(_STEP, min(done, total), total))
    _note(report)
    return reverse("audit:index")


def _note(report: Report) -> None:
    """What was found stands in the log itself."""
    first = report.flaws[0] if report.flaws else None
    record(
        None,
        "audit.verified" if report.whole else "audit.broken",
        blocks=report.blocks,
        entries=report.entries,
        flaws=report.flaw_count,
        flaw=first.kind if first else "",
        block=first.block if first else None,
        entry=first.entry if first else None,
    )
