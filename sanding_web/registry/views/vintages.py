"""Kurun data: the accepted vintages."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sanding_web.accounts.access import audience
from sanding_web.registry import queries
from sanding_web.registry.pages.vintage import groups


@audience("vintage.view")
def index(request: HttpRequest) -> HttpResponse:
    return render(request, "registry/vintages.html", {"groups": groups(list(queries.accepted_batches()))})
