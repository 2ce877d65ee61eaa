"""How firmly villages stand: drawn once, shown beside the list and on a page, frozen, run again as equal."""

import json

import polars as pl
import pytest
from django.core.cache import cache

from sanding.targeting.robustness import draw_robustness
from sanding_web.decisions.kinds import kind_of
from sanding_web.decisions.models import Decision, FrozenTable
from sanding_web.district.models import Village
from sanding_web.registry.models import VillageCount
from sanding_web.targeting import robust
from tests.web.counted_steps import propose_priority, sign

DESK = "/prioritas/"
PAGE = f"{DESK}ketahanan/"


@pytest.fixture(autouse=True)
def nothing_kept():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def drawn(monkeypatch):
    """How often draws were computed."""
    calls = []

    def counting(*given, **more):
        calls.append(more["seed"])
        return draw_robustness(*given, **more)

    monkeypatch.setattr(robust, "draw_robustness", counting)
    return calls


def test_the_list_answers_without_draws_and_points_to_them(counted, client_for, drawn):
    page = client_for(counted.siti).get(DESK).content.decode()
    assert not drawn
    assert f'hx-get="{PAGE}?' in page and ">Uji ketahanan</a>" in page


def test_the_part_brings_class_share_and_band_of_every_village_around_the_cut(counted, client_for, drawn):
    siti = client_for(counted.siti)
    part = siti.get(PAGE, {"kuota": 4}, headers={"HX-Request": "true"})
    text = part.content.decode()
    assert text.strip().startswith('<div id="urutan-isi">') and drawn == [2027]
    rows = [row for row in part.context["table"].rows if row.kind == "row"]
    assert len(rows) == 9 and all("peringkat" in str(row.cells[-1]) for row in rows)
    assert "5.000 undian dengan benih 2027" in text
    firm = part.context["firm"]
    assert sum(firm.sizes.values()) == 9 and firm.sizes["batas"] > 0


def test_draws_are_kept_by_inputs_choice_and_seed(counted, client_for, drawn):
    siti = client_for(counted.siti)
    for _ in range(2):
        siti.get(PAGE, {"kuota": 4})
    assert drawn == [2027]
    assert "Ketahanan" in siti.get(DESK, {"kuota": 4}).content.decode() and drawn == [2027]
    siti.get(PAGE, {"kuota": 4, "benih": 7})
    siti.get(PAGE, {"kuota": 3})
    VillageCount.objects.filter(village_code="3399012001").update(families_d1=11, families_d1_2=11)
    siti.get(PAGE, {"kuota": 4})
    assert drawn == [2027, 7, 2027, 2027]


def test_without_script_the_page_lists_every_village_and_keeps_one_class(counted, client_for):
    siti = client_for(counted.siti)
    page = siti.get(PAGE, {"kuota": 4})
    sizes = page.context["firm"].sizes
    assert len(page.context["table"].rows) == 9
    for name, size in sizes.items():
        kept = siti.get(PAGE, {"kuota": 4, "golongan": name})
        assert len(kept.context["table"].rows) == size
    text = page.content.decode()
    assert "Umur hitungan" in text and "Sumber:" in text and "keputusan sendiri" in text


def test_the_page_shows_what_the_core_draws(counted, client_for):
    page = client_for(counted.siti).get(PAGE, {"kuota": 4, "benih": 11, "metode": "share"})
    ranking = page.context["ranking"]
    one = ranking.inputs
    wanted = draw_robustness(
        one.counts, one.villages, one.index, parameters=ranking.parameters, unit="keluarga", quota=4, seed=11,
        uncertainty=ranking.uncertainty, draws=5000, method="share", plan=ranking.plan,
    )  # fmt: skip
    assert page.context["firm"].frame.equals(wanted)


