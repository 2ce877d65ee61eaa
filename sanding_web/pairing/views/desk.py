"""Meja penugasan: who stands beside whom, provably."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sanding_web.accounts.access import audience
from sanding_web.audit.actions import record
from sanding_web.decisions.export import file_of
from sanding_web.decisions.queries import in_force, open_proposal
from sanding_web.defence.limits import limited
from sanding_web.district.models import Programme, Village
from sanding_web.pairing import (
    actions,
    by_village,
    comparing,
    drawing,
    fighting,
    freezing,
    hand_list,
    priced,
    queries,
)
from sanding_web.pairing.forms import ProposeForm
from sanding_web.pairing.models import PairingRun, PairRule
from sanding_web.targeting.drawing import district_outline
from sanding_web.targeting.queries import programme
from sanding_web.ui.small import limit_for, shown_row


def _whole(request: HttpRequest) -> bool:
    return request.user.scope.kind == "district"  # type: ignore[union-attr]


def _limit(request: HttpRequest) -> int:
    return limit_for(request.user.scope)  # type: ignore[union-attr]


@audience("pairing.view")
def index(request: HttpRequest) -> HttpResponse:
    """The desk; local roles see who stands beside their villages instead."""
    found = programme()
    if not _whole(request):
        return _own_villages(request, found)
    run, basis = queries.latest_run(found.year), queries.basis(found.year)
    context: dict[str, Any] = {
        "programme": found,
        "basis": basis,
        "run": run,
        "pending": queries.running(found.year),
        "rules": list(queries.rules(found.year)),
        "proposal": open_proposal("pairing", found.year),
        "current": in_force("pairing", found.year),
        "work": request.user.scope.may("pairing.work"),  # type: ignore[union-attr]
        "may_export": request.user.scope.may("count.export"),  # type: ignore[union-attr]
    }
    if run is not None:
        context |= _run_context(request, run, context["rules"], basis_pk=basis.pk if basis else None)
        context |= _weighing(run, context["row"]["village_code"], work=context["work"])
    return render(request, "pairing/index.html", context)


def _weighing(run: PairingRun, code: str, *, work: bool) -> dict[str, Any]:
    """What was already asked of the run: prices for the picked village, and against the pairs before it."""
    asked = [one for one in queries.what_ifs(run, code) if one.computed_at] if work else []
    found = [one for each in asked for one in priced.priced(run, each)]
    return {
        "alternatives": found[:3],
        "counts": comparing.counts_by_kind(run, comparing.leads_of(run.year, comparing.LAST_YEAR)),
    }


def _run_context(
    request: HttpRequest, run: PairingRun, rules: list[PairRule], *, basis_pk: int | None
) -> dict[str, Any]:
    row, limit = _picked(request, run), _limit(request)
    agencies = {one["code"]: one for one in run.content["agencies"]}
    code, locked, kinds = row["village_code"], _locked(rules), [rule.kind for rule in rules]
    by_agency = request.GET.get("lihat") == "perangkat"
    ties = frozenset(one["village"] for one in priced.near_ties(run, queries.answer(run, "near_ties")))
    return {
        "summary": (summary := freezing.summary_of(run)),
        "strip": drawing.strip(run, summary, locks=kinds.count("lock"), bans=kinds.count("ban")),
        "by_agency": by_agency,
        "ties": ties,
        "row": shown_row(row, limit),
        "agency": agencies.get(row["agency"] or ""),
        "reasons": drawing.reasons(run, row, limit),
        "table": drawing.agency_table(run, picked=code, locked=locked, limit=limit)
        if by_agency
        else by_village.village_table(run, picked=code, locked=locked, ties=ties, limit=limit),
        "map": _map(request, run, row),
        "changes": drawing.changes(run),
        "idle": [one for one in run.content["agencies"] if not one["villages"]],
        "bare": [one for one in run.rows if one["agency"] is None],
        "conflicts": fighting.conflicts(run, rules),
        "stale": run.basis_id != basis_pk or _changed_since(run),
    }


def _locked(rules: list[PairRule]) -> frozenset[str]:
    return frozenset(rule.village_id for rule in rules if rule.kind == "lock")


def _changed_since(run: PairingRun) -> bool:
    """Whether locks, bans or agencies differ from those of the run, among the villages it paired."""
    if {one["code"] for one in run.content["agencies"]} != set(queries.agency_names(run.year)):
        return True
    rules = queries.binding_rules(run.year, [row["village_code"] for row in run.rows])
    question = run.content["question"]
    before = {(kind, *pair) for kind, name in (("lock", "locks"), ("ban", "bans")) for pair in question[name]}
    now = {(rule.kind, rule.agency.code, rule.village_id) for rule in rules}
    return before != now


def _picked(request: HttpRequest, run: PairingRun) -> dict[str, Any]:
    """The village asked for by ``?desa=``, else the first of the list; 404 for one that is not paired here."""
    wanted = request.GET.get("desa", "")
    if not wanted:
        return run.rows[0]
    found = next((row for row in run.rows if row["village_code"] == wanted), None)
    if found is None:
        raise Http404
    return found


def _map(request: HttpRequest, run: PairingRun, row: dict[str, Any]) -> Any:
    drawn = district_outline(programme().district_code)
    if drawn is None:
        return None
    codes = [one["village_code"] for one in run.rows]
    villages = Village.objects.filter(code__in=codes).values_list("code", "lon", "lat", "kecamatan_code", "kecamatan")
    places = {code: (lon, lat) for code, lon, lat, _place, _name in villages}
    regions = {place: name for _code, _lon, _lat, place, name in villages}
    return drawing.agency_map(run, drawn, row=row, regions=regions, places=places)


def _own_villages(request: HttpRequest, found: Programme) -> HttpResponse:
    """Who stands beside one's own villages today."""
    rows = queries.companionships(request.user, timezone.localdate())
    return render(request, "pairing/own.html", {"programme": found, "rows": rows})


