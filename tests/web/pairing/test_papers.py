"""Sheets and handout on the web: each reader's own scope, small counts by role, one archive for the secretariat."""

import io
import zipfile

import pytest
from openpyxl import load_workbook

from sanding_web.audit.models import Entry
from sanding_web.decisions.models import NumberPattern, TakenNumber
from sanding_web.registry.models import VillageCount
from tests.sanding.documents.test_template_sandbox import text_of
from tests.web.counted_steps import propose_pairing, propose_priority, sign


@pytest.fixture(autouse=True)
def _no_office(monkeypatch):
    """Reading copies: the same with and without LibreOffice on the machine."""
    monkeypatch.setattr("sanding.documents.office_pdf.PROGRAMMES", ())


@pytest.fixture
def paired(counted, client_for):
    siti, bupati = client_for(counted.siti), client_for(counted.bupati)
    VillageCount.objects.update(by_decile={"1": 40, "2": 20, "3": 60})
    sign(bupati, propose_priority(siti, "?kuota=9"))
    sign(bupati, propose_pairing(siti))
    return counted


@pytest.fixture
def quick(monkeypatch):
    """PDFs that take no time: the archive is what is looked at."""
    monkeypatch.setattr("sanding_web.decisions.printing.reading_copy", lambda document, *, title: b"%PDF-1.7")


def cells(content: bytes) -> list[str]:
    book = load_workbook(io.BytesIO(content))
    return [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]


def test_a_companion_prints_its_own_sheet_in_every_form(paired, client_for):
    agus = client_for(paired.agus)
    for form, start in (("docx", b"PK"), ("pdf", b"%PDF"), ("xlsx", b"PK")):
        answer = agus.get(f"/penugasan/naskah/perangkat/PD01/{form}/")
        assert answer.status_code == 200 and answer.content.startswith(start)
        assert answer["Content-Disposition"] == f'attachment; filename="lembar-pd01-2027.{form}"'
    text = text_of(agus.get("/penugasan/naskah/perangkat/PD01/docx/").content)
    assert "Dinas Kesehatan" in text and "Akses ke puskesmas" in text and "Dinkes" in text
    assert Entry.objects.filter(action="sheet.print", actor=paired.agus).count() == 4


def test_what_is_not_ones_own_answers_as_if_it_did_not_exist(paired, client_for):
    agus = client_for(paired.agus)
    mine = {one.code for one in paired.agus.grants.get().scope().villages()}
    other = next(code for code in ("3399012001", "3399022001", "3399032001", "3399012002") if code not in mine)
    for address in (
        "perangkat/PD02/docx/", "perangkat/PD99/docx/", f"desa/{other}/docx/", "desa/3399992001/docx/", "rakor/docx/",
        "perangkat/PD01/exe/", "rakor/exe/",
    ):  # fmt: skip
        assert agus.get(f"/penugasan/naskah/{address}").status_code == 404, address
    assert Entry.objects.filter(action="sheet.print").count() == 0


def test_a_camat_gets_an_agencys_sheet_with_the_villages_of_the_kecamatan_only(paired, client_for):
    camat = client_for(paired.camat)
    scope = paired.camat.grants.get().scope()
    for agency in scope.agencies():
        found = cells(camat.get(f"/penugasan/naskah/perangkat/{agency.code}/xlsx/").content)
        codes = {one for one in found if one.isdecimal() and len(one) == 10}
        assert codes and all(code.startswith("339901") for code in codes)


def test_the_operator_prints_the_own_village_with_its_map(paired, client_for):
    answer = client_for(paired.operator).get("/penugasan/naskah/desa/3399012001/docx/")
    assert answer.status_code == 200
    with zipfile.ZipFile(io.BytesIO(answer.content)) as parts:
        assert sum(name.startswith("word/media/") for name in parts.namelist()) == 3
    assert "Desa Banyusari" in text_of(answer.content)


