"""When a person last proved who they are: asked before personal data are revealed or leave the house."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from sanding.parameters import value

_STAMP = "confirmed_at"


def stamp(request: Any) -> None:
    """Note that the person has just proved themselves."""
    request.session[_STAMP] = timezone.now().timestamp()


def is_fresh(request: HttpRequest) -> bool:
    """Whether the proof is recent enough; a clock set back does not lengthen it."""
    now = timezone.now().timestamp()
    at = request.session.get(_STAMP)
    longest = timedelta(minutes=value("accounts.fresh_minutes", timezone.localdate())).total_seconds()
    return at is not None and 0 <= now - at <= longest


def on_sign_in(sender: Any, request: Any, user: Any, **_more: Any) -> None:
    """Signing in is a proof too (receiver of ``user_logged_in``)."""
    if request is not None and hasattr(request, "session"):
        stamp(request)
