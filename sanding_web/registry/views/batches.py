"""From a sheet to the register: upload, faults, decision."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sanding.errors import InputFault, RuleBroken
from sanding.registry.rules import rules_by_id
from sanding.sealed_file import unseal_blocks
from sanding_web.accounts.access import audience
from sanding_web.accounts.standing import stands_for
from sanding_web.audit.actions import record
from sanding_web.defence.limits import limited
from sanding_web.registry import actions, queries, storage
from sanding_web.registry.forms import AcceptForm, NoteForm, ReadingForm, ReasonForm, UploadForm
from sanding_web.registry.models import Batch
from sanding_web.registry.pages import batch as page
from sanding_web.registry.pages import decision
from sanding_web.registry.permissions import can_change, can_decide

ROWS_SHOWN = 50
CAUSES_SHOWN = 12


@audience("village.view")
def index(request: HttpRequest) -> HttpResponse:
    """Batches for those who may see them, villages for everyone else."""
    scope = request.user.scope  # type: ignore[union-attr]
    if not scope.may("batch.view"):
        return redirect("registry:villages")
    shown = Paginator(queries.batches(), 25).get_page(request.GET.get("halaman"))
    context = {
        "page": shown,
        "table": page.batches_table(list(shown)),
        "may_upload": scope.may("batch.upload"),
        "may_check": scope.may("file.check"),
    }
    return render(request, "registry/index.html", context)


@audience("batch.upload", writes=True)
@limited("upload", posts_only=True)
def upload(request: HttpRequest) -> HttpResponse:
    form = UploadForm(request.POST or None, request.FILES or None, initial={"coverage": "full"})
    if request.method == "POST" and form.is_valid():
        try:
            batch = actions.upload_batch(request.user, **form.cleaned_data)
            return redirect("registry:batch", pk=batch.pk)
        except (RuleBroken, InputFault) as fault:
            form.add_error("files", str(fault))
    return render(request, "registry/upload.html", {"form": form}, status=422 if form.errors else 200)


@audience("batch.view")
def batch(request: HttpRequest, pk: int) -> HttpResponse:
    found = queries.batch_or_404(pk)
    return render(request, "registry/batch.html", _context(request, found))


def _context(request: HttpRequest, found: Batch, **forms: Any) -> dict[str, Any]:
    stopped, scope = decision.stopped_measures(found), request.user.scope  # type: ignore[union-attr]
    return {
        "batch": found,
        "pill": page.pill(found),
        "stages": page.stages(found),
        "shares": page.shares(found),
        "sentence": page.bar_sentence(found),
        "causes": page.causes(found)[:CAUSES_SHOWN],
        "more_causes": page.causes(found)[CAUSES_SHOWN:],
        "mended": page.mended(found),
        "recognised": page.recognised(found),
        "stopped": stopped,
        "consequences": decision.consequences(found),
        "files": list(found.files.all()),
        "origin": page.origin(found),
        "notes": list(found.notes.select_related("author")),
        "may_decide": can_decide(request.user, found),
        "may_change": can_change(request.user, found),
        "is_mine": found.uploaded_by_id in stands_for(request.user),
        "may_review": scope.may("batch.decide") and found.state in (Batch.WAITING, Batch.REVIEWING),
        "later": queries.later_changes(found) if found.state == Batch.ACCEPTED else [],
        "stale": decision.is_stale(found),
        "same_files": queries.same_files(found) if found.open else [],
        "job": found.job if found.job and found.job.live else None,
        "note_form": NoteForm(),
        "reading_form": ReadingForm(initial={"encoding": found.encoding, "delimiter": found.delimiter}),
        "accept_form": AcceptForm(stopped=len(stopped)),
        "return_form": ReasonForm(prefix="kembali"),
        "undo_form": ReasonForm(prefix="batal"),
        **forms,
    }


@audience("batch.view")
def cause(request: HttpRequest, pk: int, rule: str) -> HttpResponse:
    """The rows of one cause: file, sheet, row and column, never a value."""
    found, known = queries.batch_or_404(pk), rules_by_id().get(rule)
    places = queries.fault_places(found, rule) if known else None
    if places is None:
        raise Http404
    shown = Paginator(places, ROWS_SHOWN).get_page(request.GET.get("halaman"))
    return render(
        request,
        "registry/cause.html",
        {"batch": found, "rule": known, "page": shown, "table": page.places_table(shown)},
    )


@audience("batch.view")
@limited("export")  # type: ignore[arg-type]  # a streamed answer is no HttpResponse to the stubs
def marked(request: HttpRequest, pk: int) -> HttpResponse | StreamingHttpResponse:
    """The workbook with its faulty cells marked, streamed from its sealed form."""
    found = queries.batch_or_404(pk)
    path = storage.sealed_path(found.marked_file)
    if not found.marked_file or not path.exists():
        raise Http404
    record(request.user, "batch.download_marked", found, rows=found.rows_held)
    answer = StreamingHttpResponse(unseal_blocks(path, storage.keys()), content_type="application/octet-stream")
    answer["Content-Disposition"] = (
        f'attachment; filename="bertanda-{found.register.lower()}-{found.pk}{path.with_suffix("").suffix}"'
    )
    answer["Content-Security-Policy"] = "sandbox"
    answer["Cache-Control"] = "private, no-store"
    return answer


def _back(found: Batch) -> HttpResponse:
    return redirect("registry:batch", pk=found.pk)


@audience("batch.decide", writes=True)
@require_POST
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    found = queries.batch_or_404(pk)
    form = AcceptForm(request.POST, stopped=len(decision.stopped_measures(found)))
    if not form.is_valid():
        return render(request, "registry/batch.html", _context(request, found, accept_form=form), status=422)
    actions.accept_batch(request.user, found, note=form.cleaned_data["note"])
    messages.success(request, _("Diterima. Baris sedang dimasukkan ke register."))
    return _back(found)


@audience("batch.decide", writes=True)
@require_POST
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    found, form = queries.batch_or_404(pk), ReasonForm(request.POST, prefix="kembali")
    if not form.is_valid():
        return render(request, "registry/batch.html", _context(request, found, return_form=form), status=422)
    actions.return_batch(request.user, found, reason=form.cleaned_data["reason"])
    messages.success(request, _("Dikembalikan. Register tidak berubah."))
    return _back(found)


@audience("batch.decide", writes=True)
@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    found, form = queries.batch_or_404(pk), ReasonForm(request.POST, prefix="batal")
    if not form.is_valid():
        return render(request, "registry/batch.html", _context(request, found, undo_form=form), status=422)
    actions.undo_batch(request.user, found, reason=form.cleaned_data["reason"])
    messages.success(request, _("Penerimaan dibatalkan. Register kembali persis seperti sebelumnya."))
    return _back(found)


@audience("batch.decide", writes=True)
@require_POST
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    found = queries.batch_or_404(pk)
    actions.resume_batch(request.user, found)
    return _back(found)


@audience("batch.decide", writes=True)
@require_POST
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Open or close the joint look."""
    found = queries.batch_or_404(pk)
    act = actions.close_review if found.state == Batch.REVIEWING else actions.open_review
    act(request.user, found)
    return _back(found)


