"""Kesehatan situs: what the site says of itself, for the administrator and the inspector."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from sanding import __version__
from sanding.doctor.finding import Finding, Level, worst
from sanding_web.accounts.access import audience
from sanding_web.doctor.queries import findings
from sanding_web.ui.parts import Column, Pill, Row, Table, Tone


@audience("health.view")
def index(request: HttpRequest) -> HttpResponse:
    """Every check of the site, the gravest first; those of the machine are asked on the server itself."""
    found = findings()
    context = {"checks": _table(found), "state": _pill(worst(found)), "version": __version__}
    return render(request, "doctor/index.html", context)


_TONES: dict[Level, Tone] = {"ok": "baik", "peringatan": "awas", "salah": "gawat"}


def _pill(level: Level) -> Pill:
    words = {"ok": _("Baik"), "peringatan": _("Perlu diperhatikan"), "salah": _("Perlu diperbaiki")}
    return Pill(_TONES[level], words[level])


def _table(found: list[Finding]) -> Table:
    columns = [
        Column(_("Yang diperiksa")),
        Column(_("Keadaan")),
        Column(_("Temuan"), wide=True),
        Column(_("Obatnya"), wide=True),
    ]
    rows = [Row([_(one.title), _pill(one.level), one.words, one.remedy or _("tidak perlu")]) for one in found]
    return Table(_("Pemeriksaan situs, yang terberat di atas"), columns, rows, hidden_caption=True)
