"""The start of an office: the annex of its last decree comes in, two names are matched by a person, nothing is guessed.

Endah opens the sheet that waits, chooses the agency that is meant, leaves out a village that nobody knows, writes how
many rows will be entered, and finds them in the agency's history; then she takes the sheet back.
"""

from collections.abc import Callable

from playwright.sync_api import Page

from tests.browser.conftest import Site, Visits

Picture = Callable[[Page, str], None]


def test_the_last_decree_comes_in_from_the_offices_sheet(visits: Visits, site: Site, picture: Picture) -> None:
    endah = visits.open(site, "endah")
    endah.goto("/wilayah/mulai/")
    picture(endah, "mulai")
    endah.get_by_role("link", name="lampiran-penugasan-2024.xlsx").click()
    endah.get_by_text("2 nama belum jelas").wait_for()
    picture(endah, "mulai-padankan")
    agency, village = endah.get_by_label("Maksudnya").all()
    agency.select_option(index=1)
    village.select_option("-")
    endah.get_by_role("button", name="Simpan padanan").click()
    endah.get_by_text("Padanan disimpan").wait_for()
    count = endah.get_by_label("Tulis banyaknya baris yang akan masuk")
    count.fill("54")
    picture(endah, "mulai-masukkan")
    count.fill("53")
    endah.get_by_role("button", name="Masukkan seluruhnya").click()
    endah.get_by_text("Yang siap masuk 54 baris").first.wait_for()
    count.fill("54")
    endah.get_by_role("button", name="Masukkan seluruhnya").click()
    endah.get_by_text("Lembar sudah masuk seluruhnya").wait_for()
    sheet = endah.url
    endah.goto("/wilayah/perangkat/")
    endah.get_by_role("link", name="Dinas Kesehatan", exact=True).click()
    history = endah.get_by_role("table").filter(has_text="050/61/2024")
    assert history.count() == 1
    picture(endah, "perangkat-riwayat")
    endah.goto(sheet)
    endah.get_by_role("button", name="Batalkan lembar ini").click()
    endah.get_by_text("Data kembali persis seperti sebelum lembar ini masuk").wait_for()
    assert all("422" in one for one in visits.complaints), "only the wrong number of rows was refused"
