"""The companion's own page, on a phone and by keyboard alone; and the office that prepares the papers.

Agus of the health agency signs in on his phone, comes to his page without touching the screen, reads which villages are
his and why, and downloads his sheet: it holds his villages and no others. Endah of the secretariat sets letterhead,
signatory and numbers, edits the template of the agency sheet, looks at it with real values, puts it into use, and has
all sheets made: each with its own number.
"""

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
from playwright.sync_api import Page, expect

from sanding.documents.render import own_template
from tests.browser.conftest import Site, Visits

Picture = Callable[[Page, str], None]
MOST_STOPS = 90


def _walk_to(page: Page, words: str) -> None:
    """Press Tab until the focus stands on something in the main part, or on the sign-in page, with these words."""
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        said = page.evaluate(
            "() => { const e = document.activeElement; return e.getAttribute('aria-label') || e.innerText || ''; }"
        )
        if re.search(words, said):
            return
    raise AssertionError(f"the Tab key never reaches {words!r} on {page.url}")


def _fetched(page: Page, words: str, folder: Path) -> Path:
    """Walk to a download, press Enter, keep the file."""
    _walk_to(page, words)
    with page.expect_download(timeout=60_000) as waiting:
        page.keyboard.press("Enter")
    target = folder / waiting.value.suggested_filename
    waiting.value.save_as(target)
    return target


def _codes(path: Path) -> set[str]:
    """Village codes named anywhere in a workbook."""
    book = openpyxl.load_workbook(path)
    return {
        str(cell.value)
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if re.fullmatch(r"3399\d{6}", str(cell.value))
    }


def test_the_companion_reads_why_and_downloads_the_own_sheet_by_keyboard_on_a_phone(
    full_site: Site, visits: Visits, picture: Picture, tmp_path: Path
) -> None:
    page = visits.open(full_site, size="ponsel", reduced_motion="reduce")
    page.goto("/akun/masuk/")
    _walk_to(page, "Agus Setiawan")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/akun/" not in url)

    page.goto("/penugasan/")
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("Pendamping desa"))
    _walk_to(page, "^Dinas|^Badan")
    page.keyboard.press("Enter")
    page.wait_for_url("**/penugasan/perangkat/**")
    agency = page.get_by_role("heading", level=1).inner_text()
    expect(page.get_by_role("heading", name="Siapa yang tinggal di sana").first).to_be_visible()
    expect(page.get_by_role("heading", name="Mengapa perangkat ini").first).to_be_visible()
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth"), "nothing runs off the phone"
    picture(page, "ponsel-lembar")

    pdf = _fetched(page, "^Lembar PDF", tmp_path)
    assert pdf.read_bytes().startswith(b"%PDF")
    page.reload()
    sheet = _fetched(page, "^Lembar DOCX", tmp_path)
    text = "\n".join(paragraph.text for paragraph in docx.Document(str(sheet)).paragraphs)
    assert agency.splitlines()[0] in text and "Tugas pendamping" in text
    page.reload()
    mine = _codes(_fetched(page, "^XLSX", tmp_path))
    shown = {one.get_attribute("id") for one in page.locator("h2[id^=desa-]").all()}
    assert mine and {f"desa-{code}" for code in mine} == shown


def _edited_template(folder: Path) -> Path:
    """The product's template with a line the office added at its top."""
    document = docx.Document(io.BytesIO(own_template("lembar_perangkat.docx")))
    document.paragraphs[0].insert_paragraph_before("Disunting kantor untuk {{ perangkat }}")
    target = folder / "lembar-kami.docx"
    document.save(str(target))
    return target


def test_the_office_sets_its_papers_and_has_all_sheets_made(
    full_site: Site, visits: Visits, picture: Picture, tmp_path: Path
) -> None:
    page = visits.open(full_site, "endah")
    page.goto("/keputusan/tata-naskah/")
    page.get_by_role("link", name="Penanda tangan baru").click()
    page.get_by_label("Menandatangani").select_option("sheet")
    page.get_by_label("Nama dengan gelar").fill("NAMA REKAAN, S.E.")
    page.get_by_label("Jabatan").fill("KEPALA BAPPEDA KABUPATEN SUMBERSARI")
    page.get_by_role("button", name="Simpan penanda tangan").click()
    page.goto("/keputusan/tata-naskah/nomor/lembar-perangkat/")
    page.get_by_label("Pola nomor").fill("050/{nomor3}/{tahun}")
    page.get_by_role("button", name="Simpan pola").click()
    expect(page.get_by_text(re.compile(r"050/001/\d{4}"))).to_be_visible()
    picture(page, "tata-naskah")

    page.goto("/keputusan/tata-naskah/templat/lembar-perangkat/unggah/")
    page.locator('input[type="file"]').set_input_files(_edited_template(tmp_path))
    page.get_by_label("Alasan perubahan").fill("Diminta Bagian Hukum")
    page.get_by_role("button", name="Periksa dan simpan").click()
    expect(page.get_by_role("link", name="contoh DOCX").first).to_be_visible()
    picture(page, "templat-naskah")
    page.get_by_label("Alasan memakai versi 1").fill("Disetujui Sekretaris TKPK")
    page.get_by_role("button", name="Pakai versi 1").click()

    page.goto("/penugasan/naskah/")
    picture(page, "lembar")
    page.get_by_role("button", name="Siapkan semua lembar").click()
    ready = page.get_by_role("link", name=re.compile(r"^Lembar \d+ perangkat daerah"))
    for _ in range(120):
        if ready.count():
            break
        page.wait_for_timeout(1000)
        page.reload()
    with page.expect_download() as waiting:
        ready.first.click()
    archive = tmp_path / "semua.zip"
    waiting.value.save_as(archive)
    _every_sheet_is_numbered_and_edited(archive)


def _every_sheet_is_numbered_and_edited(archive: Path) -> None:
    numbers = set()
    with zipfile.ZipFile(archive) as parts:
        sheets = [name for name in parts.namelist() if name.endswith(".docx")]
        assert len(parts.namelist()) == 2 * len(sheets) > 60
        for name in sheets:
            lines = [one.text for one in docx.Document(io.BytesIO(parts.read(name))).paragraphs]
            assert any(line.startswith("Disunting kantor untuk ") for line in lines)
            numbers |= {line for line in lines if line.startswith("Nomor 050/")}
    assert len(numbers) == len(sheets), "no two sheets share a number"
