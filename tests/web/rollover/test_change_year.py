"""The turn of the year: read before anything is written, one act, all or nothing, two people at once."""

from datetime import date

import pytest
from django.utils import timezone

from sanding_web.audit.models import Entry
from sanding_web.decisions.models import Decision
from sanding_web.district.models import Agency, Companionship, Programme
from sanding_web.jobs.models import Job
from sanding_web.pairing.models import PairRule
from sanding_web.rollover import actions, queries
from sanding_web.targeting.models import PriorityVillage, YearChange
from tests.web.counted_steps import compute_pairing, propose_pairing, propose_priority, sign
from tests.web.targeting.test_progress import reach

PAGE = "/ganti-tahun/"


@pytest.fixture
def year_end(counted, client_for):
    """2027 decided: four villages, two of them done, one begun; all paired."""
    siti, bupati = client_for(counted.siti), client_for(counted.bupati)
    sign(bupati, propose_priority(siti, "?kuota=4"))
    sign(bupati, propose_pairing(siti))
    for code, count in zip(listed(), (4, 4, 2, 0), strict=True):
        reach(counted, code, 2027, count, day=timezone.localdate())
    return counted


def listed():
    return list(PriorityVillage.objects.order_by("rank").values_list("village_id", flat=True))


def filled(page, **more):
    """The form as the page gives it, with every point read."""
    form = page.context["form"]
    fields = {"from_year": form["from_year"].value(), "seen": form["seen"].value(), "note": "", "read": "on"}
    return {**fields, "keep": form["keep"].value() if "keep" in form.fields else [], **more}


def press(client, **more):
    return client.post(PAGE, filled(client.get(PAGE), **more))


def set_rule(client, kind, agency, village):
    fields = {"kind": kind, "agency": agency, "village": village, "reason": "Kantor cabang ada di sana"}
    assert client.post("/penugasan/aturan/", fields).status_code == 302


def test_the_page_says_everything_and_writes_nothing(year_end, client_for):
    codes = listed()
    before = (Programme.objects.get().year, Entry.objects.count(), Companionship.objects.count())
    page = client_for(year_end.siti).get(PAGE)
    found = page.context["preview"]
    assert [one.place.village.code for one in found.carried] == sorted(codes[2:])
    assert {one.place.village.code for one in found.completed} == set(codes[:2])
    assert {one.kind for one in found.decisions} == {"priority", "pairing"}
    text = page.content.decode()
    assert "Ganti tahun: 2027 ke 2028" in text and "pelaksanaan, evaluasi semester" in text
    assert not YearChange.objects.exists()
    assert before == (Programme.objects.get().year, Entry.objects.count(), Companionship.objects.count())


def test_the_year_changes_once_and_everything_else_goes_on(year_end, client_for):
    standing = set(Companionship.objects.filter(valid_to=None).values_list("pk", flat=True))
    answer = press(client_for(year_end.siti), note="Rapat akhir tahun")
    assert answer.status_code == 302 and answer.url == f"{PAGE}riwayat/2028/"
    change = YearChange.objects.get()
    assert (change.from_year, change.to_year, change.changed_by, change.note) == (
        2027, 2028, year_end.siti, "Rapat akhir tahun",
    )  # fmt: skip
    assert Programme.objects.get().year == 2028
    assert set(Companionship.objects.filter(valid_to=None).values_list("pk", flat=True)) == standing
    assert set(Decision.objects.values_list("state", flat=True)) == {"signed"}
    assert PriorityVillage.objects.count() == 4
    entry = Entry.objects.get(action="year.change")
    assert entry.actor == year_end.siti
    assert entry.detail == {"year": 2028, "carried": 2, "completed": 2, "kept": 0, "ended": 0}
    kept = client_for(year_end.siti).get(answer.url).content.decode()
    assert "2 desa terbawa" in kept and "Rapat akhir tahun" in kept


def test_of_two_people_one_changes_it_and_the_other_is_told(year_end, client_for):
    siti, ratna = client_for(year_end.siti), client_for(year_end.ratna)
    fields = filled(ratna.get(PAGE))
    assert press(siti).status_code == 302
    late = ratna.post(PAGE, fields)
    text = late.content.decode()
    assert late.status_code == 409 and "sudah diganti ke 2028 oleh Siti" in text
    assert Programme.objects.get().year == 2028 and YearChange.objects.count() == 1


