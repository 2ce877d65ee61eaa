"""Sheets and handout: every field has its meaning, hidden counts stay words, nothing gives them back."""

import io
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook

from sanding.documents.letterhead import Letterhead, Signatory
from sanding.documents.reading_copy import reading_copy
from sanding.documents.render import own_template, render_docx
from sanding.pairing import sheet_fields as fields
from sanding.pairing.handout import AgencyLoad, Meeting, PairedVillage, handout_values, handout_xlsx, questions
from sanding.pairing.sheet_books import sheet_xlsx
from sanding.pairing.sheets import (
    AGENCY_TEMPLATE,
    VILLAGE_TEMPLATE,
    Need,
    Reason,
    SheetHead,
    VillageFacts,
    agency_values,
    next_dates,
    sheet_docx,
    village_values,
)
from tests.sanding.documents.test_template_sandbox import text_of

LETTERS = Letterhead("BUPATI", "KABUPATEN", "REKAAN", "REKAAN", "Pakisarum", "Bappeda", lines=("PEMERINTAH", "BAPPEDA"))
HEAD = SheetHead(
    LETTERS, Signatory("SITI", title="KEPALA BAPPEDA", nip="1970" + "01" * 7), 2027, date(2027, 2, 3),
    "Menurut penugasan 2027.", "0123-4567-89ab", "https://contoh.go.id/keputusan", number="050/7/2027",
    sources=("Hitungan: DTSEN.",),
)  # fmt: skip
VILLAGE = VillageFacts(
    code="3399012001", name="Desa Banyusari", kecamatan="Banyumili",
    counts={"families": 412, "families_d1": 90, "persons": 1600, "persons_d1": 333},
    deciles={"1": 90, "2": 60, "": 3}, counted="DTSEN TW III 2026, penetapan 30 September 2026",
    index="Indeks Desa 2025: 0,6100 (BERKEMBANG).", index_short="0,6100", rank=4, wave=1, wave_year=2027,
    companion="Dinas Kesehatan", since=date(2027, 1, 4), supporting=("DPUPR",),
    reasons=(Reason("Jarak", -13.1, "26 km"),), why=(("Jumlah", "90 keluarga"),),
    needs=(Need("Jalan", "Perbaikan", "DPUPR", own=False), Need("Puskesmas", "Keliling", "Dinkes", own=True)),
)  # fmt: skip


def hidden(one: VillageFacts) -> VillageFacts:
    counts = dict(one.counts) | {"families_d1": "disamarkan", "persons_d1": "disamarkan"}
    return replace(one, counts=counts, deciles=dict(one.deciles) | {"1": "disamarkan", "2": "disamarkan"})


@pytest.mark.parametrize(
    ("sample", "meanings", "template"),
    [
        (fields.sample_agency, fields.AGENCY_FIELDS, AGENCY_TEMPLATE),
        (fields.sample_village, fields.VILLAGE_FIELDS, VILLAGE_TEMPLATE),
        (fields.sample_handout, fields.HANDOUT_FIELDS, "bahan_rakor.docx"),
        (fields.sample_decree, fields.DECREE_FIELDS, "sk_pendamping.docx"),
    ],
)
def test_every_field_is_explained_and_the_sample_fills_our_template(sample: Any, meanings: Any, template: str) -> None:
    values = sample()
    assert set(values) == set(meanings)
    assert all(meanings.values())
    assert render_docx(own_template(template), values).startswith(b"PK")


def test_the_agency_sheet_says_which_villages_why_who_lives_there_and_who_can_act() -> None:
    values = agency_values(HEAD, "Dinas Kesehatan", [VILLAGE])
    text = text_of(sheet_docx(values, own=AGENCY_TEMPLATE))
    for wanted in (
        "PEMERINTAH", "Nomor 050/7/2027", "1 (satu) desa/kelurahan", "1. Desa Banyusari, Kecamatan Banyumili", "−13,1",
        "412 keluarga, 1.600 orang", "penetapan 30 September 2026", "mendampingi pemerintah desa", "30 Juni 2027",
        "KEPALA BAPPEDA,", "NIP 1970",
    ):  # fmt: skip
        assert wanted in text, wanted
    assert text.index("Puskesmas") < text.index("Jalan"), "the companion's own tasks come first"


def test_an_agency_without_villages_still_has_a_sheet_that_says_so() -> None:
    text = text_of(sheet_docx(agency_values(HEAD, "Dinas Baru", []), own=AGENCY_TEMPLATE))
    assert "belum mendampingi satu desa/kelurahan pun" in text


def test_the_village_sheet_names_companion_supporters_and_place() -> None:
    text = text_of(sheet_docx(village_values(HEAD, VILLAGE), own=VILLAGE_TEMPLATE))
    for wanted in ("Dinas Kesehatan, sejak 4 Januari 2027", "DPUPR", "33.99.01.2001", "bukan batas hukum", "1 (2027)"):
        assert wanted in text, wanted


