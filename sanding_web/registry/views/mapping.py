"""Mapping the columns of an unknown sheet, and the profiles kept from it."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sanding.errors import InputFault
from sanding.registry.layouts import all_layouts
from sanding.registry.profile import from_json
from sanding_web.accounts.access import audience
from sanding_web.defence.limits import limited
from sanding_web.registry import actions, queries
from sanding_web.registry.mapping_forms import ChoiceForm, MappingForm, ProfileFileForm
from sanding_web.registry.pages import mapping as page
from sanding_web.registry.permissions import check_can_change

LARGEST_PROFILE = 256 * 1024


@audience("batch.upload", writes=True)
@limited("upload")
def map_columns(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose a sheet and what its rows are, then confirm the proposed columns."""
    batch = queries.batch_or_404(pk)
    check_can_change(request.user, batch)
    sheets, layouts = page.sheets_of(batch), page.targets(batch.register)
    nearest = page.nearest_target(sheets[0], layouts)
    asked: Any = request.GET if request.GET else {"lembar": "0", "susunan": nearest.name}
    choice = ChoiceForm(asked, sheets, layouts)
    context: dict[str, Any] = {"batch": batch, "choice": choice}
    if choice.is_valid():
        sheet, layout = sheets[choice.cleaned_data["lembar"]], all_layouts()[choice.cleaned_data["susunan"]]
        form = MappingForm(request.POST or None, batch, sheet, layout)
        context |= {"form": form, "sheet": sheet, "layout": layout}
        if request.method == "POST" and form.is_valid():
            try:
                kept = actions.map_batch(request.user, batch, form.profile())
            except InputFault as fault:
                form.add_error("name", str(fault))
            else:
                messages.success(request, _("Profil %s disimpan. Batch diperiksa lagi dengan profil ini.") % kept)
                return redirect("registry:batch", pk=batch.pk)
        return render(request, "registry/map.html", context, status=422 if form.errors else 200)
    return render(request, "registry/map.html", context, status=422)


@audience("batch.view")
def profiles(request: HttpRequest) -> HttpResponse:
    return render(request, "registry/profiles.html", _listed(request, ProfileFileForm()))


def _listed(request: HttpRequest, form: ProfileFileForm) -> dict[str, Any]:
    shown = Paginator(queries.profiles(), 25).get_page(request.GET.get("halaman"))
    may_change = request.user.scope.may("batch.upload")  # type: ignore[union-attr]
    return {"page": shown, "table": page.profiles_table(list(shown)), "form": form, "may_change": may_change}


@audience("batch.upload", writes=True)
@limited("upload")
@require_POST
def take_in(request: HttpRequest) -> HttpResponse:
    """Keep a profile from a file."""
    form = ProfileFileForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            content = form.cleaned_data["file"].read(LARGEST_PROFILE + 1)
            kept = actions.save_profile(request.user, from_json(content), imported=True)
            messages.success(request, _("Profil %s dimuat.") % kept)
            return redirect("registry:profiles")
        except InputFault as fault:
            form.add_error("file", str(fault))
    return render(request, "registry/profiles.html", _listed(request, form), status=422)


@audience("batch.view")
@limited("export")
def hand_on(request: HttpRequest, pk: int) -> HttpResponse:
    """The profile as a file."""
    kept = queries.profile_or_404(pk)
    answer = HttpResponse(kept.content, content_type="application/json")
    answer["Content-Disposition"] = (
        f'attachment; filename="profil-{slugify(kept.name) or kept.pk}-v{kept.version}.json"'
    )
    return answer


@audience("batch.upload", writes=True)
@require_POST
def retire(request: HttpRequest, pk: int) -> HttpResponse:
    actions.retire_profile(request.user, queries.profile_or_404(pk))
    messages.success(request, _("Profil dihentikan. Batch yang sudah dibaca dengannya tidak berubah."))
    return redirect("registry:profiles")
