"""Milestones of priority villages: recorded by companion and secretariat, mended with history, shown by wave."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from sanding_web.audit.models import Entry
from sanding_web.decisions.models import Decision
from sanding_web.district.models import Companionship, Village
from sanding_web.targeting.models import Milestone, PriorityVillage
from tests.web.counted_steps import propose_priority, sign

PAGE = "/prioritas/kemajuan/"
MINE = "3399012001"
NEEDED = ("asesmen awal", "rencana aksi", "pelaksanaan", "evaluasi semester")


@pytest.fixture
def listed(counted, client_for):
    """All nine villages on a signed list of 2027."""
    sign(client_for(counted.bupati), propose_priority(client_for(counted.siti), "?kuota=9"))
    return counted


@pytest.fixture
def today():
    return timezone.localdate()


def step(code, number, wave_year=2027):
    return f"{PAGE}{code}/tahap/{wave_year}/{number}/"


def note(client, number, day, code=MINE, wave_year=2027, **more):
    fields = {"done_on": day.isoformat(), "evidence": f"BA 140/{number}/2027", "seen": "", **more}
    return client.post(step(code, number, wave_year), fields)


def earlier_list(cast, year, codes, state="signed"):
    """A signed list of an earlier year with one wave, its rows in the given order."""
    decision = Decision.objects.create(
        kind="priority", year=year, number=1, content=b"{}", digest="0" * 64, proposed_by=cast.siti,
        proposed_at=timezone.now(), state=state, decided_by=cast.bupati, decided_at=timezone.now(),
        decree_date=date(year, 2, 1),
    )  # fmt: skip
    for rank, code in enumerate(codes, start=1):
        PriorityVillage.objects.create(decision=decision, village_id=code, rank=rank, wave=1, wave_year=year)
    return decision


def reach(cast, code, wave_year, count, day=None):
    for number, name in enumerate(NEEDED[:count], start=1):
        Milestone.objects.create(
            village_id=code, wave_year=wave_year, name=name, done_on=day or date(wave_year, 2 + number, 1),
            evidence="BA rekaan", recorded_by=cast.siti,
        )  # fmt: skip


def by_code(page):
    return {one.place.village.code: one for one in page.context["page"]}


def test_the_companion_records_for_its_village_and_it_is_logged(listed, client_for, today):
    agus = client_for(listed.agus)
    assert "Catat…" in agus.get(f"{PAGE}{MINE}/").content.decode()
    assert agus.get(step(MINE, 1)).status_code == 200
    assert note(agus, 1, today).status_code == 302
    kept = Milestone.objects.get()
    assert (kept.name, kept.done_on, kept.wave_year, kept.recorded_by) == (NEEDED[0], today, 2027, listed.agus)
    entry = Entry.objects.get(action="milestone.record")
    assert entry.detail == {"village": MINE, "year": 2027, "name": NEEDED[0], "done_on": today.isoformat()}
    page = agus.get(f"{PAGE}{MINE}/").content.decode()
    assert "BA 140/1/2027" in page and "Agus" in page and "Betulkan…" in page


def test_only_ones_own_villages_may_be_recorded(listed, client_for, today):
    far = Companionship.objects.get(agency__code="PD02").village_id
    for person, code in (("agus", far), ("agus", "3399999999")):
        assert note(client_for(getattr(listed, person)), 1, today, code=code).status_code == 404
    assert note(client_for(listed.siti), 1, today, code=far).status_code == 302
    for person in ("camat", "operator", "bupati", "analis", "inspektur"):
        client = client_for(getattr(listed, person))
        assert client.get(step(MINE, 1)).status_code == 403 and note(client, 1, today).status_code == 403
        assert "Catat…" not in client.get(f"{PAGE}{MINE}/").content.decode()
    assert Milestone.objects.count() == 1


def test_a_correction_keeps_what_was_recorded_and_says_why(listed, client_for, today):
    agus, siti = client_for(listed.agus), client_for(listed.siti)
    note(agus, 1, today)
    first = Milestone.objects.get()
    assert note(siti, 1, today, seen=first.pk, evidence="BA 141/2027").status_code == 422
    assert note(siti, 1, today, seen=first.pk, evidence="BA 141/2027", reason="Salah nomor").status_code == 302
    first.refresh_from_db()
    second = Milestone.objects.get(ended_at=None)
    assert (first.evidence, first.ended_by, first.end_reason) == ("BA 140/1/2027", listed.siti, "Salah nomor")
    assert (second.corrects, second.evidence) == (first, "BA 141/2027")
    page = siti.get(f"{PAGE}{MINE}/").content.decode()
    assert "BA 140/1/2027" in page and "Salah nomor" in page and "BA 141/2027" in page
    assert Entry.objects.filter(action="milestone.correct").count() == 1


def test_a_withdrawn_record_stays_as_history_and_the_step_is_open_again(listed, client_for, today):
    siti = client_for(listed.siti)
    note(siti, 1, today)
    assert siti.get(f"{step(MINE, 1)}tarik/").status_code == 200
    assert siti.post(f"{step(MINE, 1)}tarik/", {"reason": " "}).status_code == 422
    assert siti.post(f"{step(MINE, 1)}tarik/", {"reason": "Desa lain"}).status_code == 302
    assert siti.post(f"{step(MINE, 1)}tarik/", {"reason": "Desa lain"}).status_code == 404
    assert Milestone.objects.get().end_reason == "Desa lain"
    assert by_code(siti.get(PAGE))[MINE].done == {}
    assert note(siti, 1, today).status_code == 302 and Milestone.objects.count() == 2


def test_of_two_people_one_is_recorded_and_the_other_is_told(listed, client_for, today):
    agus, siti = client_for(listed.agus), client_for(listed.siti)
    assert note(agus, 1, today).status_code == 302
    late = note(siti, 1, today)
    assert late.status_code == 409 and "sudah dicatat Agus" in late.content.decode()
    seen = Milestone.objects.get().pk
    assert note(agus, 1, today, seen=seen, reason="Nomor").status_code == 302
    again = note(siti, 1, today, seen=seen, reason="Tanggal")
    assert again.status_code == 409 and Milestone.objects.filter(ended_at=None).count() == 1


@pytest.mark.parametrize("shift", [1, 400])
def test_a_day_to_come_is_refused_and_what_was_typed_stays(listed, client_for, today, shift):
    answer = note(client_for(listed.agus), 1, today + timedelta(days=shift))
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "belum tiba" in text and "BA 140/1/2027" in text and not Milestone.objects.exists()


def test_a_day_before_the_wave_began_is_refused(listed, client_for, today):
    first = min(date(2027, 1, 1), today)
    answer = note(client_for(listed.agus), 1, first - timedelta(days=1))
    assert answer.status_code == 422 and "sebelum pendampingan gelombang ini mulai" in answer.content.decode()
    assert note(client_for(listed.agus), 1, first).status_code == 302


def test_milestones_follow_their_order_in_time_but_none_is_needed_before_another(counted, client_for):
    earlier_list(counted, 2025, [MINE])
    siti = client_for(counted.siti)

    def try_on(number, day):
        fields = {"done_on": day, "evidence": "BA", "seen": ""}
        return siti.post(step(MINE, number, 2025), fields)

    assert try_on(3, "2025-06-01").status_code == 302
    assert "pelaksanaan tercatat sesudahnya" in try_on(4, "2025-05-31").content.decode()
    assert "pelaksanaan tercatat sebelumnya" in try_on(2, "2025-06-02").content.decode()
    assert try_on(1, "2025-06-01").status_code == 302
    assert sorted(Milestone.objects.values_list("name", flat=True)) == ["asesmen awal", "pelaksanaan"]


def test_a_number_of_a_person_is_refused_as_evidence(listed, client_for, today):
    answer = note(client_for(listed.agus), 1, today, evidence="NIK 3399 0101 0190 0001")
    assert answer.status_code == 422 and "Jangan menulis NIK" in answer.content.decode()


def test_unknown_steps_waves_and_villages_outside_lists_are_not_found(listed, client_for, today):
    siti = client_for(listed.siti)
    for address in (step(MINE, 0), step(MINE, 5), step(MINE, 1, 2026), f"{step(MINE, 1)}tarik/"):
        assert siti.get(address).status_code == 404, address


def test_the_page_counts_waves_and_says_what_is_missing(counted, client_for):
    codes = list(Village.objects.order_by("code").values_list("code", flat=True))
    earlier_list(counted, 2025, codes[:4])
    for code, count in zip(codes[:4], (4, 3, 0, 4), strict=True):
        reach(counted, code, 2025, count)
    page = client_for(counted.siti).get(PAGE)
    rows = by_code(page)
    assert [rows[code].state for code in codes[:4]] == ["tuntas", "belum tuntas", "belum tuntas", "tuntas"]
    assert [rows[code].years_carried for code in codes[:4]] == [0, 2, 2, 0]
    assert rows[codes[1]].missing == ("evaluasi semester",)
    text = page.content.decode()
    assert "Terbawa 2 tahun" in text and "evaluasi semester" in text
    totals = next(row.cells for row in page.context["waves"].rows if row.selected)
    assert list(totals) == ["2025", "semua kecamatan", 4, 2, 0, 0, 2, 0]


def test_a_past_year_is_seen_as_it_was(counted, client_for):
    earlier_list(counted, 2025, [MINE])
    reach(counted, MINE, 2025, 2)
    reach_late = NEEDED[2]
    Milestone.objects.create(village_id=MINE, wave_year=2025, name=reach_late, done_on=date(2026, 3, 1), evidence="BA",
                             recorded_by=counted.siti)  # fmt: skip
    siti = client_for(counted.siti)
    then, now = by_code(siti.get(PAGE, {"tahun": 2025}))[MINE], by_code(siti.get(PAGE))[MINE]
    assert (then.state, len(then.done), then.carried) == ("berjalan", 2, False)
    assert (now.state, len(now.done), now.years_carried) == ("belum tuntas", 3, 2)


def test_filters_keep_one_wave_kecamatan_and_state(counted, client_for):
    codes = list(Village.objects.order_by("code").values_list("code", flat=True))
    earlier_list(counted, 2025, codes[:4])
    reach(counted, codes[0], 2025, 4)
    siti = client_for(counted.siti)
    assert set(by_code(siti.get(PAGE, {"keadaan": "tuntas"}))) == {codes[0]}
    assert set(by_code(siti.get(PAGE, {"kecamatan": "339902"}))) == {codes[3]}
    assert set(by_code(siti.get(PAGE, {"gelombang": "2025", "keadaan": "belum tuntas"}))) == set(codes[1:4])
    assert len(by_code(siti.get(PAGE, {"gelombang": "x", "tahun": "0", "keadaan": "?"}))) == 4


def test_a_newer_list_says_who_is_on_a_wave_and_a_replaced_one_says_nothing(counted, client_for):
    codes = list(Village.objects.order_by("code").values_list("code", flat=True))
    old = earlier_list(counted, 2026, codes[:2])
    PriorityVillage.objects.create(decision=old, village_id=codes[5], rank=3, wave=2, wave_year=2027)
    siti = client_for(counted.siti)
    assert set(by_code(siti.get(PAGE))) == {codes[0], codes[1], codes[5]}
    newer = earlier_list(counted, 2027, [codes[7]])
    assert set(by_code(siti.get(PAGE))) == {codes[0], codes[1], codes[7]}
    Decision.objects.filter(pk=newer.pk).update(state="revoked", end_reason="x", ended_by=counted.bupati,
                                                ended_at=timezone.now())  # fmt: skip
    assert set(by_code(siti.get(PAGE))) == {codes[0], codes[1], codes[5]}


@pytest.mark.parametrize("person", ["agus", "camat", "operator", "fasilitator"])
def test_local_roles_see_only_their_villages(listed, client_for, person):
    client, user = client_for(getattr(listed, person)), getattr(listed, person)
    mine = set(user.grants.get().scope().villages().values_list("code", flat=True))
    page = client.get(PAGE)
    assert set(by_code(page)) == mine
    text = page.content.decode()
    assert not [one for one in Village.objects.exclude(code__in=mine) if one.name in text or one.code in text]
    other = Village.objects.exclude(code__in=mine).order_by("-code").first().code
    outside, unknown = client.get(f"{PAGE}{other}/"), client.get(f"{PAGE}3399999999/")
    assert outside.status_code == unknown.status_code == 404
    if user.grants.get().scope().may("count.export"):
        lines = client.get(f"{PAGE}unduh/csv/").content.decode("utf-8-sig").splitlines()
        assert len(lines) == 1 + len(mine)


def test_the_file_holds_the_filtered_rows(listed, client_for, today):
    siti = client_for(listed.siti)
    note(siti, 1, today)
    lines = siti.get(f"{PAGE}unduh/csv/?kecamatan=339901").content.decode("utf-8-sig").splitlines()
    assert len(lines) == 4 and f"asesmen awal {today.isoformat()}" in "".join(lines)
    assert siti.get(f"{PAGE}unduh/xlsx/").status_code == 200 and siti.get(f"{PAGE}unduh/pdf/").status_code == 404
    assert Entry.objects.filter(action="milestone.export").count() == 2


def test_reading_asks_a_bounded_number_of_questions(listed, client_for, django_assert_max_num_queries):
    siti = client_for(listed.siti)
    siti.get(PAGE)
    for address in (PAGE, f"{PAGE}{MINE}/", step(MINE, 1)):
        with django_assert_max_num_queries(40) as asked:
            assert siti.get(address).status_code == 200
        assert not [q["sql"] for q in asked if q["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]


def test_without_a_list_the_page_says_who_brings_it(counted, client_for):
    assert "Belum ada desa pada gelombang mana pun" in client_for(counted.siti).get(PAGE).content.decode()


def test_the_history_names_every_companion_with_dates(counted, client_for):
    Companionship.objects.filter(village=MINE).update(valid_to=date(2026, 12, 31))
    agency = Companionship.objects.get(agency__code="PD02").agency
    Companionship.objects.create(village_id=MINE, agency=agency, year=2027, valid_from=date(2027, 1, 1), source="SK 2")
    text = client_for(counted.siti).get(f"{PAGE}{MINE}/").content.decode()
    assert "Daftar 2026" in text and "SK 2" in text and "Dinas Kesehatan" in text and "sekarang" in text


def test_waves_from_before_sanding_count_until_a_list_of_that_year_is_signed(counted, client_for):
    codes = list(Village.objects.order_by("code").values_list("code", flat=True))
    before_sanding(counted, 2025, {codes[0]: 2025, codes[1]: 2025, codes[2]: 2026})
    siti = client_for(counted.siti)
    assert set(by_code(siti.get(PAGE))) == set(codes[:3])
    assert note(siti, 1, date(2025, 3, 1), code=codes[0], wave_year=2025).status_code == 302
    assert "sebelum Sanding" in siti.get(f"{PAGE}{codes[0]}/").content.decode()
    earlier_list(counted, 2026, [codes[5]])
    assert set(by_code(siti.get(PAGE))) == {codes[0], codes[1], codes[5]}
    earlier_list(counted, 2025, [codes[6]])
    assert set(by_code(siti.get(PAGE))) == {codes[6], codes[5]}


def before_sanding(cast, year, waves):
    """A list brought in from the office's own sheet."""
    from sanding_web.district.models import EarlierDecision, EarlierVillage, OfficeSheet, StoredFile

    file = StoredFile.objects.create(
        name="daftar.xlsx", sealed=f"x{year}", size=1, sha256="0" * 64, stored_by=cast.siti
    )
    sheet = OfficeSheet.objects.create(kind="priority", file=file, brought_by=cast.siti)
    decision = EarlierDecision.objects.create(
        kind="priority", year=year, number=f"050/{year}", date=date(year, 1, 15), sheet=sheet
    )
    for row, (code, wave_year) in enumerate(waves.items(), start=2):
        EarlierVillage.objects.create(decision=decision, village_id=code, wave=1, wave_year=wave_year, row=row)
    return decision
