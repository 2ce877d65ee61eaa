"""Tata naskah: letterhead, signatories, templates with their versions, and numbers of papers."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sanding.documents.code_mark import qr_png
from sanding.documents.paper_size import on_paper
from sanding.documents.render import render_docx
from sanding_web.accounts.access import audience
from sanding_web.decisions import imprints, numbers, office
from sanding_web.decisions import office_drawing as drawing
from sanding_web.decisions.export import attachment
from sanding_web.decisions.models import LetterheadVersion, SignatoryTerm, TemplateVersion
from sanding_web.decisions.office_forms import (
    EndTermForm,
    LetterheadForm,
    PatternForm,
    SignatoryForm,
    TemplateForm,
)
from sanding_web.decisions.paper_kinds import PaperKind, paper_kind
from sanding_web.decisions.printing import as_pdf
from sanding_web.defence.limits import limited
from sanding_web.district.models import Programme

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _may_change(request: HttpRequest) -> bool:
    return bool(request.user.scope.may("setting.change"))  # type: ignore[union-attr]


def _ready() -> Programme:
    """The programme, whose values everything here begins with; 404 before it is set up."""
    found = Programme.current()
    if found is None:
        raise Http404
    return found


@audience("setting.view")
def overview(request: HttpRequest) -> HttpResponse:
    """Everything about the office's papers on one page."""
    _ready()
    context = {
        "may_change": _may_change(request),
        "kinds": drawing.kinds_table(),
        "signatories": drawing.signatories_table(may_change=_may_change(request)),
        "letterhead": drawing.letterhead_facts(),
        "history": drawing.letterhead_history(),
    }
    return render(request, "decisions/paper_settings.html", context)


@audience("setting.change", writes=True)
@limited("upload", posts_only=True)
def letterhead(request: HttpRequest) -> HttpResponse:
    """A new head of letters; the earlier ones stay in the history."""
    head = LetterheadVersion.objects.first()
    look = imprints.letterhead(_ready(), head)
    first = {"text": "\n".join(look.lines), "place": look.place, "paper": look.paper}
    form = LetterheadForm(request.POST or None, request.FILES or None, initial=first)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        office.change_letterhead(
            request.user,
            lines=given["text"],
            place=given["place"],
            paper=given["paper"],
            reason=given["reason"],
            logo=given["logo"].read() if given["logo"] else None,
            keep_logo=not given["without_logo"],
        )
        messages.success(request, _("Kepala surat tersimpan. Naskah yang sudah ditetapkan tidak berubah."))
        return redirect("decisions:paper_settings")
    return _form_page(request, form, _("Kepala surat"), _("Simpan kepala surat"), files=True)


