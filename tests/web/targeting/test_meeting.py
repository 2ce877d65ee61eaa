"""The meeting: borderline villages with their reasons, two or three side by side, then a scenario or a proposal."""

import pytest

from sanding_web.district.models import Village
from sanding_web.registry.models import VillageCount
from sanding_web.targeting.tornado_drawing import tornado_of, widest
from tests.web.counted_steps import propose_priority

DESK = "/prioritas/"
MEETING, COMPARE = f"{DESK}rapat/", f"{DESK}banding/"


def test_borderline_villages_come_with_what_moves_them_most_even_first(counted, client_for):
    page = client_for(counted.siti).get(MEETING, {"kuota": 4})
    firm = page.context["firm"]
    shown = [row["village_code"] for row in page.context["page"]]
    assert set(shown) == set(firm.borderline) and shown
    distances = [abs(firm.by_code[code]["share_in"] - 0.5) for code in shown]
    assert distances == sorted(distances)
    text = page.content.decode()
    assert all(f'name="desa" value="{code}"' in text for code in shown)
    ranking, reasons = page.context["ranking"], [row.cells[-1] for row in page.context["table"].rows]
    assert reasons == [widest(tornado_of(ranking, row)) for row in page.context["page"]]


def test_no_borderline_village_says_so(counted, client_for):
    page = client_for(counted.siti).get(MEETING, {"kuota": 9})
    assert page.context["firm"].sizes["batas"] == 0 and "Tidak ada desa batas." in page.content.decode()


@pytest.mark.parametrize("n", [2, 3])
def test_villages_stand_side_by_side_with_every_method(counted, client_for, n):
    codes = list(Village.objects.order_by("code").values_list("code", flat=True)[1 : n + 1])
    page = client_for(counted.siti).get(COMPARE, {"desa": codes, "kuota": 4})
    table = page.context["table"]
    names = list(Village.objects.filter(code__in=codes).order_by("code").values_list("name", flat=True))
    assert [column.label for column in table.columns[1:]] == names
    labels = [row.cells[0] for row in table.rows]
    assert {"Jumlah desil 1 (keluarga)", "Bagian desil 1", "IDM 2024", "Pita peringkat"} <= set(labels)
    assert sum(label.startswith("Menurut") for label in labels) == 7
    assert len(page.context["tornados"]) == n and "Simpan skenario" in page.content.decode()


def test_too_many_or_unknown_villages_are_refused_and_one_alone_waits_for_another(counted, client_for):
    siti = client_for(counted.siti)
    codes = list(Village.objects.order_by("code").values_list("code", flat=True))
    many = siti.get(COMPARE, {"desa": codes[:4]})
    assert many.status_code == 422 and "paling banyak tiga" in many.content.decode()
    assert siti.get(COMPARE, {"desa": [codes[0], "3399999999"]}).status_code == 404
    one = siti.get(COMPARE, {"desa": [codes[0], codes[0], ""]})
    assert one.status_code == 200 and "table" not in one.context and "Pilih desa" in one.content.decode()
    assert siti.get(COMPARE).status_code == 200


def test_the_choice_travels_through_the_meeting(counted, client_for):
    siti = client_for(counted.siti)
    page = siti.get(MEETING, {"kuota": 3, "metode": "topsis", "bobot_index": 70})
    assert 'name="metode" value="topsis"' in page.content.decode()
    assert f"{DESK}usulkan/?metode=topsis" in page.content.decode()


def test_an_open_proposal_is_named_and_no_second_one_offered(counted, client_for):
    siti = client_for(counted.siti)
    propose_priority(siti, "?kuota=4")
    text = siti.get(MEETING, {"kuota": 4}).content.decode()
    assert "Sudah ada usulan yang menunggu" in text and "Usulkan penetapan…" not in text


def test_the_leader_reads_along_and_small_counts_stay_hidden_from_others(counted, client_for):
    bupati = client_for(counted.bupati).get(MEETING, {"kuota": 4})
    assert bupati.status_code == 200 and "Simpan skenario" not in bupati.content.decode()
    code = "3399012001"
    VillageCount.objects.filter(village_code=code).update(families=110, families_d1=4, persons_d1=16)
    other = "3399012002"
    for person, hidden in ((counted.siti, False), (counted.dinsos, True)):
        page = client_for(person).get(COMPARE, {"desa": [code, other], "kuota": 4})
        assert ("disamarkan" in page.content.decode()) is hidden
        assert (dict(page.context["tornados"])[Village.objects.get(code=code).name] is None) is hidden


@pytest.mark.parametrize("address", [MEETING, COMPARE, f"{DESK}aturan/", f"{DESK}undian/"])
def test_local_roles_stay_outside(counted, client_for, address):
    assert client_for(counted.agus).get(address).status_code == 404


def test_reading_asks_a_bounded_number_of_questions(counted, client_for, django_assert_max_num_queries):
    siti = client_for(counted.siti)
    codes = ["3399012001", "3399012002"]
    for address in (MEETING, f"{COMPARE}?desa={codes[0]}&desa={codes[1]}", f"{DESK}metode/", f"{DESK}ketahanan/"):
        with django_assert_max_num_queries(40):
            assert siti.get(address).status_code == 200
