"""One's own account: second factors, signed-in browsers, password."""

import base64
import json
from typing import Any

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_POST

from sanding.documents.code_mark import qr_png
from sanding_web.accounts import actions, second_factor, sessions
from sanding_web.accounts.access import audience
from sanding_web.accounts.door import needs_second_factor
from sanding_web.accounts.forms import OwnPasswordForm, PasskeyForm, TelephoneForm
from sanding_web.accounts.models import KnownSession, SecondFactor
from sanding_web.district.models import Programme

_SECRET, _STATE = "telephone_secret", "passkey_new_state"


@audience("account.self")
def security(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    context = {
        "factors": user.factors.exclude(kind=SecondFactor.CODES),
        "codes_left": second_factor.codes_left(user),
        "sessions": sessions.running(user, request),
        "needed": needs_second_factor(user),
        "has_password": user.has_usable_password(),
    }
    return render(request, "accounts/security.html", context)


@sensitive_post_parameters("code")
@audience("account.self", writes=True, fresh=True)
def telephone(request: HttpRequest) -> HttpResponse:
    """Set up the codes of a telephone: scan, then prove by a first code."""
    user: Any = request.user
    secret = request.session.get(_SECRET) or second_factor.new_secret()
    request.session[_SECRET] = secret
    form = TelephoneForm(request.POST or None, secret=secret)
    if request.method == "POST" and form.is_valid():
        actions.add_telephone(user, secret=secret, step=form.step)
        del request.session[_SECRET]
        if second_factor.codes_left(user):
            messages.success(request, _("Kode di telepon terpasang."))
            return redirect("accounts:security")
        return _show_codes(request, user)
    programme = Programme.current()
    address = second_factor.address_for(user, secret, programme.brand if programme else "Sanding")
    picture = base64.b64encode(qr_png(address)).decode()
    context = {"form": form, "secret": secret, "picture": picture}
    return render(request, "accounts/telephone.html", context, status=422 if form.errors else 200)


@audience("account.self", writes=True, fresh=True)
@require_POST
def codes_new(request: HttpRequest) -> HttpResponse:
    """Fresh recovery codes, shown this once; older ones end."""
    if not second_factor.has_second_factor(request.user):  # type: ignore[arg-type]
        raise Http404
    return _show_codes(request, request.user)


@sensitive_variables("codes")
def _show_codes(request: HttpRequest, user: Any) -> HttpResponse:
    codes = actions.renew_codes(user)
    return render(request, "accounts/codes.html", {"codes": codes})


@sensitive_post_parameters("passkey")
@audience("account.self", writes=True, fresh=True)
def passkey_new(request: HttpRequest) -> HttpResponse:
    """Make a passkey in this browser or on a key; needs the page's script, the rest of the site does not."""
    user: Any = request.user
    form = PasskeyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = second_factor.finish_passkey(
            request.get_host(), request.session.pop(_STATE, None), form.cleaned_data["passkey"]
        )
        actions.add_passkey(user, label=form.cleaned_data["label"], credential=made)
        if not second_factor.codes_left(user):
            return _show_codes(request, user)
        messages.success(request, _("Kunci sandi terpasang."))
        return redirect("accounts:security")
    options, request.session[_STATE] = second_factor.begin_passkey(request.get_host(), user)
    context = {"form": form, "options": json.dumps(options)}
    return render(request, "accounts/passkey_new.html", context, status=422 if form.errors else 200)


@audience("account.self", writes=True, fresh=True)
@require_POST
def factor_remove(request: HttpRequest, pk: int) -> HttpResponse:
    actions.remove_factor(request.user, get_object_or_404(SecondFactor, pk=pk, user=request.user))
    return redirect("accounts:security")


@audience("account.self", writes=True)
@require_POST
def session_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign one browser out; number 0 stands for all but this one."""
    user: Any = request.user
    mine = KnownSession.objects.filter(user=user)
    chosen = mine.filter(pk=pk) if pk else mine.exclude(session_key=request.session.session_key)
    if pk and not chosen:
        raise Http404
    count = actions.end_sessions(user, user, chosen)
    messages.success(request, _("%(n)s peramban dikeluarkan.") % {"n": count})
    return redirect("accounts:security")


@sensitive_post_parameters()
@audience("account.self", writes=True)
def password(request: HttpRequest) -> HttpResponse:
    """A new password; every other browser is signed out."""
    user: Any = request.user
    if not user.has_usable_password():
        raise Http404
    form = OwnPasswordForm(request.POST or None, user=user, request=request)
    if request.method == "POST" and form.is_valid():
        actions.change_password(user, password=form.cleaned_data["password"], keep=request.session.session_key)
        update_session_auth_hash(request, user)
        sessions.on_sign_in(None, request, user)
        messages.success(request, _("Kata sandi diganti. Peramban lain sudah dikeluarkan."))
        return redirect("home:index")
    return render(request, "accounts/password.html", {"form": form}, status=422 if form.errors else 200)
