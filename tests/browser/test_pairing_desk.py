"""The pairing desk by the keyboard, as the secretariat works on it in the week before the decree.

Endah walks through the list with J, reads why, asks with W what another agency would cost, locks the cheapest with her
reason, and solves again. She compares the new list with the pairs in force and proposes it. The Bupati signs, and the
decree is printed. Ratna meanwhile keeps few moves and brings a list of the office.
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import docx
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Site, Visits, _serving

Picture = Callable[[Page, str], None]
PATIENT = 180_000


@pytest.fixture(scope="module")
def decided(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site of its own with everything decided once, since this story changes it."""
    with _serving(tmp_path_factory.mktemp("desk"), "all") as found:
        yield found


def _enter(goal: Locator) -> None:
    """Press Enter on what the Tab key would reach."""
    goal.focus()
    goal.press("Enter")


def _walk_to_another(page: Page) -> str:
    """J to the fourth row and Enter: the reasons beside it change, the row keeps the focus. Returns the village."""
    page.goto("/penugasan/")
    before = page.get_by_role("heading", name="Mengapa").inner_text()
    for _ in range(3):
        page.keyboard.press("j")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Mengapa")).not_to_have_text(before)
    expect(page.locator("tr.s-sel a[aria-current]")).to_be_focused()
    name: str = page.locator("tr.s-sel a[aria-current]").evaluate("link => link.firstChild.textContent.trim()")
    return name


def _ask_what_if(page: Page, village: str, picture: Picture) -> None:
    page.keyboard.press("w")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Bagaimana kalau yang lain")
    assert village in page.get_by_role("heading", level=1).inner_text()
    _enter(page.get_by_role("button", name="Pengganti yang paling mungkin"))
    expect(page.get_by_role("link", name=re.compile("^Kunci ini")).first).to_be_visible(timeout=PATIENT)
    picture(page, "bagaimana-kalau")


def _lock_the_cheapest(page: Page) -> str:
    """Returns the short name of the locked agency."""
    first = page.get_by_role("link", name=re.compile("^Kunci ini")).first
    agency = first.inner_text().split("…")[-1].strip()
    _enter(first)
    page.get_by_label("Alasan").focus()
    page.keyboard.type("Kantor cabangnya ada di kecamatan itu.")
    _enter(page.get_by_role("button", name="Simpan aturan"))
    expect(page.get_by_text("Hitungan ini tidak lagi sesuai.")).to_be_visible()
    return agency


def _solve_again(page: Page) -> None:
    _enter(page.get_by_role("button", name="Hitung ulang"))
    expect(page.get_by_text("Hitungan ini tidak lagi sesuai.")).to_have_count(0, timeout=PATIENT)
    expect(page.get_by_text("sedang dihitung")).to_have_count(0, timeout=PATIENT)


def _compare(page: Page, picture: Picture) -> None:
    _enter(page.get_by_role("link", name="Bandingkan desa demi desa"))
    expect(page.get_by_role("heading", name="Harga daftar lama")).to_be_visible()
    counts = [int(one) for one in page.locator(".s-strip b").all_inner_texts()]
    assert sum(counts) == page.locator("tbody tr").count()
    picture(page, "banding-penugasan")


def _propose(page: Page) -> None:
    page.goto("/penugasan/")
    _enter(page.get_by_role("link", name=re.compile("^Usulkan penetapan")))
    _enter(page.get_by_role("button", name="Usulkan penugasan"))
    expect(page.get_by_text("menunggu penetapan").first).to_be_visible()


def _sign_and_print(bupati: Page, page: Page, folder: Path, village: str) -> None:
    bupati.goto("/")
    bupati.get_by_role("link", name="Baca dan putuskan").first.click()
    address = bupati.url
    bupati.get_by_role("link", name=re.compile("^Tetapkan")).or_(
        bupati.get_by_role("button", name=re.compile("^Tetapkan"))
    ).first.click()
    bupati.get_by_label("Nomor keputusan").first.fill("050/103/2026")
    bupati.get_by_role("button", name=re.compile("^Tetapkan")).first.click()
    expect(bupati.get_by_role("heading", level=1)).to_contain_text("berlaku")
    page.goto(address)
    with page.expect_download(timeout=60_000) as waiting:
        page.get_by_role("link", name=re.compile("DOCX")).first.click()
    target = folder / waiting.value.suggested_filename
    waiting.value.save_as(target)
    tables = docx.Document(str(target)).tables
    assert village in "\n".join(cell.text for table in tables for row in table.rows for cell in row.cells)


def test_the_desk_is_worked_by_the_keyboard_until_the_decree(
    decided: Site, visits: Visits, picture: Picture, tmp_path: Path
) -> None:
    page = visits.open(decided, "endah")
    page.goto("/penugasan/")
    _enter(page.get_by_role("button", name="Hitung ulang"))
    expect(page.get_by_text("sedang dihitung")).to_have_count(0, timeout=PATIENT)
    village = _walk_to_another(page)
    page.goto(page.url.partition("#")[0])
    picture(page, "meja-desa")
    _ask_what_if(page, village, picture)
    agency = _lock_the_cheapest(page)
    _solve_again(page)
    row = page.locator("#daftar-desa tbody tr", has_text=village).first
    expect(row).to_contain_text(agency)
    expect(row).to_contain_text("terkunci")
    _compare(page, picture)
    _propose(page)
    _sign_and_print(visits.open(decided, "bupati"), page, tmp_path, village)


def test_an_own_list_is_edited_by_the_keyboard_and_its_gap_is_said(
    decided: Site, visits: Visits, picture: Picture
) -> None:
    page = visits.open(decided, "ratna")
    page.goto("/penugasan/daftar-sendiri/")
    _enter(page.get_by_role("link", name="Mulai menyunting"))
    first = page.locator("select[name^=d-]").first
    first.focus()
    first.press("Home")
    expect(first).to_have_value("")
    _enter(page.get_by_role("button", name="Bandingkan dengan yang terbaik"))
    page.goto("/penugasan/")
    expect(page.get_by_text("sedang dihitung")).to_have_count(0, timeout=PATIENT)
    page.goto("/penugasan/riwayat/")
    _enter(page.get_by_role("rowheader").get_by_role("link").first)
    expect(page.get_by_role("heading", name="Dibanding susunan terbaik")).to_be_visible()
    expect(page.get_by_text("Cakupan: +1 desa tanpa pendamping")).to_be_visible()
    expect(page.get_by_text("Desa tanpa pendamping:", exact=True)).to_be_visible()
    picture(page, "daftar-sendiri")


def test_the_help_lists_the_letters_and_they_can_be_closed(decided: Site, visits: Visits) -> None:
    page = visits.open(decided, "endah")
    page.goto("/penugasan/")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Dengan papan ketik")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.get_by_label("larangan")).to_be_checked()
    expect(page.get_by_label("Alasan")).to_be_visible()
