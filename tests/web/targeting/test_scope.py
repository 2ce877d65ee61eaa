"""Local roles see their own villages on the signed list, and nothing of the others, on every page and in every file."""

import pytest

from sanding_web.decisions.models import Decision
from sanding_web.district.models import Village
from tests.web.counted_steps import propose_pairing, propose_priority, sign

LOCAL = {"agus": "3399012001", "dewi": "3399022001", "camat": "339901", "operator": "3399012001"}


@pytest.fixture
def decided(counted, client_for):
    siti, bupati = client_for(counted.siti), client_for(counted.bupati)
    sign(bupati, propose_priority(siti, "?kuota=9"))
    return counted


def decision_page():
    return f"/keputusan/{Decision.objects.get(kind='priority').pk}/"


def outside(person, cast):
    scope = getattr(cast, person).grants.get().scope()
    mine = set(scope.villages().values_list("code", flat=True))
    return Village.objects.exclude(code__in=mine)


@pytest.mark.parametrize("person", LOCAL)
def test_lists_and_files_hold_only_ones_own_villages(decided, client_for, person):
    client, others = client_for(getattr(decided, person)), outside(person, decided)
    addresses = ["/prioritas/", "/penugasan/", "/keputusan/", decision_page()]
    addresses += ["/prioritas/unduh/csv/"] if person != "operator" else []
    for address in addresses:
        page = client.get(address)
        assert page.status_code == 200, address
        text = page.content.decode()
        seen = [one.name for one in others if one.name in text or one.code in text]
        assert not seen, (address, seen)


def test_one_sees_ones_own_village_there(decided, client_for):
    page = client_for(decided.agus).get("/prioritas/").content.decode()
    assert Village.objects.get(code="3399012001").name in page
    lines = client_for(decided.agus).get("/prioritas/unduh/csv/").content.decode("utf-8-sig").splitlines()
    assert len(lines) == 2 and "3399012001" in lines[1]


@pytest.mark.parametrize("person", LOCAL)
def test_outside_is_404_like_unknown(decided, client_for, person):
    client = client_for(getattr(decided, person))
    strange = outside(person, decided).order_by("code").last().code
    one, two = client.get(f"/prioritas/desa/{strange}/"), client.get("/prioritas/desa/3399999999/")
    assert one.status_code == two.status_code == 404
    assert one.content.replace(strange.encode(), b"x") == two.content.replace(b"3399999999", b"x")
    for address in ("/prioritas/semua/", "/prioritas/kecamatan/", "/prioritas/gelombang/"):
        assert client.get(address).status_code == 404


def test_local_roles_see_no_proposal(counted, client_for):
    proposal = propose_priority(client_for(counted.siti))
    agus = client_for(counted.agus)
    assert agus.get(f"/keputusan/{proposal.pk}/").status_code == 404
    assert "Belum ada keputusan" in agus.get("/keputusan/").content.decode()


def test_papers_of_the_whole_list_are_not_for_local_roles(decided, client_for):
    assert client_for(decided.agus).get(f"{decision_page()}naskah/daftar/").status_code == 404
    assert client_for(decided.inspektur).get(f"{decision_page()}naskah/daftar/").status_code == 200


def test_after_signing_a_pairing_scope_moves_with_it(decided, client_for):
    siti, bupati = client_for(decided.siti), client_for(decided.bupati)
    sign(bupati, propose_pairing(siti))
    mine = decided.agus.grants.get().scope().villages()
    page = client_for(decided.agus).get("/penugasan/").content.decode()
    assert mine.count() == 3 and all(one.name in page for one in mine)
