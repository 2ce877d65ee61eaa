"""The priority desk: it answers by address, writes nothing on reading, and freezes what was seen."""

import io
import re

import pytest
from openpyxl import load_workbook

from sanding_web.audit.models import Entry
from sanding_web.decisions.models import Decision
from sanding_web.district.models import Village
from sanding_web.registry.models import VillageCount, VillageIndex
from sanding_web.targeting.models import Scenario
from tests.web.counted_steps import propose_priority, sign

DESK = "/prioritas/"


def shown(page):
    """The names in the table of the desk above the cut line."""
    return [str(row.cells[1]) for row in page.context["table"].rows if row.kind == "row"]


def priority_codes(page):
    return set(page.context["ranking"].chosen)


def plain(content):
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", content.decode())


def test_desk_shows_count_share_and_index_together_and_says_what_stands_in(counted, client_for):
    page = client_for(counted.siti).get(DESK).content.decode()
    assert "DTSEN TW III 2026" in page and "IDM 2024" in page
    assert "Garis batas: kuota 4 desa/kelurahan" in page
    assert "tak ada" in page and "dipakai" in page
    assert "3 desa/kelurahan tidak mempunyai IDM 2024" in page


def test_the_address_alone_drives_the_calculation(counted, client_for):
    siti = client_for(counted.siti)
    two = siti.get(DESK, {"kuota": 2, "metode": "pemalang"})
    assert len(priority_codes(two)) == 2
    assert two.context["ranking"].choice.method == "pemalang"
    assert siti.get(DESK).context["ranking"].choice.quota == 4


def test_changed_weights_say_who_enters_and_leaves(counted, client_for):
    village = Village.objects.order_by("code").first()
    VillageCount.objects.filter(village_code=village.code).update(families=12, families_d1=10, families_d1_2=10)
    page = client_for(counted.siti).get(DESK, {"metode": "pemalang", "kuota": 4})
    assert page.context["leaving"] == [village.name] and len(page.context["entering"]) == 1
    assert "1 desa masuk, 1 keluar" in page.content.decode()


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"kuota": 0}, "kuota"),
        ({"kuota": 99}, "9 desa/kelurahan"),
        ({"kuota": "banyak"}, "kuota"),
        ({"metode": "rahasia"}, "metode"),
        ({"bobot_count": 0, "bobot_share": 0, "bobot_index": 0}, "bobot"),
    ],
)
def test_a_wrong_entry_is_named_and_the_desk_stays(counted, client_for, query, words):
    page = client_for(counted.siti).get(DESK, query)
    assert page.status_code == 422
    text = page.content.decode().lower()
    assert "perlu diperbaiki" in text and words.lower() in text and "garis batas" in text


def test_an_htmx_swap_equals_a_fresh_load(counted, client_for):
    siti, query = client_for(counted.siti), {"metode": "share", "kuota": 3}
    whole = plain(siti.get(DESK, query).content)
    part = plain(siti.get(DESK, query, headers={"HX-Request": "true"}).content)
    assert part.strip().startswith('<div id="meja">') and part.strip() in whole


