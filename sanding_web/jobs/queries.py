"""What the pages read of background work."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from sanding_web.accounts.standing import stands_for
from sanding_web.jobs.models import Job


def my_jobs(user: Any) -> "QuerySet[Job]":
    """A person's own jobs and those of whom they took over from, newest first."""
    return Job.objects.filter(owner__in=stands_for(user)).order_by("-pk")


def my_job(user: Any, pk: int) -> Job:
    """One's own job, or 404."""
    job = my_jobs(user).filter(pk=pk).first()
    if job is None:
        raise Http404
    return job
