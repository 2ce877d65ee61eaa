"""Locked after failures in a row (django-axes): limits are dated data; nobody is told whether an account exists."""

from datetime import datetime, timedelta
from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from axes.models import AccessAttempt
from axes.utils import reset
from django.contrib.auth.signals import user_login_failed
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from sanding.parameters import value
from sanding_web.accounts.sessions import client_address


def _limits() -> dict[str, int]:
    found: dict[str, int] = value("accounts.lockout", timezone.localdate())
    return found


def failures(*_: Any) -> int:
    """How many failures in a row lock (asked by axes)."""
    return _limits()["failures"]


def cool_off(*_: Any) -> timedelta:
    """How long the lock holds (asked by axes)."""
    return timedelta(minutes=_limits()["minutes"])


def address(request: Any) -> str:
    """The network address (asked by axes)."""
    return client_address(request) or "127.0.0.1"


def is_locked(request: HttpRequest, username: str) -> bool:
    """Whether this account is locked from this address."""
    return not AxesProxyHandler.is_allowed(request, {"username": username})


def failed(request: HttpRequest, username: str) -> None:
    """Count a wrong code or a failed confirmation like a wrong password."""
    user_login_failed.send(sender=__name__, credentials={"username": username}, request=request)


def locked_out(request: HttpRequest, _original: Any = None, credentials: Any = None) -> HttpResponse:
    """The page of a locked door: until when, the same for known and unknown accounts."""
    until = locked_until(str((credentials or {}).get("username") or request.POST.get("username", "")))
    answer = render(request, "accounts/locked.html", {"until": until}, status=429)
    answer["Retry-After"] = str(max(1, int((until - timezone.now()).total_seconds())))
    return answer


def locked_until(username: str) -> datetime:
    """When the newest lock of an account name ends."""
    newest = AccessAttempt.objects.filter(username=username).order_by("-attempt_time").first()
    return (newest.attempt_time if newest else timezone.now()) + cool_off()


def locks(username: str) -> bool:
    """Whether an account name is locked from some address now."""
    since = timezone.now() - cool_off()
    tried = AccessAttempt.objects.filter(
        username=username, failures_since_start__gte=failures(), attempt_time__gte=since
    )
    return bool(tried.exists())


def unlock(username: str) -> None:
    """Forget the failures of an account."""
    reset(username=username)
