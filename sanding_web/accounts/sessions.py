"""The signed-in browsers of a person: noted at sign-in, shown to their owner, ended one by one or all at once."""

import re
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from sanding_web.accounts.models import KnownSession, User

_BROWSERS = (("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True)
class SignedIn:
    """One browser that is signed in now."""

    pk: int
    device: str
    address: str
    started_at: datetime
    until: datetime
    here: bool


def client_address(request: Any) -> str:
    """The network address of the browser; behind our own front (loopback) what that front says."""
    nearest = str(request.META.get("REMOTE_ADDR", ""))
    if settings.HTTPS and nearest in ("127.0.0.1", "::1", ""):
        said = str(request.META.get("HTTP_X_FORWARDED_FOR", "")).split(",")[-1].strip()
        return said or nearest
    return nearest


def masked_address(address: str) -> str:
    """An address without its last part: enough to recognise a network, not a person.

    >>> masked_address("192.168.1.23"), masked_address("fd00:1:2:3::9")
    ('192.168.1.•', 'fd00:1:•')
    """
    if ":" in address:
        return ":".join(address.split(":")[:2]) + ":•"
    return re.sub(r"\.\d+$", ".•", address)


def device_of(agent: str) -> str:
    """Browser and system in words people know."""
    browser = next((name for sign, name in _BROWSERS if sign in agent), _("Peramban lain"))
    system = next((name for sign, name in _SYSTEMS if sign in agent), "")
    return f"{browser}, {system}" if system else browser


def on_sign_in(sender: Any, request: Any, user: User, **_more: Any) -> None:
    """Note the browser (receiver of ``user_logged_in``)."""
    if request is None or not hasattr(request, "META") or "REMOTE_ADDR" not in request.META:
        return
    if not request.session.session_key:
        request.session.save()
    KnownSession.objects.update_or_create(
        session_key=request.session.session_key,
        defaults={
            "user": user,
            "device": device_of(request.META.get("HTTP_USER_AGENT", "")),
            "address": masked_address(client_address(request)),
        },
    )


def running(user: User, request: HttpRequest | None = None) -> list[SignedIn]:
    """The browsers signed in now, newest first."""
    here = request.session.session_key if request is not None else None
    known = {one.session_key: one for one in user.known_sessions.all()}
    alive = Session.objects.filter(session_key__in=known, expire_date__gt=timezone.now())
    found = [(known[one.session_key], one.expire_date) for one in alive]
    return [
        SignedIn(one.pk, one.device, one.address, one.started_at, until, one.session_key == here)
        for one, until in sorted(found, key=lambda pair: -pair[0].pk)
    ]


def end(sessions: "QuerySet[KnownSession]") -> int:
    """Sign these browsers out; how many there were."""
    store = import_module(settings.SESSION_ENGINE).SessionStore
    keys = list(sessions.values_list("session_key", flat=True))
    for key in keys:
        store(key).delete()
    sessions.delete()
    return len(keys)
