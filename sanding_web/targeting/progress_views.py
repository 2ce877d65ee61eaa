"""Kemajuan gelombang: how far each wave is, one village with its history, and recording what it reached."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from sanding_web.accounts.access import audience
from sanding_web.audit.actions import record
from sanding_web.decisions.export import file_of
from sanding_web.defence.limits import limited
from sanding_web.numbers import takes_numbers
from sanding_web.targeting import progress_actions as actions
from sanding_web.targeting import progress_drawing as drawing
from sanding_web.targeting import progress_queries as queries
from sanding_web.targeting.models import Milestone
from sanding_web.targeting.progress_forms import FilterForm, MilestoneForm, WithdrawForm
from sanding_web.targeting.progress_permissions import can_record
from sanding_web.targeting.progress_queries import Followed
from sanding_web.targeting.queries import programme


def _chosen(request: HttpRequest) -> tuple[FilterForm, int, list[Followed], list[Followed]]:
    """The filters, the year looked at, every followed village in scope, and those that pass the filters."""
    now = programme().year
    years = sorted({now, *queries.years_with_lists(now)}, reverse=True)
    form = FilterForm(request.GET, years=years)
    asked = request.GET.get("tahun", "")
    year = int(asked) if asked.isdecimal() and int(asked) in years else now
    today = timezone.localdate()
    on = today if year == now else min(today, today.replace(year=year, month=12, day=31))
    rows = queries.followed_for(request.user, year, on)
    form.offer(rows)
    return form, year, rows, form.kept(rows)


@audience("priority.view")
def index(request: HttpRequest) -> HttpResponse:
    """Every wave in scope: how many villages are done, under way, carried; and each village with what it lacks."""
    form, year, rows, kept = _chosen(request)
    scope = request.user.scope  # type: ignore[union-attr]
    page = Paginator(kept, 50).get_page(request.GET.get("halaman"))
    caption = _("Desa/kelurahan menurut gelombang; tahap menurut parameter yang berlaku pada tahun gelombangnya.")
    context = {
        "form": form,
        "year": year,
        "now": programme().year,
        "rows": rows,
        "page": page,
        "figures": drawing.figures(rows, _("Catatan tahap pendampingan"), timezone.localdate()),
        "waves": drawing.wave_table(rows),
        "table": drawing.village_table(page, caption),
        "may_export": scope.may("count.export"),
        "may_change_year": scope.may("year.change"),
        "whole": scope.kind == "district",
        "query": request.GET.urlencode(),
    }
    return render(request, "targeting/progress.html", context)


@audience("count.export")
@limited("export")
def export(request: HttpRequest, form: str) -> HttpResponse:
    """The villages that pass the filters, as CSV or XLSX."""
    _form, year, _rows, kept = _chosen(request)
    title = [f"Kemajuan gelombang, dilihat pada tahun {year}", f"Keadaan {timezone.localdate().isoformat()}"]
    response = file_of(
        form,
        drawing.EXPORT,
        drawing.export_lines(kept),
        name="KEMAJUAN",
        title=title,
        filename=f"kemajuan-gelombang-{year}",
    )
    if response is None:
        raise Http404
    record(request.user, "milestone.export", None, form=form, rows=len(kept), year=year)
    return response


@audience("priority.view")
def village(request: HttpRequest, code: str) -> HttpResponse:
    """One village: its waves and milestones, and what was decided and who stood beside it in every year."""
    found = queries.village_in_scope(request.user, code)
    if found is None:
        raise Http404
    history = list(queries.milestone_history(code))
    may_record = can_record(request.user, found)
    context = {
        "village": found,
        "waves": [_wave(one, history, may_record=may_record) for one in reversed(_followed(code))],
        "changes": drawing.changes_table(history),
        "companions": drawing.companions_table(queries.companionships_of(code)),
        "lists": drawing.lists_table(queries.lists_with(code)),
    }
    return render(request, "targeting/progress_village.html", context)


def _followed(code: str) -> list[Followed]:
    year = programme().year
    return queries.followed(queries.places(year, villages=Q(village_id=code)), year=year, on=timezone.localdate())


def _wave(one: Followed, history: list[Milestone], *, may_record: bool) -> dict[str, Any]:
    records = {row.name: row for row in history if row.ended_at is None and row.wave_year == one.place.wave_year}
    return {
        "one": one,
        "pill": drawing.state_pill(one),
        "table": drawing.steps_table(one, records, may_record=may_record),
        "missing": drawing.in_words(one.missing),
    }


@audience("milestone.record", writes=True)
@takes_numbers
def milestone(request: HttpRequest, code: str, wave_year: int, number: int) -> HttpResponse:
    """Record one milestone of one village, or mend its record."""
    one, name = _step(request, code, wave_year, number)
    standing = queries.current_milestone(code, wave_year, name)
    form = MilestoneForm(
        request.POST if request.method == "POST" else None,
        name=name,
        village=one,
        begins=queries.begins(code, wave_year),
        seen=_seen(request, standing),
        evidence=standing.evidence if standing else "",
    )
    if request.method == "POST" and form.is_valid():
        actions.record_milestone(request.user, one.place, name=name, **form.cleaned_data)
        messages.success(request, _("%(name)s tercatat.") % {"name": drawing.milestone_word(name)})
        return redirect("targeting:progress_village", code=code)
    context = {**_milestone_words(one, name, number), "standing": standing, "form": form, "first": form.begins}
    return render(request, "targeting/milestone.html", context, status=422 if form.errors else 200)


@audience("milestone.record", writes=True)
def withdraw(request: HttpRequest, code: str, wave_year: int, number: int) -> HttpResponse:
    """Take back a record that should not stand."""
    one, name = _step(request, code, wave_year, number)
    standing = queries.current_milestone(code, wave_year, name)
    if standing is None:
        raise Http404
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.withdraw_milestone(request.user, standing, reason=form.cleaned_data["reason"])
        messages.success(request, _("Catatan %(name)s ditarik.") % {"name": drawing.milestone_word(name).lower()})
        return redirect("targeting:progress_village", code=code)
    context = {**_milestone_words(one, name, number), "standing": standing, "form": form}
    return render(request, "targeting/milestone_withdraw.html", context, status=422 if form.errors else 200)


def _step(request: HttpRequest, code: str, wave_year: int, number: int) -> tuple[Followed, str]:
    """A village of a wave in scope and the name of its milestone, or 404."""
    if queries.village_in_scope(request.user, code) is None:
        raise Http404
    one = next((row for row in _followed(code) if row.place.wave_year == wave_year), None)
    if one is None or not 1 <= number <= len(one.needed):
        raise Http404
    return one, one.needed[number - 1]


def _seen(request: HttpRequest, standing: Milestone | None) -> int | None:
    """The record that the person had before them: what the form says, or the one that stands while it is opened."""
    if request.method != "POST":
        return standing.pk if standing else None
    posted = request.POST.get("seen", "")
    return int(posted) if posted.isdecimal() else None


def _milestone_words(one: Followed, name: str, number: int) -> dict[str, Any]:
    return {"one": one, "village": one.place.village, "name": drawing.milestone_word(name), "number": number}
