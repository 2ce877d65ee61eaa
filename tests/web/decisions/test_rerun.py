"""A frozen decision is run again from its own inputs: equal, or what differs; a difference stops the paper."""

import pytest

from sanding_web.decisions.models import Decision, FrozenTable, Recheck
from sanding_web.registry.models import VillageCount
from tests.web.counted_steps import propose_pairing, propose_priority, sign


@pytest.fixture
def signed(counted, client_for):
    siti, bupati = client_for(counted.siti), client_for(counted.bupati)
    return sign(bupati, propose_priority(siti)), sign(bupati, propose_pairing(siti))


@pytest.mark.parametrize("which", [0, 1])
def test_rerun_is_equal_even_after_the_register_moved_on(signed, counted, client_for, which):
    VillageCount.objects.update(families_d1=1, families_d1_2=1)
    client = client_for(counted.inspektur)
    assert client.post(f"/keputusan/{signed[which].pk}/hitung-ulang/").status_code == 302
    row = Recheck.objects.get()
    assert row.equal and row.differences == []
    assert "Hitung ulang sama persis." in client.get(f"/keputusan/{signed[which].pk}/").content.decode()


def test_a_damaged_input_is_named_and_the_paper_is_not_printed(signed, counted, client_for):
    pairing = signed[1]
    kept = FrozenTable.objects.get(decision=pairing, role="input", name="agencies")
    kept.content = bytes(kept.content).replace(b"Dinkes", b"Dinsehat").replace(b",20,", b",90,")
    kept.save()
    client = client_for(counted.siti)
    client.post(f"/keputusan/{pairing.pk}/hitung-ulang/")
    row = Recheck.objects.get()
    assert not row.equal and any("perangkat" in text for text in row.differences)
    refused = client.get(f"/keputusan/{pairing.pk}/naskah/sk/")
    assert refused.status_code == 409 and "tidak dicetak" in refused.content.decode()


def test_the_companion_may_not_start_a_rerun(signed, counted, client_for):
    assert client_for(counted.agus).post(f"/keputusan/{signed[0].pk}/hitung-ulang/").status_code == 404


def test_a_changed_list_is_not_printed_either(signed, counted, client_for):
    kept = FrozenTable.objects.get(decision=signed[1], role="list", name="penugasan.csv")
    kept.content = bytes(kept.content).replace(b"PD01", b"PD02")
    kept.save()
    refused = client_for(counted.siti).get(f"/keputusan/{signed[1].pk}/naskah/sk/")
    assert refused.status_code == 422 and "berubah sejak ditetapkan" in refused.content.decode()


def test_a_changed_manifest_does_not_match_its_code(signed, counted, client_for):
    pairing = signed[1]
    Decision.objects.filter(pk=pairing.pk).update(content=bytes(pairing.content).replace(b"keluarga", b"keluargo"))
    refused = client_for(counted.siti).get(f"/keputusan/{pairing.pk}/naskah/lampiran/")
    assert refused.status_code == 500 and "tidak cocok dengan kodenya" in refused.content.decode()


def test_versions_alone_are_named_but_do_not_spoil_the_list(signed, counted, client_for, monkeypatch):
    monkeypatch.setattr("sanding_web.targeting.freezing.versions_in_use", lambda: {"sanding": "9.9"})
    client = client_for(counted.siti)
    client.post(f"/keputusan/{signed[0].pk}/hitung-ulang/")
    row = Recheck.objects.get()
    assert row.equal and any("sanding" in text for text in row.differences)
    assert client.get(f"/keputusan/{signed[0].pk}/naskah/daftar/").status_code == 200
