"""The programme is set up on its page: name, brand, district and signatory are settings (S1.25), and logged."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from sanding_web.accounts.models import User
from sanding_web.audit.models import Entry
from sanding_web.district.models import Programme
from sanding_web.district.queries import parameters_table
from tests.cast import Cast, make_person

ADDRESS = "/wilayah/"
FILLED = {
    "district_code": "3399",
    "district_name": "Kabupaten Sumbersari",
    "programme_name": "Satu Perangkat Daerah Satu Desa Dampingan",
    "brand": "SANDING KITA",
    "brand_meaning": "Satu pendamping untuk desa yang kuat",
    "year": "2027",
    "priority_quota": "54",
    "secretariat": "Bappeda",
    "signer_title": "BUPATI",
    "four_eyes": "on",
}


@pytest.mark.django_db
def test_an_empty_installation_is_set_up_by_its_first_administrator(client_for: Callable[[User], Client]) -> None:
    answer = client_for(make_person("Admin", "administrator")).post(ADDRESS, FILLED)
    assert answer.status_code == 302
    programme = Programme.current()
    assert programme is not None
    assert (programme.district_code, programme.brand, programme.four_eyes) == ("3399", "SANDING KITA", True)


@pytest.mark.parametrize(
    ("field", "wrong"),
    [("district_code", "339"), ("district_code", "339x"), ("priority_quota", ""), ("priority_quota", "-1")],
)
def test_a_wrong_entry_is_named_and_nothing_changes(
    cast: Cast, client_for: Callable[[User], Client], field: str, wrong: str
) -> None:
    answer = client_for(cast.siti).post(ADDRESS, {**FILLED, field: wrong})
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {field}
    assert not Entry.objects.filter(action="programme.change").exists()


def test_a_changed_brand_is_logged_with_old_and_new(cast: Cast, client_for: Callable[[User], Client]) -> None:
    client_for(cast.siti).post(ADDRESS, FILLED)
    changes = Entry.objects.get(action="programme.change").detail["changes"]
    assert changes["brand"] == ["SANDING DESA", "SANDING KITA"]


def test_the_inspector_reads_the_settings_and_may_not_change_them(
    cast: Cast, client_for: Callable[[User], Client]
) -> None:
    inspector = client_for(cast.inspektur)
    assert b"SANDING DESA" in inspector.get(ADDRESS).content
    assert inspector.post(ADDRESS, FILLED).status_code == 403
    assert Programme.objects.get().brand == "SANDING DESA"


def test_parameters_say_what_they_mean_in_words_and_never_in_code() -> None:
    rows = parameters_table(date(2026, 11, 22)).rows
    shown = {str(row.cells[1]): (str(row.cells[0]), str(row.cells[2])) for row in rows}
    assert shown["targeting.weights"][1] == "jumlah 0,4; bagian 0,4; indeks 0,2"
    assert shown["targeting.extreme_poverty_line"][1].endswith("tahun dasar paritas 2017; tahun 2025")
    assert not [name for name, (_, value) in shown.items() if re.search(r"[{}\[\]\"]|\b[a-z]+_[a-z]+\b", value)]
    assert all(meaning and meaning != name for name, (meaning, _) in shown.items())
