"""Starting, running, watching and taking over background work.

A worker that dies leaves its job running without heartbeat; the next worker takes it over after 60 s. An attempt that
finds itself replaced, or told to stop, ends at its next progress call.
"""

import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

from django.db import DatabaseError, close_old_connections, connections
from django.db.models import F, Q
from django.utils import timezone
from django_tasks import task

from sanding.errors import EngineFault, RuleBroken, SandingError
from sanding_web.faults_of_machine import GONE, unavailable
from sanding_web.jobs.models import Job

log = logging.getLogger("sanding.jobs")
SILENCE = timedelta(seconds=60)
BEAT_EVERY = 10.0
ATTEMPTS = 5
Work = Callable[["Handle"], str | None]
_KINDS: dict[str, Work] = {}


class Left(EngineFault):
    """The database went away under a job: it stays as running and is taken over when its heartbeat is old."""


class Stopped(SandingError):
    """The job was cancelled by a person or taken over by another worker."""


def job_kind(name: str) -> Callable[[Work], Work]:
    """Registers the work behind a kind of job. It gets a Handle and may return the address of its result."""

    def mark(work: Work) -> Work:
        _KINDS[name] = work
        return work

    return mark


def start(kind: str, *, owner: Any, title: str, **arguments: Any) -> Job:
    """Queue a job. Call it inside the transaction that makes the work due."""
    job = Job.objects.create(kind=kind, owner=owner, title=title, arguments=arguments)
    run_job.enqueue(job.pk)
    job.refresh_from_db()
    return job


class Handle:
    """What the work sees of its job: its arguments, progress, and whether to go on."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.arguments: dict[str, Any] = job.arguments
        self._last = timezone.now() - timedelta(days=1)

    def progress(self, step: str, done: int = 0, total: int | None = None) -> None:
        """Report; raises Stopped where the job was cancelled or taken over. Written at most twice a second."""
        now = timezone.now()
        if now - self._last < timedelta(seconds=0.5) and self.job.step == step:
            return
        self._last = now
        self.job.step = step
        changed = Job.objects.filter(pk=self.job.pk, attempt=self.job.attempt, cancel=False, state=Job.RUNNING).update(
            step=step, done=done if total is None else min(done, total), total=total, heartbeat=now
        )
        if not changed:
            raise Stopped("pekerjaan dihentikan", code="SND-JOB-01")

    def cancelled(self) -> bool:
        return not Job.objects.filter(
            pk=self.job.pk, attempt=self.job.attempt, cancel=False, state=Job.RUNNING
        ).exists()


@task()
def run_job(pk: int) -> None:
    """The one task of the queue: claim the job, run its kind, write how it ended."""
    job = _claim(pk)
    if job is None:
        return
    ended = threading.Event()
    beat = threading.Thread(target=_beat, args=(job.pk, job.attempt, ended), daemon=True)
    beat.start()
    try:
        _run(job)
    except Exception as error:  # the queue keeps a traceback: this one says nothing of what the work held
        log.error("job %s left for the next look", job.kind, exc_info=error)
        raise Left("pekerjaan ditinggalkan", code="SND-JOB-05") from None
    finally:
        ended.set()
        beat.join()


def _claim(pk: int) -> Job | None:
    """Take a waiting job, or one whose worker fell silent; None if someone else has it."""
    now = timezone.now()
    job = Job.objects.filter(pk=pk).first()
    if job is None or not job.live:
        return None
    silent = job.heartbeat is None or abs(now - job.heartbeat) > SILENCE
    if job.state == Job.RUNNING and not silent:
        return None
    claimed = Job.objects.filter(pk=pk, attempt=job.attempt, state=job.state).update(
        state=Job.RUNNING, attempt=job.attempt + 1, started=job.started or now, heartbeat=now
    )
    if not claimed:
        return None
    job.refresh_from_db()
    return job


def _run(job: Job) -> None:
    handle = Handle(job)
    if job.cancel:
        _end(job, Job.CANCELLED)
        return
    try:
        link = _KINDS[job.kind](handle)
    except Exception as error:
        known = unavailable(error)
        if known is not None and known.code == GONE:
            raise
        if handle.cancelled() and not _taken_over(job):
            _end(job, Job.CANCELLED)
        elif known is not None or isinstance(error, SandingError):
            _end(job, Job.FAILED, error=str(known or error))
        else:
            log.exception("job %s failed", job.kind)
            _end(
                job,
                Job.FAILED,
                error="Gangguan pada sistem. Ulangi; bila tetap gagal, hubungi administrator. (SND-JOB-02)",
            )
    else:
        _end(job, Job.DONE, link=link or "")


def _taken_over(job: Job) -> bool:
    return not Job.objects.filter(pk=job.pk, attempt=job.attempt).exists()


def _end(job: Job, state: str, *, error: str = "", link: str = "") -> None:
    Job.objects.filter(pk=job.pk, attempt=job.attempt).update(
        state=state, error=error, link=link or job.link, finished=timezone.now()
    )
    if state == Job.DONE:
        Job.objects.filter(pk=job.pk, attempt=job.attempt, total__isnull=False).update(done=F("total"))


def _beat(pk: int, attempt: int, ended: threading.Event) -> None:
    """Keep the heartbeat young during long stretches without progress, on a connection of its own."""
    try:
        while not ended.wait(BEAT_EVERY):
            close_old_connections()
            with suppress(DatabaseError):  # away or locked for now: the next beat tells, or the job falls silent
                Job.objects.filter(pk=pk, attempt=attempt, state=Job.RUNNING).update(heartbeat=timezone.now())
    finally:
        connections.close_all()


def take_over() -> int:
    """Queue again every running job without heartbeat; too many attempts end it as failed. Returns how many."""
    now = timezone.now()
    odd = Q(heartbeat__lt=now - SILENCE) | Q(heartbeat__gt=now + SILENCE)  # the clock may have been set back
    silent = Job.objects.filter(odd, state=Job.RUNNING)
    taken = 0
    for job in silent.order_by("pk"):
        if job.attempt >= ATTEMPTS:
            _end(job, Job.FAILED, error="Pekerjaan terhenti berulang kali. Hubungi administrator. (SND-JOB-03)")
        else:
            run_job.enqueue(job.pk)
            taken += 1
    return taken


def cancel(actor: Any, job: Job) -> None:
    """Ask a job to stop; one that waits ends at once."""
    if not job.live:
        raise RuleBroken("pekerjaan ini sudah berakhir", code="SND-JOB-04")
    Job.objects.filter(pk=job.pk, state__in=[Job.WAITING, Job.RUNNING]).update(cancel=True)
    Job.objects.filter(pk=job.pk, state=Job.WAITING).update(state=Job.CANCELLED, finished=timezone.now())
