"""From the desk to the companion: rank, propose, sign, pair, propose, sign; and what each step leaves behind."""

from sanding_web.audit.models import Entry
from sanding_web.district.models import Companionship
from sanding_web.targeting.models import PriorityVillage
from tests.web.counted_steps import compute_pairing, propose_pairing, propose_priority, sign


def test_the_whole_way_from_ranking_to_companions(counted, client_for):
    siti, bupati = client_for(counted.siti), client_for(counted.bupati)
    priority = sign(bupati, propose_priority(siti))
    assert PriorityVillage.objects.filter(decision=priority).count() == 4

    run = compute_pairing(siti)
    assert run.computed_at is not None and run.content["conflicts"] == []
    desk = siti.get("/penugasan/").content.decode()
    assert "4 dari 4 desa" in desk and "Terbukti terbaik" in desk

    pairing = sign(bupati, propose_pairing(siti), decree_number="400/1/2027")
    assert pairing.state == "signed" and pairing.decided_by == counted.bupati
    held = Companionship.objects.filter(valid_to__isnull=True)
    assert held.count() == 4 and set(held.values_list("source", flat=True)) == {str(pairing)}
    assert Companionship.objects.filter(source="Daftar 2026", valid_to__isnull=False).count() == 2
    acts = Entry.objects.filter(action__startswith="decision").order_by("pk").values_list("action", flat=True)
    assert list(acts) == ["decision.propose", "decision.sign", "decision.propose", "decision.sign"]


def test_papers_of_a_signed_pairing_are_files_and_are_audited(counted, client_for):
    siti, bupati = client_for(counted.siti), client_for(counted.bupati)
    sign(bupati, propose_priority(siti))
    pairing = sign(bupati, propose_pairing(siti))
    for name, start in (("sk", b"PK"), ("lampiran", b"PK"), ("salinan", b"%PDF")):
        paper = siti.get(f"/keputusan/{pairing.pk}/naskah/{name}/")
        assert paper.status_code == 200 and paper.content.startswith(start)
        assert paper["Content-Disposition"].startswith("attachment")
    assert Entry.objects.filter(action="document.download", actor=counted.siti).count() == 3
    assert siti.get(f"/keputusan/{pairing.pk}/naskah/lain/").status_code == 404


def test_the_annex_is_the_same_bytes_when_asked_twice(counted, client_for):
    siti, bupati = client_for(counted.siti), client_for(counted.bupati)
    sign(bupati, propose_priority(siti))
    pairing = sign(bupati, propose_pairing(siti))
    first, second = (siti.get(f"/keputusan/{pairing.pk}/naskah/sk/").content for _ in range(2))
    assert first == second
