"""The second proof: codes of a telephone, recovery codes, when it is asked for, and who may take it away."""

import re
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from sanding.keys import Keys
from sanding_web.accounts import second_factor
from sanding_web.accounts.models import SecondFactor, User
from sanding_web.audit.models import Entry
from tests.cast import Cast

PASSWORD = "Padi menguning 2026"
SignIn = Callable[[User], Client]
# RFC 6238, appendix B: secret "12345678901234567890", SHA-1; the last six of the eight digits.
RFC_SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
RFC_CODES = (
    (59, "287082"),
    (1111111109, "081804"),
    (1111111111, "050471"),
    (1234567890, "005924"),
    (2000000000, "279037"),
)


def code_now(secret: str, later: int = 0) -> str:
    return second_factor._totp(secret).generate(int(time.time()) + later).decode()


@pytest.fixture
def siti(cast: Cast) -> User:
    cast.siti.set_password(PASSWORD)
    cast.siti.save()
    return cast.siti


@pytest.fixture
def secret(siti: User) -> str:
    """Siti's telephone is set up."""
    made = second_factor.new_secret()
    SecondFactor.objects.create(user=siti, kind="totp", secret=second_factor.sealed(siti, made.encode()))
    return made


@pytest.mark.parametrize(("at", "code"), RFC_CODES)
def test_codes_are_those_of_the_standard(at: int, code: str) -> None:
    assert second_factor.step_of(RFC_SECRET, code, at=at) == at // 30


