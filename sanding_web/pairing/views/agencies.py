"""The agencies with their villages, and one page for each."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from sanding_web.accounts.access import audience
from sanding_web.pairing import queries
from sanding_web.pairing.agency_page import agency_page
from sanding_web.targeting.queries import programme


@audience("agency.view")
def agencies(request: HttpRequest) -> HttpResponse:
    """The agencies in scope with the villages they stand beside today; those without are shown too."""
    held: dict[int, list[Any]] = {}
    for pair in queries.companionships(request.user, timezone.localdate()):
        held.setdefault(pair.agency_id, []).append(pair)
    rows = [(one, held.get(one.pk, [])) for one in request.user.scope.agencies().order_by("kind", "short")]  # type: ignore[union-attr]
    return render(request, "pairing/agencies.html", {"rows": rows, "programme": programme()})


@audience("agency.view")
def agency(request: HttpRequest, code: str) -> HttpResponse:
    """One page for one agency: its villages in one's scope, why, who lives there, what they lack."""
    found = queries.agency_in_scope(request.user, code)
    page = agency_page(request.user, found, programme().year, timezone.localdate())
    return render(request, "pairing/agency.html", {"agency": found, "programme": programme(), **page})
