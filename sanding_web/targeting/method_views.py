"""Where methods disagree: every village under every method, and what each method would change."""

from typing import Any

import polars as pl
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sanding.targeting.methods import METHODS, Method
from sanding_web.accounts.access import audience
from sanding_web.audit.actions import record
from sanding_web.decisions.export import file_of
from sanding_web.defence.limits import limited
from sanding_web.targeting import drawing, export
from sanding_web.targeting.desk import Desk
from sanding_web.targeting.many_methods import ManyMethods, under_every_method
from sanding_web.targeting.reader import desk_of, shown
from sanding_web.ui.parts import Column, Row, Table
from sanding_web.ui.words import number

ORDERS = {
    "kini": ["rank"], "selisih": ["spread", "rank"], "borda": ["borda_rank"], "copeland": ["copeland_rank"],
    "lapis": ["front", "borda_rank"], "metode": ["listed_by", "borda_rank"],
}  # fmt: skip
_FALLING = {"spread", "listed_by"}


@audience("priority.view")
def methods(request: HttpRequest) -> HttpResponse:
    """Methods side by side; ``?urut=`` sorts, ``?pilih=`` keeps what all, some or no methods list."""
    desk = desk_of(request)
    many = under_every_method(desk.ranking)
    order, wanted = request.GET.get("urut", "selisih"), request.GET.get("pilih", "")
    page = Paginator(_kept(many, wanted, order).to_dicts(), 50).get_page(request.GET.get("halaman"))
    context = {
        "desk": desk,
        "ranking": desk.ranking,
        "method": _(drawing.METHOD_NAMES[desk.ranking.choice.method]),
        "page": page,
        "table": _table(desk, many, page, order, wanted),
        "taken": _taken(many.frame),
        "wanted": wanted,
        "order": order,
        "changes": [_change(desk, many, name) for name in METHODS],
        "correlations": _correlations(many),
        "may_export": request.user.scope.may("count.export"),  # type: ignore[union-attr]
    }
    return render(request, "targeting/methods.html", context)


def _kept(many: ManyMethods, wanted: str, order: str) -> pl.DataFrame:
    keys = ORDERS.get(order, ORDERS["selisih"])
    listed, every = pl.col("listed_by"), len(many.rankings)
    filters = {"semua": listed == every, "sebagian": pl.col("disputed"), "tidak": listed == 0}
    frame = many.frame.filter(filters[wanted]) if wanted in filters else many.frame
    falling = [key in _FALLING for key in keys]
    return frame.sort([*keys, "village_code"], descending=[*falling, False], nulls_last=True)


def _taken(frame: pl.DataFrame) -> list[tuple[str, str, int]]:
    """How many villages every method lists, only some, and none."""
    some = int(frame["disputed"].sum())
    none = int((frame["listed_by"] == 0).sum())
    words = (("semua", _("semua metode")), ("sebagian", _("sebagian metode")), ("tidak", _("tidak satu pun")))
    counts = {"semua": frame.height - some - none, "sebagian": some, "tidak": none}
    return [(key, word, counts[key]) for key, word in words]


def _table(desk: Desk, many: ManyMethods, page: Any, order: str, wanted: str) -> Table:
    def head(label: str, key: str) -> Column:
        falling = ORDERS[key][0] in _FALLING
        url = f"?{desk.query}&urut={key}" + (f"&pilih={wanted}" if wanted else "")
        sign = ("descending" if falling else "ascending") if key == order else ""
        return Column(label, numeric=True, sort_url=url, sorted=sign)  # type: ignore[arg-type]

    heads = (
        Column(_("Desa/kelurahan, kecamatan")), head(_("Kini"), "kini"),
        *(Column(_(drawing.SHORT_NAMES[name]), numeric=True) for name in METHODS),
        head(_("Selisih"), "selisih"), head(_("Borda"), "borda"), head(_("Copeland"), "copeland"),
        head(_("Lapis Pareto"), "lapis"), head(_("Memilih"), "metode"),
    )  # fmt: skip
    rows = [
        Row(
            (
                drawing.name_cell(row), row["rank"],
                *(_rank_cell(row, name, many) for name in METHODS),
                row["spread"], row["borda_rank"], row["copeland_rank"], row["front"],
                _("%(n)d dari %(all)d") % {"n": row["listed_by"], "all": len(METHODS)},
            ),
            url=drawing.village_url(row, desk.query),
        )
        for row in page
    ]  # fmt: skip
    caption = _("Peringkat menurut setiap metode, satuan %s; tebal berarti masuk daftar.") % _(desk.ranking.choice.unit)
    return Table(caption, heads, rows)


def _rank_cell(row: dict[str, Any], method: Method, many: ManyMethods) -> SafeString | None:
    """The rank, bold (and said) where the method lists the village."""
    rank = row[f"rank_{method}"]
    if rank is None:
        return None
    if row["village_code"] not in many.rankings[method].chosen:
        return format_html("{}", number(rank))
    return format_html('<b>{}</b><span class="s-vh"> {}</span>', number(rank), _("masuk"))


def _change(desk: Desk, many: ManyMethods, method: Method) -> dict[str, Any]:
    """What the list would be under one method."""
    entering, leaving = many.changes(method)
    query = many.rankings[method].choice.query()
    return {
        "method": _(drawing.METHOD_NAMES[method]),
        "current": method == desk.ranking.choice.method,
        "query": query,
        "villages": len(many.rankings[method].chosen),
        "entering": entering,
        "leaving": leaving,
    }


def _correlations(many: ManyMethods) -> Table:
    """Kendall's tau between any two methods, as a square; the corner below the diagonal stays with its twin above."""
    tau = {(row["method"], row["other"]): row["kendall"] for row in many.correlations.to_dicts()}
    rows = []
    for one in METHODS:
        cells = [1.0 if one == other else tau.get((one, other), tau.get((other, one))) for other in METHODS]
        rows.append(Row((_(drawing.METHOD_NAMES[one]), *cells)))
    heads = [
        Column(_("Metode")), *(Column(_(drawing.METHOD_NAMES[name]), numeric=True, digits=2) for name in METHODS)
    ]  # fmt: skip
    villages = many.correlations["villages"][0]
    caption = _("Kesamaan urutan (tau Kendall) atas %s desa/kelurahan: 1 sama, 0 tidak berkaitan, −1 terbalik.")
    return Table(caption % number(villages), heads, rows)


@audience("count.export")
@limited("export")
def methods_export(request: HttpRequest, form: str) -> HttpResponse:
    """The same as a file, with count, share and index beside the ranks."""
    desk = desk_of(request)
    many = under_every_method(desk.ranking)
    figures = {row["village_code"]: row for row in shown(request, desk.ranking.listed)}
    ranks = many.frame.sort("rank", nulls_last=True).to_dicts()
    rows = export.method_lines([figures[row["village_code"]] | row for row in ranks])
    choice, year = desk.ranking.choice, desk.programme.year
    title = f"Metode prioritas desa {year}, satuan {choice.unit}, kuota {choice.quota}"
    response = file_of(
        form, export.METHOD_COLUMNS, rows,
        name="METODE", title=[title, "; ".join(desk.ranking.inputs.sources.values())],
        filename=f"metode-prioritas-desa-{year}",
    )  # fmt: skip
    if response is None:
        raise Http404
    record(request.user, "priority.export", None, form=form, rows=len(rows))
    return response