def test_reading_writes_nothing_and_asks_a_bounded_number_of_questions(
    counted, client_for, django_assert_max_num_queries
):
    siti = client_for(counted.siti)
    siti.get(DESK)
    for address in (DESK, f"{DESK}semua/", f"{DESK}kecamatan/", f"{DESK}gelombang/", f"{DESK}usulkan/"):
        with django_assert_max_num_queries(40) as asked:
            assert siti.get(address).status_code == 200
        assert not [q["sql"] for q in asked if q["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert not Decision.objects.exists() and not Scenario.objects.exists()


def test_without_counts_or_index_the_desk_says_what_is_missing(cast, client_for):
    page = client_for(cast.siti).get(DESK)
    assert page.status_code == 200 and "belum ada" in page.content.decode()


def test_without_any_index_the_desk_says_so(counted, client_for):
    VillageIndex.objects.all().delete()
    assert "indeks desa belum ada" in client_for(counted.siti).get(DESK).content.decode()


def test_waves_follow_the_selects_and_a_kecamatan_outside_gives_no_village(counted, client_for):
    query = {"gel_339901": 1, "gel_339902": 2, "gel_339903": 0}
    page = client_for(counted.siti).get(f"{DESK}gelombang/", query)
    ranking = page.context["ranking"]
    assert [(wave.number, wave.year, wave.kecamatan) for wave in ranking.plan] == [
        (1, 2027, ("339901",)), (2, 2028, ("339902",)),
    ]  # fmt: skip
    assert not [code for code in ranking.chosen if code.startswith("339903")]


def test_every_village_is_listed_and_the_filter_keeps_one_kecamatan(counted, client_for):
    siti = client_for(counted.siti)
    assert len(shown(siti.get(f"{DESK}semua/"))) == 9
    assert len(shown(siti.get(f"{DESK}semua/", {"kecamatan": "339902"}))) == 3


def test_why_a_village_stands_where_it_stands(counted, client_for):
    code = Village.objects.order_by("code").last().code
    page = client_for(counted.siti).get(f"{DESK}desa/{code}/").content.decode()
    assert "terbanyak ke-" in page and "Bobot jumlah" in page
    assert client_for(counted.siti).get(f"{DESK}desa/3399999999/").status_code == 404


def test_a_scenario_keeps_the_choice_and_decides_nothing(counted, client_for):
    siti = client_for(counted.siti)
    answer = siti.post(f"{DESK}skenario/?metode=share&kuota=3", {"name": "Tiga desa"})
    scenario = Scenario.objects.get()
    assert answer.status_code == 302 and answer.url == f"{DESK}?skenario={scenario.pk}"
    again = siti.get(answer.url).context["ranking"].choice
    assert (again.method, again.quota) == ("share", 3)
    assert not Decision.objects.exists()
    assert siti.post(f"{DESK}skenario/", {"name": ""}).status_code == 422


def test_what_was_read_is_what_is_proposed_or_nothing(counted, client_for):
    siti = client_for(counted.siti)
    seen = siti.get(f"{DESK}usulkan/").context["seen"]
    VillageCount.objects.filter(village_code="3399012001").update(families_d1=1, families_d1_2=1)
    answer = siti.post(f"{DESK}usulkan/", {"seen": seen, "note": ""})
    assert answer.status_code == 409 and "berubah sejak Anda membuka" in answer.content.decode()
    assert not Decision.objects.exists()


def test_the_leader_reads_the_desk_but_cannot_propose(counted, client_for):
    bupati = client_for(counted.bupati)
    page = bupati.get(DESK)
    assert page.status_code == 200 and "Usulkan penetapan" not in page.content.decode()
    assert bupati.get(f"{DESK}usulkan/").status_code == 403
    assert bupati.post(f"{DESK}skenario/", {"name": "x"}).status_code == 403


def test_files_hold_every_village_as_inert_text(counted, client_for):
    Village.objects.filter(code="3399012001").update(name="=1+1")
    siti = client_for(counted.siti)
    rows = siti.get(f"{DESK}unduh/csv/").content.decode("utf-8-sig").splitlines()
    assert len(rows) == 10 and "'=1+1" in "".join(rows)
    book = load_workbook(io.BytesIO(siti.get(f"{DESK}unduh/xlsx/").content))
    cells = [cell for row in book.active.iter_rows() for cell in row]
    assert [cell.data_type for cell in cells if cell.value == "=1+1"] == ["s"]
    assert Entry.objects.filter(action="priority.export").count() == 2
    assert siti.get(f"{DESK}unduh/pdf/").status_code == 404


def test_the_frozen_list_holds_what_the_desk_showed(counted, client_for):
    siti = client_for(counted.siti)
    wanted = priority_codes(siti.get(DESK, {"metode": "share"}))
    decision = sign(client_for(counted.bupati), propose_priority(siti, "?metode=share"))
    assert set(decision.priority_villages.values_list("village_id", flat=True)) == wanted
    assert decision.manifest["parameters"]["choice"]["method"] == "share"
    assert decision.manifest["legal_basis"] == ["Instruksi 1/2026 tentang Pendampingan desa"]