def test_the_act_itself_refuses_the_second_of_two(year_end, monkeypatch):
    """Both passed the page's check: the second one's transaction finds the year gone, or the row of the first."""
    seen = queries.preview(timezone.localdate()).seen
    siti, ratna = (one.grants.get().scope() for one in (year_end.siti, year_end.ratna))
    year_end.siti.scope, year_end.ratna.scope = siti, ratna
    actions.change_year(year_end.siti, from_year=2027, seen=seen, keep=[])
    with pytest.raises(actions.RuleBroken, match="oleh Siti"):
        actions.change_year(year_end.ratna, from_year=2027, seen=seen, keep=[])
    Programme.objects.update(year=2027)
    with pytest.raises(actions.RuleBroken, match="oleh Siti"):
        actions.change_year(year_end.ratna, from_year=2027, seen=queries.preview(timezone.localdate()).seen, keep=[])
    assert YearChange.objects.count() == 1


def test_power_cut_midway_leaves_everything_as_it_was(year_end, client_for, monkeypatch):
    siti = client_for(year_end.siti)
    set_rule(siti, "lock", "PD01", listed()[2])
    fields = filled(siti.get(PAGE))

    def cut(*_args, **_kwargs):
        raise OSError("power")

    monkeypatch.setattr(actions, "record", cut)
    with pytest.raises(OSError, match="power"):
        siti.post(PAGE, fields)
    assert Programme.objects.get().year == 2027 and not YearChange.objects.exists()
    rule = PairRule.objects.get()
    assert (rule.year, rule.ended_at) == (2027, None)
    assert not Entry.objects.filter(action__in=["year.change", "pairing.end_rule"]).exists()
    monkeypatch.undo()
    assert siti.post(PAGE, fields).status_code == 302


def test_what_was_read_is_what_is_done_or_nothing(year_end, client_for):
    siti = client_for(year_end.siti)
    fields = filled(siti.get(PAGE))
    reach_more = listed()[3]
    reach(year_end, reach_more, 2027, 4, day=timezone.localdate())
    answer = siti.post(PAGE, fields)
    assert answer.status_code == 409 and "berubah sejak Anda membuka" in answer.content.decode()
    assert Programme.objects.get().year == 2027
    assert press(siti).status_code == 302


def test_locks_and_bans_go_along_only_where_chosen_and_possible(year_end, client_for):
    siti, codes = client_for(year_end.siti), listed()
    set_rule(siti, "lock", "PD01", codes[2])
    set_rule(siti, "ban", "PD02", codes[3])
    set_rule(siti, "ban", "BG01", codes[0])
    page = siti.get(PAGE)
    assert {line.rule.village_id: line.lapses for line in page.context["preview"].rules} == {
        codes[2]: "", codes[3]: "", codes[0]: "done",
    }  # fmt: skip
    lock = PairRule.objects.get(kind="lock")
    assert press(siti, keep=[lock.pk]).status_code == 302
    assert not PairRule.objects.filter(year=2027, ended_at=None).exists() and PairRule.objects.count() == 4
    new = PairRule.objects.get(year=2028)
    assert (new.kind, new.agency, new.village_id, new.reason) == ("lock", lock.agency, codes[2], lock.reason)
    assert YearChange.objects.get().summary["rules_kept"] == 1
    assert YearChange.objects.get().summary["rules_ended"] == 2


def test_a_rule_of_an_agency_that_ends_lapses_and_the_agency_is_named(year_end, client_for):
    siti, codes = client_for(year_end.siti), listed()
    set_rule(siti, "lock", "PD01", codes[2])
    Agency.objects.filter(code="PD01").update(valid_to=date(2027, 12, 31))
    Agency.objects.create(code="PD09", name="Dinas Baru", short="Baru", kind="PD", staff=5, valid_from=date(2028, 1, 1))
    Agency.objects.create(code="PD08", name="Dinas Lama", short="Lama", kind="PD", staff=5, valid_to=date(2028, 6, 30))
    Agency.objects.create(code="PD07", name="Dinas Purba", short="Purba", kind="PD", staff=5, valid_to=date(2020, 1, 1))
    found = siti.get(PAGE).context["preview"]
    assert {(one.agency.code, one.kind) for one in found.agencies} == {
        ("PD01", "ends"), ("PD09", "begins"), ("PD08", "ends_later"),
    }  # fmt: skip
    assert [line.lapses for line in found.rules] == ["agency"]
    text = siti.get(PAGE).content.decode()
    assert "berlaku sampai 31 Desember 2027 dan masih mendampingi" in text and "perangkat daerah berakhir" in text