def test_a_village_without_counts_is_neither_sure_nor_unsure(counted, client_for):
    code = Village.objects.order_by("code").first().code
    VillageCount.objects.filter(village_code=code).delete()
    page = client_for(counted.siti).get(PAGE, {"kuota": 4})
    assert page.context["firm"].by_code[code]["class"] is None
    assert "Tidak dapat dihitung" in page.content.decode()
    desk = client_for(counted.siti).get(DESK, {"kuota": 4})
    assert desk.context["unranked"] == [Village.objects.get(code=code).name]
    assert "1 desa/kelurahan belum berperingkat" in desk.content.decode()


def test_no_kecamatan_in_the_plan_draws_nothing(counted, client_for):
    outside = {f"gel_33990{n}": 0 for n in (1, 2, 3)}
    page = client_for(counted.siti).get(PAGE, outside)
    assert page.status_code == 200 and page.context["firm"] is None
    assert "belum ada kecamatan dalam gelombang" in page.content.decode()


def test_a_seed_that_is_no_number_is_named(counted, client_for):
    page = client_for(counted.siti).get(DESK, {"benih": "-3"})
    assert page.status_code == 422 and "Benih uji ketahanan" in page.content.decode()


def test_the_decision_freezes_seed_draws_figures_and_the_class_of_each_village(counted, client_for):
    siti = client_for(counted.siti)
    decision = sign(client_for(counted.bupati), propose_priority(siti, "?kuota=4&benih=41"))
    kept = decision.manifest
    assert kept["seed"] == 41 and kept["parameters"]["robustness"]["draws"] == 5000
    assert set(kept["parameters"]["robustness"]["uncertainty"]) >= {"certain", "out", "band", "concentration"}
    table = FrozenTable.objects.get(decision=decision, role="list", name="ketahanan.csv")
    frame = pl.read_csv(bytes(table.content), infer_schema_length=0)
    assert frame.height == 9 and set(frame["class"]) <= {"pasti", "batas", "tidak"}
    shown = client_for(counted.agus).get(f"/keputusan/{decision.pk}/").content.decode()
    assert "Ketahanan dari 5.000 undian dengan benih 41" in shown


def test_a_new_decision_runs_again_byte_for_byte(counted, client_for):
    siti = client_for(counted.siti)
    decision = propose_priority(siti, "?kuota=4&metode=topsis&bobot_index=60")
    cache.clear()
    again = kind_of(decision).rerun(decision)
    assert again.digest == decision.digest


def _as_release_010(decision):
    """What 0.1.0 froze of the same list: no seeds, no draws, no lots."""
    plain = json.loads(bytes(decision.content))
    for name in ("seed", "lots"):
        plain["parameters"]["choice"].pop(name, None)
    plain["parameters"].pop("robustness", None)
    plain["content"].pop("ketahanan", None)
    plain["seed"] = None
    return plain


def test_a_decision_of_release_0_1_0_still_runs_again_as_equal(counted, client_for):
    decision = propose_priority(client_for(counted.siti), "?kuota=4")
    old = _as_release_010(decision)
    content = (json.dumps(old, sort_keys=True, indent=2, ensure_ascii=False) + "\n").encode()
    Decision.objects.filter(pk=decision.pk).update(content=content)
    FrozenTable.objects.filter(decision=decision, name="ketahanan.csv").delete()
    again = kind_of(decision).rerun(Decision.objects.get(pk=decision.pk))
    assert again.files["keputusan.json"] == content
    page = client_for(counted.siti).get(f"/keputusan/{decision.pk}/")
    assert page.status_code == 200 and "Ketahanan" not in page.content.decode()


def test_the_proposal_says_how_many_are_sure(counted, client_for):
    page = client_for(counted.siti).get(f"{DESK}usulkan/?kuota=4")
    summary = page.context["summary"]
    assert summary["draws"] == 5000 and 0 <= summary["certain"] <= 4
    assert "Uji ketahanan (5.000 undian, benih 2027)" in page.content.decode()


def test_local_roles_have_no_draws_of_their_own(counted, client_for):
    assert client_for(counted.agus).get(PAGE).status_code == 404
