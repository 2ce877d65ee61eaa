"""The way in: the half-open state between password and second proof, and what a person must do before anything else."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sanding import roles
from sanding.parameters import value
from sanding_web.accounts.models import User
from sanding_web.accounts.second_factor import has_second_factor
from sanding_web.ui.parts import Action, QueueRow
from sanding_web.ui.words import long_date

_HALF, _WAY = "half", "way"
_ALLOWED = (
    "accounts:sign_out", "accounts:password", "accounts:security", "accounts:telephone", "accounts:passkey_new",
    "accounts:codes_new", "accounts:confirm", "ui:language", "ui:theme", "home:health",
)  # fmt: skip


def open_half(request: HttpRequest, user: User, going_to: str) -> None:
    """The password fitted; the second proof is still to come."""
    request.session.cycle_key()
    request.session[_HALF] = {"user": user.pk, "at": timezone.now().timestamp(), "next": going_to}


def half_open(request: HttpRequest) -> tuple[User, str] | None:
    """Who stands between the two proofs, and where they want to go; None where nobody does, or too long."""
    found = request.session.get(_HALF)
    if not found:
        return None
    longest = timedelta(minutes=value("accounts.second_step_minutes", timezone.localdate())).total_seconds()
    user = User.objects.filter(pk=found["user"], is_active=True).first()
    if user is None or not 0 <= timezone.now().timestamp() - found["at"] <= longest:
        close_half(request)
        return None
    return user, found["next"]


def close_half(request: HttpRequest) -> None:
    request.session.pop(_HALF, None)


def note_way(request: HttpRequest, way: str) -> None:
    """Remember how this session came in: only those who typed a password have duties at the door."""
    request.session[_WAY] = way


def needs_second_factor(user: Any) -> bool:
    """Whether a role in force demands one and none is set up."""
    demanding = value("accounts.second_factor_roles", timezone.localdate())
    held = {grant.role for grant in user.grants_on(timezone.localdate())}
    return bool(held & set(demanding)) and not has_second_factor(user)


def grace_ends(user: User) -> date:
    """The last day on which such an account may come in without one."""
    days = int(value("accounts.second_factor_grace", timezone.localdate()))
    return timezone.localdate(user.date_joined) + timedelta(days=days)


class DutiesMiddleware:
    """Nobody works on with a first password, or without a second factor that is overdue."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        user: Any = request.user
        if not user.is_authenticated or request.session.get(_WAY) != "password":
            return None
        name = request.resolver_match.view_name if request.resolver_match else ""
        if name in _ALLOWED:
            return None
        if user.must_change_password:
            return redirect("accounts:password")
        if needs_second_factor(user) and timezone.localdate() > grace_ends(user):
            return redirect("accounts:telephone")
        return None


def due(user: Any) -> list[QueueRow]:
    """On the home page: the second factor that a role demands."""
    if user.demo or not needs_second_factor(user):
        return []
    ends = grace_ends(user)
    return [
        QueueRow(
            _("Pasang sandi kedua untuk akun Anda"),
            _("Peran %(role)s memerlukannya; sesudah %(day)s halaman lain tertutup sampai terpasang.")
            % {"role": _(roles.ROLES[user.scope.role].label) if user.scope.role else "", "day": long_date(ends)},
            due=ends,
            action=Action(_("Pasang"), reverse("accounts:telephone")),
        )
    ]
