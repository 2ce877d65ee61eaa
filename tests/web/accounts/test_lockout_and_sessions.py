"""Failures in a row lock; browsers are listed and ended; some pages ask again who sits there."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.test import Client
from django.utils import timezone

from sanding.parameters import value
from sanding_web.accounts.access import audience
from sanding_web.accounts.models import KnownSession, User
from sanding_web.accounts.sessions import device_of
from sanding_web.audit.models import Entry
from tests.cast import Cast

PASSWORD = "Padi menguning 2026"
SignIn = Callable[[User], Client]
LIMIT = value("accounts.lockout", timezone.localdate())["failures"]


@pytest.fixture
def siti(cast: Cast) -> User:
    cast.siti.set_password(PASSWORD)
    cast.siti.save()
    return cast.siti


def _fail(username: str, times: int = LIMIT, **more: str) -> Client:
    client = Client(**more)  # type: ignore[arg-type]
    for _ in range(times):
        client.post("/akun/masuk/", {"username": username, "password": "salah sekali 99"})
    return client


@pytest.mark.parametrize("username", ["siti", "tidakada"])
def test_failures_in_a_row_lock_known_and_unknown_accounts_alike(siti: User, username: str) -> None:
    answer = _fail(username).post("/akun/masuk/", {"username": username, "password": PASSWORD})
    assert answer.status_code == 429 and "terkunci sampai pukul" in answer.content.decode()
    assert 0 < int(answer["Retry-After"]) <= 15 * 60
    assert username not in answer.content.decode()


def test_one_failure_less_does_not_lock(siti: User) -> None:
    client = _fail("siti", LIMIT - 1)
    assert client.post("/akun/masuk/", {"username": "siti", "password": PASSWORD}).status_code == 302


def test_a_lock_binds_one_address_and_ends_by_itself(siti: User) -> None:
    _fail("siti")
    right = {"username": "siti", "password": PASSWORD}
    assert Client(REMOTE_ADDR="10.0.0.9").post("/akun/masuk/", right).status_code == 302
    assert _fail("siti").post("/akun/masuk/", right).status_code == 429
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))
    assert Client().post("/akun/masuk/", right).status_code == 302


def test_an_administrator_opens_a_lock(siti: User, cast: Cast, client_for: SignIn) -> None:
    _fail("siti")
    admin = client_for(cast.admin)
    assert "Terkunci" in admin.get(f"/akun/{siti.pk}/").content.decode()
    admin.post(f"/akun/{siti.pk}/urus/buka-kunci/")
    assert Client().post("/akun/masuk/", {"username": "siti", "password": PASSWORD}).status_code == 302
    assert Entry.objects.filter(action="account.unlock", actor=cast.admin).exists()


def test_browsers_are_listed_and_ended_one_by_one(siti: User) -> None:
    right = {"username": "siti", "password": PASSWORD}
    here, there = Client(HTTP_USER_AGENT="Mozilla Windows Firefox/140"), Client(HTTP_USER_AGENT="Android Chrome/140")
    here.post("/akun/masuk/", right)
    there.post("/akun/masuk/", right)
    page = here.get("/akun/keamanan/").content.decode()
    assert "Firefox, Windows" in page and "Chrome, Android" in page and "127.0.0.•" in page
    other = KnownSession.objects.get(device="Chrome, Android")
    here.post(f"/akun/keamanan/peramban/{other.pk}/keluarkan/")
    assert there.get("/").status_code == 302 and here.get("/").status_code == 200


def test_a_browser_of_someone_else_cannot_be_ended(siti: User, cast: Cast, client_for: SignIn) -> None:
    Client().post("/akun/masuk/", {"username": "siti", "password": PASSWORD})
    known = KnownSession.objects.get(user=siti)
    assert client_for(cast.ratna).post(f"/akun/keamanan/peramban/{known.pk}/keluarkan/").status_code == 404


def test_a_changed_password_signs_every_other_browser_out(siti: User) -> None:
    right = {"username": "siti", "password": PASSWORD}
    here, there = Client(), Client()
    here.post("/akun/masuk/", right)
    there.post("/akun/masuk/", right)
    here.post("/akun/keamanan/kata-sandi/", {"old": PASSWORD, "password": "Jagung di ladang 77"})
    assert here.get("/").status_code == 200 and there.get("/").status_code == 302


def test_a_closed_account_is_out_at_the_next_request(siti: User, cast: Cast, client_for: SignIn) -> None:
    client = Client()
    client.post("/akun/masuk/", {"username": "siti", "password": PASSWORD})
    client_for(cast.admin).post(f"/akun/{siti.pk}/urus/tutup/", {"reason": "Pindah tugas ke kabupaten lain"})
    assert client.get("/").status_code == 302
    assert Client().post("/akun/masuk/", {"username": "siti", "password": PASSWORD}).status_code == 422


def test_a_role_that_ended_gives_nothing_at_the_next_request(cast: Cast, client_for: SignIn) -> None:
    client = client_for(cast.siti)
    assert client.get("/prioritas/").status_code == 200
    cast.siti.grants.update(valid_to=timezone.localdate() - timedelta(days=1))
    assert client.get("/prioritas/").status_code == 403


def test_devices_have_words() -> None:
    assert device_of("Mozilla/5.0 (Windows NT 10.0) Chrome/140 Safari/537 Edg/140") == "Edge, Windows"
    assert device_of("") == "Peramban lain"


def _later(monkeypatch: pytest.MonkeyPatch, minutes: int) -> None:
    at = timezone.now() + timedelta(minutes=minutes)
    monkeypatch.setattr("django.utils.timezone.now", lambda: at)


def test_a_page_that_asks_anew_is_opened_after_a_proof(siti: User, monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client()
    client.post("/akun/masuk/", {"username": "siti", "password": PASSWORD})
    assert client.get("/akun/keamanan/telepon/").status_code == 200, "signing in is a proof"
    _later(monkeypatch, 20)
    asked = client.get("/akun/keamanan/telepon/")
    assert asked["Location"] == "/akun/konfirmasi/?next=%2Fakun%2Fkeamanan%2Ftelepon%2F"
    assert client.post(asked["Location"], {"password": "bukan ini 123"}).status_code == 422
    assert client.post(asked["Location"], {"password": PASSWORD})["Location"] == "/akun/keamanan/telepon/"
    assert client.get("/akun/keamanan/telepon/").status_code == 200
    assert Entry.objects.filter(action="session.confirm", actor=siti).count() == 1


def test_a_clock_set_back_is_no_proof(siti: User, monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client()
    client.post("/akun/masuk/", {"username": "siti", "password": PASSWORD})
    _later(monkeypatch, -30)
    assert client.get("/akun/keamanan/telepon/").status_code == 302


def test_a_form_that_asks_anew_leads_back_to_its_page(siti: User, monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client()
    client.post("/akun/masuk/", {"username": "siti", "password": PASSWORD})
    _later(monkeypatch, 20)
    asked = client.post("/akun/keamanan/kode-cadangan/", headers={"Referer": "http://testserver/akun/keamanan/?x=1"})
    assert asked["Location"] == "/akun/konfirmasi/?next=%2Fakun%2Fkeamanan%2F%3Fx%3D1"


def test_guessing_at_the_confirmation_locks_too(siti: User, monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client()
    client.post("/akun/masuk/", {"username": "siti", "password": PASSWORD})
    for _ in range(LIMIT):
        client.post("/akun/konfirmasi/", {"password": "bukan ini 123"})
    assert client.post("/akun/konfirmasi/", {"password": PASSWORD}).status_code == 429


def test_asking_anew_is_part_of_the_audience() -> None:
    view = audience("audit.view", fresh=True)(lambda request: None)  # type: ignore[arg-type,return-value]
    assert view.fresh is True  # type: ignore[attr-defined]


def test_a_confirmation_sent_empty_is_asked_again(cast: Cast, client_for: SignIn) -> None:
    assert client_for(cast.siti).post("/akun/konfirmasi/").status_code == 422
