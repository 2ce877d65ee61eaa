"""Target families: names only in scope and with a trace, counts for the others, small ones hidden."""

import csv
import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sanding.targeting.lots import draw_lots
from sanding_web.accounts.models import User
from sanding_web.audit.models import Entry
from sanding_web.jobs.models import Job
from sanding_web.targeting.family_forms import seed_of
from tests.cast import Cast
from tests.web.targeting.register import ADDRESS, FAR, NEAR, VILLAGE, Kin, count, fill, usual

SignIn = Callable[[User], Client]
DISTRICT = "/prioritas/keluarga/"


@pytest.fixture
def listed(cast: Cast) -> Cast:
    """The cast, with the register filled and counted."""
    fill(cast, usual())
    count()
    return cast


def names_page(code: str = VILLAGE) -> str:
    return f"{DISTRICT}desa/{code}/"


def order(page: Any) -> list[tuple[int, str]]:
    """Tier and our own number of each family on the page."""
    return [(row.cells[0], row.cells[4]) for row in page.context["table"].rows]


def test_the_village_team_reads_its_families_by_tier_and_equals_by_place(listed: Cast, client_for: SignIn) -> None:
    page = client_for(listed.operator).get(names_page())
    assert page.status_code == 200
    found = order(page)
    assert found[:4] == [(1, "5"), (2, "4"), (3, "3"), (5, "2")]
    assert [tier for tier, _ in found] == sorted(tier for tier, _ in found)
    text = page.content.decode()
    assert "KEPALA 5" in text and "KRAJAN, RT 001 RW 002" in text
    assert "Keluarga setingkat setara" in text and "<b>28</b> keluarga sasaran" in text
    assert "1 keluarga tanpa desil tidak masuk daftar" in text and "1 keluarga di desil lain" in text
    assert "Pekerja migran: tidak diketahui untuk semua keluarga (tidak dapat diturunkan" in text
    assert "KEPALA 7" not in text


def test_no_street_no_member_and_no_number_of_identity_is_shown(listed: Cast, client_for: SignIn) -> None:
    operator = client_for(listed.operator)
    for address in (names_page(), f"{names_page()}?halaman=2", f"{names_page()}3/"):
        page = operator.get(address)
        assert page.status_code == 200
        main = page.content.decode().split("<main", 1)[1]
        assert ADDRESS not in main and "ANAK" not in main
        assert not re.search(r"\d{16}", main) and "1990" not in main


def test_why_this_family_says_what_each_sign_rests_on(listed: Cast, client_for: SignIn) -> None:
    text = client_for(listed.operator).get(f"{names_page()}5/").content.decode()
    for words in (
        "Desil 1 menurut DTSEN TW III 2026, 30 September 2026",
        "Penyandang disabilitas: ya (2 dari 2 anggota punya isian fungsi; ada kode disabilitas)",
        "Perempuan kepala keluarga: ya (jenis kelamin kepala keluarga pada data orang)",
        "Pekerja migran: tidak diketahui",
        "Tingkat 1 dari 12",
    ):
        assert words in text, words
    unasked = client_for(listed.operator).get(f"{names_page()}8/").content.decode()
    assert "Penyandang disabilitas: tidak diketahui (isian fungsi kosong)" in unasked


def test_each_opening_is_one_entry_without_anyones_name(listed: Cast, client_for: SignIn) -> None:
    operator = client_for(listed.operator)
    operator.get(names_page())
    operator.get(f"{names_page()}?halaman=2")
    operator.get(f"{names_page()}3/")
    entries = list(Entry.objects.filter(action__startswith="family.").order_by("pk"))
    assert [(one.action, one.actor) for one in entries] == [
        ("family.list", listed.operator), ("family.list", listed.operator), ("family.open", listed.operator),
    ]  # fmt: skip
    assert [one.detail for one in entries] == [
        {"village": VILLAGE, "page": 1, "rows": 25}, {"village": VILLAGE, "page": 2, "rows": 3},
        {"village": VILLAGE, "number": 3},
    ]  # fmt: skip


@pytest.mark.parametrize("person", ["agus", "analis", "bupati", "fasilitator", "inspektur", "mitra"])
def test_others_get_no_names_and_leave_no_trace(listed: Cast, client_for: SignIn, person: str) -> None:
    client = client_for(getattr(listed, person))
    for address in (names_page(), f"{names_page()}3/"):
        assert client.get(address).status_code == 403
    assert not Entry.objects.filter(action__startswith="family.").exists()


