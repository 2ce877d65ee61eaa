"""Perangkat daerah: the register of agencies, one by one and as a table."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from sanding_web.accounts.access import audience
from sanding_web.district import actions, queries
from sanding_web.district.competences import known_actors
from sanding_web.district.forms import AgencyForm, AgencyTable
from sanding_web.district.models import Agency
from sanding_web.ui.parts import Action


@audience("setting.view")
def index(request: HttpRequest) -> HttpResponse:
    may_change = request.user.scope.may("setting.change")  # type: ignore[union-attr]
    buttons = [
        Action(_("Muat dari lembar"), reverse("district:start_upload", args=["agencies"]), icon="file-upload"),
        Action(_("Ubah dalam tabel"), reverse("district:agency_table"), icon="refresh"),
        Action(_("Perangkat daerah baru"), reverse("district:agency_new"), icon="plus", primary=True),
    ]
    context = {
        "agencies": queries.agencies_table(linked=may_change),
        "sums": queries.agency_sums(),
        "buttons": buttons if may_change else [],
    }
    return render(request, "district/agencies.html", context)


@audience("setting.change", writes=True)
def agency(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """One agency, or a new one, with the villages that it accompanied."""
    instance = get_object_or_404(Agency, pk=pk) if pk else None
    form = AgencyForm(request.POST or None, instance=instance, known=known_actors())
    if request.method == "POST" and form.is_valid():
        actions.save_agency(request.user, form)
        return redirect("district:agencies")
    context = {"form": form, "agency": instance, **(queries.agency_past(instance) if instance else {})}
    return render(request, "district/agency.html", context, status=422 if form.errors else 200)


@audience("setting.change", writes=True)
def table(request: HttpRequest) -> HttpResponse:
    """The figures of all agencies in force in one table, saved together or not at all."""
    formset = AgencyTable(request.POST or None, queryset=queries.agencies_in_force())
    if request.method == "POST" and formset.is_valid():
        changed = actions.save_agency_table(request.user, formset)
        messages.success(request, _("%d perangkat daerah diubah.") % changed)
        return redirect("district:agencies")
    context = {"formset": formset, "table": queries.agency_form_table(formset)}
    return render(request, "district/agency_table.html", context, status=422 if request.method == "POST" else 200)
