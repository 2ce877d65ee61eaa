"""Small change, few moves: the loss table, a run within a loss, and its frozen form."""

from itertools import pairwise

import pytest

from sanding_web.decisions.actions import recheck_decision
from sanding_web.decisions.models import Decision
from sanding_web.district.models import Agency, Companionship
from sanding_web.pairing.models import PairingRun, RunAnswer
from tests.web.counted_steps import compute_pairing, propose_pairing, sign

DESK = "/penugasan/"


@pytest.fixture
def paired(listed, client_for):
    """A signed pairing of the four villages."""
    sign(client_for(listed.bupati), propose_pairing(client_for(listed.siti)))
    return listed


def leads(run):
    return {row["village_code"]: row["agency"] for row in run.rows}


def keep(client, loss, against="berlaku"):
    assert client.post(f"{DESK}sedikit-pindah/hitung/", {"loss": loss, "against": against}).status_code == 302
    return PairingRun.objects.order_by("-number").first()


def test_after_one_ban_only_the_banned_village_needs_to_move(paired, client_for):
    siti = client_for(paired.siti)
    before = dict(Companionship.objects.filter(valid_to__isnull=True).values_list("village_id", "agency__code"))
    village = min(before)
    siti.post(f"{DESK}aturan/", {"kind": "ban", "agency": before[village], "village": village, "reason": "Sengketa"})
    run = keep(siti, 1)
    kept = run.content["kept"]
    moved = {code for code, agency in leads(run).items() if code in before and before[code] != agency}
    assert moved == set(kept["moves"]) and village in moved
    assert kept["forced"] == 1 and len(moved) <= len(compute_moves(siti, before))
    page = siti.get(f"{DESK}hitungan/{run.number}/").content.decode()
    assert "sedikit pindah" in page.lower() and "pasangan yang berlaku" in page


def compute_moves(client, before):
    run = compute_pairing(client)
    return {code for code, agency in leads(run).items() if code in before and before[code] != agency}


def test_a_dissolved_agency_moves_its_own_villages(paired, client_for):
    siti = client_for(paired.siti)
    before = dict(Companionship.objects.filter(valid_to__isnull=True).values_list("village_id", "agency__code"))
    gone = min(before.values())
    Agency.objects.filter(code=gone).update(valid_to="2026-12-31")
    run = keep(siti, 1)
    own = {code for code, agency in before.items() if agency == gone}
    assert own <= set(run.content["kept"]["moves"]) and run.content["kept"]["forced"] == len(own)
    assert gone not in leads(run).values()


def test_more_loss_never_means_more_moves_and_no_loss_is_exceeded(paired, client_for):
    siti = client_for(paired.siti)
    run = compute_pairing(siti)
    assert siti.post(f"{DESK}sedikit-pindah/").status_code == 302
    rows = RunAnswer.objects.get(kind="losses").content["rows"]
    assert [one["loss"] for one in rows] == sorted(one["loss"] for one in rows) and rows[0]["loss"] == 0
    assert all(len(a["moves"]) >= len(b["moves"]) for a, b in pairwise(rows))
    best = RunAnswer.objects.get(kind="losses").content["best_worth"]
    assert all(one["given_up"] <= one["loss"] * abs(best) + 0.01 for one in rows)
    page = siti.get(f"{DESK}sedikit-pindah/").content.decode()
    assert page.count(">Pakai<") == len(rows) and str(run) in page


def test_a_run_holds_on_to_the_pairs_of_a_chosen_run(paired, client_for):
    siti = client_for(paired.siti)
    first = compute_pairing(siti)
    run = keep(siti, 1, against=str(first.number))
    assert leads(run) == leads(first) and run.content["kept"]["moves"] == []
    assert run.against == first.official_name and "before" in run.tables


def test_a_kept_run_is_frozen_and_solved_again_to_the_same_bytes(paired, client_for):
    siti = client_for(paired.siti)
    run = keep(siti, 0.5)
    assert siti.post(f"{DESK}usulkan/", {"run": run.number, "note": ""}).status_code == 302
    decision = Decision.objects.get(kind="pairing", state="proposed")
    assert decision.manifest["parameters"]["question"]["loss"] == 0.5
    assert decision.manifest["parameters"]["question"]["way"] == "kept"
    assert recheck_decision(paired.siti, decision).equal


def test_an_agency_that_is_dissolved_makes_the_run_stale_and_its_bans_bind_no_more(paired, client_for):
    siti = client_for(paired.siti)
    first = compute_pairing(siti)
    village = first.rows[0]["village_code"]
    gone = next(one["code"] for one in first.content["agencies"] if one["code"] != first.rows[0]["agency"])
    siti.post(f"{DESK}aturan/", {"kind": "ban", "agency": gone, "village": village, "reason": "Uji"})
    Agency.objects.filter(code=gone).update(valid_to="2026-12-31")
    assert "tidak lagi sesuai" in siti.get(DESK).content.decode()
    run = keep(siti, 1)
    assert run.computed_at is not None and run.content["question"]["bans"] == []
    assert "tidak lagi sesuai" not in siti.get(DESK).content.decode()


@pytest.mark.parametrize("loss", ["-1", "2", "banyak", ""])
def test_a_loss_outside_nothing_to_all_starts_no_run(paired, client_for, loss):
    siti = client_for(paired.siti)
    compute_pairing(siti)
    before = PairingRun.objects.count()
    assert siti.post(f"{DESK}sedikit-pindah/hitung/", {"loss": loss, "against": "berlaku"}).status_code == 302
    assert PairingRun.objects.count() == before
