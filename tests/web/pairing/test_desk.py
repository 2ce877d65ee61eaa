"""The pairing desk: rules with reasons, runs with proof, what fights is named, who has nobody is always shown."""

from sanding_web.audit.models import Entry
from sanding_web.decisions.models import Decision
from sanding_web.district.models import Agency, Companionship
from sanding_web.jobs.models import Job
from sanding_web.pairing.models import PairingRun, PairRule
from tests.web.counted_steps import compute_pairing, propose_pairing, sign

DESK = "/penugasan/"


def rule(client, kind, agency, village, reason="Kantor cabang ada di sana"):
    return client.post(f"{DESK}aturan/", {"kind": kind, "agency": agency, "village": village, "reason": reason})


def lead(run, village):
    return next(row["agency"] for row in run.content["villages"] if row["village_code"] == village)


def test_without_a_list_there_is_nothing_to_pair(counted, client_for):
    siti = client_for(counted.siti)
    assert "Belum ada daftar prioritas" in siti.get(DESK).content.decode()
    assert siti.post(f"{DESK}hitung/").status_code == 409
    assert not PairingRun.objects.exists()


def test_a_run_keeps_its_inputs_answer_and_proof(listed, client_for):
    siti = client_for(listed.siti)
    run = compute_pairing(siti)
    assert Job.objects.get(kind="pairing.solve").state == "done"
    assert set(run.tables) == {"villages", "priority", "needs", "agencies", "past"}
    assert run.proof["proven"] and run.proof["gap"] == 0
    assert [stage["goal"] for stage in run.proof["stages"]] == ["coverage", "counts", "overload", "worth", "tie"]
    page = siti.get(DESK).content.decode()
    assert "4 dari 4 desa" in page and "0 perangkat" in page and "Terbukti terbaik" in page


def test_the_same_question_gives_the_same_bytes(listed, client_for):
    siti = client_for(listed.siti)
    assert compute_pairing(siti).digest == compute_pairing(siti).digest


def test_reasons_of_a_pair_sum_to_its_value(listed, client_for):
    siti = client_for(listed.siti)
    run = compute_pairing(siti)
    for row in run.content["villages"]:
        assert round(sum(one["points"] for one in row["reasons"]), 2) == round(row["value"], 2)
        page = siti.get(DESK, {"desa": row["village_code"]})
        assert f"untuk {row['name']}?" in page.content.decode()
    assert siti.get(DESK, {"desa": "3399999999"}).status_code == 404


def test_a_lock_stands_and_a_ban_holds_in_the_next_run(listed, client_for):
    siti = client_for(listed.siti)
    first = compute_pairing(siti)
    village = first.rows[0]["village_code"]
    other = next(code for code in ("PD01", "PD02", "BG01") if code != lead(first, village))
    assert rule(siti, "lock", other, village).status_code == 302
    assert "tidak lagi sesuai" in siti.get(DESK).content.decode()
    assert lead(compute_pairing(siti), village) == other
    siti.post(f"{DESK}aturan/{PairRule.objects.get().pk}/akhiri/", {"reason": "Kantor cabang pindah"})
    rule(siti, "ban", lead(first, village), village)
    assert lead(compute_pairing(siti), village) != lead(first, village)
    assert PairRule.objects.count() == 2 and Entry.objects.filter(action="pairing.end_rule").count() == 1


def test_a_rule_needs_a_reason_and_a_village_of_the_list(listed, client_for):
    siti = client_for(listed.siti)
    village = Decision.objects.get().priority_villages.first().village_id
    assert rule(siti, "lock", "PD01", village, reason=" ").status_code == 422
    assert rule(siti, "lock", "PD01", "3399999999").status_code == 422
    assert not PairRule.objects.exists()


def test_a_village_is_locked_once_and_the_second_is_told(listed, client_for):
    siti = client_for(listed.siti)
    village = Decision.objects.get().priority_villages.first().village_id
    assert rule(siti, "lock", "PD01", village).status_code == 302
    answer = rule(client_for(listed.ratna), "lock", "PD02", village)
    assert answer.status_code == 409 and "sudah dikunci" in answer.content.decode()


