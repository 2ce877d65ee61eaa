"""Small counts of decile 1 (ADR 0014): who judges the list sees them, everyone else reads "disamarkan"."""

import csv
import io

import pytest
from openpyxl import load_workbook

from sanding_web.decisions.models import Decision
from sanding_web.registry.models import VillageCount
from tests.web.counted_steps import propose_pairing, propose_priority, sign

SMALL = "3399012001"
"""A village of Agus, with 4 families (16 persons) in decile 1."""


@pytest.fixture
def small(counted):
    VillageCount.objects.filter(village_code=SMALL).update(families=110, families_d1=4, persons_d1=16)
    return counted


@pytest.fixture
def decided(small, client_for):
    sign(client_for(small.bupati), propose_priority(client_for(small.siti), "?kuota=9"))
    return small


def csv_row(client):
    text = client.get("/prioritas/unduh/csv/").content.decode("utf-8-sig")
    return next(row for row in csv.DictReader(io.StringIO(text), delimiter=";") if row["KODE DESA"] == SMALL)


def test_a_companion_reads_suppressed_where_the_secretariat_reads_four(decided, client_for):
    siti, agus = csv_row(client_for(decided.siti)), csv_row(client_for(decided.agus))
    telling = ("KELUARGA DESIL 1", "ORANG DESIL 1", "BAGIAN DESIL 1", "SKOR")
    assert (siti["KELUARGA DESIL 1"], siti["ORANG DESIL 1"]) == ("4", "16")
    assert [agus[one] for one in telling] == ["disamarkan"] * 4
    assert agus["URUTAN"].isdigit() and agus["KELUARGA"] == "110"


def test_the_page_of_a_companion_says_suppressed(decided, client_for):
    page = client_for(decided.agus).get("/prioritas/")
    assert [str(one) for row in page.context["table"].rows for one in row.cells].count("disamarkan") == 3
    assert "disamarkan" in page.content.decode()
    why = client_for(decided.agus).get(f"/prioritas/desa/{SMALL}/").content.decode()
    assert "disamarkan" in why and "4 keluarga desil 1" not in why and "3,6%" not in why


@pytest.mark.parametrize(
    "address", ["/prioritas/", "/prioritas/semua/", "/prioritas/kecamatan/", "/prioritas/gelombang/"]
)
def test_the_desk_is_exact_for_those_who_decide_only(small, client_for, address):
    for person, hidden in ((small.siti, False), (small.bupati, False), (small.dinsos, True), (small.inspektur, True)):
        page = client_for(person).get(address)
        assert page.status_code == 200
        assert ("disamarkan" in page.content.decode()) is hidden, person


def test_the_workbook_says_suppressed_too(small, client_for):
    book = load_workbook(io.BytesIO(client_for(small.dinsos).get("/prioritas/unduh/xlsx/").content))
    values = [cell for row in book.active.iter_rows(values_only=True) for cell in row]
    assert values.count("disamarkan") == 4


def test_decisions_and_pairings_suppress_for_the_same_roles(decided, client_for):
    sign(client_for(decided.bupati), propose_pairing(client_for(decided.siti)))
    addresses = [f"/keputusan/{one.pk}/" for one in Decision.objects.all()]
    addresses += ["/penugasan/", f"/penugasan/?desa={SMALL}", "/penugasan/unduh/csv/"]
    for address in addresses:
        for person, hidden in ((decided.siti, False), (decided.dinsos, True)):
            page = client_for(person).get(address)
            assert page.status_code == 200, address
            assert ("disamarkan" in page.content.decode("utf-8-sig")) is hidden, (address, person)


def test_the_page_of_an_agency_suppresses_count_and_load(decided, client_for):
    sign(client_for(decided.bupati), propose_pairing(client_for(decided.siti)))
    pages = [
        (
            client_for(decided.dinsos).get(f"/penugasan/perangkat/{code}/"),
            client_for(decided.siti).get(f"/penugasan/perangkat/{code}/"),
        )
        for code in ("PD01", "PD02", "BG01")
    ]
    found = [(one.content.decode(), two.content.decode()) for one, two in pages if one.status_code == 200]
    exact = [pair for pair in found if "4 keluarga desil 1 (16 orang)" in pair[1]]
    assert len(exact) == 1
    assert "disamarkan keluarga desil 1 (disamarkan orang)" in exact[0][0]
    assert "Unit memegang" not in exact[0][0]
