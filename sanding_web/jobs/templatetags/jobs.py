"""A background job as the progress component shows it: ``{% load jobs %}``, ``{{ job|as_progress }}``."""

from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from sanding_web.jobs.models import Job
from sanding_web.ui.parts import Progress

register = template.Library()


@register.filter
def as_progress(job: Job) -> Progress:
    """Done of total, the stage in words, and the seconds remaining once a tenth is done."""
    return Progress(
        title=job.title,
        done=job.done,
        total=job.total or 0,
        remaining=_remaining(job),
        stage=gettext(job.step) or job.get_state_display(),
        cancel_url=reverse("jobs:cancel", args=[job.pk]),
    )


def _remaining(job: Job) -> float | None:
    if not (job.started and job.total and job.done * 10 >= job.total):
        return None
    passed = (timezone.now() - job.started).total_seconds()
    return passed * (job.total - job.done) / job.done
