"""The second step of signing in, and the page that asks again who sits there."""

import json
from typing import Any

from django.conf import settings
from django.contrib.auth import authenticate, login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters

from sanding_web.accounts import door, lockout, second_factor
from sanding_web.accounts.access import audience, public
from sanding_web.accounts.forms import CodeForm, ConfirmForm
from sanding_web.accounts.fresh import stamp
from sanding_web.accounts.going import next_page
from sanding_web.accounts.models import SecondFactor, User
from sanding_web.audit.actions import record
from sanding_web.defence.limits import limited

_STATE = "passkey_state"


@sensitive_post_parameters("code", "passkey")
@public(reason="the second step of signing in; answers only to who has just given a fitting password", writes=True)
@limited("sign_in", posts_only=True)
def second_step(request: HttpRequest) -> HttpResponse:
    waiting = door.half_open(request)
    if waiting is None:
        return redirect("accounts:sign_in")
    user, going_to = waiting
    if lockout.is_locked(request, user.username):
        return lockout.locked_out(request, credentials={"username": user.username})
    form = CodeForm(_sent(request))
    if request.method == "POST":
        if _proven(request, user, form):
            door.close_half(request)
            login(request, user, backend=settings.AUTHENTICATION_BACKENDS[-1])
            door.note_way(request, "password")
            record(user, "session.sign_in", second=True)
            return redirect(going_to)
        record(None, "session.refused", second=True)
        lockout.failed(request, user.username)
        form.refuse()
    context = {"form": form, "passkey": _passkey_options(request, user)}
    return render(request, "accounts/second_step.html", context, status=422 if form.errors else 200)


@sensitive_post_parameters("password", "code", "passkey")
@audience("account.self", writes=True)
@limited("sign_in", posts_only=True)
def confirm(request: HttpRequest) -> HttpResponse:
    """Prove once more who sits there; then on to the page that asked."""
    user: Any = request.user
    if lockout.is_locked(request, user.username):
        return lockout.locked_out(request, credentials={"username": user.username})
    codes = second_factor.has_second_factor(user)
    form = ConfirmForm(_sent(request), codes=codes)
    if request.method == "POST":
        if _sample(user) or _proven(request, user, form) or _password_fits(request, user):
            stamp(request)
            record(user, "session.confirm")
            return redirect(next_page(request))
        record(user, "session.confirm_refused")
        if not request.POST.get("password"):
            lockout.failed(request, user.username)
        form.refuse()
    context = {
        "form": form, "sample": _sample(user), "next": next_page(request), "passkey": _passkey_options(request, user),
        "codes": codes,
    }  # fmt: skip
    return render(request, "accounts/confirm.html", context, status=422 if form.errors else 200)


def _sent(request: HttpRequest) -> Any:
    """What was typed; an empty form that was sent is one too."""
    return request.POST if request.method == "POST" else None


def _sample(user: User) -> bool:
    """A sample account on invented data has no password to ask for."""
    return bool(settings.SANDING_DEMO and user.demo and not user.has_usable_password())


def _password_fits(request: HttpRequest, user: User) -> bool:
    """A wrong password is counted by axes itself."""
    given = request.POST.get("password", "")
    return bool(given) and authenticate(request, username=user.username, password=given) == user


def _proven(request: HttpRequest, user: User, form: CodeForm) -> bool:
    """By a passkey's answer or by a code; each state and each code is good for one try."""
    answer, state = request.POST.get("passkey", ""), request.session.pop(_STATE, None)
    if answer and state:
        try:
            return second_factor.takes_passkey(request.get_host(), user, state, json.loads(answer))
        except ValueError:
            return False
    return form.is_valid() and bool(form.cleaned_data["code"]) and second_factor.take(user, form.cleaned_data["code"])


def _passkey_options(request: HttpRequest, user: User) -> str:
    """What the browser needs to ask for a passkey, as JSON; empty where the account has none."""
    if not user.factors.filter(kind=SecondFactor.PASSKEY).exists():
        return ""
    options, request.session[_STATE] = second_factor.begin_proof(request.get_host(), user)
    return json.dumps(options)
