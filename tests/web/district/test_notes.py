"""Letters with their files, national status, past efforts, macro figures: kept by hand, logged, shown to people."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sanding_web.accounts.models import User
from sanding_web.audit.models import Entry
from sanding_web.district.files import plain_name
from sanding_web.district.models import LegalBasis, MacroFigure, NationalStatus, PastEffort, Programme, StoredFile
from tests.cast import Cast

PDF = b"%PDF-1.4 rekaan"
LETTER = {
    "of": "parent", "kind": "Surat Edaran Gubernur", "number": "SE 414/2021", "date": "2021-05-18",
    "about": "Satu perangkat daerah satu desa", "issuer": "Gubernur", "position": "0",
}  # fmt: skip
FIGURE = {
    "measure": "Garis kemiskinan", "on": "2024-03-01", "value": "421887", "method": "Susenas Maret", "source": "BPS",
}  # fmt: skip


def _pdf(content: bytes = PDF, name: str = "se-gubernur.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "application/pdf")


def test_a_governors_letter_is_kept_sealed_and_handed_out_as_an_attachment(
    cast: Cast, client_for: Callable[[User], Client]
) -> None:
    """S3.11, S1.6: number, date, file."""
    answer = client_for(cast.siti).post("/wilayah/catatan/dasar/baru/", {**LETTER, "upload": _pdf()})
    assert answer.status_code == 302
    basis = LegalBasis.objects.get(of="parent")
    assert (basis.number, basis.date, basis.issuer) == ("SE 414/2021", date(2021, 5, 18), "Gubernur")
    sealed = Path(settings.SANDING_UPLOADS) / StoredFile.objects.get().sealed
    assert PDF not in sealed.read_bytes()
    got = client_for(cast.agus).get(f"/wilayah/dasar/{basis.pk}/berkas/")
    assert b"".join(got.streaming_content) == PDF  # type: ignore[attr-defined]
    assert got["Content-Disposition"] == 'attachment; filename="se-gubernur.pdf"'
    assert (got["Content-Type"], got["Content-Security-Policy"]) == (
        "application/octet-stream",
        "sandbox; default-src 'none'; frame-ancestors 'none'",
    )
    assert Entry.objects.get(action="legal_basis.download").actor == cast.agus
    assert client_for(cast.kader).get(f"/wilayah/dasar/{basis.pk}/berkas/").status_code == 403


@pytest.mark.parametrize(
    "upload",
    [
        _pdf(b"<html>bukan pdf"),
        _pdf(b"MZ", "surat.exe"),
        _pdf(b"", "kosong.pdf"),
        _pdf(b"<script>", "surat.svg"),
        _pdf(b"%PDF-1.7 1 0 obj << /S /JavaScript /JS (x) >> endobj", "skrip.pdf"),
        _pdf(PDF, "surat\u202efdp.exe"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused_and_nothing_stays(
    cast: Cast, client_for: Callable[[User], Client], upload: SimpleUploadedFile
) -> None:
    answer = client_for(cast.siti).post("/wilayah/catatan/dasar/baru/", {**LETTER, "upload": upload})
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {"upload"}
    assert not StoredFile.objects.exists() and not list(Path(settings.SANDING_UPLOADS).iterdir())
    assert LegalBasis.objects.count() == 1


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("surat\u202efdp.exe", "suratfdp.exe"),
        ("surat\u200b\u2066.pdf", "surat.pdf"),
        ("surat.pdf\0.exe", "surat.pdf.exe"),
        ("..\\..\\etc/passwd", "passwd"),
        ("\r\nSet-Cookie: a.pdf", "Set-Cookie: a.pdf"),
        ("\u202e\0", "berkas"),
        ("a" * 400 + ".pdf", "a" * 146 + ".pdf"),
    ],
)
def test_a_name_shows_what_it_is(given: str, kept: str) -> None:
    upload = _pdf()
    upload._name = given  # type: ignore[attr-defined]  # past Django's own cleaning, which may change
    assert plain_name(upload) == kept


def test_the_basis_of_a_list_and_a_pairing_follows_that_of_the_programme(district: Programme) -> None:
    more = {"date": date(2026, 3, 1), "about": "Rapat"}
    LegalBasis.objects.create(of="priority", number="BA 1/2026", **more)
    LegalBasis.objects.create(of="pairing", number="Instruksi 2/2026", **more)
    LegalBasis.objects.create(of="pairing", number="Instruksi 1/2026", **more)
    assert [one["number"] for one in district.legal_basis] == ["Instruksi 1/2026"]
    assert [one["number"] for one in district.basis_for("priority")] == ["Instruksi 1/2026", "BA 1/2026"]
    assert [one["number"] for one in district.basis_for("pairing")] == ["Instruksi 1/2026", "Instruksi 2/2026"]


def test_a_national_status_is_kept_by_year_and_once(cast: Cast, client_for: Callable[[User], Client]) -> None:
    """S2.2: one of 35 districts in 2021."""
    siti = client_for(cast.siti)
    status = {
        "year": "2021",
        "status": "Prioritas penghapusan kemiskinan ekstrem",
        "districts": "35",
        "source": "Daftar",
    }
    assert siti.post("/wilayah/catatan/status/baru/", status).status_code == 302
    assert siti.post("/wilayah/catatan/status/baru/", status).status_code == 422
    kept = NationalStatus.objects.get()
    assert (kept.year, kept.districts) == (2021, 35)
    page = client_for(cast.bupati).get("/wilayah/gerakan/").content.decode()
    assert "Prioritas penghapusan kemiskinan ekstrem" in page and "35" in page


@pytest.mark.parametrize(
    ("field", "wrong"), [("year", "21"), ("amount", "-1"), ("kind", "Lain sekali"), ("source", "")]
)
def test_a_past_effort_is_classified_with_year_and_source(
    cast: Cast, client_for: Callable[[User], Client], field: str, wrong: str
) -> None:
    """S4.14."""
    siti = client_for(cast.siti)
    effort = {
        "year": "2021",
        "kind": "Perlindungan saat pandemi",
        "name": "Sembako",
        "amount": "2000",
        "source": "LKPJ",
    }
    answer = siti.post("/wilayah/catatan/upaya/baru/", {**effort, field: wrong})
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, {field})
    assert siti.post("/wilayah/catatan/upaya/baru/", effort).status_code == 302
    assert PastEffort.objects.get().kind == "Perlindungan saat pandemi"


def test_a_tenfold_line_is_asked_about_and_kept_only_when_confirmed(
    cast: Cast, client_for: Callable[[User], Client]
) -> None:
    """S4.12."""
    siti, address = client_for(cast.siti), "/wilayah/catatan/angka/baru/"
    assert siti.post(address, FIGURE).status_code == 302
    typo = {**FIGURE, "on": "2025-03-01", "value": "4395200"}
    outside = siti.post(address, typo)
    assert (outside.status_code, set(outside.context["form"].errors)) == (422, {"value"})
    jump = {**FIGURE, "on": "2025-03-01", "value": "1395200"}
    asked = siti.post(address, jump)
    assert asked.status_code == 422 and b'name="sure"' in asked.content
    assert MacroFigure.objects.count() == 1
    assert siti.post(address, {**jump, "sure": "on"}).status_code == 302
    assert siti.post(address, {**FIGURE, "on": "2023-03-01", "value": "402311,5"}).status_code == 302
    kept = MacroFigure.objects.get(on=date(2023, 3, 1))
    assert (str(kept.value), kept.unit) == ("402311.500", "rupiah per orang per bulan")


def test_old_and_new_stand_in_the_history_and_a_removed_note_too(
    cast: Cast, client_for: Callable[[User], Client]
) -> None:
    siti = client_for(cast.siti)
    siti.post("/wilayah/catatan/angka/baru/", FIGURE)
    figure = MacroFigure.objects.get()
    siti.post(f"/wilayah/catatan/angka/{figure.pk}/", {**FIGURE, "value": "421900"})
    siti.post(f"/wilayah/catatan/angka/{figure.pk}/hapus/")
    assert not MacroFigure.objects.exists()
    changed = Entry.objects.get(action="macro_figure.change").detail["changes"]
    assert changed == {"value": ["421887", "421900"]}
    page = client_for(cast.inspektur).get("/wilayah/riwayat/").content.decode()
    assert "421887 → 421900" in page and "menghapus angka makro" in page


def test_two_people_at_one_form_the_second_is_told_and_loses_nothing(
    cast: Cast, client_for: Callable[[User], Client]
) -> None:
    siti, ratna = client_for(cast.siti), client_for(cast.ratna)
    siti.post("/wilayah/catatan/angka/baru/", FIGURE)
    address = f"/wilayah/catatan/angka/{MacroFigure.objects.get().pk}/"
    seen = siti.get(address).context["form"].initial["seen"]
    assert siti.post(address, {**FIGURE, "value": "430000", "seen": seen}).status_code == 302
    late = ratna.post(address, {**FIGURE, "value": "440000", "seen": seen})
    assert late.status_code == 422
    assert late.context["form"].non_field_errors() and b"440000" in late.content
    assert MacroFigure.objects.get().value == 430000


def test_home_and_the_movements_page_say_brand_meaning_and_aim(
    cast: Cast, client_for: Callable[[User], Client]
) -> None:
    """S1.25, S2.12, S2.1."""
    Programme.objects.update(
        brand_meaning="Satu pendamping satu desa",
        outcome="Desa aman dan sejahtera",
        parent_name="Program Rekaan Provinsi",
    )
    for person in (cast.operator, cast.agus, cast.bupati):
        home, about = client_for(person).get("/"), client_for(person).get("/wilayah/gerakan/")
        assert b"Satu pendamping satu desa" in home.content and b"Desa aman dan sejahtera" in home.content
        assert b"Program Rekaan Provinsi" in about.content


@pytest.mark.parametrize("path", ["catatan/dasar/", "mulai/", "riwayat/", "perangkat/"])
def test_the_inspector_reads_the_notes_and_may_not_write_them(
    cast: Cast, client_for: Callable[[User], Client], path: str
) -> None:
    inspector = client_for(cast.inspektur)
    assert inspector.get(f"/wilayah/{path}").status_code == 200
    assert inspector.post("/wilayah/catatan/angka/baru/", FIGURE).status_code == 403
    assert not MacroFigure.objects.exists()
    assert client_for(cast.agus).get(f"/wilayah/{path}").status_code == 403