def test_outside_and_unknown_are_the_same_for_local_teams(listed: Cast, client_for: SignIn) -> None:
    for person, near in ((listed.operator, 404), (listed.camat, 200)):
        client = client_for(person)
        assert client.get(names_page(NEAR)).status_code == near
        pages = [
            client.get(address) for address in (names_page(FAR), names_page("3399999999"), f"{names_page(FAR)}71/")
        ]
        assert {page.status_code for page in pages} == {404}
        bodies = [
            re.sub(r'name="(next|csrfmiddlewaretoken)" value="[^"]*"', "", page.content.decode()) for page in pages
        ]
        assert len(set(bodies)) == 1
    assert client_for(listed.operator).get(f"{names_page()}71/").status_code == 404


def test_a_family_that_is_no_target_has_no_page(listed: Cast, client_for: SignIn) -> None:
    operator = client_for(listed.operator)
    assert [operator.get(f"{names_page()}{number}/").status_code for number in (7, 9, 999)] == [404] * 3


def test_a_quota_takes_whole_tiers_and_draws_among_the_equals_of_the_last(listed: Cast, client_for: SignIn) -> None:
    operator = client_for(listed.operator)
    page = operator.get(names_page(), {"kuota": 7, "benih": ""})
    pages = [operator.get(names_page(), {"kuota": 7, "benih": "", "halaman": number}) for number in (1, 2)]
    targets = [row for one in pages for row in one.context["page"]]
    chosen = {row["family_key"] for row in targets if row["chosen"]}
    equals = [row["family_key"] for row in targets if row["tier"] == 6]
    expected = draw_lots(seed_of(2027), equals)[:3]
    assert chosen == {"5", "4", "3", "2", *expected}
    assert "undian keluarga sasaran 2027|nomor keluarga" in page.content.decode()
    other = operator.get(names_page(), {"kuota": 7, "benih": "angka undian hari Senin"})
    assert {row["family_key"] for row in other.context["page"] if row["tier"] < 6 and row["chosen"]} == {*"5432"}


@pytest.mark.parametrize("quota", ["0", "banyak", "100001"])
def test_a_wrong_quota_is_named_and_the_list_stays(listed: Cast, client_for: SignIn, quota: str) -> None:
    page = client_for(listed.operator).get(names_page(), {"kuota": quota})
    assert page.status_code == 422
    assert "Kuota (keluarga)" in page.content.decode() and len(order(page)) == 25


def row_of(client: Client, code: str) -> dict[str, str]:
    text = client.get(reverse("targeting:families_export", args=["csv"])).content.decode("utf-8-sig")
    return next(row for row in csv.DictReader(io.StringIO(text), delimiter=";") if row["KODE"] == code)


def test_the_sheet_counts_every_tier_and_group_and_what_is_unknown(listed: Cast, client_for: SignIn) -> None:
    row = row_of(client_for(listed.siti), VILLAGE)
    assert (row["KELUARGA SASARAN"], row["DESIL 1"], row["DESIL 2"], row["DESIL BELUM DITENTUKAN"]) == (
        "28",
        "27",
        "1",
        "1",
    )
    assert [row[f"TINGKAT {tier}"] for tier in range(1, 13)] == "1 1 1 0 1 23 0 0 1 0 0 0".split()
    assert [row[f"DISABILITAS: {word}"] for word in ("YA", "TIDAK", "TIDAK DIKETAHUI")] == ["3", "24", "1"]
    assert [row[f"PEKERJA MIGRAN: {word}"] for word in ("YA", "TIDAK", "TIDAK DIKETAHUI")] == ["0", "0", "28"]
    whole = row_of(client_for(listed.siti), "3399")
    assert whole["KELUARGA SASARAN"] == "48"
    assert Entry.objects.filter(action="family.export").count() == 2


