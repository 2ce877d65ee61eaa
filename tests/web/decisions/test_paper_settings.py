"""Letterhead, signatories, templates and numbers: dated, with who and why; hostile files are refused in clear words."""

import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from docx import Document
from PIL import Image

from sanding_web.audit.models import Entry
from sanding_web.decisions.imprints import look_on, signatory_on
from sanding_web.decisions.models import LetterheadVersion, NumberPattern, SignatoryTerm, TemplateUse, TemplateVersion
from sanding_web.decisions.paper_kinds import paper_kind, paper_kinds
from tests.sanding.documents.test_template_sandbox import OUTSIDE, RELATIONS, altered, part, template, text_of

BASE = "/keputusan/tata-naskah/"
DESA = f"{BASE}templat/lembar-desa/"


@pytest.fixture(autouse=True)
def _no_office(monkeypatch):
    monkeypatch.setattr("sanding.documents.office_pdf.PROGRAMMES", ())


def docx(*paragraphs: str, name: str = "lembar.docx", content: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content if content is not None else template(*paragraphs))


def upload(client, file, reason: str = "Diminta Bagian Hukum"):
    return client.post(f"{DESA}unggah/", {"file": file, "reason": reason})


def test_before_anyone_sets_them_papers_begin_with_what_the_programme_says(counted):
    look = look_on(paper_kind("sk"), date(2027, 1, 1))
    assert look.letterhead.lines[0] == "PEMERINTAH KABUPATEN SUMBERSARI"
    assert look.letterhead.place == "Sumbersari" and look.signatory.name == "Nama Bupati Rekaan"
    assert "KEPALA BADAN PERENCANAAN" in look_on(paper_kind("lembar-desa"), date(2027, 1, 1)).signatory.title


def test_a_template_is_kept_looked_at_then_used_and_can_go_back(counted, client_for):
    siti = client_for(counted.siti)
    for text in ("Pertama {{ desa }}", "Kedua {{ desa }}"):
        assert upload(siti, docx(text)).status_code == 302
    assert [one.number for one in TemplateVersion.objects.order_by("number")] == [1, 2]
    assert not TemplateUse.objects.exists(), "uploading alone changes no paper"
    assert text_of(siti.get(f"{DESA}2/contoh/docx/").content).startswith("Kedua Desa")
    assert siti.get(f"{DESA}2/contoh/pdf/").content.startswith(b"%PDF")
    for number, shown in ((2, "Kedua"), (1, "Pertama"), (0, "LEMBAR DESA")):
        assert siti.post(f"{DESA}{number}/pakai/", {"reason": "Rapat"}).status_code == 302
        page = siti.get("/penugasan/naskah/desa/3399012001/docx/")
        assert shown in text_of(page.content)
    history = siti.get(DESA).content.decode()
    assert "Diminta Bagian Hukum" in history and "Siti" in history and "{{ keterangan_peta }}" in history
    assert Entry.objects.filter(action="template.use").count() == 3


def test_a_template_is_not_swapped_without_a_reason(counted, client_for):
    siti = client_for(counted.siti)
    upload(siti, docx("{{ desa }}"))
    siti.post(f"{DESA}1/pakai/", {"reason": "  "})
    assert not TemplateUse.objects.exists()


def test_the_preview_shows_real_villages_to_the_secretariat_and_invented_ones_to_the_administrator(counted, client_for):
    own = text_of(client_for(counted.siti).get(f"{DESA}0/contoh/docx/").content)
    other = text_of(client_for(counted.admin).get(f"{DESA}0/contoh/docx/").content)
    assert "Rekaan 1" not in own and "Desa Rekaan 1" in other
    assert not [one for one in ("Banyusari", "Karangrejo", "Dinas Kesehatan") if one in other]


def external(kind: bytes) -> bytes:
    made = template("{{ desa }}")
    return altered(made, {RELATIONS: part(made, RELATIONS).replace(b"</Relationships>", OUTSIDE % kind)})


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (altered(template("{{ desa }}"), {"word/vbaProject.bin": b"x"}), "makro atau objek tertanam"),
        (altered(template("{{ desa }}"), {"word/embeddings/oleObject1.bin": b"x"}), "makro atau objek tertanam"),
        (altered(template("{{ desa }}"), {"word/media/a.xml": b" " * 21_000_000}), "terlalu besar setelah dibuka"),
        (external(b"image"), "di luar dokumen"),
        (external(b"attachedTemplate"), "di luar dokumen"),
        (template("{{ desa.__class__ }}"), "tidak diizinkan"),
        (template("{% for a in range(9) %}x{% endfor %}"), "SND-DOC"),
        (template("{{ tidak_ada }}"), "isian yang tidak ada"),
        (b"%PDF-1.7 bukan docx", "bukan dokumen DOCX yang utuh"),
    ],
)
def test_a_hostile_template_is_refused_in_clear_words_and_nothing_is_kept(counted, client_for, content, said):
    answer = upload(client_for(counted.siti), docx(content=content))
    assert answer.status_code == 422 and said in answer.content.decode()
    assert not TemplateVersion.objects.exists()


@pytest.mark.parametrize("name", ["lembar.docm", "lembar.doc", "lembar.dotm", "lembar.exe"])
def test_only_a_docx_is_read_at_all(counted, client_for, name):
    answer = upload(client_for(counted.siti), docx("{{ desa }}", name=name))
    assert answer.status_code == 422 and "bukan .docx" in answer.content.decode()


