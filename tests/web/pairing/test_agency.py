"""One page for one agency: its villages, why, who lives there, what they lack; a companion sees only its own."""

import pytest

from sanding_web.district.models import Agency
from tests.web.counted_steps import propose_pairing, propose_priority, sign


@pytest.fixture
def paired(counted, client_for):
    siti, bupati = client_for(counted.siti), client_for(counted.bupati)
    sign(bupati, propose_priority(siti, "?kuota=9"))
    sign(bupati, propose_pairing(siti))
    return counted


def test_the_page_says_which_villages_why_who_and_what_they_lack(paired, client_for):
    page = client_for(paired.agus).get("/penugasan/perangkat/PD01/").content.decode()
    assert "Dinas Kesehatan" in page and "3 desa dampingan" in page
    assert "Cocok dengan tugas" in page and "keluarga desil 1" in page
    assert "Akses ke puskesmas" in page
    assert "Menurut Penugasan pendamping 2027, versi 1" in page


def test_a_companion_sees_no_other_agency(paired, client_for):
    agus = client_for(paired.agus)
    other, unknown = agus.get("/penugasan/perangkat/PD02/"), agus.get("/penugasan/perangkat/PD99/")
    assert other.status_code == unknown.status_code == 404
    index = agus.get("/penugasan/perangkat/").content.decode()
    assert "Dinas Kesehatan" in index and "Pekerjaan Umum" not in index


def test_a_kecamatan_sees_its_agencies_with_its_own_villages_only(paired, client_for):
    camat = client_for(paired.camat)
    codes = [one.code for one in paired.camat.grants.get().scope().agencies()]
    page = camat.get(f"/penugasan/perangkat/{codes[0]}/")
    assert page.status_code == 200
    assert all(row["village"].code.startswith("339901") for row in page.context["rows"])


def test_an_agency_without_village_is_told_so_openly(paired, client_for):
    Agency.objects.create(code="PD09", name="Dinas Baru", short="Baru", kind="PD", staff=5)
    siti = client_for(paired.siti)
    assert "belum mendampingi satu desa pun" in siti.get("/penugasan/perangkat/PD09/").content.decode()
    assert "Belum mendampingi desa" in siti.get("/penugasan/perangkat/").content.decode()


def test_before_any_decision_the_pairs_in_force_are_shown_with_their_source(counted, client_for):
    page = client_for(counted.agus).get("/penugasan/perangkat/PD01/").content.decode()
    assert "Belum ada penugasan yang ditetapkan tahun ini" in page and "Daftar 2026" in page
