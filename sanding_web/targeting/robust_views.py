"""How firmly the villages stand: the part that follows the list, and a page of its own."""

from typing import Any

import polars as pl
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sanding.targeting.methods import QUADRANTS
from sanding_web.accounts.access import audience
from sanding_web.targeting import drawing
from sanding_web.targeting.desk import Desk
from sanding_web.targeting.figures import category_sentence, lines_sentence, told
from sanding_web.targeting.ranking import Ranking
from sanding_web.targeting.reader import desk_of, limit_of, shown
from sanding_web.targeting.robust import Robustness, robustness
from sanding_web.targeting.robust_drawing import draws_sentence, sizes_sentence

CLASSES = ("batas", "pasti", "tidak")
_FIGURES = ("robustness", "weight_concentration", "stale_counts", "stale_index")


def ranking_part(request: HttpRequest, desk: Desk, firm: Robustness | None) -> dict[str, Any]:
    """The list around the cut line; with the draws where they are known, else with the way to them."""
    ranking, every = desk.ranking, f"{reverse('targeting:all')}?{desk.query}"
    return {
        "table": drawing.around_the_cut(ranking, desk.query, every, limit=limit_of(request), firm=firm),
        "firm": firm,
        "testable": ranking.uncertainty is not None and bool(ranking.plan),
        "without_index": drawing.without_index(ranking.listed),
        "unranked": drawing.unranked(ranking.listed),
        "lots": ranking.drawn_lots.height,
        "category": category_sentence(ranking.parameters),
        "lines": lines_sentence(ranking.parameters, ranking.choice.unit, ranking.index)
        if ranking.choice.method in QUADRANTS
        else "",
        **_told(firm),
    }


def _told(firm: Robustness | None) -> dict[str, str]:
    return {} if firm is None else {"sizes": sizes_sentence(firm), "draws": draws_sentence(firm)}


@audience("priority.view")
def firmness(request: HttpRequest) -> HttpResponse:
    """The draws of the choice in the address: as the list's part for htmx, else as a page; ``?golongan=`` keeps one."""
    desk = desk_of(request)
    firm = robustness(desk.ranking)
    if request.htmx:  # type: ignore[attr-defined]
        context = {"desk": desk, "ranking": desk.ranking, **ranking_part(request, desk, firm)}
        return render(request, "targeting/_ranking.html", context)
    return render(request, "targeting/firmness.html", _page(request, desk, firm))


def _page(request: HttpRequest, desk: Desk, firm: Robustness | None) -> dict[str, Any]:
    ranking, wanted = desk.ranking, request.GET.get("golongan", "")
    listed = _of_class(ranking, firm, wanted)
    page = Paginator(shown(request, listed), 50).get_page(request.GET.get("halaman"))
    choice = ranking.choice
    rows = [
        drawing.village_row(row, query=desk.query, method=choice.method, unit=choice.unit, firm=firm) for row in page
    ]
    caption = _("Ketahanan urutan; pita peringkat memuat bagian tengah undian. Desil 1 dalam %s.") % _(choice.unit)
    index = ranking.index[1]
    return {
        "desk": desk,
        "ranking": ranking,
        "firm": firm,
        "page": page,
        "table": drawing.list_table(rows, unit=choice.unit, index=index, caption=caption, firm=firm is not None),
        "classes": [(name, firm.sizes[name]) for name in CLASSES] if firm else [],
        "wanted": wanted,
        "figures": [told(name, timezone.localdate()) for name in _FIGURES],
        "given": ranking.uncertainty,
        "kept": {name: text for name, text in choice.query().items() if name != "benih"},
        **_told(firm),
    }


def _of_class(ranking: Ranking, firm: Robustness | None, wanted: str) -> pl.DataFrame:
    if firm is None or wanted not in CLASSES:
        return ranking.listed
    codes = firm.frame.filter(pl.col("class") == wanted)["village_code"].to_list()
    return ranking.listed.filter(pl.col("village_code").is_in(codes))
