"""The main job, from a government sheet to a signed pairing, as the office does it.

Ratna of the secretariat uploads the DTSEN workbook of TW III. The check runs in the background; she sees the faults by
cause, takes the marked workbook back, and cannot accept her own batch. Endah, the second person, reads the consequences
and accepts; the vintage appears. Endah moves a weight, sees which villages enter and leave, and proposes the list; the
Bupati signs it. Endah runs the pairing, reads why, proposes it; the Bupati signs. The decree, its annex and the reading
copy download and open. The companion then sees only its own villages. Nothing here touches the database.
"""

import re
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.document import Document
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Site, Visits

Picture = Callable[[Page, str], None]
PATIENT = 180_000
VILLAGES = 54


def _field(page: Page, label: str) -> Locator:
    return page.get_by_label(label, exact=False).first


def _press(page: Page, words: str) -> None:
    """Press the button or follow the link of the main part that begins with these words."""
    named = re.compile(rf"^\s*{re.escape(words)}")
    main = page.get_by_role("main")
    main.get_by_role("button", name=named).or_(main.get_by_role("link", name=named)).first.click()


def _wait_for_job(page: Page) -> None:
    """Until no background job of this page runs any more and none failed; then open the newest result."""
    main = page.get_by_role("main")
    expect(main.get_by_role("progressbar")).to_have_count(0, timeout=PATIENT)
    expect(main.get_by_text("Gagal", exact=True)).to_have_count(0)
    result = main.get_by_role("link", name="Buka hasilnya").first
    if result.count():
        result.click()
        page.wait_for_load_state()


def _download(page: Page, link: Locator, folder: Path) -> Path:
    with page.expect_download(timeout=60_000) as waiting:
        link.click()
    target = folder / waiting.value.suggested_filename
    waiting.value.save_as(target)
    return target


def _upload(page: Page, site: Site) -> None:
    _press(page, "Unggah lembar")
    page.locator('input[type="file"]').set_input_files(site.office / "dtsen_tw3_2026.xlsx")
    page.get_by_label("Register").select_option("DTSEN")
    _field(page, "Periode").fill("TW III 2026")
    _field(page, "Tanggal penetapan").fill("2026-09-30")
    page.get_by_role("textbox", name="Asal data").fill("Dinas Sosial Kabupaten Sumbersari")
    _field(page, "Surat pengantar").fill("Surat pengantar 400.9/118 (rekaan)")


def _coloured_cells(path: Path) -> int:
    """Filled cells below the heading, over all sheets of a workbook."""
    book = openpyxl.load_workbook(path)
    return sum(cell.fill.fill_type == "solid" for sheet in book for row in sheet.iter_rows(min_row=2) for cell in row)


def _ratna_uploads(visits: Visits, site: Site, picture: Picture, folder: Path) -> str:
    """Returns the address of the batch."""
    page = visits.open(site, "ratna")
    page.goto("/data/")
    _upload(page, site)
    picture(page, "unggah")
    _press(page, "Unggah dan periksa")
    _wait_for_job(page)
    expect(page.get_by_role("heading", name="Kesalahan menurut sebab")).to_be_visible()
    assert page.get_by_role("link", name="Lihat baris").count() >= 5, "the planted faults are named by cause"
    picture(page, "kesalahan")
    marked = _download(page, page.get_by_role("link", name="Buku kerja bertanda"), folder)
    assert _coloured_cells(marked) > 0
    expect(page.get_by_text("Anda yang mengunggah; orang lain yang memutuskan.")).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("^Terima"))).to_have_count(0)
    return page.url


def _endah_accepts(page: Page, batch: str, picture: Picture) -> None:
    page.goto("/")
    page.get_by_role("link", name="Putuskan").first.click()
    assert page.url == batch
    picture(page, "penerimaan")
    for tick in page.get_by_role("checkbox").all():
        tick.check()
    _field(page, "Catatan keputusan").fill("Dicocokkan dengan surat pengantar.")
    _press(page, "Terima")
    _wait_for_job(page)
    expect(page.get_by_text(re.compile("diputuskan Endah Pratiwi"))).to_be_visible()
    page.goto("/data/kurun/")
    expect(page.get_by_role("main").get_by_text("TW III 2026").first).to_be_visible()
    picture(page, "kurun")


def _endah_ranks(page: Page, picture: Picture) -> None:
    page.goto("/prioritas/")
    page.get_by_label("Indeks rendah").fill("80")
    expect(page.get_by_text(re.compile("Masuk:.*Keluar:", re.S)).first).to_be_visible()
    picture(page, "prioritas")
    _press(page, "Usulkan penetapan")
    expect(page.get_by_text(re.compile(f"{VILLAGES} desa/kelurahan")).first).to_be_visible()
    _field(page, "Catatan untuk pimpinan").fill("Indeks diberi bobot lebih, hasil rapat TKPK.")
    _press(page, "Usulkan 54")
    expect(page.get_by_text("menunggu penetapan").first).to_be_visible()


