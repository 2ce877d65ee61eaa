"""Naskah: one page per agency and per village, the meeting's handout, and all sheets in one archive."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sanding_web.accounts.access import audience
from sanding_web.audit.actions import record
from sanding_web.decisions.export import attachment
from sanding_web.pairing import bundles, queries
from sanding_web.pairing.paper_catalogue import newest_pairing
from sanding_web.pairing.sheet_papers import MEDIA, Printed, Sheets
from sanding_web.targeting.queries import programme


def _sheets(request: HttpRequest) -> Sheets:
    base = settings.SANDING_ADDRESS or request.build_absolute_uri("/")
    return Sheets(request.user, programme().year, f"{base.rstrip('/')}/keputusan")


def _handed_out(request: HttpRequest, printed: Printed, kind: str, subject: Any) -> HttpResponse:
    record(request.user, "sheet.print", subject, paper=printed.filename, kind=kind)
    return attachment(printed.content, printed.filename, printed.media)


def _whole(request: HttpRequest) -> bool:
    return bool(request.user.scope.kind == "district")  # type: ignore[union-attr]


@audience("sheet.print")
def index(request: HttpRequest) -> HttpResponse:
    """Every paper that this person may print: agencies and villages in scope, the handout, the archives."""
    pairs = list(queries.companionships(request.user, timezone.localdate()))
    held: dict[int, list[Any]] = {}
    for pair in pairs:
        held.setdefault(pair.agency_id, []).append(pair)
    agencies = sorted({pair.agency for pair in pairs}, key=lambda one: (one.kind != "PD", one.name))
    context = {
        "programme": programme(),
        "agencies": [(one, held[one.pk]) for one in agencies],
        "meeting": newest_pairing() if _whole(request) else None,
        "may_bundle": _may_bundle(request),
        "bundles": bundles.bundles_of(request.user) if _may_bundle(request) else [],
    }
    return render(request, "pairing/papers.html", context)


@audience("sheet.print")
def agency(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """One agency's sheet; only its villages within the reader's scope."""
    found = queries.agency_in_scope(request.user, code)
    _known(form)
    with translation.override(settings.LANGUAGE_CODE):
        printed = _sheets(request).agency(found, form)
    return _handed_out(request, printed, "lembar-perangkat", found)


@audience("sheet.print")
def village(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """One village's sheet."""
    found = request.user.scope.villages().filter(code=code).first()  # type: ignore[union-attr]
    if found is None:
        raise Http404
    _known(form)
    with translation.override(settings.LANGUAGE_CODE):
        printed = _sheets(request).village(found, form)
    return _handed_out(request, printed, "lembar-desa", None)


@audience("sheet.print")
def handout(request: HttpRequest, form: str) -> HttpResponse:
    """The handout on the pairing that waits, else on the one in force; the whole district's roles only."""
    decision = newest_pairing()
    if decision is None or not _whole(request):
        raise Http404
    _known(form)
    with translation.override(settings.LANGUAGE_CODE):
        printed = _sheets(request).handout(decision, form)
    return _handed_out(request, printed, "bahan-rakor", decision)


@audience("pairing.work", writes=True)
@require_POST
def bundle(request: HttpRequest) -> HttpResponse:
    """Number every agency's sheet and put them all into one archive, in the background."""
    base = settings.SANDING_ADDRESS or request.build_absolute_uri("/")
    bundles.ask_bundle(request.user, year=programme().year, base=f"{base.rstrip('/')}/keputusan")
    messages.info(request, _("Semua lembar sedang disiapkan. Halaman ini boleh ditinggal."))
    return redirect("pairing:papers")


@audience("pairing.work")
def bundle_file(request: HttpRequest, pk: int) -> HttpResponse:
    """An archive that is ready, to the person who asked for it."""
    content = bundles.content_of(request.user, pk)
    record(request.user, "sheet.print", None, paper=f"arsip-{pk}.zip", kind="arsip")
    return attachment(content, f"lembar-perangkat-{programme().year}-{pk}.zip", "application/zip")


def _known(form: str) -> None:
    if form not in MEDIA:
        raise Http404


def _may_bundle(request: HttpRequest) -> bool:
    return _whole(request) and request.user.scope.may("pairing.work")  # type: ignore[union-attr]
