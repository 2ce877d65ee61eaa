"""Scope and dates in the query layer: what ended yesterday gives nothing today, what starts tomorrow nothing yet."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from sanding_web.accounts.scope import Scope
from sanding_web.district.models import Agency, Companionship, Village
from sanding_web.registry.models import Family, Person, VillageCount
from sanding_web.registry.queries import current_families, current_persons, village_counts
from tests.cast import Cast, make_person
from tests.web.counted import count_district

DAY = date(2026, 6, 15)
HERE, THERE = "3399012001", "3399012002"
Freeze = Callable[[date], None]


def _family(batch: object, key: int, *, village: str = HERE, rt: str = "003", rw: str = "001") -> None:
    common = {
        "uid": key, "batch": batch, "kind": "new", "register": "DTSEN", "match_key": bytes([key]),
        "family_key": bytes([key]), "source_row": key, "file": "a.csv", "sheet": "", "village_code": village,
        "rt": rt, "rw": rw,
    }  # fmt: skip
    Family.objects.create(**common)
    Person.objects.create(**common)


@pytest.fixture
def neighbours(cast: Cast) -> Cast:
    """Families of one village in three RT of two RW, written in three ways, and one of the next village."""
    batch = count_district(cast)
    for key, (rt, rw) in enumerate((("003", "001"), ("3", "01"), ("03", "1"), ("003", "002"), ("004", "001")), start=1):
        _family(batch, key, rt=rt, rw=rw)
    _family(batch, 6, village=THERE)
    return cast


def _kader(**place: str) -> Scope:
    return Scope(role="enumerator", kind="rt", area=HERE, **place)


@pytest.mark.parametrize(
    ("place", "seen"),
    [
        ({"rt": "003", "rw": "001"}, {1, 2, 3}),
        ({"rt": "003"}, {1, 2, 3, 4}),
        ({"rt": "004", "rw": "001"}, {5}),
        ({"rt": "004", "rw": "002"}, set()),
        ({"rt": "033"}, set()),
        ({}, set()),
    ],
)
def test_an_enumerator_sees_the_families_and_persons_of_the_own_rt(
    neighbours: Cast, place: dict[str, str], seen: set[int]
) -> None:
    for rows in (current_families(_kader(**place)), current_persons(_kader(**place))):
        assert set(rows.values_list("uid", flat=True)) == seen


def test_the_village_operator_sees_every_rt_of_the_village_alone(neighbours: Cast) -> None:
    scope = neighbours.operator.grants.get().scope()
    assert set(current_families(scope).values_list("uid", flat=True)) == {1, 2, 3, 4, 5}


def test_rows_without_an_rt_are_the_enumerators_whole_village(neighbours: Cast) -> None:
    scope = _kader(rt="003")
    assert [one.village_code for one in scope.filter(VillageCount.objects.all())] == [HERE]
    assert [one.code for one in scope.villages()] == [HERE]


def test_the_rt_of_a_grant_reaches_the_scope(cast: Cast) -> None:
    grant = cast.kader.grants.get()
    grant.rt, grant.rw = "003", "001"
    assert (grant.scope().rt, grant.scope().rw, grant.place) == ("003", "001", f"{HERE} RT 003 RW 001")


@pytest.mark.parametrize(
    ("starts", "ends", "seen"),
    [(-9, -1, 0), (-9, 0, 1), (0, 0, 1), (0, None, 1), (1, None, 0), (1, 9, 0), (-9, 9, 1)],
)
def test_a_companion_sees_a_village_from_the_first_day_to_the_last(
    neighbours: Cast, on_day: Freeze, starts: int, ends: int | None, seen: int
) -> None:
    on_day(DAY)
    Companionship.objects.all().delete()
    Companionship.objects.create(
        village=Village.objects.get(code=HERE),
        agency=Agency.objects.get(code="PD01"),
        year=2026,
        valid_from=DAY + timedelta(days=starts),
        valid_to=None if ends is None else DAY + timedelta(days=ends),
        source="Daftar uji",
    )
    scope = neighbours.agus.grants.get().scope()
    assert scope.villages().count() == seen
    assert village_counts(scope=scope).height == seen
    assert current_families(scope).count() == 5 * seen
    assert scope.agencies().count() == 1


@pytest.mark.parametrize(
    ("starts", "ends", "gives"), [(-9, -1, False), (-9, 0, True), (0, None, True), (1, None, False), (0, 0, True)]
)
def test_a_grant_gives_its_scope_from_the_first_day_to_the_last(
    neighbours: Cast, client_for, on_day: Freeze, starts: int, ends: int | None, gives: bool
) -> None:
    on_day(DAY)
    person = make_person("Wulan", "kecamatan", area="339901")
    person.grants.update(
        valid_from=DAY + timedelta(days=starts), valid_to=None if ends is None else DAY + timedelta(days=ends)
    )
    scope = client_for(person).get("/").wsgi_request.user.scope
    assert (scope.villages().count(), current_families(scope).count()) == ((3, 6) if gives else (0, 0))


def test_of_two_grants_only_the_one_in_force_counts_even_when_the_session_chose_the_other(
    cast: Cast, client_for, on_day: Freeze
) -> None:
    old = cast.camat.grants.get()
    new = cast.camat.grants.create(role="village", area=HERE, valid_from=DAY + timedelta(days=1))
    old.valid_to = DAY
    old.save()
    on_day(DAY)
    client = client_for(cast.camat)
    assert client.post("/akun/peran/", {"grant": old.pk}).status_code == 302
    assert client.post("/akun/peran/", {"grant": new.pk}).status_code == 404
    on_day(DAY + timedelta(days=1))
    client = client_for(cast.camat)
    session = client.session
    session["grant"] = old.pk
    session.save()
    scope = client.get("/").wsgi_request.user.scope
    assert (scope.role, scope.villages().count()) == ("village", 1)


def test_outside_the_scope_is_404_and_without_the_right_403(cast: Cast, client_for) -> None:
    agus = client_for(cast.agus)
    inside = {code: agus.get(f"/data/desa/{code}/").status_code for code in (HERE, "3399032001", "3399992001")}
    assert inside == {HERE: 200, "3399032001": 404, "3399992001": 404}
    assert client_for(cast.bendahara).get(f"/data/desa/{HERE}/").status_code == 403
