"""Signing in and out, switching role and language, and managing accounts."""

from datetime import date
from typing import Any

from django.conf import settings
from django.contrib.auth import login, logout
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from sanding_web.accounts import actions
from sanding_web.accounts.access import audience, public
from sanding_web.accounts.forms import AccountForm, GrantForm, SignInForm
from sanding_web.accounts.models import Grant, User
from sanding_web.audit.actions import record
from sanding_web.defence.limits import limited
from sanding_web.ui.parts import Action, Column, Row, Table
from sanding_web.ui.words import Missing


def _next(request: HttpRequest) -> str:
    """Where to go after signing in: only an address of this site."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe else reverse(settings.LOGIN_REDIRECT_URL)


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
        return redirect(_next(request))
    form = SignInForm(request, data=request.POST or None)
    if request.method == "POST" and form.is_valid():
        login(request, form.get_user())
        record(form.get_user(), "session.sign_in")
        return redirect(_next(request))
    if request.method == "POST":
        record(None, "session.refused")
    context = {"form": form, "demo_accounts": demo_accounts(), "next": _next(request)}
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
    return redirect(_next(request))


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
        return render(request, "accounts/roles.html", {"grants": grants, "today": timezone.localdate()})
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
        "grants": user.grants.select_related("agency"),
        "form": form,
        "today": timezone.localdate(),
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