@pytest.mark.parametrize("kind", ["priority", "pairing"])
def test_an_open_proposal_forbids_it_and_is_named(year_end, client_for, kind):
    siti = client_for(year_end.siti)
    fields = filled(siti.get(PAGE))
    proposal = propose_priority(siti, "?kuota=3") if kind == "priority" else propose_pairing(siti)
    page = siti.get(PAGE).content.decode()
    assert "masih menunggu penetapan" in page and f"/keputusan/{proposal.pk}/" in page
    assert "Ganti tahun ke 2028" not in page
    answer = siti.post(PAGE, fields)
    assert answer.status_code in (409, 422) and Programme.objects.get().year == 2027


def test_without_a_signed_list_there_is_no_year_to_close(counted, client_for):
    siti = client_for(counted.siti)
    page = siti.get(PAGE)
    assert [one.code for one in page.context["preview"].blockers] == ["no_list"]
    assert "Tahun belum dapat diganti" in page.content.decode()
    assert siti.post(PAGE, filled(page)).status_code == 409


def test_a_running_calculation_forbids_it(year_end, client_for):
    siti = client_for(year_end.siti)
    Job.objects.create(kind="pairing.solve", title="Hitung penugasan", owner=year_end.siti)
    assert siti.get(PAGE).context["preview"].blockers[0].code.startswith("run_")


def test_the_points_must_have_been_read(year_end, client_for):
    siti = client_for(year_end.siti)
    page = siti.get(PAGE)
    fields = filled(page)
    assert page.context["preview"].warnings
    del fields["read"]
    answer = siti.post(PAGE, fields)
    assert answer.status_code == 422 and Programme.objects.get().year == 2027


def test_only_the_secretariat_changes_the_year(year_end, client_for):
    for person in ("bupati", "dinsos", "agus", "analis", "inspektur", "admin"):
        client = client_for(getattr(year_end, person))
        assert client.get(PAGE).status_code == 403 and client.post(PAGE, {}).status_code == 403
        assert "/ganti-tahun/" not in client.get("/prioritas/kemajuan/").content.decode()
    assert 'href="/ganti-tahun/"' in client_for(year_end.siti).get("/prioritas/kemajuan/").content.decode()
    assert client_for(year_end.siti).get(f"{PAGE}riwayat/2028/").status_code == 404


def test_a_village_that_is_no_longer_in_force_is_named(year_end, client_for):
    village = PriorityVillage.objects.order_by("rank")[2].village
    type(village).objects.filter(pk=village.pk).update(valid_to=date(2027, 6, 30))
    codes = [one.code for one in client_for(year_end.siti).get(PAGE).context["preview"].warnings]
    assert "gone_1" in codes


def test_the_year_cannot_be_typed_once_something_was_decided(counted, client_for):
    from tests.web.district.test_settings import FILLED

    siti = client_for(counted.siti)
    siti.post("/wilayah/", {**FILLED, "year": "2026"})
    assert Programme.objects.get().year == 2026
    siti.post("/wilayah/", {**FILLED, "year": "2027"})
    propose_priority(siti)
    siti.post("/wilayah/", {**FILLED, "year": "2031"})
    assert Programme.objects.get().year == 2027


def test_reading_asks_a_bounded_number_of_questions(year_end, client_for, django_assert_max_num_queries):
    siti = client_for(year_end.siti)
    compute_pairing(siti)
    siti.get(PAGE)
    with django_assert_max_num_queries(45) as asked:
        assert siti.get(PAGE).status_code == 200
    assert not [q["sql"] for q in asked if q["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
