"""Locks and bans: set with a reason, ended with a reason, never erased."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from sanding_web.accounts.access import audience
from sanding_web.pairing import actions, queries
from sanding_web.pairing.forms import EndForm, RuleForm
from sanding_web.targeting.queries import programme


@audience("pairing.work", writes=True)
def set_rule(request: HttpRequest) -> HttpResponse:
    """Lock or ban one pair, with the reason."""
    year = programme().year
    basis = queries.basis(year)
    if basis is None:
        raise Http404
    codes = queries.listed_codes(basis)
    form = RuleForm(request.POST if request.method == "POST" else None, villages=codes, initial=_first(request, year))
    if request.method == "POST" and form.is_valid():
        rule = actions.set_rule(request.user, year=year, **form.cleaned_data)
        messages.success(request, _("%s tersimpan. Hitung ulang agar berlaku pada usulan.") % rule)
        return redirect(f"{reverse('pairing:index')}?desa={rule.village_id}")
    return render(request, "pairing/rule.html", {"form": form, "basis": basis}, status=422 if form.errors else 200)


def _first(request: HttpRequest, year: int) -> dict[str, str | None]:
    """What the address names; without an agency the one that stands beside the village now."""
    village, agency = request.GET.get("desa"), request.GET.get("perangkat")
    if village and not agency and (run := queries.latest_run(year)) is not None:
        agency = next((row["agency"] for row in run.rows if row["village_code"] == village), None)
    return {"kind": request.GET.get("jenis"), "agency": agency, "village": village}


@audience("pairing.work", writes=True)
def end_rule(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask why (GET), then end the rule (POST)."""
    rule = get_object_or_404(queries.rules_ever(programme().year), pk=pk)
    form = EndForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.end_rule(request.user, rule, reason=form.cleaned_data["reason"])
        messages.success(request, _("%s diakhiri. Hitung ulang agar berlaku pada usulan.") % rule)
        return redirect("pairing:index")
    return render(request, "pairing/end_rule.html", {"form": form, "rule": rule}, status=422 if form.errors else 200)
