"""The secretariat's notes: letters and legal basis, national status, past efforts, published figures."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sanding_web.accounts.access import audience
from sanding_web.audit.actions import record
from sanding_web.defence.limits import limited
from sanding_web.district import actions, files
from sanding_web.district.models import LegalBasis
from sanding_web.district.registers import REGISTERS, Register
from sanding_web.ui.parts import Action


def _register(name: str) -> Register:
    if name not in REGISTERS:
        raise Http404
    return REGISTERS[name]


@audience("setting.view")
def register(request: HttpRequest, name: str) -> HttpResponse:
    found = _register(name)
    may_change = request.user.scope.may("setting.change")  # type: ignore[union-attr]
    table = found.table(linked=may_change)
    context = {
        "register": found,
        "table": table,
        "nothing": None if table.rows else found.nothing(may_change=may_change),
        "add": Action(str(found.add), reverse("district:entry_new", args=[name]), icon="plus", primary=True),
        "may_change": may_change,
    }
    return render(request, "district/register.html", context)


@audience("setting.change", writes=True)
@limited("upload", posts_only=True)
def entry(request: HttpRequest, name: str, pk: int | None = None) -> HttpResponse:
    """One entry, or a new one."""
    found = _register(name)
    instance = get_object_or_404(found.model, pk=pk) if pk else None
    form = found.form(request.POST or None, request.FILES or None, instance=instance)
    if request.method == "POST" and form.is_valid():
        actions.save_entry(request.user, found, form)
        return redirect("district:register", name=name)
    shown = [bound for bound in form.visible_fields() if bound.name != "sure" or getattr(form, "asked", False)]
    context = {"register": found, "form": form, "fields": shown, "entry": instance}
    return render(request, "district/entry.html", context, status=422 if form.errors else 200)


@audience("setting.change", writes=True)
@require_POST
def remove(request: HttpRequest, name: str, pk: int) -> HttpResponse:
    found = _register(name)
    actions.remove_entry(request.user, found, get_object_or_404(found.model, pk=pk))
    messages.success(request, _("Catatan dihapus. Isinya tetap terbaca pada riwayat pengaturan."))
    return redirect("district:register", name=name)


@audience("programme.view")  # type: ignore[arg-type]  # a streamed answer is no HttpResponse to the stubs
def basis_file(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """The file of a letter, as an attachment."""
    basis = get_object_or_404(LegalBasis.objects.select_related("file"), pk=pk, file__isnull=False)
    assert basis.file is not None
    answer = files.handed_out(basis.file)
    record(request.user, "legal_basis.download", basis, name=basis.number)
    return answer
