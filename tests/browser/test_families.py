"""Target families, as the village team and the social agency meet them.

The operator comes from the priority page, opens the names of the own village, reads why the first family stands where
it stands, and asks whom a quota would reach; on the phone nothing scrolls sideways. The social agency goes from the
district to a kecamatan to a village. A companion sees counts and no way to a name; what was opened stands in the log.
"""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import Site, Visits
from tests.browser.inspection import inspect

Picture = Callable[[Page, str], None]


def _follow(page: Page, words: str) -> None:
    page.get_by_role("main").get_by_role("link", name=words, exact=True).first.click()


def _heading(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_contain_text(words)


def test_the_operator_reads_the_families_of_the_own_village_and_why(
    full_site: Site, visits: Visits, picture: Picture
) -> None:
    page = visits.open(full_site, "operator")
    page.get_by_role("link", name="Prioritas desa").first.click()
    _follow(page, "Keluarga sasaran")
    _heading(page, "Keluarga sasaran")
    page.locator("#golongan").get_by_role("rowheader").get_by_role("link").first.click()
    expect(page.get_by_text("Pembukaannya tercatat atas nama Anda")).to_be_visible()
    first = page.locator("#keluarga tbody tr").first
    name = first.get_by_role("rowheader").get_by_role("link").inner_text()
    picture(page, "keluarga-desa")
    first.get_by_role("rowheader").get_by_role("link").click()
    _heading(page, "Mengapa keluarga ini?")
    expect(page.get_by_role("main")).to_contain_text(re.compile(r"Desil 1 menurut DTSEN TW III 2026"))
    expect(page.get_by_role("main")).to_contain_text(name.split()[0])
    picture(page, "mengapa-keluarga")
    page.go_back()
    page.get_by_label("Kuota (keluarga)").fill("3")
    page.get_by_label("Kuota (keluarga)").press("Enter")
    expect(page.locator("#keluarga .s-pill")).to_have_count(3)
    page.goto(f"{page.url.split('?')[0]}?kuota=0")
    expect(page.get_by_role("main").get_by_text("Isi paling sedikit 1.").first).to_be_visible()


def test_on_a_phone_the_list_stands_in_cards(full_site: Site, visits: Visits, picture: Picture) -> None:
    page = visits.open(full_site, "operator", size="ponsel")
    page.goto("/prioritas/keluarga/")
    page.locator("#golongan").get_by_role("rowheader").get_by_role("link").first.click()
    picture(page, "ponsel-keluarga-desa")
    assert not inspect(page)


def test_the_social_agency_goes_from_the_district_to_a_village(
    full_site: Site, visits: Visits, picture: Picture
) -> None:
    page = visits.open(full_site, "dinsos")
    page.goto("/prioritas/")
    _follow(page, "Keluarga sasaran")
    picture(page, "keluarga-sasaran")
    page.locator("#golongan").get_by_role("rowheader").get_by_role("link").first.click()
    expect(page).to_have_url(re.compile(r"kecamatan=\d{6}"))
    page.locator("#golongan").get_by_role("rowheader").get_by_role("link").first.click()
    _heading(page, "Keluarga sasaran")
    _follow(page, "Kantong di desa ini")
    _heading(page, "Kantong di")
    _follow(page, "Kantong kemiskinan dan jarak")
    picture(page, "kantong")
    _follow(page, "Garis kemiskinan")
    expect(page.get_by_text("Register keluarga memuat desil, bukan pengeluaran")).to_be_visible()
    picture(page, "garis-kemiskinan")


def test_a_companion_sees_counts_and_no_way_to_a_name_and_the_log_says_who_opened(
    full_site: Site, visits: Visits
) -> None:
    operator = visits.open(full_site, "operator")
    operator.goto("/prioritas/keluarga/")
    operator.locator("#golongan").get_by_role("rowheader").get_by_role("link").first.click()
    _heading(operator, "Keluarga sasaran")
    page = visits.open(full_site, "pendamping")
    page.goto("/prioritas/keluarga/")
    expect(page.get_by_text("Halaman ini memuat angka tanpa nama")).to_be_visible()
    assert not page.locator('a[href*="/keluarga/desa/"]').count()
    log = visits.open(full_site, "inspektur")
    log.goto("/jejak/")
    expect(log.get_by_role("cell", name="membuka daftar keluarga sasaran satu desa").first).to_be_visible()
