"""Jejak audit: who did what and when; read only."""

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from sanding_web.accounts.access import audience
from sanding_web.accounts.scope import Scope
from sanding_web.audit import drawing, queries
from sanding_web.audit.models import Entry
from sanding_web.ui.parts import Column, Row, Table


@audience("audit.view")
def index(request: HttpRequest) -> HttpResponse:
    """Newest first, filtered by action, person and day."""
    wanted = queries.asked(request.GET)
    page = Paginator(queries.entries_for(wanted), 50).get_page(request.GET.get("halaman"))
    context = {
        "page": page,
        "entries": _table(page, request.user.scope),  # type: ignore[union-attr]
        "wanted": wanted,
        "actions": queries.actions_seen(),
        "people": queries.people_seen(),
        "system": queries.SYSTEM,
    }
    return render(request, "audit/index.html", context)


def _table(page: Page[Entry], scope: Scope) -> Table:
    columns = [
        Column(_("Waktu")),
        Column(_("Siapa")),
        Column(_("Peran")),
        Column(_("Tindakan")),
        Column(_("Objek")),
        Column(_("Rincian"), wide=True),
    ]
    rows = [
        Row(
            [
                timezone.localtime(entry.at),
                drawing.actor(entry),
                drawing.role(entry.role),
                drawing.action(entry),
                drawing.subject(entry, scope),
                drawing.details(entry),
            ]
        )
        for entry in page
    ]
    return Table(_("Jejak audit, satu baris satu tindakan, terbaru di atas"), columns, rows, hidden_caption=True)
