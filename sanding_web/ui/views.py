"""Theme, language, gallery."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.views.decorators.http import require_POST

from sanding_web.accounts.access import public
from sanding_web.ui.context import THEME_COOKIE, THEMES

_YEAR = 365 * 24 * 3600


def _back(request: HttpRequest) -> HttpResponseRedirect:
    """To the page the person came from, on this site only."""
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(wanted if safe else "/")


def _remember(response: HttpResponse, name: str, value: str) -> HttpResponse:
    response.set_cookie(name, value, max_age=_YEAR, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)
    return response


@public(reason="The sign-in page has a theme too; only a cookie is set.")
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Remember light, dark or the device's theme."""
    chosen = request.POST.get("theme", "")
    return _remember(_back(request), THEME_COOKIE, chosen if chosen in THEMES else "auto")


@public(reason="The sign-in page has a language too; only a cookie is set.")
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Remember the language, one of settings.LANGUAGES."""
    chosen = request.POST.get("language", "")
    known = chosen in dict(settings.LANGUAGES) and check_for_language(chosen)
    return _remember(_back(request), settings.LANGUAGE_COOKIE_NAME, chosen if known else settings.LANGUAGE_CODE)


@public(reason="Invented sample data; routed only with DEBUG or UI_GALLERY.")
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component with sample data."""
    from sanding_web.ui.gallery import samples

    return render(request, "ui/gallery.html", samples())