@audience("pairing.work", writes=True)
@require_POST
def solve(request: HttpRequest) -> HttpResponse:
    """Start a run in the background."""
    run = actions.ask_run(request.user, year=programme().year)
    if run.computed_at is None:
        messages.info(request, _("%s sedang dihitung. Halaman ini boleh ditinggal.") % run)
    return redirect("pairing:index")


@audience("decision.propose", writes=True)
def propose(request: HttpRequest) -> HttpResponse:
    """Ask with the numbers (GET), then freeze the newest run and propose it (POST)."""
    found = programme()
    run = queries.latest_run(found.year)
    if run is None:
        raise Http404
    form = ProposeForm(request.POST if request.method == "POST" else None, reasoned=freezing.needs_reason(run))
    if request.method == "POST" and form.is_valid():
        number = request.POST.get("run", "")
        asked = queries.run(found.year, int(number)) if number.isdecimal() else run
        note, reason = form.cleaned_data["note"], form.cleaned_data.get("reason", "")
        decision = actions.propose_pairing(request.user, asked, programme=found, note=note, reason=reason)
        return redirect("decisions:decision", pk=decision.pk)
    context = {
        "programme": found,
        "run": run,
        "form": form,
        "summary": freezing.summary_of(run),
        "waiting": open_proposal("pairing", found.year),
        "hand": hand_list.findings(run) if run.way == "hand" else None,
        "stale": _stale(run, found.year),
    }
    return render(request, "pairing/propose.html", context, status=422 if form.errors else 200)


def _stale(run: PairingRun, year: int) -> bool:
    """Whether the list or the rules changed since the run."""
    basis = queries.basis(year)
    return basis is None or run.basis_id != basis.pk or _changed_since(run)


@audience("count.export")
@limited("export")
def export_pairs(request: HttpRequest, form: str) -> HttpResponse:
    """The pairs of the newest run, for those who see the whole district."""
    run = queries.latest_run(programme().year) if _whole(request) else None
    if run is None:
        raise Http404
    title = [f"Penugasan pendamping {run.year}: {run.official_name}", run.content["status"]]
    rows = drawing.export_lines(run, _limit(request))
    response = file_of(
        form, drawing.EXPORT, rows, name="PENUGASAN", title=title, filename=f"penugasan-{run.year}-{run.number}"
    )
    if response is None:
        raise Http404
    record(request.user, "pairing.export", run, form=form, rows=len(rows))
    return response
