"""Background work: progress, cancelling, failing in words, and taking over what a dead worker left."""

import errno
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone

from sanding.errors import InputFault, RuleBroken
from sanding_web.jobs import run
from sanding_web.jobs.models import Job
from sanding_web.jobs.run import Handle, cancel, job_kind, start, take_over
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def kind(monkeypatch: pytest.MonkeyPatch) -> Callable[[run.Work], str]:
    """Registers work for one test."""
    monkeypatch.setattr(run, "_KINDS", {})

    def register(work: run.Work) -> str:
        job_kind("test")(work)
        return "test"

    return register


def test_work_that_ends_leaves_its_result(cast: Cast, kind) -> None:
    def work(handle: Handle) -> str:
        handle.progress("menghitung", 5, 10)
        return f"/hasil/{handle.arguments['x']}/"

    job = start(kind(work), owner=cast.siti, title="Uji", x=7)
    assert (job.state, job.link, job.step, job.done, job.total) == (Job.DONE, "/hasil/7/", "menghitung", 10, 10)


def test_a_fault_of_the_file_is_told_in_its_own_words(cast: Cast, kind) -> None:
    def work(handle: Handle) -> None:
        raise InputFault("berkas kosong", code="SND-X")

    job = start(kind(work), owner=cast.siti, title="Uji")
    assert (job.state, job.error) == (Job.FAILED, "berkas kosong. (SND-X)")


def test_a_fault_of_ours_shows_no_inner_detail(cast: Cast, kind) -> None:
    def work(handle: Handle) -> None:
        raise KeyError("3399010101010001")

    job = start(kind(work), owner=cast.siti, title="Uji")
    assert job.state == Job.FAILED and "SND-JOB-02" in job.error and "3399" not in job.error


def test_work_that_is_cancelled_stops_at_its_next_progress(cast: Cast, kind) -> None:
    reached = []

    def work(handle: Handle) -> None:
        handle.progress("satu", 0, 2)
        cancel(cast.siti, Job.objects.get(pk=handle.job.pk))
        handle.progress("dua", 1, 2)
        reached.append("too far")

    job = start(kind(work), owner=cast.siti, title="Uji")
    assert job.state == Job.CANCELLED and not reached


def test_a_job_that_ended_cannot_be_cancelled(cast: Cast, kind) -> None:
    job = start(kind(lambda handle: None), owner=cast.siti, title="Uji")
    with pytest.raises(RuleBroken):
        cancel(cast.siti, job)


def running(cast: Cast, silent_for: int, attempt: int = 1) -> Job:
    beat = timezone.now() - timedelta(seconds=silent_for)
    return Job.objects.create(
        kind="test", title="Uji", owner=cast.siti, state=Job.RUNNING, attempt=attempt, heartbeat=beat, started=beat
    )


def test_a_job_whose_worker_died_is_taken_over_and_ends(cast: Cast, kind) -> None:
    kind(lambda handle: "/selesai/")
    job = running(cast, silent_for=61)
    assert take_over() == 1
    job.refresh_from_db()
    assert (job.state, job.attempt, job.link) == (Job.DONE, 2, "/selesai/")


def test_a_job_whose_worker_lives_is_left_alone(cast: Cast, kind) -> None:
    kind(lambda handle: pytest.fail("must not run"))
    job = running(cast, silent_for=30)
    assert take_over() == 0
    run.run_job.func(job.pk)
    job.refresh_from_db()
    assert (job.state, job.attempt) == (Job.RUNNING, 1)


def test_an_attempt_that_was_replaced_stops_and_changes_nothing(cast: Cast, kind) -> None:
    def work(handle: Handle) -> None:
        Job.objects.filter(pk=handle.job.pk).update(attempt=handle.job.attempt + 1)
        handle.progress("lanjut", 1, 2)

    job = start(kind(work), owner=cast.siti, title="Uji")
    assert (job.state, job.step) == (Job.RUNNING, "")


def test_work_that_dies_again_and_again_is_given_up(cast: Cast, kind) -> None:
    kind(lambda handle: pytest.fail("must not run"))
    job = running(cast, silent_for=61, attempt=run.ATTEMPTS)
    assert take_over() == 0
    job.refresh_from_db()
    assert job.state == Job.FAILED and "SND-JOB-03" in job.error


def test_a_person_sees_and_stops_only_their_own_jobs(cast: Cast, client_for) -> None:
    job = running(cast, silent_for=1)
    assert client_for(cast.siti).get(f"/pekerjaan/{job.pk}/").status_code == 200
    for path in (f"/pekerjaan/{job.pk}/", "/pekerjaan/999999/"):
        assert client_for(cast.ratna).get(path).status_code == 404
    assert client_for(cast.ratna).post(f"/pekerjaan/{job.pk}/batalkan/").status_code == 404
    assert client_for(cast.siti).post(f"/pekerjaan/{job.pk}/batalkan/").status_code == 302
    job.refresh_from_db()
    assert job.cancel


def test_a_full_disk_ends_a_job_in_words(cast: Cast, kind) -> None:
    def work(handle: Handle) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", "/rahasia/3399010101010001")

    job = start(kind(work), owner=cast.siti, title="Uji")
    assert job.state == Job.FAILED and "cakram peladen penuh" in job.error and "3399" not in job.error


def test_a_job_whose_database_went_away_waits_to_be_taken_over(cast: Cast, kind) -> None:
    def work(handle: Handle) -> None:
        raise OperationalError("server closed the connection unexpectedly 3399010101010001")

    name = kind(work)
    job = start(name, owner=cast.siti, title="Uji")
    assert job.state == Job.RUNNING and job.finished is None
    Job.objects.filter(pk=job.pk).update(heartbeat=timezone.now() - timedelta(minutes=2))
    kind(lambda handle: "/hasil/")
    assert take_over() == 1
    job.refresh_from_db()
    assert (job.state, job.attempt, job.link) == (Job.DONE, 2, "/hasil/")


def test_a_clock_that_was_set_back_does_not_hide_a_dead_worker(cast: Cast, kind) -> None:
    """Its last heartbeat lies in the future: without this the job would wait until the clock has caught up."""
    name = kind(lambda handle: "/hasil/")
    job = running(cast, silent_for=-6 * 3600)
    assert job.kind == name and take_over() == 1
    job.refresh_from_db()
    assert (job.state, job.attempt) == (Job.DONE, 2)
