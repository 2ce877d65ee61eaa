"""The meeting: weights move, a borderline village is discussed, the list is frozen.

Endah opens the desk on the projector. With the arrow keys alone she gives the index more weight; map, table and who
enters and leaves answer together while her focus stays in the field, and the change is said aloud. The draws follow:
how many villages are certain, how many on the border. She opens the borderline villages, ticks two with the space bar,
and reads them side by side: figures, every method, and what would move each. She looks where the methods disagree,
saves the way of counting as a scenario, proposes it, and the Bupati signs it.
"""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import Site, Visits

Picture = Callable[[Page, str], None]
SLOW = 30_000


def _reach(page: Page, name: str, steps: int = 80) -> None:
    """Press Tab until the link, button or field of this name has the focus."""
    for _ in range(steps):
        page.keyboard.press("Tab")
        found = page.evaluate("() => document.activeElement.innerText || document.activeElement.labels?.[0]?.innerText")
        if (found or "").strip().startswith(name):
            return
    raise AssertionError(f"{name} is not reached by the keyboard")


def _weights_move(page: Page, picture: Picture) -> None:
    page.goto("/prioritas/")
    field = page.get_by_label("Indeks rendah")
    field.focus()
    for _ in range(12):
        page.keyboard.press("ArrowUp")
    expect(field).to_have_value("80")
    expect(page.get_by_text(re.compile("Masuk:.*Keluar:", re.S)).first).to_be_visible(timeout=SLOW)
    expect(field).to_be_focused()
    assert "bobot_index=80" in page.url
    expect(page.locator("#suara")).not_to_be_empty()
    expect(page.locator("#hasil").get_by_text(re.compile("[0-9]+ pasti, [0-9]+ batas"))).to_be_visible(timeout=SLOW)
    expect(page.get_by_role("columnheader", name="Ketahanan")).to_be_visible()
    picture(page, "ketahanan")


def _borderline_is_discussed(page: Page, picture: Picture) -> None:
    page.get_by_role("main").get_by_role("link", name="Rapat").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("Desa batas untuk dibahas"))
    picture(page, "rapat")
    boxes = page.get_by_role("checkbox", name=re.compile("^Bandingkan"))
    for at in (0, 1):
        boxes.nth(at).focus()
        page.keyboard.press("Space")
        expect(boxes.nth(at)).to_be_checked()
    _reach(page, "Bandingkan yang dipilih")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Desa berdampingan")
    expect(page.get_by_role("heading", name=re.compile("^Bila satu hal berubah"))).to_have_count(2)
    expect(page.get_by_role("rowheader", name="Menurut TOPSIS")).to_be_visible()
    picture(page, "banding")


def _methods_disagree(page: Page) -> None:
    page.get_by_role("main").get_by_role("link", name="Prioritas desa").first.click()
    page.get_by_role("link", name="Bandingkan semua metode").click()
    expect(page.get_by_role("heading", name="Bila metodenya diganti")).to_be_visible()
    page.get_by_role("link", name="Selisih").click()
    expect(page.locator("th[aria-sort=descending]")).to_have_text(re.compile("Selisih"))
    page.get_by_role("main").get_by_role("link", name="Prioritas desa").first.click()


def _saved_and_proposed(page: Page) -> None:
    page.get_by_label("Nama skenario").fill("Hasil rapat")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Skenario Hasil rapat tersimpan.")).to_be_visible()
    expect(page.get_by_label("Indeks rendah")).to_have_value("80")
    page.get_by_role("link", name="Usulkan penetapan…").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text(re.compile("Uji ketahanan .5.000 undian, benih"))).to_be_visible()
    page.get_by_label("Catatan untuk pimpinan").fill("Indeks diberi bobot lebih, hasil rapat.")
    _reach(page, "Usulkan 54")
    page.keyboard.press("Enter")
    expect(page.get_by_text("menunggu penetapan").first).to_be_visible()


def _signed(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="Baca dan putuskan").first.click()
    expect(page.get_by_text(re.compile("Ketahanan dari 5.000 undian dengan benih"))).to_be_visible()
    page.get_by_role("link", name="Tetapkan…").click()
    page.get_by_label("Nomor keputusan").fill("050/77/2026")
    page.get_by_role("main").get_by_role("button", name=re.compile("^Tetapkan")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("berlaku")


def test_the_meeting_weighs_discusses_and_freezes(visits: Visits, site: Site, picture: Picture) -> None:
    endah = visits.open(site, "endah")
    _weights_move(endah, picture)
    _borderline_is_discussed(endah, picture)
    _methods_disagree(endah)
    _saved_and_proposed(endah)
    _signed(visits.open(site, "bupati"))


def test_without_a_script_the_draws_are_a_page(visits: Visits, site: Site) -> None:
    page = visits.open(site, "endah", java_script_enabled=False)
    page.goto("/prioritas/?kuota=30")
    page.get_by_role("link", name="Uji ketahanan").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ketahanan urutan")
    expect(page.get_by_text(re.compile("5.000 undian dengan benih")).first).to_be_visible()
