"""What was: every run with its answer, every rule with who ended it and why, and two lists side by side."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from sanding_web.accounts.access import audience
from sanding_web.pairing import by_village, comparing, drawing, freezing, hand_list, queries
from sanding_web.targeting.queries import programme
from sanding_web.ui.small import limit_for

PER_PAGE = 40


def _require_whole(request: HttpRequest) -> None:
    """Only those who see the whole district see lists of the whole district."""
    if request.user.scope.kind != "district":  # type: ignore[union-attr]
        raise Http404


@audience("pairing.view")
def history(request: HttpRequest) -> HttpResponse:
    """Runs and rules of the year, newest first."""
    _require_whole(request)
    year = programme().year
    runs = Paginator(queries.run_list(year), PER_PAGE).get_page(request.GET.get("halaman"))
    context = {
        "programme": programme(),
        "runs": [(one, freezing.figures_of(one)) for one in runs],
        "page": runs,
        "rules": list(queries.rules_ever(year)),
    }
    return render(request, "pairing/history.html", context)


@audience("pairing.view")
def run(request: HttpRequest, number: int) -> HttpResponse:
    """One finished run: proof, pairs, and for a list of the office what it breaks and costs."""
    _require_whole(request)
    found = queries.run(programme().year, number)
    limit = limit_for(request.user.scope)  # type: ignore[union-attr]
    newest = queries.latest_run(found.year)
    context: dict[str, Any] = {
        "run": found,
        "newest": newest,
        "summary": freezing.summary_of(found),
        "strip": drawing.strip(found, freezing.summary_of(found), **by_village.rules_then(found)),
        "table": by_village.village_table(found, limit=limit),
        "idle": [one for one in found.content["agencies"] if not one["villages"]],
        "bare": [one for one in found.rows if one["agency"] is None],
        "hand": hand_list.findings(found) if found.way == "hand" else None,
        "work": request.user.scope.may("pairing.work"),  # type: ignore[union-attr]
    }
    return render(request, "pairing/run.html", context)


@audience("pairing.view")
def compare(request: HttpRequest) -> HttpResponse:
    """An older list against a run; both chosen in the address."""
    _require_whole(request)
    year = programme().year
    newest = queries.latest_run(year)
    if newest is None:
        raise Http404
    asked = request.GET.get("baru", str(newest.number))
    if not asked.isdecimal():
        raise Http404
    new, old = queries.run(year, int(asked)), request.GET.get("lama", comparing.LAST_YEAR)
    lists = comparing.choices(year)
    context = {
        "old": old,
        "run": new,
        "lists": lists,
        "runs": [one for one in lists if one[0].isdecimal()],
        "old_label": dict(lists).get(old, old),
        "found": comparing.compare(comparing.leads_of(year, old), new),
    }
    return render(request, "pairing/compare.html", context)
