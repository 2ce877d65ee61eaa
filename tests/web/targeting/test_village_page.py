"""Why a village stands where it stands, and what would move it (TGT-05)."""

import pytest

from sanding.targeting.robustness import tornado
from sanding_web.district.models import Village
from sanding_web.registry.models import VillageCount
from tests.web.counted_steps import propose_priority, sign

DESK = "/prioritas/"


def page_of(client, code, query=""):
    return client.get(f"{DESK}desa/{code}/{query}")


@pytest.mark.parametrize("method", ["pemalang", "count", "share", "weighted", "topsis", "quadrant_share"])
def test_the_picture_says_what_the_core_computes(counted, client_for, method):
    code = "3399022001"
    page = page_of(client_for(counted.siti), code, f"?metode={method}")
    shown, ranking = page.context["tornado"], page.context["ranking"]
    one = ranking.inputs
    wanted = tornado(
        one.counts, one.villages, one.index, village_code=code, parameters=ranking.parameters, unit="keluarga",
        uncertainty=ranking.uncertainty, method=method,
    )  # fmt: skip
    assert [(bar.rank_at_low, bar.rank_at_high, bar.swing) for bar in shown.bars] == [
        (row["rank_at_low"], row["rank_at_high"], row["swing"]) for row in wanted.to_dicts()
    ]
    text = page.content.decode()
    assert all(sentence in text for bar in shown.bars for sentence in bar.sentences)
    assert len(shown.table.rows) == wanted.height


def test_each_sentence_says_up_down_or_unchanged(counted, client_for):
    found = page_of(client_for(counted.siti), "3399022001").context["tornado"]
    for bar in found.bars:
        for rank, sentence in zip((bar.rank_at_low, bar.rank_at_high), bar.sentences, strict=True):
            word = "tetap di" if rank == found.rank else "turun ke" if rank > found.rank else "naik ke"
            assert f"desa ini {word} peringkat {rank}" in sentence
        assert 0 <= float(bar.start) <= 100 and float(bar.start) + float(bar.width) <= 101


def test_a_village_without_rank_has_no_picture(counted, client_for):
    code = Village.objects.order_by("code").first().code
    VillageCount.objects.filter(village_code=code).delete()
    page = page_of(client_for(counted.siti), code)
    assert page.status_code == 200 and page.context["tornado"] is None
    assert "Belum dapat diperingkat" in page.content.decode()


def test_local_roles_read_the_picture_of_the_signed_list(counted, client_for):
    sign(client_for(counted.bupati), propose_priority(client_for(counted.siti), "?kuota=9"))
    VillageCount.objects.update(families_d1=9, families_d1_2=9)
    page = page_of(client_for(counted.agus), "3399012001")
    assert page.context["tornado"] is not None and "Bandingkan dengan desa lain" not in page.content.decode()


def test_a_small_count_takes_the_picture_with_it(counted, client_for):
    VillageCount.objects.filter(village_code="3399012001").update(families=110, families_d1=4, persons_d1=16)
    for person, hidden in ((counted.siti, False), (counted.dinsos, True)):
        page = page_of(client_for(person), "3399012001")
        assert (page.context["tornado"] is None) is hidden
