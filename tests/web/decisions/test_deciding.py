"""Who may decide, once, and what the loser of a race is told."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from sanding.errors import NotPermitted, RuleBroken
from sanding_web.decisions import actions, permissions
from sanding_web.decisions.models import Decision
from sanding_web.decisions.states import TRANSITIONS
from sanding_web.district.models import Agency, Companionship, Village
from tests.cast import make_person
from tests.web.counted_steps import propose_pairing, propose_priority, sign


def scoped(user):
    user.scope = user.grants.get().scope()
    return user


@pytest.fixture
def proposal(counted, client_for):
    return propose_priority(client_for(counted.siti))


def test_secretariat_may_not_sign(proposal, counted, client_for):
    assert client_for(counted.ratna).post(f"/keputusan/{proposal.pk}/tetapkan/").status_code == 403
    proposal.refresh_from_db()
    assert proposal.state == "proposed"


def test_a_leader_who_proposed_may_not_sign_it(proposal, counted):
    Decision.objects.filter(pk=proposal.pk).update(proposed_by=counted.bupati)
    proposal.refresh_from_db()
    with pytest.raises(NotPermitted, match="mengusulkan"):
        permissions.check_can_sign(scoped(counted.bupati), proposal)


def test_the_database_refuses_a_proposer_who_signs(proposal, counted):
    with pytest.raises(IntegrityError, match="proposer_does_not_decide"), transaction.atomic():
        Decision.objects.filter(pk=proposal.pk).update(
            state="signed", decided_by=counted.siti, decided_at=timezone.now()
        )


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"state": "signed"}, "decided_has_who_and_when"),
        ({"decree_number": "1"}, "decree_number_only_when_signed"),
        ({"state": "revoked"}, "ended_has_who_and_when"),
    ],
)
def test_the_database_ties_state_to_who_and_when(proposal, values, name):
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.filter(pk=proposal.pk).update(**values)
    for field, value in values.items():
        setattr(proposal, field, value)
    with pytest.raises(ValidationError) as refused:
        proposal.validate_constraints()
    assert name in str(refused.value)


def test_the_second_signer_is_told_who_was_first(proposal, counted, client_for):
    wabup = make_person("Wabup", "leader")
    sign(client_for(counted.bupati), proposal)
    late = client_for(wabup).post(f"/keputusan/{proposal.pk}/tetapkan/")
    assert late.status_code == 409
    assert "sudah berlaku oleh Bupati" in late.content.decode()


def test_two_signers_at_once_one_wins(proposal, counted, monkeypatch):
    """Both have read the proposal; the state moves between the second one's check and write."""
    wabup, bupati = scoped(make_person("Wabup", "leader")), scoped(counted.bupati)
    real, entered = permissions.check_can_sign, []

    def check_then_let_the_other_in(actor, decision):
        real(actor, decision)
        if not entered:
            entered.append(actor)
            actions.sign_decision(bupati, Decision.objects.get(pk=decision.pk))

    monkeypatch.setattr(permissions, "check_can_sign", check_then_let_the_other_in)
    with pytest.raises(RuleBroken, match="sudah berlaku oleh Bupati"), transaction.atomic():
        actions.sign_decision(wabup, proposal)


def test_two_proposals_at_once_one_wins_and_the_other_is_told(proposal, counted, client_for):
    ratna = client_for(counted.ratna)
    page = ratna.get("/prioritas/usulkan/?metode=share")
    answer = ratna.post("/prioritas/usulkan/?metode=share", {"seen": page.context["seen"], "note": ""})
    assert answer.status_code == 409 and "sudah ada usulan dari Siti" in answer.content.decode()
    assert Decision.objects.filter(kind="priority").count() == 1


