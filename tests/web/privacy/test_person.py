"""Search first, masked first, purpose before reveal; nobody beyond their area, and every look is traceable."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from sanding.identity import masked
from sanding_web.accounts.models import User
from sanding_web.audit.models import Entry
from sanding_web.registry.actions import accept_batch
from sanding_web.registry.models import Person
from tests.cast import Cast
from tests.web.registry.conftest import district, in_role, waiting_batch  # noqa: F401
from tests.web.registry.people import families, kk, nik, persons

pytestmark = pytest.mark.django_db(transaction=True)
SignIn = Callable[[User], Client]
HERE, FAR = "3399012001", "3399032001"
WHY = {"purpose": "layanan", "reason": "Mengurus pembuatan kartu keluarga"}


@pytest.fixture
def register(cast: Cast, waiting_batch: Any) -> dict[int, Person]:  # noqa: F811
    """Family 1 to 3 in the reader's village, 4 far away; each with its head, family 1 with a child without NIK."""
    for numbers, village in (((1, 2, 3), HERE), ((4,), FAR)):
        people = persons(*numbers, without_nik=1 if village == HERE else 0).with_columns(village_code=_text(village))
        batch = waiting_batch(families(*numbers, village=village), people)
        accept_batch(in_role(cast.ratna), batch)
    return {int(one.name.split()[-1]): one for one in Person.objects.filter(relation="1") if one.name}


def _text(village: str) -> Any:
    import polars as pl

    return pl.lit(village)


def _search(client: Client, **typed: str) -> str:
    return client.post("/data-pribadi/", {"number": "", "name": "", "village": "", **typed}).content.decode()


def test_a_whole_number_finds_its_person_and_shows_it_masked(register: Any, cast: Cast, client_for: SignIn) -> None:
    page = _search(client_for(cast.operator), number=nik(2))
    assert "KEPALA 2" in page and masked(nik(2)) in page
    assert page.count(nik(2)) == 1, "only in the field where it was typed"
    assert "KEPALA 1" not in page and "KEPALA 3" not in page


def test_a_card_number_finds_its_members(register: Any, cast: Cast, client_for: SignIn) -> None:
    page = _search(client_for(cast.siti), number=kk(1))
    assert "KEPALA 1" in page and "ANAK" in page and "KEPALA 2" not in page


def test_nobody_beyond_the_area_is_found_by_number_or_name(register: Any, cast: Cast, client_for: SignIn) -> None:
    here = client_for(cast.operator)
    unknown, far = _search(here, number=nik(99)), _search(here, number=nik(4))
    assert "Tidak ada yang cocok" in unknown and "Tidak ada yang cocok" in far
    assert _search(here, name="kepala", village=FAR).count("KEPALA") == 0
    assert "KEPALA 4" in _search(client_for(cast.siti), number=nik(4))


@pytest.mark.parametrize(
    "typed",
    [{}, {"name": "ke"}, {"name": "kepala"}, {"number": "33990101"}, {"number": nik(1), "name": "kepala"}],
)
def test_there_is_no_browsing(register: Any, cast: Cast, client_for: SignIn, typed: dict[str, str]) -> None:
    answer = client_for(cast.siti).post("/data-pribadi/", {"number": "", "name": "", "village": "", **typed})
    assert answer.status_code == 422 and "KEPALA 1" not in answer.content.decode()