@audience("batch.view", writes=True)
@require_POST
def note(request: HttpRequest, pk: int) -> HttpResponse:
    found, form = queries.batch_or_404(pk), NoteForm(request.POST)
    if not form.is_valid():
        return render(request, "registry/batch.html", _context(request, found, note_form=form), status=422)
    actions.add_note(request.user, found, text=form.cleaned_data["text"])
    return redirect(f"{reverse('registry:batch', args=[pk])}#cermat")


@audience("batch.upload", writes=True)
@require_POST
def recheck(request: HttpRequest, pk: int) -> HttpResponse:
    """Check again, with another reading of the text where one was chosen."""
    found, form = queries.batch_or_404(pk), ReadingForm(request.POST)
    if not form.is_valid():
        return render(request, "registry/batch.html", _context(request, found, reading_form=form), status=422)
    actions.reread_batch(request.user, found, **form.cleaned_data)
    return _back(found)


@audience("batch.decide", writes=True)
@require_POST
def compare(request: HttpRequest, pk: int) -> HttpResponse:
    """Compare again with the register of today."""
    found = queries.batch_or_404(pk)
    actions.check_batch(request.user, found)
    return _back(found)


@audience("batch.upload", writes=True)
@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    found = queries.batch_or_404(pk)
    actions.cancel_batch(request.user, found)
    messages.success(request, _("Batch ditarik. Register tidak berubah; berkasnya sudah dihapus."))
    return _back(found)
