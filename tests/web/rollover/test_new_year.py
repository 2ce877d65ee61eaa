"""After the turn of the year: the desk goes on from the plan, carried villages keep their place, pairs are anew."""

from datetime import date

import pytest
from django.utils import timezone

from sanding_web.decisions.models import Decision
from sanding_web.district.models import Companionship, Programme, Village
from sanding_web.pairing.models import PairingRun
from sanding_web.targeting.models import PriorityVillage
from tests.web.counted_steps import compute_pairing, propose_pairing, propose_priority, sign
from tests.web.rollover.test_change_year import press
from tests.web.targeting.test_progress import before_sanding, reach

WAVES = "gel_339901=1&gel_339902=2&gel_339903=0"


@pytest.fixture
def next_year(counted, client_for):
    """2027 decided with two waves of three villages (2027 in 339901, 2028 in 339902); one of 2027 is done; now 2028."""
    siti, bupati = client_for(counted.siti), client_for(counted.bupati)
    sign(bupati, propose_priority(siti, f"?kuota=6&{WAVES}"))
    sign(bupati, propose_pairing(siti))
    reach(counted, "3399012001", 2027, 4, day=timezone.localdate())
    assert press(siti).status_code == 302
    return counted


def rows_of(decision):
    return dict(decision.priority_villages.values_list("village_id", "wave_year"))


def test_the_desk_begins_with_the_carried_villages_and_the_planned_waves(next_year, client_for):
    desk = client_for(next_year.siti).get("/prioritas/")
    ranking = desk.context["ranking"]
    assert set(ranking.carried) == {"3399012002", "3399011001"}
    assert [(wave.year, wave.kecamatan) for wave in ranking.plan] == [(2028, ("339902",))]
    assert ranking.choice.quota == 5
    listed = [row for row in ranking.listed.to_dicts() if row["priority"]]
    chosen = {row["village_code"]: (row["standing"], row["year"]) for row in listed}
    assert chosen == {
        "3399012002": ("terbawa", 2027), "3399011001": ("terbawa", 2027), "3399022001": ("prioritas", 2028),
        "3399022002": ("prioritas", 2028), "3399021001": ("prioritas", 2028),
    }  # fmt: skip
    text = desk.content.decode()
    assert "Terbawa dari 2027" in text and "2 desa terbawa" in text


def test_the_cut_line_stands_below_the_last_village_that_is_on_the_list_by_its_rank(next_year, client_for):
    """A carried village keeps its place wherever it ranks; the meeting looks at the others around the line."""
    desk = client_for(next_year.siti).get("/prioritas/?metode=count")
    listed = desk.context["ranking"].listed.to_dicts()
    by_rank = [row["name"] for row in listed if row["priority"] and row["standing"] != "terbawa"]
    rows = desk.context["table"].rows
    line = next(at for at, row in enumerate(rows) if row.kind == "cut")
    assert by_rank[-1] in str(rows[line - 1].cells[1])
    assert not any(name in str(row.cells[1]) for row in rows[line + 1 :] for name in by_rank)


def test_the_new_list_holds_them_frozen_and_re_runs_to_the_same_bytes(next_year, client_for):
    siti, bupati = client_for(next_year.siti), client_for(next_year.bupati)
    decision = sign(bupati, propose_priority(siti))
    assert decision.year == 2028
    assert rows_of(decision) == {
        "3399012002": 2027, "3399011001": 2027, "3399022001": 2028, "3399022002": 2028, "3399021001": 2028,
    }  # fmt: skip
    assert "carried" in decision.manifest["inputs"]
    reach(next_year, "3399012002", 2027, 4, day=timezone.localdate())
    siti.post(f"/keputusan/{decision.pk}/hitung-ulang/")
    assert decision.rechecks.get().equal, decision.rechecks.get().differences
    page = siti.get(f"/keputusan/{decision.pk}/").content.decode()
    assert "Desa terbawa" in page and "belum tuntas" in page


