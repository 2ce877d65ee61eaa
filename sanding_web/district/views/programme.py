"""Pengaturan: the programme's name, parent and brand, letterhead, the parameters in force, and what was changed."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from sanding_web.accounts.access import audience
from sanding_web.district import actions, queries
from sanding_web.district.forms import ProgrammeForm
from sanding_web.district.models import Programme

HISTORY_SHOWN = 50


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
    context = {
        "form": form,
        "may_change": request.user.scope.may("setting.change"),  # type: ignore[union-attr]
        "shown": [(bound.label, bound.value()) for bound in form.visible_fields()],
        "parameters": queries.parameters_table(timezone.localdate()),
        "pages": queries.settings_pages(),
    }
    return render(request, "district/settings.html", context, status=422 if form.errors else 200)


@audience("programme.view")
def about(request: HttpRequest) -> HttpResponse:
    """The movement as everyone may know it: name, meaning, aim, parent programme, basis, status, published figures."""
    return render(request, "district/about.html", queries.about())


@audience("setting.view")
def history(request: HttpRequest) -> HttpResponse:
    """Who changed which setting when, with old and new."""
    page = Paginator(queries.setting_changes(), HISTORY_SHOWN).get_page(request.GET.get("halaman"))
    return render(request, "district/history.html", {"page": page, "changes": queries.changes_table(page)})
