"""Deny by default: every view names the action its audience must hold and whether it writes."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import NoReverseMatch, get_resolver, resolve, reverse

from sanding.roles import ACTIONS
from sanding_web.accounts.fresh import is_fresh

View = Callable[..., HttpResponse]
PUBLIC = "public"


def audience(action: str, *, writes: bool = False, fresh: bool = False) -> Callable[[View], View]:
    """The action a person's role must hold to open the view; ``writes`` says that a POST may change data.

    ``fresh`` asks first for a recent proof of who sits there: for reveals and for what leaves the house.
    """
    if action not in ACTIONS:
        raise ValueError(f"unknown action {action}: add it to sanding/roles.py")

    def mark(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            request.user.scope.require(action)  # type: ignore[union-attr]
            if fresh and not is_fresh(request):
                return _ask_again(request)
            return view(request, *args, **kwargs)

        guarded.audience = action  # type: ignore[attr-defined]
        guarded.writes = writes  # type: ignore[attr-defined]
        guarded.fresh = fresh  # type: ignore[attr-defined]
        return guarded

    return mark


def _ask_again(request: HttpRequest) -> HttpResponse:
    """To the page that asks for a proof, and from there back to where the person was."""
    back = request.get_full_path()
    if request.method != "GET" or request.headers.get("HX-Request"):
        came_from = urlsplit(request.headers.get("Referer", ""))
        back = came_from.path + (f"?{came_from.query}" if came_from.query else "") or "/"
    address = f"{reverse('accounts:confirm')}?{urlencode({'next': back})}"
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)


def public(*, reason: str, writes: bool = False) -> Callable[[View], View]:
    """A view open to everyone, with the reason."""
    assert reason

    def mark(view: View) -> View:
        open_view = login_not_required(view)
        open_view.audience = PUBLIC  # type: ignore[attr-defined]
        open_view.writes = writes  # type: ignore[attr-defined]
        return open_view

    return mark


def may_open(user: Any, url_name: str) -> bool:
    """Whether a person's active role may open the page of that name; False where the page does not exist."""
    try:
        pattern = resolve(reverse(url_name))
    except NoReverseMatch:
        return False
    action = getattr(pattern.func, "audience", None)
    if action == PUBLIC:
        return True
    return action is not None and user.is_authenticated and user.scope.may(action)


def all_views() -> list[tuple[str, str, View]]:
    """Every view of this site: (url name with namespace, route, view). Used by the access matrix test."""

    def walk(patterns: list[Any], namespace: str, route: str) -> list[tuple[str, str, View]]:
        found = []
        for entry in patterns:
            here = route + str(entry.pattern)
            if hasattr(entry, "url_patterns"):
                inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
                found += walk(entry.url_patterns, inner, here)
            else:
                found.append((f"{namespace}{entry.name or ''}", here, entry.callback))
        return found

    return walk(get_resolver().url_patterns, "", "")
