"""Pekan ini: what is due from me; and whether the site is alive."""

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sanding_web.accounts.access import audience, public
from sanding_web.defence.limits import limited
from sanding_web.home import queries


@audience("home.view")
def index(request: HttpRequest) -> HttpResponse:
    return render(request, "home/index.html", {"home": queries.home(request.user)})


@audience("home.view")
@limited("search")
def search(request: HttpRequest) -> HttpResponse:
    """Villages, agencies and documents by name; families only on their own search page."""
    wanted = request.GET.get("q", "").strip()[:80]
    return render(request, "home/search.html", {"wanted": wanted, "found": queries.search(request.user, wanted)})


@public(reason="for the machine that watches the site; says nothing but alive")
def health(request: HttpRequest) -> HttpResponse:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("basis data tidak terjangkau\n", status=503, content_type="text/plain; charset=utf-8")
    return HttpResponse("hidup\n", content_type="text/plain; charset=utf-8")
