"""Writes on accounts and roles."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from sanding.errors import RuleBroken
from sanding_web.accounts.models import Grant, User
from sanding_web.audit.actions import record


@transaction.atomic
def create_account(actor: Any, *, username: str, full_name: str, address_as: str, position: str, password: str) -> User:
    """A new account without any role yet."""
    user = User(username=username, full_name=full_name, address_as=address_as, position=position)
    user.set_password(password)
    user.save()
    record(actor, "account.create", user)
    return user


@transaction.atomic
def give_role(
    actor: Any,
    user: User,
    *,
    role: str,
    agency: Any = None,
    area: str = "",
    valid_from: date,
    valid_to: date | None = None,
) -> Grant:
    """Give a role. Nobody gives a role to themselves."""
    if getattr(actor, "pk", None) == user.pk:
        raise RuleBroken(
            "seseorang tidak dapat memberi peran kepada dirinya sendiri",
            remedy="Minta administrator lain memberikannya.",
            code="SND-ACC-01",
        )
    grant = Grant.objects.create(
        user=user, role=role, agency=agency, area=area, valid_from=valid_from, valid_to=valid_to
    )
    record(actor, "account.grant", grant, role=role, area=area)
    return grant


@transaction.atomic
def end_role(actor: Any, grant: Grant) -> None:
    """End a role as of today; the row stays as history."""
    grant = Grant.objects.select_for_update().get(pk=grant.pk)
    grant.valid_to = max(grant.valid_from, timezone.localdate())
    grant.save(update_fields=["valid_to"])
    record(actor, "account.end_grant", grant)
