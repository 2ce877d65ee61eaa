"""Mulai dari keadaan sekarang: the last lists and pairs come in from the office's own sheets, looked at first."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sanding.errors import InputFault, RuleBroken
from sanding_web.accounts.access import audience
from sanding_web.defence.limits import limited
from sanding_web.district import queries, start_drawing, start_sheets, starting
from sanding_web.district.models import OfficeSheet
from sanding_web.district.start_forms import FORMS, CountForm

ROWS_SHOWN = 100
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@audience("setting.view")
def index(request: HttpRequest) -> HttpResponse:
    """What a new district brings in, what came so far, and the decisions from before Sanding."""
    context = {
        "steps": start_drawing.start_steps(request.user, queries.start_state()),
        "sheets": start_drawing.sheets_table(queries.office_sheets()),
        "earlier": start_drawing.earlier_table(queries.earlier_decisions()),
        "titles": start_drawing.TITLES,
        "may_change": request.user.scope.may("setting.change"),  # type: ignore[union-attr]
    }
    return render(request, "district/start.html", context)


@audience("setting.view")
def template(request: HttpRequest, kind: str) -> HttpResponse:
    """An empty sheet to fill."""
    if kind not in FORMS:
        raise Http404
    return _workbook(start_drawing.sample(kind), f"contoh-{kind}.xlsx")


def _workbook(content: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@audience("setting.change", writes=True)
@limited("upload", posts_only=True)
def upload(request: HttpRequest, kind: str) -> HttpResponse:
    """Bring one sheet; what it says is shown before anything of it counts."""
    if kind not in FORMS:
        raise Http404
    form = FORMS[kind](request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            sheet = starting.bring_sheet(request.user, kind=kind, **form.cleaned_data)  # type: ignore[arg-type]
            return redirect("district:sheet", pk=sheet.pk)
        except (InputFault, RuleBroken) as fault:
            form.add_error("upload", str(fault))
    context = {"form": form, "kind": kind, "title": start_drawing.TITLES[kind]}
    return render(request, "district/start_upload.html", context, status=422 if form.errors else 200)


def _sheet(pk: int) -> OfficeSheet:
    return get_object_or_404(OfficeSheet.objects.select_related("file", "brought_by", "moved_by"), pk=pk)


@audience("setting.view")
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """One sheet: its rows and what they mean, the names to match, its faults, and the acts on it."""
    return _shown(request, _sheet(pk))


def _shown(request: HttpRequest, found: OfficeSheet, form: CountForm | None = None) -> HttpResponse:
    plan: Any = start_sheets.plan_of(found) if found.state == "read" else None
    page = Paginator(plan.lines if plan else [], ROWS_SHOWN).get_page(request.GET.get("halaman"))
    context = {
        "sheet": found,
        "title": start_drawing.TITLES[found.kind],
        "pill": start_drawing.pill(found),
        "stages": start_drawing.stages(found, plan),
        "plan": plan,
        "page": page,
        "preview": start_drawing.preview(found, list(page)) if plan else None,
        "questions": start_drawing.questions(getattr(plan, "names", ())),
        "faults": start_drawing.faults_table(plan.faults) if plan and plan.faults else None,
        "form": form or CountForm(),
        "may_change": request.user.scope.may("setting.change"),  # type: ignore[union-attr]
        "written": queries.written_counts(found),
    }
    return render(request, "district/sheet.html", context, status=422 if form and form.errors else 200)


@audience("setting.change", writes=True)
@require_POST
def match(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep what a person chose for each name: a candidate, a code of their own, or to leave it out."""
    found = _sheet(pk)
    plan = start_sheets.plan_of(found) if found.state == "read" else None
    asked = start_drawing.questions(getattr(plan, "names", ()))
    try:
        choices = {one.named.key: _choice(request, one.field, one.named.kind) for one in asked}
        starting.match_names(request.user, found, choices)
        messages.success(request, _("Padanan disimpan. Isi lembar dibaca ulang dengannya."))
    except InputFault as fault:
        messages.error(request, str(fault))
    return redirect("district:sheet", pk=pk)


def _choice(request: HttpRequest, field: str, kind: str) -> str:
    """The code typed, checked against the register, else the candidate chosen."""
    typed = request.POST.get(f"{field}-kode", "").strip()[:20]
    if typed:
        return queries.known_code(typed, kind)
    chosen = request.POST.get(field, "").strip()[:20]
    return chosen if chosen in ("", "-") else queries.known_code(chosen, kind)


@audience("setting.change", writes=True)
@require_POST
def enter(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the whole sheet, after the person wrote how many rows that is."""
    found = _sheet(pk)
    if found.state == "read":
        form = CountForm(request.POST, expected=len(start_sheets.plan_of(found).create))
        if not form.is_valid():
            return _shown(request, found, form)
        starting.enter_sheet(request.user, found, count=form.cleaned_data["count"])
        messages.success(request, _("Lembar sudah masuk seluruhnya."))
        return redirect("district:sheet", pk=pk)
    starting.enter_sheet(request.user, found, count=0)
    return redirect("district:sheet", pk=pk)


@audience("setting.change", writes=True)
@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    starting.drop_sheet(request.user, _sheet(pk))
    messages.success(request, _("Lembar dibuang. Data tidak berubah."))
    return redirect("district:start")


@audience("setting.change", writes=True)
@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    starting.undo_sheet(request.user, _sheet(pk))
    messages.success(request, _("Dibatalkan. Data kembali persis seperti sebelum lembar ini masuk."))
    return redirect("district:sheet", pk=pk)


@audience("setting.view")
def faults(request: HttpRequest, pk: int) -> HttpResponse:
    """The faults of a sheet as a sheet, to hand to whoever mends the file."""
    found = _sheet(pk)
    if found.state != "read":
        raise Http404
    return _workbook(start_drawing.faults_book(found, start_sheets.plan_of(found)), f"kesalahan-lembar-{pk}.xlsx")