def test_limits_that_fight_are_named_with_the_smallest_loosening(listed, client_for):
    siti = client_for(listed.siti)
    Agency.objects.update(min_villages=0, max_villages=1)
    compute_pairing(siti)
    page = siti.get(DESK).content.decode()
    assert "kurang 1" in page and "Naikkan batas" in page and "4 dari 4 desa" in page


def test_a_village_that_nobody_may_take_is_shown_without_agency_and_named(listed, client_for):
    siti = client_for(listed.siti)
    village = Decision.objects.get().priority_villages.first().village
    for code in ("PD01", "PD02", "BG01"):
        rule(siti, "ban", code, village.code)
    compute_pairing(siti)
    page = siti.get(DESK, {"desa": village.code}).content.decode()
    assert "3 dari 4 desa" in page and "Desa tanpa pendamping:" in page
    assert f"{village.name} harus berpendamping" in page and f"{village.name} belum berpendamping" in page


def test_an_agency_without_village_is_always_shown(listed, client_for):
    siti = client_for(listed.siti)
    Agency.objects.update(min_villages=0)
    for number in range(3):
        Agency.objects.create(code=f"PD1{number}", name=f"Dinas {number}", short=f"D{number}", kind="PD", staff=1,
                              min_villages=0, max_villages=0)  # fmt: skip
    compute_pairing(siti)
    page = siti.get(DESK).content.decode()
    assert "Perangkat tanpa desa:" in page and "Tanpa desa" in page


def test_reading_writes_nothing_and_asks_a_bounded_number_of_questions(
    listed, client_for, django_assert_max_num_queries
):
    siti = client_for(listed.siti)
    compute_pairing(siti)
    siti.get(DESK)
    for address in (DESK, f"{DESK}perangkat/", f"{DESK}perangkat/PD01/", f"{DESK}usulkan/", f"{DESK}aturan/"):
        with django_assert_max_num_queries(40) as asked:
            assert siti.get(address).status_code == 200
        assert not [q["sql"] for q in asked if q["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]


def test_only_the_newest_run_is_proposed(listed, client_for):
    siti = client_for(listed.siti)
    old = compute_pairing(siti)
    compute_pairing(siti)
    answer = siti.post(f"{DESK}usulkan/", {"run": old.number, "note": ""})
    assert answer.status_code == 409 and "lebih baru" in answer.content.decode()


def test_others_read_the_desk_but_cannot_work_on_it(listed, client_for):
    bupati = client_for(listed.bupati)
    compute_pairing(client_for(listed.siti))
    assert bupati.get(DESK).status_code == 200
    assert bupati.post(f"{DESK}hitung/").status_code == 403
    assert rule(bupati, "lock", "PD01", "3399012001").status_code == 403
    assert client_for(listed.kader).get(DESK).status_code == 403


def test_last_years_pairs_are_kept_where_nothing_speaks_against(listed, client_for):
    siti, bupati = client_for(listed.siti), client_for(listed.bupati)
    sign(bupati, propose_pairing(siti))
    before = dict(Companionship.objects.filter(valid_to__isnull=True).values_list("village_id", "agency__code"))
    run = compute_pairing(siti)
    assert {row["village_code"]: row["agency"] for row in run.rows} == before
    assert {row["change"] for row in run.rows} == {"tetap"}


def test_a_failed_run_says_why_and_the_old_answer_stays(listed, client_for):
    siti = client_for(listed.siti)
    compute_pairing(siti)
    Agency.objects.update(valid_to="2026-12-31")
    siti.post(f"{DESK}hitung/")
    page = siti.get(DESK).content.decode()
    assert "tidak selesai" in page and "belum ada unit pendamping yang berlaku" in page and "4 dari 4 desa" in page


def test_the_pairs_leave_as_a_file_for_district_roles_only(listed, client_for):
    compute_pairing(client_for(listed.siti))
    rows = client_for(listed.analis).get(f"{DESK}unduh/csv/").content.decode("utf-8-sig").splitlines()
    assert len(rows) == 5
    assert client_for(listed.agus).get(f"{DESK}unduh/csv/").status_code == 404