@audience("setting.change", writes=True)
def signatory_new(request: HttpRequest) -> HttpResponse:
    """One more person who signs."""
    _ready()
    form = SignatoryForm(request.POST or None, initial={"valid_from": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        term = office.add_signatory(request.user, form)
        messages.success(request, _("%s tersimpan sebagai penanda tangan.") % term)
        return redirect("decisions:paper_settings")
    return _form_page(request, form, _("Penanda tangan baru"), _("Simpan penanda tangan"))


@audience("setting.change", writes=True)
def signatory_end(request: HttpRequest, pk: int) -> HttpResponse:
    """The last day of a term."""
    term = get_object_or_404(SignatoryTerm, pk=pk)
    form = EndTermForm(request.POST or None, initial={"valid_to": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        office.end_signatory(request.user, term, **form.cleaned_data)
        return redirect("decisions:paper_settings")
    return _form_page(request, form, _("Akhiri masa %s") % term, _("Akhiri"))


@audience("setting.view")
def template(request: HttpRequest, kind: str) -> HttpResponse:
    """One kind's template: versions, which is used, what may be written into it."""
    found = paper_kind(kind)
    use = imprints.template_in_use(kind)
    context = {
        "kind": found,
        "may_change": _may_change(request),
        "versions": drawing.versions_table(found),
        "choices": TemplateVersion.objects.filter(kind=kind).defer("content"),
        "used": use.version_id if use else None,
        "uses": drawing.uses_table(found),
        "fields": drawing.fields_table(found),
    }
    return render(request, "decisions/paper_template.html", context)


@audience("setting.change", writes=True)
@limited("upload", posts_only=True)
def template_upload(request: HttpRequest, kind: str) -> HttpResponse:
    """A template the office edited, checked and tried before it is kept."""
    found = paper_kind(kind)
    form = TemplateForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        made = office.add_template(
            request.user, found, filename=file.name, content=file.read(), reason=form.cleaned_data["reason"]
        )
        messages.success(request, _("%s tersimpan dan belum dipakai. Lihat contohnya dahulu.") % str(made).capitalize())
        return redirect("decisions:template", kind=kind)
    title = _("Unggah templat: %s") % found.label
    return _form_page(request, form, title, _("Periksa dan simpan"), files=True)


def _template_bytes(kind: PaperKind, number: int) -> tuple[bytes, str]:
    """Content and file name of a version; 0 is the product's own."""
    if number == 0:
        return kind.own_template(), kind.own
    version = get_object_or_404(TemplateVersion, kind=kind.code, number=number)
    return bytes(version.content), f"{kind.code}-versi-{number}.docx"


@audience("setting.view")
def template_file(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    """A version as it was uploaded, to edit it further."""
    content, name = _template_bytes(paper_kind(kind), number)
    return attachment(content, name, DOCX)


@audience("setting.view")
def template_preview(request: HttpRequest, kind: str, number: int, form: str) -> HttpResponse:
    """A version filled with the newest real paper; with invented values for those who may not see real ones."""
    if form not in ("docx", "pdf"):
        raise Http404
    _ready()
    found = paper_kind(kind)
    content, name = _template_bytes(found, number)
    look = imprints.look_on(found, timezone.localdate())
    with translation.override(settings.LANGUAGE_CODE):
        values = found.real(request.user) or found.sample()
        pictures = {"kode_periksa.png": qr_png(values["alamat_periksa"]), **look.pictures}
        made = on_paper(render_docx(content, values, name=name, pictures=pictures), look.letterhead.paper)
        if form == "docx":
            return attachment(made, f"contoh-{name}", DOCX)
        title = f"Contoh {found.label}"
        return attachment(as_pdf(made, title=title), f"contoh-{name.removesuffix('.docx')}.pdf", "application/pdf")


@audience("setting.change", writes=True)
@require_POST
def template_use(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    """Use a version, go back to an earlier one, or to the product's own (0)."""
    found = paper_kind(kind)
    version = get_object_or_404(TemplateVersion, kind=kind, number=number) if number else None
    reason = request.POST.get("reason", "").strip()[:300]
    if not reason:
        messages.error(request, _("Tulis alasannya dahulu; templat belum diganti."))
        return redirect("decisions:template", kind=kind)
    office.use_template(request.user, found, version, reason=reason)
    messages.success(request, _("Templat dipakai mulai sekarang. Naskah yang sudah ditetapkan tidak berubah."))
    return redirect("decisions:template", kind=kind)


@audience("setting.change", writes=True)
def numbering(request: HttpRequest, kind: str) -> HttpResponse:
    """The pattern of a kind's numbers, and the numbers taken."""
    found = paper_kind(kind)
    form = PatternForm(request.POST or None, initial={"pattern": numbers.pattern_of(kind)})
    if request.method == "POST" and form.is_valid():
        office.change_pattern(request.user, found, pattern=form.cleaned_data["pattern"])
        messages.success(request, _("Pola nomor tersimpan. Nomor yang sudah diambil tidak berubah."))
        return redirect("decisions:paper_settings")
    extra = {"below": drawing.numbers_table(found)}
    return _form_page(request, form, _("Nomor: %s") % found.label, _("Simpan pola"), **extra)


def _form_page(request: HttpRequest, form: Any, title: Any, verb: Any, **more: Any) -> HttpResponse:
    context = {"form": form, "title": title, "verb": verb, "files": False, "below": None, **more}
    return render(request, "decisions/paper_form.html", context, status=422 if form.errors else 200)