def test_a_small_count_is_hidden_from_the_companion_and_open_to_the_secretariat(paired, client_for):
    mine = [one.code for one in paired.agus.grants.get().scope().villages()]
    VillageCount.objects.filter(village_code=mine[0]).update(
        families_d1=3, families_d1_2=47, persons_d1=17, by_decile={"1": 3, "2": 44, "3": 83}
    )
    address = f"/penugasan/naskah/desa/{mine[0]}/xlsx/"
    hidden, exact = (cells(client_for(who).get(address).content) for who in (paired.agus, paired.siti))
    assert "disamarkan" in hidden and not {"3", "17", "44"} & set(hidden)
    assert {"3", "17", "44"} <= set(exact) and "disamarkan" not in exact


def test_the_handout_speaks_of_the_proposal_while_one_waits(counted, client_for):
    siti, bupati = client_for(counted.siti), client_for(counted.bupati)
    assert siti.get("/penugasan/naskah/rakor/docx/").status_code == 404
    sign(bupati, propose_priority(siti))
    decision = propose_pairing(siti)
    text = text_of(siti.get("/penugasan/naskah/rakor/docx/").content)
    assert "usulan, belum ditetapkan" in text and "Menyetujui daftar" in text
    sign(bupati, decision)
    assert "Menyetujui daftar" not in text_of(siti.get("/penugasan/naskah/rakor/docx/").content)
    for form, start in (("pdf", b"%PDF"), ("xlsx", b"PK")):
        assert bupati.get(f"/penugasan/naskah/rakor/{form}/").content.startswith(start)


def test_all_sheets_come_in_one_archive_each_with_a_number_that_stays(paired, client_for, quick):
    NumberPattern.objects.create(
        kind="lembar-perangkat", pattern="050/{nomor3}/{tahun}", since="2026-01-01T00:00Z", by=paired.siti
    )
    siti = client_for(paired.siti)
    assert siti.post("/penugasan/naskah/semua/").status_code == 302
    page = siti.get("/penugasan/naskah/")
    ((job, ready),) = page.context["bundles"]
    assert ready
    answer = siti.get(f"/penugasan/naskah/semua/{job.pk}/")
    with zipfile.ZipFile(io.BytesIO(b"".join([answer.content]))) as archive:
        names = archive.namelist()
        text = text_of(archive.read("lembar-pd01-2027.docx"))
    codes = [row[0].code.lower() for row in page.context["agencies"]]
    assert sorted(names) == sorted(f"lembar-{code}-2027.{form}" for code in codes for form in ("docx", "pdf"))
    taken = list(TakenNumber.objects.order_by("value").values_list("text", flat=True))
    assert len(taken) == len(codes) == len(set(taken)) and any(one in text for one in taken)
    siti.post("/penugasan/naskah/semua/")
    assert list(TakenNumber.objects.order_by("value").values_list("text", flat=True)) == taken


def test_an_archive_is_for_the_person_who_asked(paired, client_for, quick):
    siti = client_for(paired.siti)
    siti.post("/penugasan/naskah/semua/")
    ((job, _ready),) = siti.get("/penugasan/naskah/").context["bundles"]
    assert client_for(paired.ratna).get(f"/penugasan/naskah/semua/{job.pk}/").status_code == 404
    assert client_for(paired.agus).get(f"/penugasan/naskah/semua/{job.pk}/").status_code == 403


def test_the_papers_page_lists_only_what_lies_in_scope(paired, client_for):
    page = client_for(paired.agus).get("/penugasan/naskah/").content.decode()
    assert (
        "Dinas Kesehatan" in page and "Pekerjaan Umum" not in page and "/rakor/" not in page and "/semua/" not in page
    )
    whole = client_for(paired.siti).get("/penugasan/naskah/").content.decode()
    assert "Pekerjaan Umum" in whole and "/rakor/pdf/" in whole and "Siapkan semua lembar" in whole


def test_the_number_of_queries_does_not_grow_with_the_villages(paired, client_for, django_assert_max_num_queries):
    agus = client_for(paired.agus)
    with django_assert_max_num_queries(45):
        agus.get("/penugasan/naskah/perangkat/PD01/docx/")