def test_more_than_the_most_asks_to_narrow(
    register: Any, cast: Cast, client_for: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sanding_web.privacy import queries

    monkeypatch.setattr(queries, "value", lambda name, on: 2)
    page = _search(client_for(cast.siti), name="kepala", village=HERE)
    assert page.count('href="/data-pribadi/orang/') == 2 and "Tambahkan kata pada nama" in page


def test_who_was_shown_is_kept_by_our_own_ids_never_by_number(register: Any, cast: Cast, client_for: SignIn) -> None:
    _search(client_for(cast.operator), number=nik(2))
    entry = Entry.objects.get(action="person.search")
    assert entry.detail == {"by": "number", "village": "", "uids": [register[2].uid]}
    client_for(cast.operator).get(f"/data-pribadi/orang/{register[1].uid}/")
    opened = Entry.objects.get(action="person.open").detail["uids"]
    child = Person.objects.get(name="ANAK")
    assert opened == [register[1].uid, child.uid], "the household is shown too"


def test_the_page_masks_numbers_and_says_where_each_version_came_from(
    register: Any, cast: Cast, client_for: SignIn
) -> None:
    page = client_for(cast.operator).get(f"/data-pribadi/orang/{register[2].uid}/").content.decode()
    assert masked(nik(2)) in page and nik(2) not in page and kk(2) not in page
    assert "uji.xlsx · INDIVIDU" in page and "Ratna" in page and "pertama tercatat" in page


def test_a_person_out_of_scope_is_as_unknown_as_nobody(register: Any, cast: Cast, client_for: SignIn) -> None:
    client = client_for(cast.operator)
    assert client.get(f"/data-pribadi/orang/{register[4].uid}/").status_code == 404
    assert client.post(f"/data-pribadi/orang/{register[4].uid}/buka/", WHY).status_code == 404
    assert not Entry.objects.filter(action__in=["person.open", "person.reveal"]).exists()


def test_a_number_is_revealed_only_with_purpose_and_reason_and_both_are_kept(
    register: Any, cast: Cast, client_for: SignIn
) -> None:
    client, where = client_for(cast.operator), f"/data-pribadi/orang/{register[2].uid}/buka/"
    for lacking in ({}, {"purpose": "layanan"}, {"purpose": "penasaran", "reason": "Ingin tahu saja sungguh"}):
        answer = client.post(where, lacking)
        assert answer.status_code == 422 and nik(2) not in answer.content.decode()
    assert not Entry.objects.filter(action="person.reveal").exists()
    shown = client.post(where, WHY)
    assert nik(2) in shown.content.decode() and kk(2) in shown.content.decode()
    assert shown["Cache-Control"] == "no-store" and shown["Refresh"].startswith("60;")
    detail = Entry.objects.get(action="person.reveal").detail
    assert detail == {"uids": [register[2].uid], "fields": ["kk", "nik"], **WHY}


def test_a_reason_with_a_number_is_refused(register: Any, cast: Cast, client_for: SignIn) -> None:
    where = f"/data-pribadi/orang/{register[2].uid}/buka/"
    answer = client_for(cast.operator).post(where, {**WHY, "reason": f"Untuk {nik(2)} di desa"})
    assert answer.status_code == 422 and nik(2) not in answer.content.decode()


def test_a_reveal_asks_anew_who_sits_there(
    register: Any, cast: Cast, client_for: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_for(cast.operator)
    at = timezone.now() + timezone.timedelta(minutes=20)
    monkeypatch.setattr("django.utils.timezone.now", lambda: at)
    answer = client.post(f"/data-pribadi/orang/{register[2].uid}/buka/", WHY)
    assert answer.status_code == 302 and answer["Location"].startswith("/akun/konfirmasi/")
    assert not Entry.objects.filter(action="person.reveal").exists()


@pytest.mark.parametrize("name", ["bupati", "agus", "analis", "inspektur", "admin", "fasilitator", "mitra"])
def test_other_roles_find_nobody(register: Any, cast: Cast, client_for: SignIn, name: str) -> None:
    client = client_for(getattr(cast, name))
    assert client.get("/data-pribadi/").status_code == 403
    assert client.get(f"/data-pribadi/orang/{register[2].uid}/").status_code == 403
    assert client.post(f"/data-pribadi/orang/{register[2].uid}/buka/", WHY).status_code == 403


def test_a_kecamatan_searches_but_reveals_nothing(register: Any, cast: Cast, client_for: SignIn) -> None:
    client = client_for(cast.camat)
    page = client.get(f"/data-pribadi/orang/{register[2].uid}/").content.decode()
    assert "KEPALA 2" in page and "Buka nomor" not in page
    assert client.post(f"/data-pribadi/orang/{register[2].uid}/buka/", WHY).status_code == 403