def test_a_hidden_count_is_its_word_in_every_form_and_on_no_line_a_number() -> None:
    shown = hidden(VILLAGE)
    text = text_of(sheet_docx(agency_values(HEAD, "Dinas", [shown]), own=AGENCY_TEMPLATE))
    assert "disamarkan" in text and "333" not in text
    book = load_workbook(io.BytesIO(sheet_xlsx(HEAD, "Lembar", [shown])))
    cells = {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "disamarkan" in cells and not {"90", "333"} & cells


def test_names_from_outside_stay_words_in_the_workbook() -> None:
    hostile = '=cmd|"/c calc"!A1'
    needs = (Need(hostile, "+1", "@SUM(A1)", own=True),)
    book = load_workbook(io.BytesIO(sheet_xlsx(HEAD, "-Lembar", [replace(VILLAGE, name=hostile, needs=needs)])))
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert kinds <= {"s", "n"}
    assert [cell.value for cell in book["Kebutuhan"][5]][1:5] == [hostile, hostile, "+1", "@SUM(A1)"]


def test_sheets_are_the_same_bytes_again_and_their_reading_copy_too() -> None:
    first, second = (sheet_docx(village_values(HEAD, VILLAGE), own=VILLAGE_TEMPLATE) for _ in range(2))
    assert first == second
    copies = [reading_copy(first, title="Lembar") for _ in range(2)]
    assert copies[0] == copies[1] and copies[0].startswith(b"%PDF")


def test_a_logo_and_a_map_do_not_take_each_others_place() -> None:
    from sanding.documents.code_mark import qr_png

    logo, place = qr_png("logo"), qr_png("peta")
    made = sheet_docx(
        village_values(HEAD, VILLAGE), own=VILLAGE_TEMPLATE, pictures={"logo.png": logo, "peta.png": place}
    )
    blobs = [
        part.blob for part in Document(io.BytesIO(made)).part.package.iter_parts() if part.partname.endswith(".png")
    ]
    assert blobs.count(logo) == 1 and blobs.count(place) == 1


@pytest.mark.parametrize(
    ("day", "first"),
    [
        (date(2027, 2, 3), "30 Juni 2027"),
        (date(2027, 7, 1), "31 Desember 2027"),
        (date(2027, 12, 31), "31 Desember 2027"),
    ],
)
def test_the_next_dates_begin_on_the_day_itself(day: date, first: str) -> None:
    found = next_dates(day, "Bupati")
    assert [one["kapan"] for one in found][0] == first and len(found) == 2


def village(number: int, **changed: Any) -> PairedVillage:
    values = {
        "rank": number, "code": f"33990120{number:02d}", "name": f"Desa {number}", "kecamatan": "Banyumili", "wave": 1,
        "wave_year": 2027, "families_d1": 10 * number, "companion": "Dinas A", "before": "", "change": "baru",
    }  # fmt: skip
    return PairedVillage(**(values | changed))


def test_the_meeting_is_asked_what_is_open() -> None:
    pairs = [village(1), village(2, companion="", change="tanpa pendamping")]
    loads = [AgencyLoad("Dinas A", 10, ["Desa 1"]), AgencyLoad("Dinas B", 0, [])]
    asked = questions(Meeting("P", pairs, loads, ties=["Desa 1", "Desa 9"], conflicts=["Dua aturan."], proposed=True))
    assert [
        any(word in one for one in asked) for word in ("Desa 2.", "Dinas B.", "Desa 9", "Dua aturan", "Menyetujui")
    ] == [True] * 5
    assert questions(Meeting("P", pairs[:1], loads[:1])) == ["Tidak ada; daftar dan penugasan ini sudah ditetapkan."]


def test_the_summary_gives_no_total_beside_a_hidden_count() -> None:
    loads = [AgencyLoad("Dinas A", "disamarkan", ["Desa 1", "Desa 2"])]
    open_sum = handout_values(HEAD, Meeting("P", [village(1), village(2)], loads))["ringkasan"][0]["teks"]
    closed = handout_values(HEAD, Meeting("P", [village(1), village(2, families_d1="disamarkan")], loads))
    assert "30 keluarga" in open_sum and "keluarga" not in closed["ringkasan"][0]["teks"]
    book = load_workbook(io.BytesIO(handout_xlsx(HEAD, Meeting("P", [village(1, name="=1+1")], loads))))
    assert book["Daftar dan pasangan"]["C5"].data_type == "s"


def test_villages_no_longer_on_the_list_are_named_as_changes_only() -> None:
    gone = village(9, change="tidak lagi prioritas", companion="", before="Dinas A", wave=None)
    found = handout_values(
        HEAD, Meeting("P", [village(1), gone], [AgencyLoad("Dinas A", 10, ["Desa 1"])], left=["Desa 9"])
    )
    assert [row["desa"] for row in found["pasangan"]] == ["Desa 1"] == [row["desa"] for row in found["gelombang"]]
    assert any("Tidak lagi prioritas: Desa 9." in one["teks"] for one in found["perubahan"])
