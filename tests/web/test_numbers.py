"""A NIK is never taken in an address, a note, a name or the sign-in's account field."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from sanding.long_numbers import HIDDEN, hide_numbers, holds_number
from sanding_web.accounts.models import User
from sanding_web.district.models import StoredFile
from tests.cast import Cast
from tests.web.district.test_notes import LETTER

NIK = "3399010101010017"
SignIn = Callable[[User], Client]


@pytest.mark.parametrize("written", [NIK, "3399.0101.0101.0017", "339901 010101 0017"])
@pytest.mark.parametrize("place", ["/cari/?q={}", "/data/desa/{}/", "/akun/masuk/?next=/data/{}/"])
def test_an_address_with_a_number_is_refused_without_repeating_it(
    cast: Cast, client_for: SignIn, place: str, written: str
) -> None:
    for client in (Client(), client_for(cast.siti)):
        answer = client.get(place.format(written))
        assert answer.status_code == 422 and "SND-NUM-01" in answer.content.decode()
        assert written not in answer.content.decode()


def test_a_note_with_a_number_is_refused_and_nothing_is_kept(cast: Cast, client_for: SignIn) -> None:
    before = sorted(User.objects.values_list("full_name", flat=True))
    answer = client_for(cast.admin).post(
        reverse("accounts:create"),
        {"username": "baru", "full_name": f"Orang {NIK}", "address_as": "Ibu", "password": "panjang-sekali-99"},
    )
    assert answer.status_code == 422 and "SND-NUM-02" in answer.content.decode()
    assert NIK not in answer.content.decode()
    assert sorted(User.objects.values_list("full_name", flat=True)) == before


def test_a_number_is_no_account_name(cast: Cast) -> None:
    answer = Client().post(reverse("accounts:sign_in"), {"username": NIK, "password": "apa-saja-yang-panjang"})
    assert answer.status_code == 422 and NIK not in answer.content.decode()


def test_a_file_named_by_a_number_is_kept_under_another_name(cast: Cast, client_for: SignIn) -> None:
    letter = SimpleUploadedFile(f"SK {NIK}.pdf", b"%PDF-1.7 rekaan")
    client_for(cast.siti).post(
        reverse("district:entry_new", args=["dasar"]),
        {**LETTER, "upload": letter},
    )
    assert [one.name for one in StoredFile.objects.all()] == [f"SK {HIDDEN}.pdf"]


@given(st.text(max_size=40), st.text(max_size=40))
def test_what_was_hidden_holds_no_number_any_more(before: str, after: str) -> None:
    hidden = hide_numbers(f"{before} {NIK} {after}")
    assert not holds_number(hidden) and NIK not in hidden and HIDDEN in hidden
