"""The turn of the year, by keyboard: a milestone is recorded, the year's end is read, the year changes once.

Endah records what a carried village still lacked, reads the turn of the year, ticks that she has read it and presses;
Ratna, whose page was open since before, is told who was faster. The desk then begins with the carried villages.
"""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site, Visits, _serving


@pytest.fixture(scope="module")
def own_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A decided year of its own, since the test ends it."""
    with _serving(tmp_path_factory.mktemp("year"), "all") as found:
        yield found


Picture = Callable[[Page, str], None]


def _type_into(page: Page, label: str, text: str) -> None:
    page.get_by_label(label).focus()
    page.keyboard.type(text)


def _record(page: Page, picture: Picture) -> None:
    page.goto("/prioritas/kemajuan/")
    picture(page, "kemajuan")
    page.goto("/prioritas/kemajuan/?keadaan=belum+tuntas")
    page.locator("#desa tbody a").first.focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name=re.compile("^Catat…")).last.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/tahap/**")
    page.get_by_label("Tanggal selesai").fill("2025-12-20")
    _type_into(page, "Bukti", "Berita acara 140/9/2025 (rekaan)")
    picture(page, "catat-tahap")
    page.get_by_label("Bukti").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Evaluasi semester tercatat.")).to_be_visible()


def _change(page: Page) -> None:
    page.get_by_label(re.compile("Saya sudah membaca")).focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Ganti tahun ke 2028").focus()
    page.keyboard.press("Enter")


def test_the_year_is_turned_by_keyboard_and_only_once(own_site: Site, visits: Visits, picture: Picture) -> None:
    endah, ratna = visits.open(own_site, "endah"), visits.open(own_site, "ratna")
    _record(endah, picture)
    for page in (endah, ratna):
        page.goto("/ganti-tahun/")
        expect(page.get_by_role("heading", level=1)).to_contain_text("Ganti tahun: 2027 ke 2028")
    picture(endah, "ganti-tahun")
    _change(endah)
    endah.wait_for_url("**/ganti-tahun/riwayat/2028/")
    expect(endah.get_by_text("Tahun pendampingan sekarang 2028")).to_be_visible()
    _change(ratna)
    expect(ratna.get_by_text(re.compile("sudah diganti ke 2028 oleh Endah"))).to_be_visible()
    endah.goto("/prioritas/")
    expect(endah.get_by_role("heading", level=1)).to_contain_text("Prioritas desa 2028")
    expect(endah.get_by_text("desa terbawa dari gelombang sebelumnya")).to_be_visible()
