"""Siti signs in with her password, sets up her telephone, then a passkey, comes in with each; the door locks others.

The passkey is made and used by Chromium's own virtual authenticator. The steps give the guide its pictures.
"""

import re
import subprocess
import sys
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from sanding_web.accounts import second_factor
from tests.browser.conftest import PROJECT, Site, Visits, _environment
from tests.browser.inspection import inspect

PASSWORD = "Padi menguning 2026"


@pytest.fixture(scope="module")
def account(full_site: Site) -> str:
    """An account of the secretariat with a password, as an office has them."""
    code = (
        "from datetime import date; from sanding_web.accounts.models import Grant, User; "
        "u = User(username='siti', full_name='Siti Aminah'); u.set_password('" + PASSWORD + "'); u.save(); "
        "Grant.objects.create(user=u, role='secretariat', valid_from=date(2026, 1, 1))"
    )
    command = [sys.executable, "-m", "sanding_web", "shell", "--verbosity", "0", "-c", code]
    subprocess.run(command, cwd=PROJECT, env=_environment(full_site.home, "all"), check=True)
    return "siti"


def _password(page: Page, password: str = PASSWORD) -> None:
    page.goto("/akun/masuk/")
    page.get_by_label("Nama akun").fill("siti")
    page.get_by_label("Kata sandi").fill(password)
    page.get_by_role("button", name="Masuk", exact=True).click()


def _code(secret: str, later: int = 0) -> str:
    return second_factor._totp(secret).generate(int(time.time()) + later).decode()


def _sign_out(page: Page) -> None:
    page.locator(".s-top .s-menu summary").click()
    page.get_by_role("button", name="Keluar", exact=True).click()
    page.wait_for_url("**/akun/masuk/**")


def _with_authenticator(page: Page) -> None:
    """A key in Chromium that always consents; WebAuthn wants a name, so the site is asked as localhost."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_telephone_then_passkey_then_a_locked_door(
    full_site: Site, account: str, visits: Visits, picture: Callable[[Page, str], None]
) -> None:
    here = Site(full_site.url.replace("127.0.0.1", "localhost"), full_site.home, full_site.office)
    page = visits.open(here)
    _with_authenticator(page)
    _password(page)
    page.get_by_role("link", name="Pasang", exact=True).click()
    secret = page.locator("code").inner_text()
    assert re.fullmatch(r"[A-Z2-7]{32}", secret) and not inspect(page)
    picture(page, "sandi-kedua-telepon")
    page.get_by_label("Kode pertama").fill(_code(secret))
    page.get_by_role("button", name="Pasang").click()
    assert page.locator(".s-codes li").count() == 10 and not inspect(page)
    page.get_by_role("link", name="Sudah saya simpan").click()
    page.get_by_role("link", name="Tambah kunci sandi").click()
    page.get_by_label("Nama kunci").fill("Laptop kantor")
    page.get_by_role("button", name="Buat kunci sandi").click()
    page.get_by_text("Kunci sandi terpasang").wait_for()
    picture(page, "keamanan-akun")
    assert not inspect(page)
    _sign_out(page)
    _password(page)
    page.get_by_label("Kode").fill(_code(secret, 30))
    assert not inspect(page)
    picture(page, "langkah-kedua")
    page.get_by_role("button", name="Masuk", exact=True).click()
    page.wait_for_url(f"{here.url}/")
    _sign_out(page)
    _password(page)
    page.get_by_role("button", name="Pakai kunci sandi").click()
    page.wait_for_url(f"{here.url}/")
    page.goto("/akun/keamanan/kata-sandi/")
    assert not inspect(page)
    other = visits.open(here)
    for _ in range(5):
        _password(other, "bukan kata sandinya")
    other.get_by_text("terkunci sampai pukul").wait_for()
    picture(other, "terkunci")
    assert not inspect(other)
