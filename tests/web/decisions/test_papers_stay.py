"""The papers of a signed decision stay as they were signed: template, letterhead, signatory, number, bytes."""

import pytest
from django.utils import timezone

from sanding_web.decisions.models import (
    Imprint,
    KeptPaper,
    LetterheadVersion,
    NumberPattern,
    SignatoryTerm,
    TakenNumber,
    TemplateUse,
    TemplateVersion,
)
from tests.sanding.documents.test_template_sandbox import template, text_of
from tests.web.counted_steps import propose_pairing, propose_priority, sign

PATTERN = "100.3.3.2/{nomor}/{tahun}"


@pytest.fixture(autouse=True)
def _no_office(monkeypatch):
    monkeypatch.setattr("sanding.documents.office_pdf.PROGRAMMES", ())


def own_words(person, text: str, kind: str = "sk") -> None:
    """Put a template of one line into use."""
    number = TemplateVersion.objects.filter(kind=kind).count() + 1
    version = TemplateVersion.objects.create(
        kind=kind, number=number, filename="sk.docx", content=template(text), digest="0" * 64, reason="uji",
        by=person, at=timezone.now(),
    )  # fmt: skip
    TemplateUse.objects.create(kind=kind, version=version, since=timezone.now(), by=person, reason="uji")


@pytest.fixture
def proposal(counted, client_for):
    siti, bupati = client_for(counted.siti), client_for(counted.bupati)
    sign(bupati, propose_priority(siti))
    return propose_pairing(siti)


def paper(client, decision, name: str = "sk") -> bytes:
    return client.get(f"/keputusan/{decision.pk}/naskah/{name}/").content


def test_a_draft_follows_the_settings_and_a_signed_paper_no_longer_does(counted, client_for, proposal):
    siti, bupati = client_for(counted.siti), client_for(counted.bupati)
    own_words(counted.siti, "Templat lama {{ nomor }} {{ penanda.nama }}")
    assert "Templat lama" in text_of(paper(siti, proposal))
    sign(bupati, proposal, decree_number="7/2027")
    before = {name: paper(siti, proposal, name) for name in ("sk", "lampiran", "salinan")}
    own_words(counted.siti, "Templat baru {{ nomor }}")
    SignatoryTerm.objects.create(
        signs="decree", name="ORANG LAIN", valid_from="2020-01-01", entered_by=counted.siti, entered_at=timezone.now()
    )
    LetterheadVersion.objects.create(
        lines=["KOP LAIN"], paper="A4", place="Lain", since=timezone.now(), by=counted.siti, reason="uji"
    )
    assert {name: paper(siti, proposal, name) for name in before} == before
    assert "Templat lama 7/2027 Nama Bupati Rekaan" in text_of(before["sk"])
    assert Imprint.objects.get(decision=proposal).template_words == "templat sk.docx, versi 1"


def test_a_number_from_the_pattern_is_taken_at_the_signature_only(counted, client_for, proposal):
    NumberPattern.objects.create(kind="sk", pattern=PATTERN, since=timezone.now(), by=counted.siti)
    bupati = client_for(counted.bupati)
    page = bupati.get(f"/keputusan/{proposal.pk}/tetapkan/").content.decode()
    assert "Nomor berikutnya sekarang 100.3.3.2/1/" in page
    assert TakenNumber.objects.count() == 0
    both = {"decree_number": "9", "take_number": "on", "decree_date": "2027-01-04"}
    assert bupati.post(f"/keputusan/{proposal.pk}/tetapkan/", both).status_code == 422
    sign(bupati, proposal, take_number="on", decree_date="2027-01-04")
    assert proposal.decree_number == "100.3.3.2/1/2027"
    assert "NOMOR 100.3.3.2/1/2027" in text_of(paper(client_for(counted.siti), proposal))


def test_a_revoked_decision_keeps_its_number_and_the_next_gets_another(counted, client_for, proposal):
    NumberPattern.objects.create(kind="sk", pattern=PATTERN, since=timezone.now(), by=counted.siti)
    siti, bupati = client_for(counted.siti), client_for(counted.bupati)
    sign(bupati, proposal, take_number="on", decree_date="2027-01-04")
    bupati.post(f"/keputusan/{proposal.pk}/cabut/", {"reason": "Keliru"})
    second = sign(bupati, propose_pairing(siti), take_number="on", decree_date="2027-01-05")
    assert second.decree_number == "100.3.3.2/2/2027"
    assert sorted(TakenNumber.objects.values_list("value", flat=True)) == [1, 2]


def test_without_a_pattern_the_form_asks_for_no_number_of_ours(counted, client_for, proposal):
    page = client_for(counted.bupati).get(f"/keputusan/{proposal.pk}/tetapkan/").content.decode()
    assert "take_number" not in page


def test_kept_papers_are_the_same_bytes_even_if_the_product_draws_differently(
    counted, client_for, proposal, monkeypatch
):
    siti, bupati = client_for(counted.siti), client_for(counted.bupati)
    assert siti.post(f"/keputusan/{proposal.pk}/simpan-naskah/").status_code == 409
    sign(bupati, proposal)
    assert siti.post(f"/keputusan/{proposal.pk}/simpan-naskah/").status_code == 302
    kept = {one.name: bytes(one.content) for one in KeptPaper.objects.filter(decision=proposal)}
    assert sorted(kept) == ["lampiran", "salinan", "sk"]
    monkeypatch.setattr("sanding_web.pairing.papers.decree_docx", lambda *_, **__: b"lain")
    assert {name: paper(bupati, proposal, name) for name in kept} == kept
    siti.post(f"/keputusan/{proposal.pk}/simpan-naskah/")
    assert KeptPaper.objects.filter(decision=proposal).count() == 3


def test_who_may_not_have_papers_may_not_keep_them(counted, client_for, proposal):
    sign(client_for(counted.bupati), proposal)
    assert client_for(counted.agus).post(f"/keputusan/{proposal.pk}/simpan-naskah/").status_code == 404
    assert client_for(counted.camat).post(f"/keputusan/{proposal.pk}/simpan-naskah/").status_code == 403
