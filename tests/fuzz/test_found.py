"""What fuzzing found once, as plain cases: each was a 500 before."""

from collections.abc import Callable

import pytest
from django.test import Client

from sanding_web.accounts.models import User
from sanding_web.district.models import Agency
from tests.cast import Cast


@pytest.mark.parametrize("wanted", ["3", "è", "pairing:agency", "//luar.example/", "http:///luar", "/\\luar.example"])
def test_a_next_address_that_is_no_path_leads_home(
    cast: Cast, client_for: Callable[[User], Client], wanted: str
) -> None:
    answer = client_for(cast.siti).get("/akun/masuk/", {"next": wanted})
    assert answer.status_code == 302 and answer["Location"] == "/"


@pytest.mark.parametrize("code", ["SE 414/2021", "a?b", "a#b", "..\\x"])
def test_a_code_that_would_break_addresses_is_refused(
    cast: Cast, client_for: Callable[[User], Client], code: str
) -> None:
    fields = {"code": code, "name": "Dinas Rekaan", "short": "DR", "kind": "PD", "staff": "1"}
    answer = client_for(cast.siti).post("/wilayah/perangkat/baru/", fields)
    assert answer.status_code == 422 and "code" in answer.context["form"].errors
    assert not Agency.objects.filter(code=code).exists()
