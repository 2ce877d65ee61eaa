"""The wizard of the start: a sheet is read, matched, looked at, entered whole, taken back while nothing needs it."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sanding.errors import RuleBroken
from sanding_web.accounts.models import User
from sanding_web.audit.models import Entry
from sanding_web.district import starting
from sanding_web.district.models import Agency, Companionship, EarlierDecision, EarlierVillage, OfficeSheet, StoredFile
from sanding_web.district.start_sheets import plan_of
from sanding_web.targeting.models import Milestone
from sanding_web.targeting.progress_queries import places
from tests.cast import Cast

PAIRS = [
    ["LAMPIRAN KEPUTUSAN BUPATI"],
    [],
    ["No", "Perangkat Daerah Pendamping", "Kecamatan", "Desa/Kelurahan"],
    [1, "Dinas Kesehatan", "Banyumili", "1. Banyusari\n2. Banyurejo"],
    [2, "Bag. Hukum", "Karangdawa", "Karangsari"],
]
LIST = [
    ["Urutan", "Kecamatan", "Desa/Kelurahan", "Gelombang"],
    [1, "Banyumili", "Banyusari", "I"],
    [2, "Karangdawa", "Karangsari", "II"],
]
DECREE = {"number": "050/1/2025", "date": "2025-01-15", "year": "2025", "start": "2025-02-01", "goes_on": "on"}


def _sheet(rows: list[list[Any]], name: str = "lampiran.xlsx") -> SimpleUploadedFile:
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        page = book.add_worksheet("L")
        for at, row in enumerate(rows):
            page.write_row(at, 0, row)
    return SimpleUploadedFile(name, out.getvalue())


def _bring(client: Client, kind: str, rows: list[list[Any]], **more: str) -> OfficeSheet:
    answer = client.post(f"/wilayah/mulai/unggah/{kind}/", {**DECREE, **more, "upload": _sheet(rows)})
    assert answer.status_code == 302, answer.content.decode()
    return OfficeSheet.objects.order_by("-pk")[0]


def _enter(client: Client, sheet: OfficeSheet, count: int) -> int:
    return client.post(f"/wilayah/mulai/lembar/{sheet.pk}/masukkan/", {"count": str(count)}).status_code


@pytest.fixture
def siti(cast: Cast, client_for: Callable[[User], Client]) -> Client:
    return client_for(cast.siti)


def _spans(village: str) -> list[tuple[str, date, date | None]]:
    rows = Companionship.objects.filter(village=village).order_by("valid_from")
    return list(rows.values_list("agency__code", "valid_from", "valid_to"))


def test_the_last_pairs_come_in_with_dates_and_source_and_the_history_stays(siti: Client) -> None:
    """S1.5, S1.7."""
    sheet = _bring(siti, "pairs", PAIRS)
    assert Companionship.objects.count() == 2
    page = siti.get(f"/wilayah/mulai/lembar/{sheet.pk}/")
    assert page.status_code == 200 and b"masuk" in page.content
    assert _enter(siti, sheet, 2) == 422
    assert Companionship.objects.count() == 2
    assert _enter(siti, sheet, 3) == 302
    assert _spans("3399012001") == [("PD01", date(2025, 2, 1), date(2025, 12, 31)), ("PD01", date(2026, 1, 1), None)]
    assert _spans("3399022001") == [("BG01", date(2025, 2, 1), date(2025, 12, 31)), ("PD02", date(2026, 1, 1), None)]
    assert _spans("3399012002") == [("PD01", date(2025, 2, 1), None)]
    sources = set(Companionship.objects.filter(year=2025).values_list("source", flat=True))
    assert sources == {"050/1/2025 (lembar L, baris 4)", "050/1/2025 (lembar L, baris 5)"}
    assert EarlierDecision.objects.get().kind == "pairing"
    entry = Entry.objects.get(action="start.enter")
    assert (entry.detail["rows"], entry.detail["decree"]) == (3, "050/1/2025")


def test_names_that_nobody_can_tell_are_asked_and_the_choice_is_read_with(siti: Client) -> None:
    rows = [*PAIRS, [3, "Dinas Kesehatn", "Watulawang", "Watu Sarii"], [4, "DPUPR", "Watulawang", "Entah"]]
    sheet = _bring(siti, "pairs", rows)
    assert _enter(siti, sheet, 3) == 409
    assert not EarlierDecision.objects.exists()
    page = siti.get(f"/wilayah/mulai/lembar/{sheet.pk}/")
    asked = [one.named.text for one in page.context["questions"]]
    assert asked == ["Watu Sarii, Kec. Watulawang", "Dinas Kesehatn", "Entah, Kec. Watulawang"]
    address = f"/wilayah/mulai/lembar/{sheet.pk}/padankan/"
    siti.post(address, {"nama-0": "3399032001", "nama-1-kode": "PD77", "nama-2": "-"})
    assert OfficeSheet.objects.get().choices == {}
    siti.post(address, {"nama-0": "3399032001", "nama-1-kode": "PD01", "nama-2": "-"})
    assert _enter(siti, sheet, 4) == 302
    assert _spans("3399032001") == [("PD01", date(2025, 2, 1), None)]


def test_undoing_brings_back_exactly_what_was_and_the_sheet_may_come_again(siti: Client) -> None:
    Companionship.objects.filter(agency__code="PD02").update(valid_from=date(2024, 1, 1), year=2024)
    before = list(Companionship.objects.order_by("pk").values())
    sheet = _bring(siti, "pairs", PAIRS)
    _enter(siti, sheet, 3)
    assert _spans("3399022001")[0] == ("PD02", date(2024, 1, 1), date(2025, 1, 31))
    assert siti.post(f"/wilayah/mulai/lembar/{sheet.pk}/batalkan/").status_code == 302
    assert list(Companionship.objects.order_by("pk").values()) == before
    assert not EarlierDecision.objects.exists()
    assert _enter(siti, _bring(siti, "pairs", PAIRS), 3) == 302


def test_a_sheet_with_something_later_on_top_is_not_taken_back(siti: Client) -> None:
    sheet = _bring(siti, "pairs", PAIRS)
    _enter(siti, sheet, 3)
    Companionship.objects.filter(village="3399012002").update(valid_to=date(2025, 6, 30))
    kept = Companionship.objects.count()
    assert siti.post(f"/wilayah/mulai/lembar/{sheet.pk}/batalkan/").status_code == 409
    assert Companionship.objects.count() == kept
    assert OfficeSheet.objects.get().state == "entered"


def test_the_same_file_twice_changes_nothing_and_its_copy_goes(siti: Client) -> None:
    rows = _sheet(PAIRS).read()
    send = lambda: siti.post(  # noqa: E731
        "/wilayah/mulai/unggah/pairs/", {**DECREE, "upload": SimpleUploadedFile("lampiran.xlsx", rows)}
    )
    assert send().status_code == 302
    again = send()
    assert again.status_code == 422 and "sudah dibawa" in again.content.decode()
    _enter(siti, OfficeSheet.objects.get(), 3)
    assert send().status_code == 422
    assert (OfficeSheet.objects.count(), StoredFile.objects.count(), EarlierDecision.objects.count()) == (1, 1, 1)


def test_a_list_with_waves_becomes_a_decision_from_before_sanding(siti: Client) -> None:
    """S2.5: so that progress, rollover and churn go on from it; said not to be computed here."""
    sheet = _bring(siti, "priority", LIST)
    assert _enter(siti, sheet, 2) == 302
    decision = EarlierDecision.objects.get()
    assert (decision.kind, decision.number, decision.date) == ("priority", "050/1/2025", date(2025, 1, 15))
    listed = [(one.village_id, one.rank, one.wave, one.wave_year) for one in decision.villages.all()]
    assert listed == [("3399012001", 1, 1, 2025), ("3399022001", 2, 2, 2026)]
    assert [(one.village.code, one.wave_year) for one in places(2027)] == [("3399012001", 2025), ("3399022001", 2026)]
    assert "tidak dihitung di sini" in siti.get("/wilayah/mulai/").content.decode()
    siti.post(f"/wilayah/mulai/lembar/{sheet.pk}/batalkan/")
    assert not EarlierVillage.objects.exists()


def test_a_list_that_milestones_stand_on_is_not_taken_back(cast: Cast, siti: Client) -> None:
    sheet = _bring(siti, "priority", LIST)
    _enter(siti, sheet, 2)
    Milestone.objects.create(
        village_id="3399012001", wave_year=2025, name="asesmen", done_on=date(2025, 5, 1), evidence="Berita acara",
        recorded_by=cast.siti,
    )  # fmt: skip
    assert siti.post(f"/wilayah/mulai/lembar/{sheet.pk}/batalkan/").status_code == 409
    assert EarlierVillage.objects.count() == 2


def test_one_wrong_row_keeps_the_whole_sheet_out(siti: Client) -> None:
    sheet = _bring(siti, "priority", [*LIST, [2, "Watulawang", "Watusari", "entah"]])
    page = siti.get(f"/wilayah/mulai/lembar/{sheet.pk}/").content.decode()
    assert "gelombang tidak terbaca" in page
    assert _enter(siti, sheet, 2) == 409
    assert not EarlierVillage.objects.exists()
    faults = siti.get(f"/wilayah/mulai/lembar/{sheet.pk}/kesalahan/")
    assert faults["Content-Disposition"].startswith("attachment") and faults.content[:2] == b"PK"


def test_agencies_load_from_a_sheet_are_shown_first_and_can_be_taken_back(siti: Client) -> None:
    rows = [["Nama OPD", "Pegawai"], ["Dinas Kesehatan", "31"], ["Bagian Umum", "12"], ["Bagian Hukum", "20"]]
    before = list(Agency.objects.order_by("pk").values())
    sheet = _bring(siti, "agencies", rows)
    assert [one.state for one in plan_of(sheet).lines] == ["berubah", "baru", "sama"]
    assert _enter(siti, sheet, 2) == 302
    assert Agency.objects.get(name="Bagian Umum").kind == "Bagian"
    assert Entry.objects.get(action="agency.change").detail["changes"] == {"staff": ["20", "31"]}
    assert siti.post(f"/wilayah/mulai/lembar/{sheet.pk}/batalkan/").status_code == 302
    assert list(Agency.objects.order_by("pk").values()) == before
    again = _bring(siti, "agencies", rows)
    _enter(siti, again, 2)
    Companionship.objects.create(
        village_id="3399032001", agency=Agency.objects.get(name="Bagian Umum"), year=2026,
        valid_from=date(2026, 1, 1), source="Uji",
    )  # fmt: skip
    assert siti.post(f"/wilayah/mulai/lembar/{again.pk}/batalkan/").status_code == 409
    assert Agency.objects.get(code="PD01").staff == 31


def test_of_two_people_entering_one_sheet_one_wins_and_the_other_is_told(cast: Cast, siti: Client) -> None:
    sheet = _bring(siti, "pairs", PAIRS)
    for person in (cast.siti, cast.ratna):
        person.scope = person.grants.get().scope()
    starting.enter_sheet(cast.siti, sheet, count=3)
    with pytest.raises(RuleBroken) as told:
        starting.enter_sheet(cast.ratna, sheet, count=3)
    assert told.value.code == "SND-STA-07" and "Siti" in str(told.value)
    assert Companionship.objects.filter(year=2025).count() == 3


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"start": "2024-12-31"}, "start"),
        ({"date": "2099-01-01"}, "date"),
        ({"year": "2031", "start": ""}, "year"),
        ({"number": ""}, "number"),
    ],
)
def test_a_decree_with_impossible_dates_is_named(siti: Client, more: dict[str, str], field: str) -> None:
    answer = siti.post("/wilayah/mulai/unggah/pairs/", {**DECREE, **more, "upload": _sheet(PAIRS)})
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, {field})
    assert not OfficeSheet.objects.exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [("surat.pdf", b"%PDF-1.4"), ("buku.xlsx", b"bukan buku kerja"), ("buku.xlsx", b"PK\x03\x04rusak")],
)
def test_a_file_that_is_no_sheet_is_refused_and_nothing_stays(siti: Client, name: str, content: bytes) -> None:
    upload = SimpleUploadedFile(name, content)
    answer = siti.post("/wilayah/mulai/unggah/pairs/", {**DECREE, "upload": upload})
    assert answer.status_code == 422
    assert not OfficeSheet.objects.exists() and not StoredFile.objects.exists()


@pytest.mark.parametrize("kind", ["agencies", "pairs", "priority"])
def test_the_sample_sheet_is_read_back_as_its_own_kind(siti: Client, kind: str) -> None:
    sample = siti.get(f"/wilayah/mulai/contoh/{kind}/")
    answer = siti.post(
        f"/wilayah/mulai/unggah/{kind}/", {**DECREE, "upload": SimpleUploadedFile("c.xlsx", sample.content)}
    )
    assert answer.status_code == 422
    assert "SND-STA-02" in answer.content.decode()