def test_the_pairing_of_the_new_year_takes_its_wave_and_the_carried_villages(next_year, client_for):
    siti, bupati = client_for(next_year.siti), client_for(next_year.bupati)
    before = set(Companionship.objects.filter(valid_to=None).values_list("village_id", flat=True))
    sign(bupati, propose_priority(siti))
    assert set(Companionship.objects.filter(valid_to=None).values_list("village_id", flat=True)) == before
    pairing = propose_pairing(siti)
    run = PairingRun.objects.get(year=2028)
    listed = set(rows_of(Decision.objects.get(kind="priority", year=2028)))
    assert {row["village_code"] for row in run.rows} == listed and len(listed) == 5
    assert {row["change"] for row in run.rows} <= {"tetap", "berganti"}
    sign(bupati, pairing)
    now = Companionship.objects.filter(valid_to=None)
    assert set(now.values_list("village_id", flat=True)) == listed
    assert set(now.values_list("year", flat=True)) == {2028}


def test_a_carried_village_that_gets_done_meanwhile_leaves_the_desk_and_one_that_reopens_comes_back(
    next_year, client_for
):
    siti = client_for(next_year.siti)
    reach(next_year, "3399012002", 2027, 4, day=timezone.localdate())
    assert set(siti.get("/prioritas/").context["ranking"].carried) == {"3399011001"}


def test_a_village_no_longer_in_force_is_not_carried_onto_the_list(next_year, client_for):
    Village.objects.filter(code="3399012002").update(valid_to=date(2027, 12, 31))
    assert set(client_for(next_year.siti).get("/prioritas/").context["ranking"].carried) == {"3399011001"}


def test_progress_tells_the_old_wave_from_the_new_one(next_year, client_for):
    siti, bupati = client_for(next_year.siti), client_for(next_year.bupati)
    sign(bupati, propose_priority(siti))
    page = siti.get("/prioritas/kemajuan/")
    states = {one.place.village.code: (one.place.wave_year, one.state) for one in page.context["page"]}
    assert states["3399012001"] == (2027, "tuntas")
    assert states["3399012002"] == (2027, "belum tuntas")
    assert states["3399022001"] == (2028, "belum mulai")
    assert len(states) == 6


def test_two_years_on_a_village_is_carried_for_two(next_year, client_for):
    siti, bupati = client_for(next_year.siti), client_for(next_year.bupati)
    sign(bupati, propose_priority(siti))
    assert press(siti).status_code == 302
    assert Programme.objects.get().year == 2029
    carried = siti.get("/prioritas/").context["ranking"].carried
    assert carried["3399012002"] == (1, 2027) and carried["3399022001"][1] == 2028 and len(carried) == 5
    ages = {one.place.village.code: one.years_carried for one in siti.get("/prioritas/kemajuan/").context["page"]}
    assert ages["3399012002"] == 2 and ages["3399022001"] == 1 and ages["3399012001"] == 0


def test_without_a_plan_for_the_year_the_desk_plans_anew_beside_the_carried(counted, client_for):
    siti, bupati = client_for(counted.siti), client_for(counted.bupati)
    sign(bupati, propose_priority(siti, "?kuota=3"))
    codes = set(PriorityVillage.objects.values_list("village_id", flat=True))
    assert press(siti).status_code == 302
    ranking = siti.get("/prioritas/").context["ranking"]
    assert set(ranking.carried) == codes and ranking.choice.quota == 4
    assert len(ranking.chosen) == 4 and codes < ranking.chosen
    compute_pairing_refused = siti.post("/penugasan/hitung/")
    assert compute_pairing_refused.status_code == 409


def test_a_wave_from_before_sanding_is_carried_into_the_first_year(counted, client_for):
    before_sanding(counted, 2026, {"3399032001": 2026, "3399012001": 2026, "3399012002": 2026})
    reach(counted, "3399012001", 2026, 4, day=date(2026, 3, 1))
    reach(counted, "3399032001", 2026, 1, day=date(2026, 3, 1))
    siti, bupati = client_for(counted.siti), client_for(counted.bupati)
    assert set(siti.get("/prioritas/").context["ranking"].carried) == {"3399032001"}
    decision = sign(bupati, propose_priority(siti))
    assert rows_of(decision)["3399032001"] == 2026 and len(rows_of(decision)) == 4
    assert compute_pairing(siti).basis == decision
