"""Scope lives in the query layer: every role sees its villages, no more."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from sanding.errors import NotPermitted, RuleBroken
from sanding_web.accounts import actions
from sanding_web.accounts.models import Grant, User
from sanding_web.audit.models import Entry
from sanding_web.district.models import Agency, Companionship, Village
from tests.cast import Cast, make_person

SEEN = {
    "secretariat": 9,
    "leader": 9,
    "social": 9,
    "companion": 1,
    "kecamatan": 3,
    "village": 1,
    "enumerator": 1,
    "facilitator": 3,
    "treasurer": 9,
    "analyst": 9,
    "partner": 0,
    "inspector": 9,
    "administrator": 0,
}


@pytest.mark.parametrize("role", SEEN)
def test_each_role_sees_its_villages(cast: Cast, role: str) -> None:
    scope = Grant.objects.get(user=cast.by_role()[role]).scope()
    assert scope.villages().count() == SEEN[role]
    assert scope.filter(Companionship.objects.all(), "village__code").count() <= SEEN[role]


def test_a_person_without_role_sees_nothing_and_may_nothing(cast: Cast) -> None:
    assert cast.tanpa_peran.scope.villages().count() == 0
    with pytest.raises(NotPermitted, match="Sekretariat TKPK"):
        cast.tanpa_peran.scope.require("batch.upload")


def test_a_companion_loses_a_village_the_day_after_the_pairing_ends(cast: Cast) -> None:
    scope = Grant.objects.get(user=cast.agus).scope()
    today = timezone.localdate()
    Companionship.objects.filter(agency__code="PD01").update(valid_to=today)
    assert scope.villages().count() == 1
    Companionship.objects.filter(agency__code="PD01").update(valid_to=today - timedelta(days=1))
    assert scope.villages().count() == 0


def test_a_village_has_one_lead_agency_at_a_time(cast: Cast) -> None:
    other = Agency.objects.get(code="BG01")
    with pytest.raises(IntegrityError), transaction.atomic():
        Companionship.objects.create(
            village=Village.objects.get(code="3399012001"),
            agency=other,
            year=2027,
            valid_from=date(2027, 1, 1),
            source="x",
        )


def test_a_kecamatan_prefix_does_not_reach_a_longer_code(cast: Cast) -> None:
    """339901 must not open 33990x: areas are whole kecamatan or village codes."""
    scope = Grant.objects.get(user=cast.camat).scope()
    assert set(scope.villages().values_list("kecamatan_code", flat=True)) == {"339901"}


def test_an_expired_or_future_grant_gives_nothing(cast: Cast) -> None:
    today = timezone.localdate()
    cast.agus.grants.update(valid_to=today - timedelta(days=1))
    assert not cast.agus.grants_on(today).exists()
    cast.agus.grants.update(valid_from=today + timedelta(days=1), valid_to=None)
    assert not cast.agus.grants_on(today).exists()


def test_nobody_gives_a_role_to_themselves(cast: Cast) -> None:
    with pytest.raises(RuleBroken):
        actions.give_role(cast.admin, cast.admin, role="leader", valid_from=timezone.localdate())
    assert cast.admin.grants.count() == 1


def test_giving_and_ending_a_role_is_logged(cast: Cast) -> None:
    user = make_person("Baru")
    grant = actions.give_role(cast.admin, user, role="analyst", valid_from=timezone.localdate())
    actions.end_role(cast.admin, grant)
    assert list(Entry.objects.order_by("pk").values_list("action", flat=True)) == ["account.grant", "account.end_grant"]
    assert Grant.objects.get(pk=grant.pk).valid_to == timezone.localdate()


@pytest.mark.parametrize(("role", "extra"), [("companion", {}), ("kecamatan", {}), ("village", {"area": ""})])
def test_the_database_refuses_a_role_without_its_place(cast: Cast, role: str, extra: dict[str, str]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Grant.objects.create(user=User.objects.first(), role=role, valid_from=date(2026, 1, 1), **extra)
