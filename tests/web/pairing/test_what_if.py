"""That one instead: the price is the solver's own, it is kept with its run, and nothing moves before a lock."""

from datetime import timedelta

import pytest
from django.utils import timezone

from sanding.errors import RuleBroken
from sanding_web.audit.models import Entry
from sanding_web.jobs.models import Job
from sanding_web.jobs.run import run_job
from sanding_web.pairing import actions
from sanding_web.pairing.models import PairingRun, RunAnswer
from tests.web.counted_steps import compute_pairing

DESK = "/penugasan/"


def ask(client, village, agency=""):
    answer = client.post(f"{DESK}andai/{village}/", {"agency": agency})
    assert answer.status_code == 302, answer.content.decode()[:500]
    return RunAnswer.objects.get(village_code=village, agency_code=agency)


def test_each_alternative_is_priced_as_locking_it_would_be(listed, client_for):
    """The price in the answer is what a fresh run with that lock loses, goal by goal."""
    siti = client_for(listed.siti)
    run = compute_pairing(siti)
    village = run.rows[0]["village_code"]
    found = ask(siti, village).content["alternatives"]
    assert found and run.rows[0]["agency"] not in [one["agency"] for one in found]
    cheapest = found[0]
    siti.post(f"{DESK}aturan/", {"kind": "lock", "agency": cheapest["agency"], "village": village, "reason": "Uji"})
    locked = compute_pairing(siti)
    before = {one["goal"]: one["value"] for one in run.content["stages"]}
    after = {one["goal"]: one["value"] for one in locked.content["stages"]}
    assert cheapest["prices"]["worth"] == pytest.approx(before["worth"] - after["worth"])
    for goal in ("coverage", "counts", "overload"):
        assert cheapest["prices"][goal] == after[goal] - before[goal]
    assert sum(cheapest["parts"].values()) == pytest.approx(-cheapest["prices"]["worth"])


def test_who_else_moves_is_named_and_nothing_has_changed(listed, client_for):
    siti = client_for(listed.siti)
    run = compute_pairing(siti)
    village = run.rows[0]
    other = next(one["code"] for one in run.content["agencies"] if one["code"] != village["agency"])
    asked = ask(siti, village["village_code"], other)
    page = siti.get(f"{DESK}andai/{village['village_code']}/").content.decode()
    names = {row["village_code"]: row["name"] for row in run.rows}
    for move in asked.content["alternatives"][0]["moves"]:
        assert f"{names[move['village']]}: " in page
    assert "Kunci ini" in page and "Keserasian:" in page and "Cakupan:" in page
    run.refresh_from_db()
    assert PairingRun.objects.count() == 1 and run.rows[0]["agency"] == village["agency"]


def test_the_answer_stays_with_its_run_and_is_not_computed_twice(listed, client_for):
    siti, ratna = client_for(listed.siti), client_for(listed.ratna)
    run = compute_pairing(siti)
    village = run.rows[0]["village_code"]
    first, again = ask(siti, village), ask(ratna, village)
    assert first.pk == again.pk and Job.objects.filter(kind="pairing.answer").count() == 1
    assert Entry.objects.filter(action="pairing.what_if").count() == 1
    assert "Kalau yang lain" in siti.get(DESK, {"desa": village}).content.decode()
    newer = compute_pairing(siti)
    assert newer.pk != run.pk and "Kalau yang lain" not in siti.get(DESK, {"desa": village}).content.decode()
    assert RunAnswer.objects.get().run_id == run.pk


def test_a_failed_question_says_so_and_can_be_asked_again(listed, client_for, monkeypatch):
    siti = client_for(listed.siti)
    run = compute_pairing(siti)
    village = run.rows[0]["village_code"]
    broken = RuleBroken("waktu habis", remedy="Ulangi.", code="SND-PRW-04")
    monkeypatch.setattr("sanding_web.pairing.asking.answer_of", lambda asked: (_ for _ in ()).throw(broken))
    asked = ask(siti, village)
    assert asked.computed_at is None and "tidak selesai" in siti.get(f"{DESK}andai/{village}/").content.decode()
    monkeypatch.undo()
    assert ask(siti, village).computed_at is not None


def test_a_killed_worker_leaves_a_question_that_the_next_one_answers(listed, client_for):
    siti = client_for(listed.siti)
    run = compute_pairing(siti)
    asked = ask(siti, run.rows[0]["village_code"])
    RunAnswer.objects.update(content={}, computed_at=None)
    silent = timezone.now() - timedelta(minutes=5)
    Job.objects.filter(pk=asked.job_id).update(state=Job.RUNNING, heartbeat=silent, finished=None)
    run_job.enqueue(asked.job_id)
    asked.refresh_from_db()
    assert asked.computed_at is not None and Job.objects.get(pk=asked.job_id).state == Job.DONE


def test_a_killed_run_is_taken_up_again(listed, client_for):
    siti = client_for(listed.siti)
    run = compute_pairing(siti)
    content = run.content
    PairingRun.objects.update(content={}, proof={}, digest="", tables={}, computed_at=None)
    silent = timezone.now() - timedelta(minutes=5)
    Job.objects.filter(pk=run.job_id).update(state=Job.RUNNING, heartbeat=silent, finished=None)
    run_job.enqueue(run.job_id)
    run.refresh_from_db()
    assert run.content == content and run.digest


def test_only_those_who_work_on_the_desk_ask(listed, client_for):
    run = compute_pairing(client_for(listed.siti))
    village = run.rows[0]["village_code"]
    bupati = client_for(listed.bupati)
    assert bupati.post(f"{DESK}andai/{village}/", {"agency": ""}).status_code == 403
    assert client_for(listed.siti).get(f"{DESK}andai/3399999999/").status_code == 404
    assert not RunAnswer.objects.exists()


def test_an_agency_that_takes_no_part_is_refused_in_the_form(listed, client_for):
    siti = client_for(listed.siti)
    run = compute_pairing(siti)
    answer = siti.post(f"{DESK}andai/{run.rows[0]['village_code']}/", {"agency": "PD99"})
    assert answer.status_code == 422 and not RunAnswer.objects.exists()


def test_near_ties_are_found_in_the_background_and_marked_in_the_list(listed, client_for):
    siti = client_for(listed.siti)
    compute_pairing(siti)
    assert siti.post(f"{DESK}hampir-sama/").status_code == 302
    asked = RunAnswer.objects.get(kind="near_ties")
    assert asked.content["complete"] and asked.content["threshold"] > 0
    for tie in asked.content["ties"]:
        assert tie["points"] < asked.content["threshold"]
    page, desk = siti.get(f"{DESK}hampir-sama/").context, siti.get(DESK).context
    assert [one["village"] for one in page["ties"]] == [one["village"] for one in asked.content["ties"]]
    assert desk["ties"] == {one["village"] for one in asked.content["ties"]}


def test_two_who_ask_for_a_run_at_once_do_not_take_one_number(listed, client_for, monkeypatch):
    siti = client_for(listed.siti)
    compute_pairing(siti)
    taken = lambda actor, year, **values: PairingRun.objects.create(year=year, number=1, asked_by=actor, **values)  # noqa: E731
    monkeypatch.setattr(actions, "_next_run", taken)
    answer = client_for(listed.ratna).post(f"{DESK}hitung/")
    assert answer.status_code == 409 and "pada saat yang sama" in answer.content.decode()
    assert PairingRun.objects.count() == 1
