"""The door: who comes in, what a refusal says, and what the sample accounts are for."""

import pytest
from django.test import Client
from pytest_django import Settings as SettingsWrapper

from sanding_web.accounts.models import User
from sanding_web.audit.models import Entry
from sanding_web.district.models import Agency
from tests.cast import Cast, make_person

PASSWORD = "Padi menguning 2026"


@pytest.fixture
def siti(cast: Cast) -> User:
    cast.siti.set_password(PASSWORD)
    cast.siti.save()
    return cast.siti


def test_account_and_password_open_the_door_and_are_logged(siti: User) -> None:
    response = Client().post("/akun/masuk/", {"username": "siti", "password": PASSWORD})
    assert (response.status_code, response["Location"]) == (302, "/")
    assert Entry.objects.filter(action="session.sign_in", actor=siti).count() == 1


def test_a_refusal_does_not_say_whether_the_account_exists(siti: User) -> None:
    wrong = Client().post("/akun/masuk/", {"username": "siti", "password": "x"})
    unknown = Client().post("/akun/masuk/", {"username": "tidakada", "password": "x"})
    assert wrong.status_code == unknown.status_code == 422
    assert wrong.context["form"].non_field_errors() == unknown.context["form"].non_field_errors()
    assert Entry.objects.filter(action="session.refused").count() == 2


@pytest.mark.parametrize("wanted", ["https://jahat.example/", "//jahat.example", "javascript:alert(1)"])
def test_signing_in_never_leads_to_another_site(siti: User, wanted: str) -> None:
    response = Client().post(f"/akun/masuk/?next={wanted}", {"username": "siti", "password": PASSWORD})
    assert response["Location"] == "/"


def test_sample_accounts_open_only_in_demo_mode(cast: Cast, settings: SettingsWrapper) -> None:
    User.objects.filter(pk=cast.bupati.pk).update(demo=True)
    settings.SANDING_DEMO = False
    assert Client().post("/akun/masuk/contoh/", {"username": "bupati"}).status_code == 404
    assert b"bupati" not in Client().get("/akun/masuk/").content
    settings.SANDING_DEMO = True
    assert b'value="bupati"' in Client().get("/akun/masuk/").content
    assert Client().post("/akun/masuk/contoh/", {"username": "bupati"}).status_code == 302


def test_an_account_that_is_no_sample_never_opens_without_password(cast: Cast, settings: SettingsWrapper) -> None:
    settings.SANDING_DEMO = True
    assert Client().post("/akun/masuk/contoh/", {"username": "siti"}).status_code == 404


def test_a_stranger_is_sent_to_the_door(cast: Cast) -> None:
    response = Client().get("/wilayah/")
    assert (response.status_code, response["Location"]) == (302, "/akun/masuk/?next=/wilayah/")


def test_a_person_with_two_roles_chooses_and_keeps_the_choice(cast: Cast, client_for) -> None:
    second = cast.camat.grants.create(role="village", area="3399012001", valid_from="2026-01-01")
    client = client_for(cast.camat)
    assert client.get("/").wsgi_request.user.scope.role == "kecamatan"
    client.post("/akun/peran/", {"grant": second.pk})
    assert client.get("/").wsgi_request.user.scope.role == "village"


def test_a_role_of_someone_else_cannot_be_chosen(cast: Cast, client_for) -> None:
    client = client_for(cast.camat)
    assert client.post("/akun/peran/", {"grant": cast.siti.grants.get().pk}).status_code == 404


def test_the_administrator_creates_an_account_and_gives_a_role(cast: Cast, client_for) -> None:
    client = client_for(cast.admin)
    answers = {"username": "Wulan", "full_name": "Wulan", "address_as": "Ibu", "position": "", "password": PASSWORD}
    response = client.post("/akun/baru/", answers)
    user = User.objects.get(username="wulan")
    assert response["Location"] == f"/akun/{user.pk}/"
    agency = Agency.objects.get(code="PD01")
    given = client.post(f"/akun/{user.pk}/", {"role": "companion", "agency": agency.pk, "valid_from": "2026-01-01"})
    assert given.status_code == 302
    assert user.grants.get().agency == agency


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({"role": "companion"}, "agency"),
        ({"role": "kecamatan", "area": "339999"}, "area"),
        ({"role": "village", "area": "339901"}, "area"),
        ({"role": "analyst", "valid_to": "2025-01-01"}, "valid_to"),
    ],
)
def test_an_incomplete_role_is_refused_with_the_field_named(cast: Cast, client_for, answers, field: str) -> None:
    user = make_person("Wulan")
    response = client_for(cast.admin).post(f"/akun/{user.pk}/", {"valid_from": "2026-01-01", **answers})
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert not user.grants.exists()


def test_a_next_that_is_no_address_of_a_page_leads_home(siti: User) -> None:
    response = Client().post("/akun/masuk/?next=3", {"username": "siti", "password": PASSWORD})
    assert (response.status_code, response["Location"]) == (302, "/")
