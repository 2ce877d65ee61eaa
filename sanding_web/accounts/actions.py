"""Writes on accounts, their proofs and roles."""

import json
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from sanding.errors import RuleBroken
from sanding_web.accounts import lockout, second_factor, sessions, terms
from sanding_web.accounts.models import Grant, KnownSession, SecondFactor, User
from sanding_web.audit.actions import record
from sanding_web.audit.models import Entry

APART = timedelta(days=7)
"""So long one administrator may not take both proofs of an account, password and second factor."""


@transaction.atomic
def create_account(actor: Any, *, username: str, full_name: str, address_as: str, position: str, password: str) -> User:
    """A new account without any role yet."""
    user = User(username=username, full_name=full_name, address_as=address_as, position=position)
    user.set_password(password)
    user.must_change_password = actor is not None
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
    not_to_oneself(actor, user)
    until = terms.end_of(role, valid_from, valid_to)
    terms.check_apart(user, role, valid_from, until)
    grant = Grant.objects.create(
        user=user, role=role, agency=agency, area=area, rt=rt, rw=rw, valid_from=valid_from, valid_to=until
    )
    record(actor, "account.grant", grant, role=role, area=area, until=until.isoformat())
    return grant


def not_to_oneself(actor: Any, user: User) -> None:
    """RuleBroken where the person who gives is the one who gets."""
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
    not_to_oneself(actor, grant.user)
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


@transaction.atomic
def add_telephone(user: User, *, secret: str, step: int) -> SecondFactor:
    """The telephone whose first code was right; an earlier one ends. That first code is used up."""
    user.factors.filter(kind=SecondFactor.TOTP).delete()
    made = SecondFactor.objects.create(
        user=user, kind=SecondFactor.TOTP, secret=second_factor.sealed(user, secret.encode()), last_step=step
    )
    record(user, "account.factor_add", user, kind=made.kind)
    return made


@transaction.atomic
def add_passkey(user: User, *, label: str, credential: bytes) -> SecondFactor:
    made = SecondFactor.objects.create(
        user=user, kind=SecondFactor.PASSKEY, label=label, secret=second_factor.sealed(user, credential)
    )
    record(user, "account.factor_add", user, kind=made.kind)
    return made


@transaction.atomic
def renew_codes(user: User) -> list[str]:
    """New recovery codes in plain, once; the older ones end."""
    codes = second_factor.new_codes()
    user.factors.filter(kind=SecondFactor.CODES).delete()
    SecondFactor.objects.create(
        user=user, kind=SecondFactor.CODES, secret=second_factor.sealed(user, json.dumps(codes).encode())
    )
    record(user, "account.codes_renew", user)
    return codes


@transaction.atomic
def remove_factor(actor: Any, factor: SecondFactor) -> None:
    """One's own factor; with the last one the recovery codes go too."""
    user = factor.user
    record(actor, "account.factor_remove", user, kind=factor.kind)
    factor.delete()
    if not second_factor.has_second_factor(user):
        user.factors.all().delete()


@transaction.atomic
def end_sessions(actor: Any, user: User, chosen: "QuerySet[KnownSession] | None" = None) -> int:
    """Sign browsers of a person out: the chosen ones, or all."""
    count = sessions.end(KnownSession.objects.filter(user=user) if chosen is None else chosen)
    record(actor, "account.sessions_end", user, rows=count)
    return count


@transaction.atomic
def change_password(user: User, *, password: str, keep: str | None) -> None:
    """One's own new password; every browser but the one that stays is signed out."""
    user.set_password(password)
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password"])
    sessions.end(KnownSession.objects.filter(user=user).exclude(session_key=keep or ""))
    record(user, "account.password_change", user)


@transaction.atomic
def reset_password(actor: Any, user: User, *, reason: str) -> str:
    """A first password to be handed over in person, in plain once; it must be changed at the next sign-in."""
    _not_oneself(actor, user)
    _not_both_proofs(actor, user, "account.factors_reset")
    password = "-".join(second_factor.word(4) for _ in range(4))
    user.set_password(password)
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])
    sessions.end(KnownSession.objects.filter(user=user))
    lockout.unlock(user.username)
    record(actor, "account.password_reset", user, reason=reason)
    return password


@transaction.atomic
def reset_factors(actor: Any, user: User, *, reason: str) -> None:
    """Take all second factors of a person who lost them; a new one is then due at once."""
    _not_oneself(actor, user)
    _not_both_proofs(actor, user, "account.password_reset")
    user.factors.all().delete()
    sessions.end(KnownSession.objects.filter(user=user))
    record(actor, "account.factors_reset", user, reason=reason)


@transaction.atomic
def set_active(actor: Any, user: User, *, active: bool, reason: str) -> None:
    """Close an account at once, or open it again; roles and history stay."""
    _not_oneself(actor, user)
    user.is_active = active
    user.save(update_fields=["is_active"])
    if not active:
        sessions.end(KnownSession.objects.filter(user=user))
    record(actor, "account.open" if active else "account.close", user, reason=reason)


@transaction.atomic
def unlock(actor: Any, user: User) -> None:
    """End a lock before its time."""
    lockout.unlock(user.username)
    record(actor, "account.unlock", user)


def _not_oneself(actor: Any, user: User) -> None:
    if getattr(actor, "pk", None) == user.pk:
        raise RuleBroken(
            "akun sendiri tidak diurus sendiri",
            remedy="Pakai Keamanan akun, atau minta administrator lain.",
            code="SND-ACC-02",
        )


def _not_both_proofs(actor: Any, user: User, other: str) -> None:
    """Who took one proof of an account must leave the other to a second administrator, else he could become them."""
    since = timezone.now() - APART
    if Entry.objects.filter(actor=actor, action=other, object_id=str(user.pk), at__gte=since).exists():
        raise RuleBroken(
            "kata sandi dan sandi kedua satu akun tidak direset oleh orang yang sama",
            remedy="Minta administrator lain melakukannya.",
            code="SND-ACC-03",
        )
