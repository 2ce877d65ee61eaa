"""The public check of a printed code: it says whether a code is known and in force, and names nobody."""

from django.test import Client

from tests.web.counted_steps import propose_priority, sign


def test_a_known_code_is_in_force_after_signing_and_names_nobody(counted, client_for):
    proposal = propose_priority(client_for(counted.siti))
    visitor = Client()
    assert "masih rancangan" in visitor.get(f"/keputusan/periksa/{proposal.code}/").content.decode()
    sign(client_for(counted.bupati), proposal)
    page = visitor.get("/keputusan/periksa/", {"kode": proposal.digest}).content.decode()
    assert "keputusan berlaku" in page
    assert not [name for name in ("Siti", "Bupati", "Banyusari", "Karangrejo") if name in page]


def test_an_unknown_short_or_hostile_code_is_not_known(counted):
    for code in ("0" * 64, "abc", "<script>alert(1)</script>", "%" * 20):
        page = Client().get("/keputusan/periksa/", {"kode": code})
        assert page.status_code == 200 and "Kode tidak dikenal" in page.content.decode()
        assert "<script>alert" not in page.content.decode()
