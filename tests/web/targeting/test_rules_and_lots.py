"""The dated rule of the category, lots among equals with a published seed, and quotas by wave."""

import hashlib

import polars as pl

from sanding_web.decisions.kinds import kind_of
from sanding_web.decisions.models import FrozenTable
from sanding_web.district.models import Village
from sanding_web.registry.models import VillageCount
from sanding_web.targeting.models import Scenario
from tests.web.counted_steps import propose_priority, sign

DESK = "/prioritas/"
LOTS = f"{DESK}undian/"
WAVES = {"gel_339901": 1, "gel_339902": 2, "gel_339903": 3}


def _equal(n=5):
    """Give the first villages the same count and share."""
    codes = list(Village.objects.order_by("code").values_list("code", flat=True)[:n])
    VillageCount.objects.filter(village_code__in=codes).update(families=200, families_d1=150, families_d1_2=150)
    return codes


def test_the_rule_of_the_category_is_shown_with_source_date_and_who_is_outside(counted, client_for):
    VillageCount.objects.filter(village_code="3399012001").update(families_d1=0, families_d1_2=0)
    siti = client_for(counted.siti)
    page = siti.get(f"{DESK}aturan/")
    text = page.content.decode()
    assert "Sedikitnya 1 keluarga desil 1" in text and "Berlaku sejak 1 Januari 2021" in text and "S2.7" in text
    assert page.context["outside"] == 1
    assert Village.objects.get(code="3399012001").name in str(page.context["table"].rows[0].cells[1])
    assert "Sedikitnya 1 keluarga desil 1" in siti.get(DESK).content.decode()


def test_nobody_is_outside_says_so(counted, client_for):
    text = client_for(counted.siti).get(f"{DESK}aturan/").content.decode()
    assert "0 desa/kelurahan di luar kategori" in text and "memenuhi aturan ini" in text


def test_equals_at_the_cut_are_drawn_and_anyone_can_check_it(counted, client_for):
    codes = _equal()
    page = client_for(counted.siti).get(LOTS, {"metode": "share", "kuota": 2, "undian": "SDSB 21-11-2026"})
    drawn = [row.cells[2] for row in page.context["table"].rows]
    by_hand = sorted(codes, key=lambda code: hashlib.sha256(f"SDSB 21-11-2026|{code}".encode()).hexdigest())
    assert drawn == by_hand and page.context["ranking"].chosen == frozenset(by_hand[:2])
    assert f"SDSB 21-11-2026|{by_hand[0]}" in page.content.decode()


def test_another_seed_may_choose_others_and_the_desk_tells_of_the_lots(counted, client_for):
    _equal()
    siti, query = client_for(counted.siti), {"metode": "share", "kuota": 2}
    found = {frozenset(siti.get(DESK, query | {"undian": f"benih {n}"}).context["ranking"].chosen) for n in range(12)}
    assert len(found) > 1
    text = siti.get(DESK, query).content.decode()
    assert "5 desa/kelurahan bernilai sama tepat di garis batas" in text and "undian desa prioritas 2027" in text


def test_without_equals_nothing_is_drawn(counted, client_for):
    page = client_for(counted.siti).get(LOTS, {"kuota": 4})
    assert page.context["table"] is None and "tidak ada yang diundi" in page.content.decode()


def test_an_empty_seed_is_refused(counted, client_for):
    page = client_for(counted.siti).get(LOTS, {"undian": " "})
    assert page.status_code == 422 and "Benih undian" in page.content.decode()


def test_seed_and_lots_are_frozen_and_run_again_equal(counted, client_for):
    codes = _equal()
    decision = propose_priority(client_for(counted.siti), "?metode=share&kuota=2&undian=Arisan")
    assert decision.manifest["parameters"]["choice"]["lots"] == "Arisan"
    frozen = pl.read_csv(
        bytes(FrozenTable.objects.get(decision=decision, name="undian.csv").content), infer_schema=False
    )
    assert set(frozen["village_code"]) == set(codes)
    assert kind_of(decision).rerun(decision).digest == decision.digest
    signed = sign(client_for(counted.bupati), decision)
    text = client_for(counted.siti).get(f"/keputusan/{signed.pk}/").content.decode()
    assert "diundi dengan benih “Arisan”" in text


def test_each_wave_takes_its_own_quota(counted, client_for):
    siti, query = client_for(counted.siti), WAVES | {"kuota_gel_1": 1, "kuota_gel_2": 2, "kuota_gel_3": 0}
    page = siti.get(f"{DESK}gelombang/", query)
    held = page.context["ranking"].listed.filter(pl.col("priority")).group_by("kecamatan_code").len()
    assert dict(held.iter_rows()) == {"339901": 1, "339902": 2}
    desk = siti.get(DESK, query).content.decode()
    assert "kuota per gelombang 1 + 2 + 0" in desk and 'name="kuota_gel_2" value="2"' in desk
    tail = "&".join(f"{name}={value}" for name, value in query.items())
    decision = propose_priority(siti, f"?{tail}")
    assert [wave[3] for wave in decision.manifest["parameters"]["waves"]] == [1, 2, 0]
    assert kind_of(decision).rerun(decision).digest == decision.digest


def test_quotas_by_wave_are_all_given_or_none(counted, client_for):
    siti = client_for(counted.siti)
    half = siti.get(f"{DESK}gelombang/", WAVES | {"kuota_gel_1": 1})
    assert half.status_code == 422 and "atau kosongkan semuanya" in half.content.decode()
    none = siti.get(f"{DESK}gelombang/", WAVES | {f"kuota_gel_{n}": 0 for n in (1, 2, 3)})
    assert none.status_code == 422 and "sedikitnya satu kuota" in none.content.decode()
    empty = siti.get(f"{DESK}gelombang/", WAVES | {f"kuota_gel_{n}": "" for n in (1, 2, 3)})
    assert empty.status_code == 200 and empty.context["ranking"].quota == 4


def test_a_scenario_keeps_seeds_and_quotas_and_an_old_one_opens(counted, client_for):
    siti = client_for(counted.siti)
    siti.post(f"{DESK}skenario/?benih=5&undian=Abc&kuota_gel_1=1&kuota_gel_2=1&kuota_gel_3=1", {"name": "Baru"})
    kept = Scenario.objects.get(name="Baru")
    choice = siti.get(DESK, {"skenario": kept.pk}).context["ranking"].choice
    assert (choice.seed, choice.lots, choice.wave_quotas) == (5, "Abc", {"1": 1, "2": 1, "3": 1})
    old = {"method": "share", "unit": "orang", "quota": 3, "weights": {"count": 40, "share": 40, "index": 20}}
    earlier = Scenario.objects.create(year=2027, name="Lama", choice=old | {"waves": None}, saved_by=counted.siti)
    again = siti.get(DESK, {"skenario": earlier.pk}).context["ranking"].choice
    assert (again.method, again.quota, again.seed) == ("share", 3, 2027)