def test_small_counts_are_hidden_from_who_does_not_judge_the_list(listed: Cast, client_for: SignIn) -> None:
    for code in (VILLAGE, "339901", "3399"):
        exact, shown = (row_of(client_for(person), code) for person in (listed.siti, listed.dinsos))
        for head, text in exact.items():
            small = text.isdigit() and 0 < int(text) < 5 and "TIDAK DIKETAHUI" not in head and head != "KODE"
            assert not small or shown[head] == "disamarkan", (code, head)
            assert shown[head] in (text, "disamarkan")
    page = client_for(listed.dinsos).get(DISTRICT, {"kecamatan": "339901"}).content.decode()
    assert "disamarkan" in page and "Angka di bawah 5 disamarkan" in page
    assert "disamarkan" not in client_for(listed.siti).get(DISTRICT, {"kecamatan": "339901"}).content.decode()


def test_a_hidden_village_never_stands_alone_under_its_sum(listed: Cast, client_for: SignIn) -> None:
    text = client_for(listed.dinsos).get(reverse("targeting:families_export", args=["csv"])).content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    for head in ("KELUARGA SASARAN", "DESIL 1", "DISABILITAS: YA", "TINGKAT 5"):
        for kecamatan in ("339901", "339902", "339903"):
            whole = next(row[head] for row in rows if row["KODE"] == kecamatan)
            villages = [row[head] for row in rows if len(row["KODE"]) == 10 and row["KODE"].startswith(kecamatan)]
            assert whole == "disamarkan" or villages.count("disamarkan") != 1, (kecamatan, head)


def test_local_roles_see_counts_of_their_own_places_only(listed: Cast, client_for: SignIn) -> None:
    for person, mine in (("agus", [VILLAGE]), ("operator", [VILLAGE]), ("camat", [VILLAGE, NEAR, "3399011001"])):
        page = client_for(getattr(listed, person)).get(DISTRICT)
        assert page.status_code == 200
        assert sorted(one.code for one in page.context["shown"].places) == sorted(mine)
        elsewhere = client_for(getattr(listed, person)).get(DISTRICT, {"kecamatan": "339902"})
        assert not elsewhere.context["shown"].places and "Watu" not in elsewhere.content.decode()


def test_pages_ask_a_bounded_number_of_questions_and_write_only_the_trace(
    listed: Cast, client_for: SignIn, django_assert_max_num_queries: Any
) -> None:
    siti = client_for(listed.siti)
    siti.get(DISTRICT)
    for address in (DISTRICT, f"{DISTRICT}?kecamatan=339901", names_page(), f"{names_page()}3/"):
        with django_assert_max_num_queries(40) as asked:
            assert siti.get(address).status_code == 200
        written = [one["sql"] for one in asked if one["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
        assert all("audit_entry" in sql for sql in written) and len(written) <= 1


def test_without_data_or_count_the_page_says_what_is_missing_and_who_can_start_it(
    cast: Cast, client_for: SignIn
) -> None:
    assert "Belum ada data keluarga yang diterima" in client_for(cast.siti).get(DISTRICT).content.decode()
    assert client_for(cast.siti).get(reverse("targeting:families_export", args=["csv"])).status_code == 404
    fill(cast, usual())
    assert "Hitung sekarang" in client_for(cast.siti).get(DISTRICT).content.decode()
    assert "Hitung sekarang" not in client_for(cast.dinsos).get(DISTRICT).content.decode()
    start = reverse("targeting:families_compute")
    assert client_for(cast.bupati).post(start).status_code == 403
    assert client_for(cast.siti).post(start).status_code == 302
    assert Job.objects.get().state == Job.DONE
    assert "Menurut golongan rentan" in client_for(cast.dinsos).get(DISTRICT).content.decode()
    assert Entry.objects.filter(action="family.count").count() == 1


def test_an_empty_village_says_so(listed: Cast, client_for: SignIn) -> None:
    page = client_for(listed.camat).get(names_page("3399011001"))
    assert page.status_code == 200 and "Tidak ada keluarga desil sasaran" in page.content.decode()


def test_names_in_the_register_stay_inert(cast: Cast, client_for: SignIn) -> None:
    batch = fill(cast, [Kin(1)])
    batch_rows = batch.register
    from sanding_web.registry.models import Family

    Family.objects.filter(register=batch_rows).update(head_name="<script>alert(1)</script>")
    page = client_for(cast.operator).get(names_page()).content.decode()
    assert "<script>alert" not in page and "&lt;script&gt;alert" in page
