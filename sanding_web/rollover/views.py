"""Ganti tahun: what the turn of the year brings, then the one confirmed act; and what every earlier turn wrote."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from sanding_web.accounts.access import audience
from sanding_web.rollover import actions, drawing, queries
from sanding_web.rollover.forms import ChangeForm


@audience("year.change", writes=True)
def index(request: HttpRequest) -> HttpResponse:
    """Read everything first (GET), then change the year (POST)."""
    preview = queries.preview(timezone.localdate())
    if request.method == "POST":
        _refuse_another_year(request, preview.from_year)
    form = ChangeForm(request.POST if request.method == "POST" else None, preview=preview)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        change = actions.change_year(
            request.user,
            from_year=given["from_year"],
            seen=given["seen"],
            keep=given.get("keep") or [],
            note=given["note"],
        )
        messages.success(request, _("Tahun pendampingan sekarang %s. Susun daftar prioritasnya.") % change.to_year)
        return redirect("rollover:change", year=change.to_year)
    context = {
        "preview": preview,
        "form": form,
        "figures": drawing.figures(preview),
        "own": drawing.own_table(preview),
        "carried": drawing.carried_table(preview),
        "completed": drawing.completed_table(preview),
        "agencies": drawing.agencies_table(preview),
        "lapsing": drawing.lapsing_table(preview),
        "decisions": drawing.decisions_table(preview.decisions),
        "consequences": drawing.consequences(preview),
        "changes": drawing.changes_table(queries.changes()),
    }
    return render(request, "rollover/index.html", context, status=422 if form.errors else 200)


def _refuse_another_year(request: HttpRequest, year: int) -> None:
    """Two people at once: the second one's page is of a year that is over."""
    asked = request.POST.get("from_year", "")
    if asked.isdecimal() and int(asked) != year:
        raise actions.already_changed(int(asked))


@audience("year.change")
def change(request: HttpRequest, year: int) -> HttpResponse:
    """What one change of year wrote."""
    found = queries.change_of(year)
    if found is None:
        raise Http404
    context = {"change": found, **drawing.kept_words(found)}
    return render(request, "rollover/change.html", context)
