"""Gives the signed-in person their active scope, and refuses views without audience and reads that write."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from sanding.errors import NotPermitted, SandingError
from sanding_web.accounts.models import NO_SCOPE
from sanding_web.accounts.reading import drawn, only_reading
from sanding_web.errors import answer

_SAFE = {"GET", "HEAD", "OPTIONS"}


class ScopeMiddleware:
    """``request.user.scope`` = the grant chosen in the session, else the first in force."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            grants = list(request.user.grants_on(timezone.localdate()))
            chosen = request.session.get("grant")
            grant = next((one for one in grants if one.pk == chosen), grants[0] if grants else None)
            request.user.scope = grant.scope() if grant else NO_SCOPE
            request.grants = grants  # type: ignore[attr-defined]
        return self.get_response(request)


class AudienceMiddleware:
    """Deny by default, at the last moment before the view."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if getattr(view, "audience", None) is None:
            unnamed = "Halaman ini belum menyebut siapa yang boleh membukanya"
            return answer(request, NotPermitted(unnamed, code="SND-ACL-01"))
        if view.writes and request.method not in _SAFE:
            return None
        try:
            with only_reading():
                return drawn(view(request, *args, **kwargs))  # type: ignore[return-value]
        except SandingError as error:  # Django does not hand errors of process_view to process_exception
            return answer(request, error)
