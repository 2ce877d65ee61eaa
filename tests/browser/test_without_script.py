"""With JavaScript off the work still gets done: only slower, by buttons and reloads."""

import time

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site, Visits


@pytest.fixture
def page(full_site: Site, visits: Visits) -> Page:
    return visits.open(full_site, "endah", java_script_enabled=False)


def test_a_sheet_is_uploaded_and_checked(page: Page, full_site: Site) -> None:
    page.goto("/data/unggah/")
    page.locator('input[type="file"]').set_input_files(full_site.office / "p3ke_2022_keluarga.ods")
    page.get_by_label("Register").select_option("P3KE")
    page.get_by_label("Periode").fill("2022")
    page.get_by_label("Tanggal penetapan").fill("2022-12-30")
    page.get_by_label("Sebagian atau perbaikan").check()
    page.get_by_role("textbox", name="Asal data").fill("Dinas Sosial")
    page.get_by_role("button", name="Unggah dan periksa").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("P3KE 2022")
    end = time.monotonic() + 120
    while not page.get_by_role("heading", name="Kesalahan menurut sebab").count():
        assert time.monotonic() < end, "the check did not end"
        time.sleep(1)
        page.reload()
    expect(page.get_by_text("Anda yang mengunggah; orang lain yang memutuskan.")).to_be_visible()


def test_a_mistake_keeps_what_was_filled_in(page: Page) -> None:
    page.goto("/data/unggah/")
    page.get_by_label("Periode").fill("TW IV 2026")
    page.get_by_role("button", name="Unggah dan periksa").click()
    expect(page.get_by_label("Periode")).to_have_value("TW IV 2026")
    assert page.locator("[aria-invalid=true]").count() >= 2


def test_the_priority_desk_computes_by_its_button(page: Page) -> None:
    page.goto("/prioritas/")
    page.get_by_label("Kuota").fill("20")
    page.get_by_role("button", name="Hitung").click()
    expect(page.get_by_text("Garis batas: kuota 20 desa/kelurahan")).to_be_visible()


def test_the_pairing_desk_answers_why_by_a_link(page: Page) -> None:
    page.goto("/penugasan/")
    heading = page.get_by_role("heading", name="Mengapa")
    before = heading.inner_text()
    page.get_by_role("main").get_by_role("table").first.get_by_role("rowheader").get_by_role("link").last.click()
    expect(heading).not_to_have_text(before)


def test_what_another_agency_would_cost_is_asked_by_a_button(page: Page) -> None:
    page.goto("/penugasan/")
    page.get_by_role("link", name="Bagaimana kalau").click()
    page.get_by_role("button", name="Pengganti yang paling mungkin").click()
    end = time.monotonic() + 120
    while not page.get_by_role("link", name="Kunci ini").count():
        assert time.monotonic() < end, "the price did not come"
        time.sleep(1)
        page.reload()
    expect(page.get_by_text("Keserasian:").first).to_be_visible()


def test_theme_and_language_change_by_their_buttons(page: Page) -> None:
    page.goto("/")
    page.locator("summary", has_text="Menu akun").click()
    page.get_by_role("button", name="Gelap").click()
    assert page.locator("html").get_attribute("data-bs-theme") == "dark"
    page.locator("summary", has_text="Menu akun").click()
    page.get_by_role("button", name="English").click()
    assert page.locator("html").get_attribute("lang") == "en"
