"""Who stands beside a village: one page per village, and the supporting agencies of all."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from sanding_web.accounts.access import audience
from sanding_web.pairing import queries, supporting
from sanding_web.pairing.village_page import village_page
from sanding_web.targeting.queries import programme


@audience("pairing.view")
def support(request: HttpRequest) -> HttpResponse:
    """The supporting agencies of the newest run, village by village."""
    run = queries.latest_run(programme().year)
    if run is None or request.user.scope.kind != "district":  # type: ignore[union-attr]
        raise Http404
    return render(request, "pairing/support.html", {"run": run, **supporting.of_run(run)})


@audience("pairing.view")
def village(request: HttpRequest, code: str) -> HttpResponse:
    """One village in scope: its lead with the reasons, its supporters, and who stood there before."""
    found = queries.village_in_scope(request.user, code)
    page = village_page(request.user, found, programme().year)
    return render(request, "pairing/village.html", {"village": found, "programme": programme(), **page})