def test_rejecting_needs_a_reason(proposal, counted, client_for):
    bupati = client_for(counted.bupati)
    assert bupati.post(f"/keputusan/{proposal.pk}/tolak/", {"reason": " "}).status_code == 422
    assert bupati.post(f"/keputusan/{proposal.pk}/tolak/", {"reason": "Kuota keliru"}).status_code == 302
    proposal.refresh_from_db()
    assert (proposal.state, proposal.reason) == ("rejected", "Kuota keliru")


def test_only_the_proposer_withdraws(proposal, counted, client_for):
    reason = {"reason": "Salah bobot"}
    assert client_for(counted.ratna).post(f"/keputusan/{proposal.pk}/tarik/", reason).status_code == 403
    assert client_for(counted.siti).post(f"/keputusan/{proposal.pk}/tarik/", reason).status_code == 302
    proposal.refresh_from_db()
    assert proposal.state == "withdrawn"


def test_a_new_signed_version_replaces_the_old_and_is_its_successor(proposal, counted, client_for):
    siti, bupati = client_for(counted.siti), client_for(counted.bupati)
    sign(bupati, proposal)
    second = sign(bupati, propose_priority(siti, "?metode=share"))
    proposal.refresh_from_db()
    assert (proposal.state, proposal.successor) == ("replaced", second)
    assert second.number == 2


def test_a_pairing_waits_until_its_list_is_signed(proposal, counted, client_for):
    siti, bupati = client_for(counted.siti), client_for(counted.bupati)
    pairing = propose_pairing(siti)
    answer = bupati.post(f"/keputusan/{pairing.pk}/tetapkan/")
    assert answer.status_code == 409 and "menunggu penetapan" in answer.content.decode()
    assert "baru diusulkan" in siti.get("/penugasan/").content.decode()
    sign(bupati, proposal)
    sign(bupati, pairing)


def test_revoking_a_pairing_ends_its_companionships_and_keeps_history(proposal, counted, client_for):
    siti, bupati = client_for(counted.siti), client_for(counted.bupati)
    sign(bupati, proposal)
    pairing = sign(bupati, propose_pairing(siti))
    answer = bupati.post(f"/keputusan/{pairing.pk}/cabut/", {"reason": "Susunan perangkat berubah"})
    assert answer.status_code == 302
    assert not Companionship.objects.filter(valid_to__isnull=True).exists()
    assert Companionship.objects.filter(source="Daftar 2026").count() == 2


def test_every_transition_of_the_life_cycle_has_an_event_and_words():
    assert all(one.event.startswith("decision.") and one.words for one in TRANSITIONS.values())
    assert {one.target for one in TRANSITIONS.values()} | {"proposed"} == {
        "proposed", "signed", "rejected", "withdrawn", "revoked", "replaced",
    }  # fmt: skip


def test_what_signing_changes_is_said_in_numbers_before(proposal, counted, client_for):
    page = client_for(counted.bupati).get(f"/keputusan/{proposal.pk}/tetapkan/").content.decode()
    assert "4 desa/kelurahan menjadi prioritas tahun 2027" in page and "Tercatat atas nama Bupati" in page


def test_a_list_with_a_village_that_ended_is_not_signed(proposal, counted, client_for):
    Village.objects.filter(code="3399032002").update(valid_to="2026-11-01")
    answer = client_for(counted.bupati).post(f"/keputusan/{proposal.pk}/tetapkan/")
    assert answer.status_code == 409 and "tidak berlaku lagi" in answer.content.decode()


def test_a_pairing_with_a_dissolved_agency_is_not_signed(proposal, counted, client_for):
    siti, bupati = client_for(counted.siti), client_for(counted.bupati)
    sign(bupati, proposal)
    pairing = propose_pairing(siti)
    Agency.objects.filter(code="PD01").update(valid_to="2026-11-01")
    answer = bupati.post(f"/keputusan/{pairing.pk}/tetapkan/")
    assert answer.status_code == 409 and "tidak berlaku lagi: PD01" in answer.content.decode()
    assert Companionship.objects.filter(source="Daftar 2026", valid_to__isnull=True).count() == 2
