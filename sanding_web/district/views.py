"""Pengaturan: the programme's name and brand, letterhead, agencies, and the parameters in force."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from sanding_web.accounts.access import audience
from sanding_web.district import actions, queries
from sanding_web.district.forms import AgencyForm, ProgrammeForm
from sanding_web.district.models import Agency, Programme
from sanding_web.ui.parts import Action


@audience("setting.view", writes=True)
def settings_page(request: HttpRequest) -> HttpResponse:
    """The programme's settings; changing them needs its own right."""
    programme = Programme.current()
    form = ProgrammeForm(request.POST or None, instance=programme)
    if request.method == "POST":
        request.user.scope.require("setting.change")  # type: ignore[union-attr]
        if form.is_valid():
            actions.save_programme(request.user, form)
            return redirect("district:settings")
    may_change = request.user.scope.may("setting.change")  # type: ignore[union-attr]
    context = {
        "form": form,
        "may_change": may_change,
        "shown": [(bound.label, bound.value()) for bound in form],
        "parameters": queries.parameters_table(timezone.localdate()),
        "agencies": Action(pgettext("jamak", "Perangkat daerah"), reverse("district:agencies"), icon="users"),
    }
    return render(request, "district/settings.html", context, status=422 if form.errors else 200)


@audience("setting.view")
def agencies(request: HttpRequest) -> HttpResponse:
    may_change = request.user.scope.may("setting.change")  # type: ignore[union-attr]
    add = Action(_("Perangkat daerah baru"), reverse("district:agency_new"), icon="plus", primary=True)
    context = {"agencies": queries.agencies_table(linked=may_change), "may_change": may_change, "add": add}
    return render(request, "district/agencies.html", context)


@audience("setting.change", writes=True)
def agency(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """One agency, or a new one."""
    instance = get_object_or_404(Agency, pk=pk) if pk else None
    form = AgencyForm(request.POST or None, instance=instance)
    if request.method == "POST" and form.is_valid():
        actions.save_agency(request.user, form)
        return redirect("district:agencies")
    context = {"form": form, "agency": instance}
    return render(request, "district/agency.html", context, status=422 if form.errors else 200)
