"""Nothing is lost: runs, rules and pairs of before can be read and compared; supporters are frozen."""

import pytest

from sanding_web.decisions.actions import recheck_decision
from sanding_web.decisions.models import Decision
from sanding_web.district.models import Companionship
from sanding_web.pairing.models import PairRule
from sanding_web.registry.models import VillageNeed
from tests.web.counted_steps import compute_pairing, propose_pairing, sign

DESK = "/penugasan/"


def lock(client, agency, village, kind="lock"):
    data = {"kind": kind, "agency": agency, "village": village, "reason": "Kantor cabang"}
    assert client.post(f"{DESK}aturan/", data).status_code == 302
    return PairRule.objects.order_by("-pk").first()


def test_every_run_and_every_rule_stays_with_who_when_and_why(listed, client_for):
    siti, ratna = client_for(listed.siti), client_for(listed.ratna)
    run = compute_pairing(siti)
    rule = lock(siti, "PD01", run.rows[0]["village_code"])
    assert ratna.post(f"{DESK}aturan/{rule.pk}/akhiri/", {"reason": ""}).status_code == 422
    assert ratna.post(f"{DESK}aturan/{rule.pk}/akhiri/", {"reason": "Rapat 3 Desember"}).status_code == 302
    compute_pairing(ratna)
    page = ratna.get(f"{DESK}riwayat/").content.decode()
    assert "Rapat 3 Desember" in page and "Kantor cabang" in page and str(listed.ratna) in page
    assert "/penugasan/hitungan/1/" in page and "/penugasan/hitungan/2/" in page
    again = siti.post(f"{DESK}aturan/{rule.pk}/akhiri/", {"reason": "Lagi"})
    assert again.status_code == 409
    rule.refresh_from_db()
    assert rule.end_reason == "Rapat 3 Desember" and rule.ended_by == listed.ratna


def test_the_comparison_counts_every_village_once(listed, client_for):
    siti = client_for(listed.siti)
    run = compute_pairing(siti)
    before = dict(Companionship.objects.values_list("village_id", "agency__code"))
    now = {row["village_code"]: row["agency"] for row in run.rows}
    page = siti.get(f"{DESK}banding/")
    found = page.context["found"]
    assert sum(found.counts.values()) == len(before.keys() | now.keys()) == len(found.changes)
    assert found.counts["tetap"] == sum(before.get(code) == agency for code, agency in now.items())
    assert found.counts["berakhir"] == len(before.keys() - now.keys())
    assert found.counts["baru"] == len(now.keys() - before.keys())
    assert f"{found.counts['tetap']} tetap" in siti.get(DESK).content.decode()


def test_where_nobody_stood_before_everything_is_new(listed, client_for):
    Companionship.objects.all().delete()
    siti = client_for(listed.siti)
    run = compute_pairing(siti)
    found = siti.get(f"{DESK}banding/").context["found"]
    assert found.counts["baru"] == len(run.rows) == sum(found.counts.values())
    assert found.broken >= len(run.rows), "every village without agency is a rule not kept"


def test_an_earlier_run_is_priced_under_the_rules_of_the_later(listed, client_for):
    siti = client_for(listed.siti)
    first = compute_pairing(siti)
    village, old = first.rows[0]["village_code"], first.rows[0]["agency"]
    lock(siti, old, village, kind="ban")
    second = compute_pairing(siti)
    found = siti.get(f"{DESK}banding/", {"lama": "1", "baru": "2"}).context["found"]
    assert found.broken >= 1, "the earlier list breaks the ban"
    changed = {one.code for one in found.changes if one.kind == "berganti"}
    now = {row["village_code"]: row["agency"] for row in second.rows}
    assert changed == {row["village_code"] for row in first.rows if row["agency"] != now[row["village_code"]]}
    assert village in changed
    for address in ("?lama=9", "?baru=9", "?lama=entah", "?baru=entah", "?lama=putusan"):
        assert siti.get(f"{DESK}banding/{address}").status_code == 404


def test_rules_that_fight_lead_to_where_they_are_ended(listed, client_for):
    siti = client_for(listed.siti)
    village = Decision.objects.get().priority_villages.first().village_id
    rules = [lock(siti, code, village, kind="ban") for code in ("PD01", "PD02", "BG01")]
    compute_pairing(siti)
    page = siti.get(DESK).content.decode()
    for rule in rules:
        assert f'href="/penugasan/aturan/{rule.pk}/akhiri/"' in page
    assert "Tanpa pendamping: 1 desa" in page
    siti.post(f"{DESK}aturan/{rules[0].pk}/akhiri/", {"reason": "Dilonggarkan"})
    compute_pairing(siti)
    assert "harus berpendamping" not in siti.get(DESK).content.decode()


