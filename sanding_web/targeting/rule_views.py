"""What decides beside the ranking: the category of extreme poverty, the dated figures, and the lots among equals."""

import polars as pl
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from sanding_web.accounts.access import audience
from sanding_web.targeting import drawing
from sanding_web.targeting.desk import Desk
from sanding_web.targeting.figures import category_sentence, lines_sentence, told
from sanding_web.targeting.reader import desk_of, shown
from sanding_web.ui.parts import Column, Pill, Row, Table

CATEGORY = "category_minimum"
FIGURES = (
    "count_goalposts", "share_goalposts", "index_goalposts", "remoteness_goalposts", "weights",
    "index_substitute_minimum", "wave_sizes",
)  # fmt: skip


@audience("priority.view")
def rules(request: HttpRequest) -> HttpResponse:
    """The rule of the category with its source and date, who is outside it, and every other figure of the desk."""
    desk, on = desk_of(request), timezone.localdate()
    ranking, choice = desk.ranking, desk.ranking.choice
    outside = ranking.listed.filter(pl.col("standing") == "di luar kategori")
    page = Paginator(shown(request, outside), 50).get_page(request.GET.get("halaman"))
    rows = [drawing.village_row(row, query=desk.query, method=choice.method, unit=choice.unit) for row in page]
    caption = _("Desa/kelurahan di luar kategori miskin ekstrem; desil 1 dalam %s.") % _(choice.unit)
    context = {
        "desk": desk,
        "ranking": ranking,
        "category": category_sentence(ranking.parameters),
        "rule": told(CATEGORY, on),
        "lines": lines_sentence(ranking.parameters, choice.unit, ranking.index),
        "figures": [told(name, on) for name in FIGURES],
        "outside": outside.height,
        "page": page,
        "table": drawing.list_table(rows, unit=choice.unit, index=ranking.index[1], caption=caption),
    }
    return render(request, "targeting/rules.html", context)


@audience("priority.view")
def lots(request: HttpRequest) -> HttpResponse:
    """Who was equal at the cut line, what was drawn, and how anyone can check it."""
    desk = desk_of(request)
    kept = {name: text for name, text in desk.ranking.choice.query().items() if name != "undian"}
    drawn = desk.ranking.drawn_lots
    first = None if drawn.is_empty() else drawn["village_code"][0]
    context = {"desk": desk, "ranking": desk.ranking, "kept": kept, "table": _drawn(desk), "first": first}
    return render(request, "targeting/lots.html", context, status=200 if desk.valid else 422)


def _drawn(desk: Desk) -> Table | None:
    """The equals in the order of their lots, the chosen ones first."""
    ranking = desk.ranking
    if ranking.drawn_lots.is_empty():
        return None
    rows = [
        Row(
            (
                row["rank"], drawing.name_cell(row), row["village_code"], row["lot"][:12],
                Pill("nila", _("Terpilih")) if row["priority"] else Pill("netral", _("Tidak terpilih"), "circle"),
            )
        )
        for row in ranking.drawn_lots.to_dicts()
    ]  # fmt: skip
    heads = (
        Column(_("Urutan"), numeric=True), Column(_("Desa/kelurahan, kecamatan")), Column(_("Kode")),
        Column(_("Undian (12 huruf pertama)")), Column(_("Hasil")),
    )  # fmt: skip
    caption = _("Desa/kelurahan bernilai sama di garis batas, menurut undian berbenih “%s”.") % ranking.choice.lots
    return Table(caption, heads, rows, header=1)
