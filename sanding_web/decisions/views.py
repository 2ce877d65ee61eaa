"""Keputusan: the list, one decision, the acts on it, its papers, and the public check of a printed code."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sanding.errors import RuleBroken
from sanding_web.accounts.access import audience, public
from sanding_web.audit.actions import record
from sanding_web.decisions import actions, drawing, keeping, kinds, numbers, permissions, queries
from sanding_web.decisions.export import attachment
from sanding_web.decisions.forms import ReasonForm, SignForm
from sanding_web.decisions.models import Decision
from sanding_web.jobs.run import start


def _whole(request: HttpRequest) -> bool:
    return request.user.scope.kind == "district"  # type: ignore[union-attr]


@audience("decision.view")
def index(request: HttpRequest) -> HttpResponse:
    """All decisions in scope, newest year first; ``?jenis=`` keeps one kind."""
    rows = queries.decisions_for(request.user)
    kind = request.GET.get("jenis", "")
    if kind in dict(Decision.KINDS):
        rows = rows.filter(kind=kind)
    page = Paginator(rows.order_by("-year", "-proposed_at", "-pk"), 25).get_page(request.GET.get("halaman"))
    context = {
        "page": page,
        "kind": kind,
        "kinds": Decision.KINDS,
        "waiting": queries.waiting_for(request.user),
        "listing": drawing.listing(page, whole=_whole(request)),
        "nothing": drawing.NOTHING,
    }
    return render(request, "decisions/index.html", context)


@audience("decision.view")
def decision(request: HttpRequest, pk: int) -> HttpResponse:
    """One decision: state, list, data versions, legal basis, re-runs, papers."""
    found = queries.decision_for(request.user, pk)
    kind = kinds.kind_of(found)
    acts = {step: permissions.can(request.user, found, step) for step in permissions.CHECKS}
    context = {
        "decision": found,
        "part": kind.template,
        "table": kind.table(found, request.user.scope),  # type: ignore[union-attr]
        "acts": acts,
        "papers": kind.papers if _may_have_papers(request.user) else (),
        **keeping.printing_facts(found),
        **drawing.recheck_words(queries.latest_recheck(found)),
        "running": queries.recheck_running(found) if _whole(request) else None,
        "basis_facts": drawing.basis_facts(found),
        "frozen_parameters": drawing.frozen_parameters(found) if _whole(request) else (),
        "whole_district": _whole(request),
    }
    return render(request, "decisions/decision.html", context)


def _act(request: HttpRequest, pk: int, step: str, form_class: type[Form], act: Callable[..., Any]) -> HttpResponse:
    """Ask with the consequences in numbers (GET), then do it (POST)."""
    found = queries.decision_for(request.user, pk)
    form = form_class(request.POST if request.method == "POST" else None, **_next_number(found, step))  # type: ignore[arg-type]
    if request.method == "POST" and form.is_valid():
        act(request.user, found, **form.cleaned_data)
        return redirect("decisions:decision", pk=pk)
    permissions.CHECKS[step](request.user, found)
    consequences = kinds.kind_of(found).consequences(found) if step == "sign" else ()
    context = {"decision": found, "form": form, "consequences": consequences, **drawing.act_words(step)}
    return render(request, "decisions/act.html", context, status=422 if form.errors else 200)


def _next_number(found: Decision, step: str) -> dict[str, str]:
    """For the form of signing: what the next number would be, where the office has a pattern."""
    kind = kinds.kind_of(found).paper_kind
    if step != "sign":
        return {}
    return {"next_number": numbers.next_text(kind, timezone.localdate()) if kind else ""}


@audience("decision.sign", writes=True)
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    return _act(request, pk, "sign", SignForm, actions.sign_decision)


@audience("decision.sign", writes=True)
def reject(request: HttpRequest, pk: int) -> HttpResponse:
    return _act(request, pk, "reject", ReasonForm, actions.reject_decision)


@audience("decision.sign", writes=True)
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    return _act(request, pk, "revoke", ReasonForm, actions.revoke_decision)


@audience("decision.propose", writes=True)
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    return _act(request, pk, "withdraw", ReasonForm, actions.withdraw_decision)


@audience("decision.view", writes=True)
@require_POST
def recheck(request: HttpRequest, pk: int) -> HttpResponse:
    """Run the frozen decision again in the background."""
    found = queries.decision_for(request.user, pk)
    if not _whole(request):
        raise Http404
    start("decisions.recheck", owner=request.user, title=f"Hitung ulang: {found.official_name}", decision=found.pk)
    messages.info(request, _("Hitung ulang berjalan di latar; jawabannya tampil di halaman ini."))
    return redirect("decisions:decision", pk=pk)


@audience("document.download")
def paper(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """One file of the decision, as an attachment; a decision that no longer re-runs equal is not printed."""
    found = queries.decision_for(request.user, pk)
    wanted = kinds.paper_of(found, name)
    if wanted is None or not _may_have_papers(request.user):
        raise Http404
    last = queries.latest_recheck(found)
    if wanted.official and last is not None and not last.equal:
        raise RuleBroken(
            "hitung ulang terakhir tidak sama dengan isi yang dibekukan; naskah tidak dicetak",
            where=str(found),
            remedy="Buka halaman keputusan untuk melihat apa yang berbeda, lalu hubungi pengelola.",
            code="SND-DEC-06",
        )
    for frozen in (found, found.basis):
        if frozen is not None:
            queries.verified(frozen)
    with translation.override(settings.LANGUAGE_CODE):
        content = keeping.kept(found, name) or wanted.build(found, _check_base(request))
    response = attachment(content, wanted.filename(found), wanted.media)
    record(request.user, "document.download", found, paper=name, digest=found.digest)
    return response


def _check_base(request: HttpRequest) -> str:
    """The public address under which printed codes are checked."""
    base = settings.SANDING_ADDRESS or request.build_absolute_uri("/")
    return f"{base.rstrip('/')}/keputusan"


@audience("document.download", writes=True)
@require_POST
def keep(request: HttpRequest, pk: int) -> HttpResponse:
    """Print every file of a signed decision once and keep it, in the background."""
    found = queries.decision_for(request.user, pk)
    if not _may_have_papers(request.user):
        raise Http404
    keeping.check_can_keep(found)
    title = f"Naskah: {found.official_name}"
    start("decisions.print", owner=request.user, title=title, decision=found.pk, base=_check_base(request))
    messages.info(request, _("Naskah sedang dicetak dan disimpan. Halaman ini boleh ditinggal."))
    return redirect("decisions:decision", pk=pk)


def _may_have_papers(user: Any) -> bool:
    """Papers hold the whole list, so only those who may see the whole district get them."""
    return bool(user.scope.may("document.download") and user.scope.kind == "district")


@public(reason="anyone holding a printed decree may ask whether its code is known; the answer names no one")
def check(request: HttpRequest, code: str = "") -> HttpResponse:
    """Whether a printed code belongs to a decision, and whether that is in force."""
    code = (code or request.GET.get("kode", "")).strip()[:64]
    found = queries.by_digest(code) if code else []
    return render(request, "decisions/check.html", {"code": code, "found": found})
