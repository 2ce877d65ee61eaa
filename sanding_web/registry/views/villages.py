"""Villages: the list by kecamatan with its map, one page per village, and the counts as a sheet."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from sanding.documents.sheet import Sheet, write_workbook
from sanding.parameters import value
from sanding_web.accounts.access import audience
from sanding_web.audit.actions import record
from sanding_web.decisions.export import XLSX, as_csv, attachment
from sanding_web.defence.limits import limited
from sanding_web.registry import queries
from sanding_web.registry.models import VillageNeed
from sanding_web.registry.pages import village as page
from sanding_web.ui.outline import outline
from sanding_web.ui.small import smallest_shown

_DECILES = [str(decile) for decile in range(1, 11)]


def _deciles(request: HttpRequest) -> list[int]:
    """The deciles asked for, else those the programme calls priority (S1.21)."""
    asked = {int(one) for one in request.GET.getlist("desil") if one in _DECILES}
    return sorted(asked) or list(value("registry.priority_deciles", timezone.localdate()))


@audience("village.view")
def index(request: HttpRequest) -> HttpResponse:
    """Villages in scope, by name or kecamatan, with the families of a set of deciles."""
    wanted, kecamatan = request.GET.get("cari", "").strip(), request.GET.get("kecamatan", "")
    deciles = _deciles(request)
    batch, rows = queries.counted_villages(request.user, wanted=wanted, kecamatan=kecamatan)
    shapes = [(one.village.code, one.village.geometry) for one in rows if one.village.geometry]
    drawn = outline(shapes) if shapes else None
    context = {
        "rows": rows,
        "batch": batch,
        "table": page.villages_table(rows, batch, smallest_shown(), deciles),
        "deciles": [(one, int(one) in deciles) for one in _DECILES],
        "map": page.share_map(rows, drawn, batch, smallest_shown(), "#tabel-desa") if drawn else None,
        "kecamatan": queries.kecamatan_of(request.user),
        "wanted": wanted,
        "chosen": kecamatan,
        "may_export": request.user.scope.may("count.export"),  # type: ignore[union-attr]
        "query": request.GET.urlencode(),
    }
    return render(request, "registry/villages.html", context)


@audience("village.view")
def village(request: HttpRequest, code: str) -> HttpResponse:
    """Everything about one village, without names."""
    batch, rows = queries.counted_villages(request.user, code=code)
    if not rows:
        raise Http404
    found, limit = rows[0], smallest_shown()
    index = queries.index_of(code)
    context: dict[str, Any] = {
        "village": found.village,
        "figures": page.figures(found, batch, limit),
        "deciles": page.decile_table(found, batch, limit),
        "limit": limit,
        "index": page.index_table(index),
        "needs": page.needs_table(list(VillageNeed.objects.filter(village_code=code).order_by("-gain", "pk")[:20])),
        "companion": queries.companion_of(code),
        "batch": batch,
    }
    return render(request, "registry/village.html", context)


@audience("count.export")
@limited("export")
def export(request: HttpRequest, form: str) -> HttpResponse:
    """The list as CSV or XLSX, in scope; codes stay text."""
    if form not in ("csv", "xlsx"):
        raise Http404
    batch, rows = queries.counted_villages(request.user, kecamatan=request.GET.get("kecamatan", ""))
    cells = page.export_rows(rows, smallest_shown())
    record(request.user, "count.export", batch, rows=len(rows), form=form)
    name = f"desa-{batch.register.lower()}-{batch.decreed_on:%Y%m%d}" if batch else "desa"
    if form == "csv":
        return attachment(as_csv(page.EXPORT, cells), f"{name}.csv", "text/csv; charset=utf-8")
    title = [f"Keluarga dan orang menurut desa, {batch or 'tanpa sumber'}"]
    note = [f"Angka di bawah {smallest_shown()} disamarkan.", page.source_of(batch)]
    content = write_workbook([Sheet("DESA", title, page.EXPORT, cells, note)], title=title[0], footer=note[1])
    return attachment(content, f"{name}.xlsx", XLSX)
