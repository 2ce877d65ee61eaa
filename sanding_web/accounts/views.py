"""Signing in and out, switching role and language, and managing accounts."""

from datetime import date
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_POST

from sanding_web.accounts import actions, door, lockout, second_factor, sessions, standing
from sanding_web.accounts.access import audience, public
from sanding_web.accounts.forms import AccountForm, GrantForm, ReasonForm, SignInForm
from sanding_web.accounts.going import next_page
from sanding_web.accounts.models import Grant, User
from sanding_web.audit.actions import record
from sanding_web.defence.limits import limited
from sanding_web.ui.parts import Action, Column, Row, Table
from sanding_web.ui.words import Missing


def demo_accounts() -> list[User]:
    """The sample accounts, one per role; none outside demo mode."""
    if not settings.SANDING_DEMO:
        return []
    return list(User.objects.filter(demo=True, is_active=True).prefetch_related("grants").order_by("pk"))


@sensitive_post_parameters("password")
@public(reason="the door", writes=True)
@limited("sign_in", posts_only=True)
def sign_in(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect(next_page(request))
    form = SignInForm(request, data=request.POST or None)
    if request.method == "POST" and form.is_valid():
        user: Any = form.get_user()
        if second_factor.has_second_factor(user):
            door.open_half(request, user, next_page(request))
            return redirect("accounts:second_step")
        login(request, user)
        door.note_way(request, "password")
        record(user, "session.sign_in")
        return redirect(next_page(request))
    if request.method == "POST":
        record(None, "session.refused")
    context = {"form": form, "demo_accounts": demo_accounts(), "next": next_page(request)}
    return render(request, "accounts/sign_in.html", context, status=422 if form.errors else 200)


@public(reason="demo accounts on invented data; answers 404 outside demo mode", writes=True)
@limited("sign_in", posts_only=True)
@require_POST
def sign_in_demo(request: HttpRequest) -> HttpResponse:
    user = next((one for one in demo_accounts() if one.username == request.POST.get("username")), None)
    if user is None:
        raise Http404
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    record(user, "session.sign_in", demo=True)
    return redirect(next_page(request))


@audience("account.self", writes=True)
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    record(request.user, "session.sign_out")
    logout(request)
    return redirect("accounts:sign_in")


@audience("account.self", writes=True)
def choose_role(request: HttpRequest) -> HttpResponse:
    """One's own roles in force; a POST makes another of them the active one."""
    grants = request.grants  # type: ignore[attr-defined]
    if request.method != "POST":
        return render(
            request, "accounts/roles.html", {"grants": grants, "handovers": standing.handovers_of(request.user)}
        )
    grant = next((one for one in grants if str(one.pk) == request.POST.get("grant", "")), None)
    if grant is None:
        raise Http404
    request.session["grant"] = grant.pk
    record(request.user, "session.role", grant)
    return redirect("home:index")


@audience("account.manage")
def index(request: HttpRequest) -> HttpResponse:
    page = Paginator(User.objects.prefetch_related("grants__agency").order_by("full_name"), 50).get_page(
        request.GET.get("halaman")
    )
    add = Action(_("Akun baru"), reverse("accounts:create"), icon="plus", primary=True)
    return render(request, "accounts/index.html", {"page": page, "accounts": _accounts_table(page), "add": add})


def _accounts_table(page: Page[User]) -> Table:
    """People, their position, and their roles in force."""
    today = timezone.localdate()
    columns = [Column(_("Nama")), Column(_("Akun")), Column(_("Jabatan")), Column(_("Peran yang berlaku"), wide=True)]
    rows = [
        Row(
            [user.full_name, user.username, user.position or Missing.UNFILLED, _roles_in_words(user, today)],
            url=reverse("accounts:account", args=[user.pk]),
        )
        for user in page
    ]
    return Table(_("Akun, satu baris satu orang"), columns, rows, hidden_caption=True)


def _roles_in_words(user: User, today: date) -> str:
    running = [
        one
        for one in user.grants.all()
        if one.valid_from <= today and (not one.valid_to or one.valid_to >= today) and not one.ended_at
    ]
    return "; ".join(f"{one.get_role_display()} {one.place}".strip() for one in running) or _("tanpa peran")


@sensitive_post_parameters("password")
@audience("account.manage", writes=True)
def create(request: HttpRequest) -> HttpResponse:
    form = AccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = actions.create_account(request.user, **form.cleaned_data)
        return redirect("accounts:account", pk=user.pk)
    return render(request, "accounts/create.html", {"form": form}, status=422 if form.errors else 200)


@audience("account.manage", writes=True)
def account(request: HttpRequest, pk: int) -> HttpResponse:
    """One account: its roles, and a form to give another."""
    user = get_object_or_404(User, pk=pk)
    form = GrantForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.give_role(request.user, user, **_plain(form.cleaned_data))
        return redirect("accounts:account", pk=pk)
    context = {
        "account": user,
        "grants": user.grants.select_related("agency").prefetch_related("renewed_by"),
        "handovers": standing.handovers_of(user),
        "form": form,
        "today": timezone.localdate(),
        "factors": user.factors.all(),
        "sessions": sessions.running(user),
        "locked": lockout.locks(user.username),
        "reason": ReasonForm(auto_id="r_%s"),
    }
    return render(request, "accounts/account.html", context, status=422 if form.errors else 200)


def _plain(data: dict[str, Any]) -> dict[str, Any]:
    return {name: data[name] for name in ("role", "agency", "area", "rt", "rw", "valid_from", "valid_to")}


@audience("account.manage", writes=True)
@require_POST
def end_grant(request: HttpRequest, pk: int, grant_pk: int) -> HttpResponse:
    actions.end_role(request.user, get_object_or_404(Grant, pk=grant_pk, user_id=pk))
    return redirect("accounts:account", pk=pk)


@audience("account.manage", writes=True)
@require_POST
def renew_grant(request: HttpRequest, pk: int, grant_pk: int) -> HttpResponse:
    actions.renew_role(request.user, get_object_or_404(Grant, pk=grant_pk, user_id=pk))
    return redirect("accounts:account", pk=pk)


@audience("account.manage", writes=True, fresh=True)
@require_POST
def care(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """What an administrator does for a person who cannot come in, or must not any more; each with its reason."""
    user = get_object_or_404(User, pk=pk)
    if act == "buka-kunci":
        actions.unlock(request.user, user)
    elif act == "keluarkan":
        actions.end_sessions(request.user, user)
    else:
        return _care_with_reason(request, user, act)
    messages.success(request, _("Selesai dan tercatat di jejak audit."))
    return redirect("accounts:account", pk=pk)


@sensitive_variables("password")
def _care_with_reason(request: HttpRequest, user: User, act: str) -> HttpResponse:
    form = ReasonForm(request.POST, auto_id="r_%s")
    if not form.is_valid():
        messages.error(request, _("Tulis alasannya, paling sedikit sepuluh huruf."))
        return redirect("accounts:account", pk=user.pk)
    reason = form.cleaned_data["reason"]
    if act == "sandi":
        password = actions.reset_password(request.user, user, reason=reason)
        return render(request, "accounts/first_password.html", {"account": user, "password": password})
    if act == "sandi-kedua":
        actions.reset_factors(request.user, user, reason=reason)
    elif act in ("tutup", "buka"):
        actions.set_active(request.user, user, active=act == "buka", reason=reason)
    else:
        raise Http404
    messages.success(request, _("Selesai dan tercatat di jejak audit."))
    return redirect("accounts:account", pk=user.pk)
