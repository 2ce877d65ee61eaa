"""Pekerjaan latar: what runs, what failed and why, what is done."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sanding_web.accounts.access import audience
from sanding_web.audit.actions import record
from sanding_web.jobs import queries
from sanding_web.jobs.run import cancel
from sanding_web.ui.parts import Empty


@audience("job.view")
def index(request: HttpRequest) -> HttpResponse:
    return render(request, "jobs/index.html", {"jobs": queries.my_jobs(request.user)[:50], "nothing": _nothing()})


def _nothing() -> Empty:
    return Empty(
        _("Belum ada pekerjaan latar."), _("Unggahan, hitungan penugasan, dan laporan tampil di sini saat berjalan.")
    )


@audience("job.view")
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """The progress part, polled by htmx; opened directly it is a page of its own."""
    job = queries.my_job(request.user, pk)
    template = "jobs/progress.html" if request.htmx else "jobs/job.html"  # type: ignore[attr-defined]
    return render(request, template, {"job": job})


@audience("job.view", writes=True)
@require_POST
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    job = queries.my_job(request.user, pk)
    cancel(request.user, job)
    record(request.user, "job.cancel", job)
    return redirect("jobs:index")
