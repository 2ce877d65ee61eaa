"""Every page in every role that may open it, on desk and phone: clean in axe, no sideways scroll, silent console."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from sanding_web.accounts.access import all_views
from sanding_web.home.demo import PEOPLE
from tests.browser.conftest import Site, Visits
from tests.browser.crawl import NOT_PAGES, Atlas, crawl, is_page, plain_addresses, view_of
from tests.browser.inspection import inspect

ACCOUNTS = tuple(person[0] for person in PEOPLE)
BEFORE_SIGNING_IN = ("/akun/masuk/", "/keputusan/periksa/", "/keputusan/periksa/0a1b-2c3d-4e5f/", "/tidak-ada/")
DARK = ("/", "/data/", "/data/unggah/", "/data/batch/3/", "/prioritas/", "/penugasan/", "/keputusan/", "/keputusan/2/")


def _propose_another_list(visits: Visits, site: Site) -> None:
    """So that a decision waits for its signature: its pages to sign, reject and withdraw exist."""
    page = visits.open(site, "endah")
    page.goto("/prioritas/usulkan/?kuota=50")
    page.get_by_role("main").get_by_role("button", name="Usulkan").click()
    page.wait_for_url("**/keputusan/**")


def _upload_something_unknown(visits: Visits, site: Site) -> None:
    """So that a batch stands there that could not be read."""
    page = visits.open(site, "ratna")
    page.goto("/data/unggah/")
    page.locator('input[type="file"]').set_input_files(site.office / "perangkat_daerah.xlsx")
    page.get_by_label("Register").select_option("DTSEN")
    page.get_by_label("Periode").fill("TW IV 2026")
    page.get_by_label("Tanggal penetapan").fill("2026-09-30")
    page.get_by_role("textbox", name="Asal data").fill("Dinas Sosial")
    page.get_by_role("button", name="Unggah dan periksa").click()
    page.wait_for_url("**/data/batch/**")


def _lock_a_pair(visits: Visits, site: Site) -> None:
    """So that there is a rule to end."""
    page = visits.open(site, "endah")
    page.goto("/penugasan/")
    page.get_by_role("link", name="Kunci…").click()
    page.get_by_label("Alasan").fill("Kantor cabangnya ada di sana.")
    page.get_by_role("button", name="Simpan aturan").click()
    page.wait_for_url("**/penugasan/?desa=*")


@pytest.fixture(scope="module")
def busy_site(full_site: Site, chromium: Browser) -> Iterator[Site]:
    visits = Visits(chromium)
    _propose_another_list(visits, full_site)
    _upload_something_unknown(visits, full_site)
    _lock_a_pair(visits, full_site)
    visits.close()
    yield full_site


@pytest.fixture(scope="module")
def atlases(busy_site: Site, chromium: Browser) -> dict[str, Atlas]:
    """What each account can reach: by links, by plain addresses, and by what others came across."""
    visits, everyone, found = Visits(chromium), Atlas(), {}
    clients = {name: visits.open(busy_site, name).context.request for name in ACCOUNTS}
    for name, client in clients.items():
        found[name] = crawl(client, ["/", *plain_addresses()])
        everyone.merge(found[name])
    for name, client in clients.items():
        for path in everyone.addresses():
            if not found[name].pages[view_of(path)] and is_page(client, path):
                found[name].note(path)
    visits.close()
    return found


def test_every_page_is_reached_by_somebody(atlases: dict[str, Atlas]) -> None:
    reached = {name for atlas in atlases.values() for name, paths in atlas.pages.items() if paths}
    reached |= {view_of(path) for path in BEFORE_SIGNING_IN}
    missing = sorted({name for name, _route, _view in all_views()} - reached - set(NOT_PAGES))
    assert not missing, f"nobody reaches {missing}: link them, or name them in NOT_PAGES with the reason"
    assert not sorted(reached & set(NOT_PAGES))


@pytest.mark.parametrize("account", ACCOUNTS)
def test_pages_have_no_fault(account: str, busy_site: Site, atlases: dict[str, Atlas], visits: Visits) -> None:
    page = visits.open(busy_site, account, reduced_motion="reduce")
    paths = atlases[account].addresses()
    assert len(paths) >= 3
    _assert_no_fault(page, paths)


def _assert_no_fault(page: Page, paths: list[str]) -> None:
    found = []
    for path in paths:
        page.goto(path)
        found += [f"{path} {one}" for one in inspect(page)]
    assert not found, f"{len(found)} faults:\n" + "\n".join(found)


@pytest.mark.parametrize("account", ["endah", "bupati", "pendamping"])
def test_dark_pages_have_no_fault(account: str, busy_site: Site, visits: Visits) -> None:
    page = visits.open(busy_site, account, reduced_motion="reduce")
    page.context.add_cookies([{"name": "sanding_theme", "value": "dark", "url": busy_site.url}])
    _assert_no_fault(page, [path for path in DARK if is_page(page.context.request, path)])


def test_pages_before_signing_in_have_no_fault(busy_site: Site, visits: Visits) -> None:
    page = visits.open(busy_site, reduced_motion="reduce")
    _assert_no_fault(page, list(BEFORE_SIGNING_IN))


def test_refusals_and_mistakes_have_no_fault(busy_site: Site, visits: Visits) -> None:
    """404, 403, and a form sent back with its mistakes."""
    page = visits.open(busy_site, "kader", reduced_motion="reduce")
    _assert_no_fault(page, ["/data/desa/3399999999/", "/data/unggah/"])
    page = visits.open(busy_site, "ratna", reduced_motion="reduce")
    page.goto("/data/unggah/")
    page.get_by_role("button", name="Unggah dan periksa").click()
    page.get_by_role("alert").or_(page.locator("[aria-invalid=true]")).first.wait_for()
    assert not inspect(page)
    page.get_by_role("link", name="Data terpadu").first.click()
