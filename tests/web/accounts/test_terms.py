"""Roles end: their longest term, the warning before, the end at once, and the renewal as a new grant."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from sanding import roles
from sanding.errors import RuleBroken
from sanding.parameters import value
from sanding_web.accounts import actions, terms
from sanding_web.accounts.models import Grant, User
from sanding_web.audit.models import Entry
from tests.cast import Cast, make_person

DAY = date(2026, 6, 1)
Freeze = Callable[[date], None]


def _given(cast: Cast, role: str = "analyst", **more: object) -> Grant:
    return actions.give_role(cast.admin, make_person("Wulan"), role=role, valid_from=DAY, **more)  # type: ignore[arg-type]


def _due(user: User, on: date) -> list[str]:
    grants = user.grants_on(on)
    user.scope = grants[0].scope() if grants else user.scope
    return [row.title for row in terms.due(user)]


def test_every_role_has_a_longest_term() -> None:
    assert set(value("roles.longest_days", DAY)) == set(roles.ROLES)


@pytest.mark.parametrize("role", ["analyst", "leader", "administrator"])
def test_an_end_left_open_is_the_latest_and_one_day_more_is_refused(cast: Cast, role: str) -> None:
    latest = DAY + timedelta(days=value("roles.longest_days", DAY)[role] - 1)
    assert _given(cast, role).valid_to == latest
    with pytest.raises(RuleBroken) as refused:
        actions.give_role(
            cast.admin, make_person("Tri"), role=role, valid_from=DAY, valid_to=latest + timedelta(days=1)
        )
    assert refused.value.code == "SND-ACC-10"


@pytest.mark.parametrize(("days", "told"), [(31, False), (30, True), (7, True), (0, True), (-1, False)])
def test_holder_and_administrator_are_warned_in_the_last_thirty_days(
    cast: Cast, on_day: Freeze, days: int, told: bool
) -> None:
    grant = _given(cast)
    assert grant.valid_to is not None
    day = grant.valid_to - timedelta(days=days)
    on_day(day)
    assert any("Peran Anda" in what for what in _due(grant.user, day)) == told
    assert any("Wulan" in what for what in _due(cast.admin, day)) == told


def test_the_last_week_is_called_urgent(cast: Cast, on_day: Freeze) -> None:
    grant = _given(cast)
    assert grant.valid_to is not None
    for days, urgent in ((8, False), (7, True)):
        on_day(grant.valid_to - timedelta(days=days))
        grant.user.scope = grant.scope()
        assert terms.due(grant.user)[0].detail.startswith("Mendesak") == urgent


def test_nobody_else_is_told_about_a_role_that_ends(cast: Cast, on_day: Freeze) -> None:
    grant = _given(cast)
    assert grant.valid_to is not None
    on_day(grant.valid_to)
    assert _due(cast.siti, grant.valid_to) == []


def test_a_renewal_is_a_new_grant_and_the_warning_ends(cast: Cast, on_day: Freeze) -> None:
    grant = _given(cast)
    assert grant.valid_to is not None
    on_day(grant.valid_to)
    new = actions.renew_role(cast.admin, grant)
    assert (new.valid_from, new.renews, new.role) == (grant.valid_to + timedelta(days=1), grant, "analyst")
    assert Grant.objects.get(pk=grant.pk).valid_to == grant.valid_to
    assert terms.ending(grant.valid_to) == []
    entry = Entry.objects.get(action="account.renew")
    assert entry.detail["renews"] == grant.pk
    with pytest.raises(RuleBroken, match="sudah diperpanjang"):
        actions.renew_role(cast.admin, grant)


def test_an_administrator_renews_no_role_of_their_own(cast: Cast) -> None:
    grant = cast.admin.grants.get()
    Grant.objects.filter(pk=grant.pk).update(valid_to=date(2026, 12, 31))
    with pytest.raises(RuleBroken):
        actions.renew_role(cast.admin, grant)


def test_a_role_that_ran_out_opens_nothing_the_next_morning(cast: Cast, client_for, on_day: Freeze) -> None:
    grant = _given(cast)
    assert grant.valid_to is not None
    on_day(grant.valid_to)
    assert client_for(grant.user).get("/prioritas/").status_code == 200
    on_day(grant.valid_to + timedelta(days=1))
    assert client_for(grant.user).get("/prioritas/").status_code == 403


def test_a_role_ended_by_hand_is_gone_at_the_next_request(cast: Cast, client_for) -> None:
    client = client_for(cast.siti)
    assert client.get("/prioritas/").status_code == 200
    actions.end_role(cast.admin, cast.siti.grants.get())
    assert client.get("/prioritas/").status_code == 403
    first = cast.siti.grants.get().ended_at
    actions.end_role(cast.admin, cast.siti.grants.get())
    assert cast.siti.grants.get().ended_at == first


@pytest.mark.parametrize("pair", value("roles.kept_apart", DAY), ids="-".join)
def test_roles_kept_apart_are_refused_while_both_would_run(cast: Cast, pair: list[str]) -> None:
    person = make_person("Wulan")
    places = {"agency": None, "area": "3399012001"}
    Grant.objects.create(user=person, role=pair[0], area="3399012001", valid_from=DAY, valid_to=DAY + timedelta(days=9))
    if pair[1] == "companion":
        from sanding_web.district.models import Agency

        places = {"agency": Agency.objects.get(code="PD01"), "area": ""}
    with pytest.raises(RuleBroken) as refused:
        actions.give_role(cast.admin, person, role=pair[1], valid_from=DAY + timedelta(days=9), **places)
    assert refused.value.code == "SND-ACC-11"
    given = actions.give_role(cast.admin, person, role=pair[1], valid_from=DAY + timedelta(days=10), **places)
    assert given.role == pair[1]


def test_a_role_given_by_page_can_be_renewed_by_page(cast: Cast, client_for) -> None:
    grant = _given(cast)
    client = client_for(cast.admin)
    page = client.get(f"/akun/{grant.user_id}/").content.decode()
    assert "Perpanjang" in page
    assert client.post(f"/akun/{grant.user_id}/peran/{grant.pk}/perpanjang/").status_code == 302
    assert grant.user.grants.count() == 2


def test_an_enumerator_needs_an_rt_and_nobody_else_keeps_one(cast: Cast, client_for) -> None:
    person, client = make_person("Wulan"), client_for(cast.admin)
    wanted = {"role": "enumerator", "area": "3399012001", "valid_from": "2026-06-01"}
    refused = client.post(f"/akun/{person.pk}/", wanted)
    assert list(refused.context["form"].errors) == ["rt"]
    assert client.post(f"/akun/{person.pk}/", {**wanted, "rt": "3", "rw": "05"}).status_code == 302
    assert (person.grants.get().rt, person.grants.get().rw) == ("003", "005")
    other = make_person("Tri")
    client.post(f"/akun/{other.pk}/", {"role": "village", "area": "3399012001", "valid_from": "2026-06-01", "rt": "3"})
    assert other.grants.get().rt == ""
