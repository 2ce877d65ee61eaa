"""Locks and bans: set with a reason, ended, never erased."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sanding_web.accounts.access import audience
from sanding_web.pairing import actions, queries
from sanding_web.pairing.forms import RuleForm
from sanding_web.targeting.queries import programme


@audience("pairing.work", writes=True)
def set_rule(request: HttpRequest) -> HttpResponse:
    """Lock or ban one pair, with the reason."""
    year = programme().year
    basis = queries.basis(year)
    if basis is None:
        raise Http404
    codes = queries.listed_codes(basis)
    first = {
        "kind": request.GET.get("jenis"),
        "agency": request.GET.get("perangkat"),
        "village": request.GET.get("desa"),
    }
    form = RuleForm(request.POST if request.method == "POST" else None, villages=codes, initial=first)
    if request.method == "POST" and form.is_valid():
        rule = actions.set_rule(request.user, year=year, **form.cleaned_data)
        messages.success(request, _("%s tersimpan. Hitung ulang agar berlaku pada usulan.") % rule)
        return redirect(f"{reverse('pairing:index')}?desa={rule.village_id}")
    return render(request, "pairing/rule.html", {"form": form, "basis": basis}, status=422 if form.errors else 200)


@audience("pairing.work", writes=True)
@require_POST
def end_rule(request: HttpRequest, pk: int) -> HttpResponse:
    rule = get_object_or_404(queries.rules(programme().year), pk=pk)
    actions.end_rule(request.user, rule)
    messages.success(request, _("%s diakhiri. Hitung ulang agar berlaku pada usulan.") % rule)
    return redirect("pairing:index")
