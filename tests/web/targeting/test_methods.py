"""Methods side by side: each as the desk itself would list it, sorted by disagreement, to a file as well."""

import csv
import io
from itertools import pairwise

import pytest

from sanding.targeting.methods import METHODS
from sanding_web.district.models import Agency
from sanding_web.registry.models import VillageCount
from tests.web.counted_steps import propose_priority

DESK = "/prioritas/"
PAGE = f"{DESK}metode/"


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("unit", ["keluarga", "orang"])
def test_every_method_makes_a_list_in_either_unit_at_both_levels(counted, client_for, method, unit):
    siti, query = client_for(counted.siti), {"metode": method, "satuan": unit, "kuota": 4}
    page = siti.get(DESK, query)
    assert page.status_code == 200 and len(page.context["ranking"].chosen) == 4
    assert f"desil 1 dalam {unit}" in page.content.decode()
    above = siti.get(f"{DESK}kecamatan/", query)
    assert above.context["ranking"].kecamatan["method"].unique().to_list() == [method]
    assert f"Desil 1 ({unit})" in above.content.decode()


def test_every_method_has_an_honest_hint(counted, client_for):
    page = client_for(counted.siti).get(DESK)
    assert len(page.context["hints"]) == len(METHODS) == len(page.context["desk"].form.fields["metode"].choices)
    text = page.content.decode()
    assert all(str(hint) in text for hint in page.context["hints"].values())


def test_lines_are_told_where_a_quadrant_is_used(counted, client_for):
    siti = client_for(counted.siti)
    assert "Garis kuadran" not in siti.get(DESK).content.decode()
    assert "Garis kuadran: 250 keluarga" in siti.get(DESK, {"metode": "quadrant_count"}).content.decode()


def test_the_comparison_holds_what_each_method_lists_on_the_desk(counted, client_for):
    siti = client_for(counted.siti)
    page = siti.get(PAGE, {"kuota": 4})
    for one, name in zip(page.context["changes"], METHODS, strict=True):
        own = siti.get(DESK, one["query"]).context["ranking"]
        before = page.context["ranking"].chosen
        assert own.choice.method == name and one["villages"] == len(own.chosen)
        assert (len(one["entering"]), len(one["leaving"])) == (len(own.chosen - before), len(before - own.chosen))


def test_sorting_by_disagreement_is_falling_and_filters_part_the_villages(counted, client_for):
    VillageCount.objects.filter(village_code="3399012001").update(families=12, families_d1=10, families_d1_2=10)
    siti = client_for(counted.siti)
    page = siti.get(PAGE, {"kuota": 4, "urut": "selisih"})
    spreads = [row.cells[9] for row in page.context["table"].rows]
    assert spreads[0] > 0 and all(one >= two for one, two in pairwise(spreads))
    sizes = {key: n for key, _word, n in page.context["taken"]}
    assert sum(sizes.values()) == 9
    for key, size in sizes.items():
        assert len(siti.get(PAGE, {"kuota": 4, "pilih": key}).context["table"].rows) == size


def test_correlations_are_a_square_with_one_on_the_diagonal(counted, client_for):
    square = client_for(counted.siti).get(PAGE).context["correlations"]
    cells = [row.cells[1:] for row in square.rows]
    assert len(cells) == len(METHODS)
    for at, row in enumerate(cells):
        assert row[at] == 1.0 and all(row[k] == cells[k][at] and -1 <= row[k] <= 1 for k in range(len(row)))


def test_the_file_holds_ranks_beside_count_share_and_index_and_suppresses_small_ones(counted, client_for):
    VillageCount.objects.filter(village_code="3399012001").update(families=110, families_d1=4, persons_d1=16)
    for person, hidden in ((counted.siti, False), (counted.dinsos, True)):
        answer = client_for(person).get(f"{PAGE}unduh/csv/")
        rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
        row = next(one for one in rows if one["KODE DESA"] == "3399012001")
        assert len(rows) == 9 and {"KELUARGA DESIL 1", "BAGIAN DESIL 1", "INDEKS", "URUTAN TOPSIS"} <= row.keys()
        assert (row["KELUARGA DESIL 1"] == "disamarkan") is hidden
    assert client_for(counted.siti).get(f"{PAGE}unduh/pdf/").status_code == 404


def test_remoteness_is_weighed_only_where_somebody_gives_it_weight(counted, client_for):
    siti, query = client_for(counted.siti), {"kuota": 4, "bobot_remoteness": 30}
    Agency.objects.update(lon=109.2, lat=-7.4)
    assert siti.get(DESK).context["ranking"].inputs.remoteness is None
    page = siti.get(DESK, query)
    assert "need_remoteness" in page.context["ranking"].listed.columns
    decision = propose_priority(siti, "?kuota=4&bobot_remoteness=30")
    assert "remoteness" in decision.manifest["inputs"]
    Agency.objects.update(lon=None, lat=None)
    refused = siti.get(DESK, query)
    assert refused.status_code == 422 and "Jarak belum dapat dihitung" in refused.content.decode()


def test_local_roles_do_not_compare(counted, client_for):
    assert client_for(counted.agus).get(PAGE).status_code == 404
    assert client_for(counted.agus).get(f"{PAGE}unduh/csv/").status_code == 404