def test_a_rule_set_while_a_run_stands_makes_it_stale_also_where_it_is_proposed(listed, client_for):
    siti, ratna = client_for(listed.siti), client_for(listed.ratna)
    run = compute_pairing(siti)
    assert "tidak lagi sesuai" not in siti.get(f"{DESK}usulkan/").content.decode()
    lock(ratna, "PD01", run.rows[0]["village_code"])
    assert "tidak lagi sesuai" in siti.get(f"{DESK}usulkan/").content.decode()
    assert "tidak lagi sesuai" in siti.get(DESK).content.decode()


@pytest.fixture
def supported(listed, client_for):
    """A signed pairing with something for supporters to do."""
    sign(client_for(listed.bupati), propose_pairing(client_for(listed.siti)))
    return listed


def test_supporters_take_on_what_the_lead_has_not_and_are_frozen(supported, client_for):
    decision = Decision.objects.get(kind="pairing")
    siti = client_for(supported.siti)
    run = compute_pairing(siti)
    pairs = run.content["support"]["pairs"]
    assert pairs, "the lead of a desa has DINKES or PU, so the other one supports"
    leads = {row["village_code"]: row["agency"] for row in run.rows}
    assert all(leads[one["village_code"]] != one["agency"] for one in pairs)
    indicators = set(VillageNeed.objects.values_list("indicator", flat=True))
    assert all(set(one["indicators"].split("; ")) <= indicators for one in pairs)
    assert "pendukung" in decision.manifest["content"]
    assert decision.manifest["content"]["pendukung"]["rows"] == decision.summary["supported"]
    assert recheck_decision(supported.siti, decision).equal


def test_supporters_stand_on_the_pages_of_village_agency_and_decision(supported, client_for):
    siti = client_for(supported.siti)
    run = compute_pairing(siti)
    one = run.content["support"]["pairs"][0]
    village = siti.get(f"{DESK}desa/{one['village_code']}/").content.decode()
    assert "Perangkat pendukung" in village and one["indicators"].split("; ")[0] in village
    agency = siti.get(f"{DESK}perangkat/{one['agency']}/").content.decode()
    assert "Desa yang didukung" in agency
    assert "Menurut desa" in siti.get(f"{DESK}pendukung/").content.decode()
    assert "Perangkat pendukung" in siti.get(f"/keputusan/{Decision.objects.get(kind='pairing').pk}/").content.decode()


def test_the_village_page_shows_its_companions_of_before(supported, client_for):
    ended = Companionship.objects.filter(valid_to__isnull=False).first()
    page = client_for(supported.siti).get(f"{DESK}desa/{ended.village_id}/").content.decode()
    assert ended.source in page and ended.agency.short in page
    agus = client_for(supported.agus)
    far = Companionship.objects.filter(valid_to__isnull=True).exclude(agency__code="PD01").first()
    outside = agus.get(f"{DESK}desa/{far.village_id}/"), agus.get(f"{DESK}desa/3399992001/")
    assert [one.status_code for one in outside] == [404, 404]


def test_local_roles_see_no_list_of_the_whole_district(supported, client_for):
    camat = client_for(supported.camat)
    for address in ("riwayat/", "banding/", "hitungan/1/", "pendukung/"):
        assert camat.get(f"{DESK}{address}").status_code == 404, address


def test_the_new_pages_read_only_and_ask_few_questions(supported, client_for, django_assert_max_num_queries):
    siti = client_for(supported.siti)
    run = compute_pairing(siti)
    village = run.rows[0]["village_code"]
    for address in ("riwayat/", "banding/", "hitungan/1/", "pendukung/", f"desa/{village}/", f"andai/{village}/",
                    "sedikit-pindah/", "hampir-sama/", "daftar-sendiri/", "daftar-sendiri/sunting/"):  # fmt: skip
        with django_assert_max_num_queries(40) as asked:
            assert siti.get(f"{DESK}{address}").status_code == 200, address
        assert not [q["sql"] for q in asked if q["sql"].startswith(("INSERT", "UPDATE", "DELETE"))], address
