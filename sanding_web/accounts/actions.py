"""Writes on accounts and roles."""

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from sanding.errors import RuleBroken
from sanding_web.accounts import terms
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
    rt: str = "",
    rw: str = "",
    valid_from: date,
    valid_to: date | None = None,
) -> Grant:
    """Give a role until its day, at the latest until the role's longest term. Nobody gives a role to themselves."""
    _not_to_oneself(actor, user)
    until = terms.end_of(role, valid_from, valid_to)
    terms.check_apart(user, role, valid_from, until)
    grant = Grant.objects.create(
        user=user, role=role, agency=agency, area=area, rt=rt, rw=rw, valid_from=valid_from, valid_to=until
    )
    record(actor, "account.grant", grant, role=role, area=area, until=until.isoformat())
    return grant


def _not_to_oneself(actor: Any, user: User) -> None:
    if getattr(actor, "pk", None) == user.pk:
        raise RuleBroken(
            "seseorang tidak dapat memberi peran kepada dirinya sendiri",
            remedy="Minta administrator lain memberikannya.",
            code="SND-ACC-01",
        )


@transaction.atomic
def renew_role(actor: Any, grant: Grant) -> Grant:
    """A new grant of the same role and place for its longest term, right after the old one or from today."""
    grant = Grant.objects.select_for_update().get(pk=grant.pk)
    _not_to_oneself(actor, grant.user)
    if grant.ended_at is not None or grant.valid_to is None or grant.renewed_by.exists():
        raise RuleBroken(
            "peran ini sudah diperpanjang, sudah diakhiri, atau tidak bertanggal akhir",
            where=str(grant),
            remedy="Muat ulang halaman; berikan peran baru bila memang diperlukan.",
            code="SND-ACC-12",
        )
    start = max(grant.valid_to + timedelta(days=1), timezone.localdate())
    until = terms.end_of(grant.role, start, None)
    terms.check_apart(grant.user, grant.role, start, until)
    new = Grant.objects.create(
        user=grant.user, role=grant.role, agency=grant.agency, area=grant.area, rt=grant.rt, rw=grant.rw,
        valid_from=start, valid_to=until, renews=grant,
    )  # fmt: skip
    record(actor, "account.renew", new, role=new.role, area=new.area, until=until.isoformat(), renews=grant.pk)
    return new


@transaction.atomic
def end_role(actor: Any, grant: Grant) -> None:
    """End a role at once, from the next request on; the row stays as history."""
    grant = Grant.objects.select_for_update().get(pk=grant.pk)
    if grant.ended_at is None:
        grant.valid_to = max(grant.valid_from, min(grant.valid_to or date.max, timezone.localdate()))
        grant.ended_at = timezone.now()
        grant.save(update_fields=["valid_to", "ended_at"])
    record(actor, "account.end_grant", grant)