@given(at=st.integers(60, 2**33), drift=st.integers(-3, 3))
def test_a_code_is_taken_one_step_around_now_and_no_further(at: int, drift: int) -> None:
    code = second_factor._totp(RFC_SECRET).generate((at // 30 + drift) * 30 if at // 30 + drift >= 0 else 0).decode()
    found = second_factor.step_of(RFC_SECRET, code, at=at)
    assert (found is not None) >= (abs(drift) <= 1)
    assert found is None or abs(found - at // 30) <= 1


def test_the_password_alone_no_longer_opens_the_door(siti: User, secret: str) -> None:
    client = Client()
    answer = client.post("/akun/masuk/", {"username": "siti", "password": PASSWORD})
    assert answer["Location"] == "/akun/masuk/langkah-kedua/"
    assert client.get("/")["Location"].startswith("/akun/masuk/")
    assert client.post(answer["Location"], {"code": "000000"}).status_code == 422
    assert client.post(answer["Location"], {"code": code_now(secret)})["Location"] == "/"
    assert client.get("/").status_code == 200
    assert Entry.objects.filter(action="session.sign_in", actor=siti).count() == 1


def test_a_code_is_taken_once(siti: User, secret: str) -> None:
    code = code_now(secret)
    assert second_factor.take(siti, code) and not second_factor.take(siti, code)
    assert second_factor.take(siti, code_now(secret, 30)), "the next code"
    assert not second_factor.take(siti, code), "none before the newest is taken any more"


def test_the_second_step_knows_nobody_without_the_first(cast: Cast) -> None:
    assert Client().get("/akun/masuk/langkah-kedua/")["Location"] == "/akun/masuk/"


def test_the_second_step_waits_ten_minutes(siti: User, secret: str, monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client()
    client.post("/akun/masuk/", {"username": "siti", "password": PASSWORD})
    later = timezone.now() + timedelta(minutes=11)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    assert client.get("/akun/masuk/langkah-kedua/")["Location"] == "/akun/masuk/"


def test_a_telephone_is_set_up_with_recovery_codes_that_work_once(cast: Cast, client_for: SignIn) -> None:
    client = client_for(cast.ratna)
    page = client.get("/akun/keamanan/telepon/").content.decode()
    shown = re.search(r"<code>([A-Z2-7]{32})</code>", page)
    assert shown and "data:image/png;base64," in page
    assert client.post("/akun/keamanan/telepon/", {"code": "000000"}).status_code == 422
    done = client.post("/akun/keamanan/telepon/", {"code": code_now(shown[1])}).content.decode()
    codes = re.findall(r"<li><code>([a-z2-9]{5}-[a-z2-9]{5})</code></li>", done)
    assert len(set(codes)) == 10 and second_factor.codes_left(cast.ratna) == 10
    assert second_factor.take(cast.ratna, codes[3].upper()) and not second_factor.take(cast.ratna, codes[3])
    assert second_factor.codes_left(cast.ratna) == 9
    assert Entry.objects.filter(action="account.factor_add", actor=cast.ratna).exists()


def test_secrets_are_sealed_for_their_own_account(cast: Cast, secret: str, siti: User) -> None:
    factor = SecondFactor.objects.get()
    assert secret.encode() not in bytes(factor.secret)
    factor.user = cast.ratna
    with pytest.raises(Exception, match="SND-ACC-20"):
        second_factor.opened(factor)


def test_another_key_does_not_open_a_secret(secret: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(second_factor, "load_or_create_keys", lambda _: Keys(master=b"x" * 32, identity=b"y" * 64))
    with pytest.raises(Exception, match="SND-ACC-20"):
        second_factor.opened(SecondFactor.objects.get())


def test_a_role_that_needs_one_is_led_there_after_the_grace(siti: User) -> None:
    client = Client()
    client.post("/akun/masuk/", {"username": "siti", "password": PASSWORD})
    home = client.get("/")
    assert home.status_code == 200 and "Pasang sandi kedua" in home.content.decode()
    User.objects.filter(pk=siti.pk).update(date_joined=timezone.now() - timedelta(days=9))
    assert client.get("/")["Location"] == "/akun/keamanan/telepon/"
    assert client.get("/akun/keamanan/telepon/").status_code == 200


def test_a_role_that_needs_none_is_left_alone(cast: Cast) -> None:
    cast.operator.set_password(PASSWORD)
    cast.operator.date_joined = timezone.now() - timedelta(days=90)
    cast.operator.save()
    client = Client()
    client.post("/akun/masuk/", {"username": "operator", "password": PASSWORD})
    assert client.get("/").status_code == 200


def test_one_administrator_does_not_take_both_proofs(siti: User, secret: str, cast: Cast, client_for: SignIn) -> None:
    client, reason = client_for(cast.admin), {"reason": "Datang sendiri dengan kartu pegawai"}
    shown = client.post(f"/akun/{siti.pk}/urus/sandi/", reason)
    first = re.search(r"<code>([a-z2-9-]{19})</code>", shown.content.decode())
    assert first and shown.status_code == 200
    assert client.post(f"/akun/{siti.pk}/urus/sandi-kedua/", reason).status_code == 409
    assert SecondFactor.objects.filter(user=siti).exists()
    entry = Entry.objects.get(action="account.password_reset")
    assert first[1] not in str(entry.detail)


def test_a_first_password_must_be_changed_before_anything_else(siti: User, cast: Cast, client_for: SignIn) -> None:
    shown = client_for(cast.admin).post(f"/akun/{siti.pk}/urus/sandi/", {"reason": "Lupa kata sandi, datang sendiri"})
    first = re.search(r"<code>([a-z2-9-]{19})</code>", shown.content.decode())
    assert first
    client = Client()
    client.post("/akun/masuk/", {"username": "siti", "password": first[1]})
    assert client.get("/prioritas/")["Location"] == "/akun/keamanan/kata-sandi/"
    new = {"old": first[1], "password": "Jagung di ladang 77"}
    assert client.post("/akun/keamanan/kata-sandi/", new).status_code == 302
    assert client.get("/").status_code == 200


def test_nobody_cares_for_the_own_account(cast: Cast, client_for: SignIn) -> None:
    act = f"/akun/{cast.admin.pk}/urus/sandi/"
    assert client_for(cast.admin).post(act, {"reason": "Saya ingin sendiri saja"}).status_code == 409
