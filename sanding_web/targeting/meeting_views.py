"""For the meeting: the villages on the border with what decides over them, and two or three of them side by side."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.translation import gettext as _

from sanding_web.accounts.access import audience
from sanding_web.decisions.queries import open_proposal
from sanding_web.targeting import drawing
from sanding_web.targeting.desk import Desk
from sanding_web.targeting.forms import ScenarioForm
from sanding_web.targeting.many_methods import ManyMethods, under_every_method
from sanding_web.targeting.reader import desk_of, limit_of, shown
from sanding_web.targeting.robust import Robustness, robustness
from sanding_web.targeting.robust_drawing import band, class_pill, draws_sentence, firm_cell, sizes_sentence
from sanding_web.targeting.tornado_drawing import Tornado, tornado_of, widest
from sanding_web.ui.parts import Column, Row, Table
from sanding_web.ui.small import has_small
from sanding_web.ui.words import Missing, number, percent

FEWEST, MOST = 2, 3
_ON_A_PAGE = 12
Village = Mapping[str, Any]


@audience("priority.view")
def meeting(request: HttpRequest) -> HttpResponse:
    """The borderline villages, those nearest to even first, each with what moves it most; some of them to compare."""
    desk = desk_of(request)
    firm = robustness(desk.ranking)
    page = Paginator(_borderline(desk, firm), _ON_A_PAGE).get_page(request.GET.get("halaman"))
    context = {
        "desk": desk,
        "ranking": desk.ranking,
        "firm": firm,
        "page": page,
        "table": _meeting_table(request, desk, firm, list(page)),
        "method": _(drawing.METHOD_NAMES[desk.ranking.choice.method]),
        "sizes": firm and sizes_sentence(firm),
        "draws": firm and draws_sentence(firm),
        "cut": drawing.cut_words(desk.ranking),
        "query": desk.ranking.choice.query(),
        **_deciding(request, desk),
    }
    return render(request, "targeting/meeting.html", context)


def _deciding(request: HttpRequest, desk: Desk) -> dict[str, Any]:
    """What leads from talk to a decision."""
    return {
        "scenario_form": ScenarioForm(),
        "work": request.user.scope.may("priority.work"),  # type: ignore[union-attr]
        "proposal": open_proposal("priority", desk.programme.year),
    }


def _borderline(desk: Desk, firm: Robustness | None) -> list[Village]:
    if firm is None:
        return []
    rows = {row["village_code"]: row for row in desk.ranking.listed.to_dicts()}
    codes = sorted(firm.borderline, key=lambda code: (abs(firm.by_code[code]["share_in"] - 0.5), code))
    return [rows[code] for code in codes]


def _meeting_table(request: HttpRequest, desk: Desk, firm: Robustness | None, rows: Sequence[Village]) -> Table | None:
    if firm is None or not rows:
        return None
    ranking, unit = desk.ranking, desk.ranking.choice.unit
    part = "families_d1" if unit == "keluarga" else "persons_d1"
    seen = {row["village_code"]: row for row in shown(request, ranking.listed)}
    drawn = []
    for row in rows:
        code, now = row["village_code"], seen[row["village_code"]]
        drawn.append(
            Row(
                (
                    _tick(row), drawing.name_cell(row), row["rank"], now[part], percent(now["share_d1"]),
                    drawing.index_cell(row), drawing.standing_pill(row), firm_cell(firm.by_code[code]),
                    _reason(request, desk, row),
                ),
                url=drawing.village_url(row, desk.query),
            )
        )  # fmt: skip
    heads = (
        Column(_("Banding")), Column(_("Desa/kelurahan, kecamatan")), Column(_("Urutan"), numeric=True),
        Column(_("Desil 1 (%s)") % _(unit), numeric=True), Column(_("Bagian"), numeric=True),
        Column(ranking.index[1], numeric=True), Column(_("Kini")), Column(_("Ketahanan"), wide=True),
        Column(_("Yang paling menentukan"), wide=True),
    )  # fmt: skip
    caption = _("Desa batas, yang paling seimbang lebih dahulu; desil 1 dalam %s.") % _(unit)
    return Table(caption, heads, drawn, header=1)


def _tick(row: Village) -> object:
    label = _("Bandingkan %s") % row["name"]
    return format_html('<input type="checkbox" name="desa" value="{}" aria-label="{}">', row["village_code"], label)


def _reason(request: HttpRequest, desk: Desk, row: Village) -> str:
    if has_small(row, limit_of(request)):
        return str(Missing.SUPPRESSED)
    return widest(tornado_of(desk.ranking, row))


@audience("priority.view")
def compare(request: HttpRequest) -> HttpResponse:
    """Two or three villages side by side: figures, firmness, every method, and what moves each."""
    desk = desk_of(request)
    codes = list(dict.fromkeys(code for code in request.GET.getlist("desa") if code))
    listed = {row["village_code"]: row for row in desk.ranking.listed.to_dicts()}
    if any(code not in listed for code in codes):
        raise Http404
    enough = FEWEST <= len(codes) <= MOST
    context = {
        "desk": desk,
        "ranking": desk.ranking,
        "enough": enough,
        "too_many": len(codes) > MOST,
        "villages": sorted(listed.values(), key=lambda row: (row["name"], row["village_code"])),
        "places": [(at + 1, codes[at] if at < len(codes) else "") for at in range(MOST)],
        "query": desk.ranking.choice.query(),
        **_deciding(request, desk),
    }
    if enough:
        context |= _side_by_side(request, desk, [listed[code] for code in codes])
    return render(request, "targeting/compare.html", context, status=422 if len(codes) > MOST else 200)


def _side_by_side(request: HttpRequest, desk: Desk, rows: Sequence[Village]) -> dict[str, Any]:
    limit = limit_of(request)
    firm, many = robustness(desk.ranking), under_every_method(desk.ranking)
    seen = {row["village_code"]: row for row in shown(request, desk.ranking.listed)}
    return {
        "table": _compare_table(desk, [seen[row["village_code"]] for row in rows], firm, many),
        "tornados": [_shown_tornado(desk, row, limit) for row in rows],
        "draws": firm and draws_sentence(firm),
    }


def _shown_tornado(desk: Desk, row: Village, limit: int) -> tuple[str, Tornado | None]:
    return row["name"], None if has_small(row, limit) else tornado_of(desk.ranking, row)


def _compare_table(desk: Desk, rows: Sequence[Village], firm: Robustness | None, many: ManyMethods) -> Table:
    ranking, unit = desk.ranking, desk.ranking.choice.unit
    part = "families_d1" if unit == "keluarga" else "persons_d1"

    def tested(row: Village) -> Village | None:
        return firm.by_code.get(row["village_code"]) if firm else None

    aspects: list[tuple[str, Callable[[Village], object]]] = [
        (_("Urutan"), lambda row: row["rank"]),
        (_("Keadaan"), drawing.standing_pill),
        (_("Ketahanan"), lambda row: class_pill(tested(row))),
        (_("Pita peringkat"), lambda row: band(tested(row))),
        (_("Jumlah desil 1 (%s)") % _(unit), lambda row: row[part]),
        (_("Bagian desil 1"), lambda row: percent(row["share_d1"])),
        (ranking.index[1], drawing.index_cell),
        (_("Skor"), lambda row: drawing.score_text(ranking.choice.method, row)),
    ]
    drawn = [Row((label, *(told(row) for row in rows))) for label, told in aspects]
    ranks = {row["village_code"]: many.ranks(row["village_code"]) for row in rows}
    for at, name in enumerate(many.rankings):
        cells = (_method_cell(*ranks[row["village_code"]][at][1:]) for row in rows)
        drawn.append(Row((_("Menurut %s") % _(drawing.METHOD_NAMES[name]), *cells)))
    heads = [Column(_("Hal")), *(Column(row["name"]) for row in rows)]
    return Table(_("Desa berdampingan; desil 1 dalam %s.") % _(unit), heads, drawn)


def _method_cell(rank: int | None, listed: bool) -> str:
    if rank is None:
        return str(Missing.INCOMPUTABLE)
    words = _("peringkat %s, masuk") if listed else _("peringkat %s, tidak masuk")
    return words % number(rank)
