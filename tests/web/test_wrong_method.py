"""An address that only takes a form answers in words when it is opened."""

from collections.abc import Callable

import pytest
from django.test import Client

from sanding_web.accounts.models import User
from tests.cast import Cast


@pytest.mark.parametrize(
    ("address", "above"),
    [("/penugasan/hitung/", "/penugasan/"), ("/data/batch/7/tarik/", "/data/batch/7/"),
     ("/tampilan/tema/", "/")],
)  # fmt: skip
def test_an_address_for_forms_says_so_and_leads_to_its_page(
    cast: Cast, client_for: Callable[[User], Client], address: str, above: str
) -> None:
    answer = client_for(cast.siti).get(address)
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "Alamat ini hanya untuk mengirim isian" in answer.content.decode()
    assert f'href="{above}">Buka halamannya' in answer.content.decode()