def _bupati_signs(page: Page, number: str, picture: Picture | None = None) -> str:
    """Reads the waiting decision from the home page and signs it. Returns its address."""
    page.goto("/")
    page.get_by_role("link", name="Baca dan putuskan").first.click()
    address = page.url
    if picture:
        picture(page, "keputusan")
    _press(page, "Tetapkan")
    _field(page, "Nomor keputusan").fill(number)
    _press(page, "Tetapkan")
    page.wait_for_url(address)
    expect(page.get_by_role("heading", level=1)).to_contain_text("berlaku")
    return address


def _endah_pairs(page: Page, picture: Picture) -> None:
    page.goto("/penugasan/")
    _press(page, "Hitung")
    page.get_by_role("link", name="Lihat kemajuannya").click()
    _wait_for_job(page)
    page.goto("/penugasan/")
    expect(page.get_by_text(f"{VILLAGES} dari {VILLAGES} desa")).to_be_visible()
    expect(page.get_by_role("heading", name=re.compile("^Mengapa .+ untuk"))).to_be_visible()
    expect(page.get_by_text("Nilai pasangan").first).to_be_visible()
    picture(page, "penugasan")
    _press(page, "Usulkan penetapan")
    _press(page, "Usulkan penugasan")
    expect(page.get_by_text("menunggu penetapan").first).to_be_visible()


def _papers(page: Page, decision: str, picture: Picture, folder: Path) -> dict[str, set[str]]:
    """The decree, its annex and the reading copy open; which villages each agency stands beside, by code."""
    page.goto(decision)
    picture(page, "sk")
    decree = docx.Document(str(_download(page, page.get_by_role("link", name=re.compile("DOCX")), folder)))
    words = _words(decree)
    assert "BUPATI SUMBERSARI" in words
    pairs = _annex_pairs(_download(page, page.get_by_role("link", name=re.compile("XLSX")), folder))
    assert not [name for _agency, _code, name in pairs if name not in words], "the decree names every village"
    copy = page.get_by_role("link", name=re.compile("PDF"))
    if copy.count():
        assert _download(page, copy, folder).read_bytes().startswith(b"%PDF-")
    assert len({code for _agency, code, _name in pairs}) == VILLAGES
    return {agency: {code for one, code, _name in pairs if one == agency} for agency, _code, _name in pairs}


def _words(document: Document) -> str:
    """All text of a document, tables included."""
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([line.text for line in document.paragraphs] + cells)


def _annex_pairs(path: Path) -> list[tuple[str, str, str]]:
    """(agency, village code, village) from the annex sheet whose rows name both."""
    rows = [list(row) for row in openpyxl.load_workbook(path)["Lampiran III"].iter_rows(values_only=True)]
    head = next(row for row in rows if "Kode desa" in row)
    at = [head.index(name) for name in ("Unit pendamping", "Kode desa", "Desa/Kelurahan")]
    found = [tuple(str(row[one]) for one in at) for row in rows]
    return [(agency, code, name) for agency, code, name in found if re.fullmatch(r"3399\d{6}", code)]


def _companion_sees_its_own(page: Page, pairs: dict[str, set[str]], picture: Picture) -> None:
    """Exactly the villages that the decree gives its agency: on the home page, in the list, and by address."""
    page.goto("/penugasan/")
    page.get_by_role("main").get_by_role("link", name="Dinas Kesehatan").first.click()
    picture(page, "pendamping")
    page.goto("/")
    own = pairs["Dinas Kesehatan"]
    expect(page.get_by_role("link", name="Buka desa")).to_have_count(len(own))
    page.goto("/data/desa/")
    rows = page.get_by_role("main").get_by_role("rowheader").get_by_role("link")
    assert {str(link.get_attribute("href")).strip("/").rsplit("/")[-1] for link in rows.all()} == own
    others = sorted(set().union(*pairs.values()) - own)
    for code in [others[0], others[-1]]:
        for address in (f"/data/desa/{code}/", f"/prioritas/desa/{code}/"):
            answer = page.goto(address)
            assert answer is not None and answer.status == 404, address
    answer = page.goto(f"/data/desa/{min(own)}/")
    assert answer is not None and answer.status == 200


def _on_a_phone(visits: Visits, site: Site, picture: Picture) -> None:
    page = visits.open(site, "endah", "ponsel")
    picture(page, "ponsel-beranda")
    page.goto("/prioritas/")
    picture(page, "ponsel-prioritas")


@pytest.mark.on_postgres
def test_a_sheet_becomes_a_signed_pairing(visits: Visits, site: Site, picture: Picture, tmp_path: Path) -> None:
    door = visits.open(site)
    door.goto("/akun/masuk/")
    picture(door, "masuk")
    batch = _ratna_uploads(visits, site, picture, tmp_path)
    endah, bupati = visits.open(site, "endah"), visits.open(site, "bupati")
    picture(endah, "beranda")
    _on_a_phone(visits, site, picture)
    _endah_accepts(endah, batch, picture)
    _endah_ranks(endah, picture)
    _bupati_signs(bupati, "050/101/2026", picture)
    _endah_pairs(endah, picture)
    decision = _bupati_signs(bupati, "050/102/2026")
    pairs = _papers(endah, decision, picture, tmp_path)
    endah.goto("/wilayah/")
    picture(endah, "pengaturan")
    _companion_sees_its_own(visits.open(site, "pendamping"), pairs, picture)