def logo() -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (300, 300), "blue").save(out, "JPEG", comment=b"<script>")
    return SimpleUploadedFile("logo.jpg", out.getvalue())


LETTERS = {"text": "PEMERINTAH KABUPATEN REKAAN\n\nBAPPEDA", "place": "Rekaan", "paper": "A4", "reason": "Alamat baru"}


def test_a_letterhead_has_a_history_and_shows_on_the_next_sheet(counted, client_for):
    siti = client_for(counted.siti)
    assert siti.post(f"{BASE}kepala-surat/", {**LETTERS, "logo": logo()}).status_code == 302
    assert siti.post(f"{BASE}kepala-surat/", {**LETTERS, "text": "KOP KEDUA", "reason": "Lagi"}).status_code == 302
    newest, first = LetterheadVersion.objects.all()
    assert bytes(newest.logo) == bytes(first.logo) and b"script" not in bytes(first.logo)
    made = Document(io.BytesIO(siti.get("/penugasan/naskah/desa/3399012001/docx/").content))
    assert round(made.sections[0].page_height.cm, 1) == 29.7
    page = siti.get(BASE).content.decode()
    assert "Alamat baru" in page and "KOP KEDUA" in page
    siti.post(f"{BASE}kepala-surat/", {**LETTERS, "without_logo": "on"})
    assert LetterheadVersion.objects.first().logo is None


@pytest.mark.parametrize("content", [b"<svg onload='alert(1)'/>", b"GIF89a", b"\x89PNG broken"])
def test_a_logo_that_is_no_plain_picture_is_refused(counted, client_for, content):
    file = SimpleUploadedFile("logo.svg", content)
    answer = client_for(counted.siti).post(f"{BASE}kepala-surat/", {**LETTERS, "logo": file})
    assert answer.status_code == 422 and "bukan gambar PNG" in answer.content.decode()
    assert not LetterheadVersion.objects.exists()


TERM = {"signs": "decree", "name": "DR. REKAAN", "capacity": "", "title": "", "on_behalf": "", "rank": "", "nip": ""}


def test_an_acting_signatory_signs_during_the_term_and_the_other_before_and_after(counted, client_for):
    siti = client_for(counted.siti)
    siti.post(f"{BASE}penanda-tangan/", {**TERM, "valid_from": "2026-01-01", "valid_to": ""})
    acting = {**TERM, "name": "PELAKSANA", "capacity": "Plt.", "valid_from": "2027-03-01", "valid_to": "2027-03-14"}
    assert siti.post(f"{BASE}penanda-tangan/", acting).status_code == 302
    days = {date(2027, 2, 28): "DR. REKAAN", date(2027, 3, 1): "PELAKSANA", date(2027, 3, 15): "DR. REKAAN"}
    assert {day: signatory_on("decree", day).name for day in days} == days
    assert signatory_on("decree", date(2027, 3, 5)).block("BUPATI X")["jabatan"] == "Plt. BUPATI X"


def test_a_term_is_ended_and_a_nip_is_eighteen_digits(counted, client_for):
    siti = client_for(counted.siti)
    wrong = siti.post(f"{BASE}penanda-tangan/", {**TERM, "nip": "123", "valid_from": "2026-01-01"})
    assert wrong.status_code == 422 and "18 angka" in wrong.content.decode()
    siti.post(f"{BASE}penanda-tangan/", {**TERM, "nip": "1970" + "01" * 7, "valid_from": "2026-01-01"})
    term = SignatoryTerm.objects.get()
    assert len(term.nip.split()) == 4
    address = f"{BASE}penanda-tangan/{term.pk}/akhiri/"
    assert siti.post(address, {"valid_to": "2025-12-31"}).status_code == 409
    assert siti.post(address, {"valid_to": "2026-06-30"}).status_code == 302
    assert signatory_on("decree", date(2026, 7, 1)).name == "Nama Bupati Rekaan"


def test_a_pattern_is_checked_and_shows_the_next_number(counted, client_for):
    siti = client_for(counted.siti)
    assert siti.post(f"{BASE}nomor/sk/", {"pattern": "050/{nomor}"}).status_code == 422
    assert siti.post(f"{BASE}nomor/sk/", {"pattern": "050/{nomor3}/{tahun}"}).status_code == 302
    assert f"050/001/{timezone.localdate().year}" in siti.get(BASE).content.decode()
    assert siti.post(f"{BASE}nomor/sk/", {"pattern": ""}).status_code == 302
    assert NumberPattern.objects.count() == 2


def test_everything_is_shown_to_the_inspector_and_changed_by_those_who_may(counted, client_for):
    inspector = client_for(counted.inspektur)
    assert inspector.get(BASE).status_code == inspector.get(DESA).status_code == 200
    assert "Unggah templat" not in inspector.get(DESA).content.decode()
    for address in (f"{BASE}kepala-surat/", f"{BASE}penanda-tangan/", f"{BASE}nomor/sk/", f"{DESA}unggah/"):
        assert inspector.get(address).status_code == 403
        assert client_for(counted.admin).get(address).status_code == 200
    assert inspector.post(f"{DESA}0/pakai/", {"reason": "x"}).status_code == 403


def test_every_kind_has_a_page_with_its_fields(counted, client_for):
    siti = client_for(counted.siti)
    for kind in paper_kinds():
        page = siti.get(f"{BASE}templat/{kind.code}/").content.decode()
        assert all(f"{{{{ {name} }}}}" in page for name in kind.fields)
    assert siti.get(f"{BASE}templat/lain/").status_code == 404
