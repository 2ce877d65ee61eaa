"""Turns errors into words and statuses, in one place. Unknown and out-of-scope are the same bytes."""

import logging
import sys
from collections.abc import Callable
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import is_valid_path
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from sanding.errors import EngineFault, SandingError, TooMany, Unavailable
from sanding_web.faults_of_machine import unavailable
from sanding_web.logs import request_id

log = logging.getLogger("sanding")


class ErrorWordsMiddleware:
    """Pages for every error of ``sanding.errors``; the log gets the code, never the person's data."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        return wrong_method(request, response) if _is_blank_405(response) else response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        return answer(request, error) if isinstance(error, SandingError) else None


def answer(request: HttpRequest, error: SandingError) -> HttpResponse:
    """The page of one of our errors; an engine fault is logged by its code."""
    if isinstance(error, EngineFault):
        log.error("engine fault %s %s", error.code, error.where, extra={"fields": {"code": error.code}})
    if isinstance(error, Unavailable):
        return out_of_service(error)
    answered = page(request, error.status, error)
    if isinstance(error, TooMany):
        answered["Retry-After"] = str(error.retry_after)
    return answered


_TITLES = {
    400: _("Permintaan tidak dapat dibaca"),
    403: _("Anda belum berhak membuka halaman ini"),
    404: _("Halaman tidak ditemukan"),
    409: _("Belum dapat dilakukan"),
    422: _("Ada yang perlu diperbaiki"),
    429: _("Terlalu banyak permintaan"),
    500: _("Terjadi gangguan pada sistem"),
}


def page(request: HttpRequest, status: int, error: SandingError | None = None) -> HttpResponse:
    context = {"status": status, "error": error, "error_title": gettext(_TITLES.get(status, _TITLES[500]))}
    name = f"{status}.html" if status in (400, 403, 404, 500) else "error.html"
    if name == "error.html":
        context["back"] = _back(request)
    return render(request, name, context, status=status)


def _is_blank_405(response: HttpResponse) -> bool:
    return response.status_code == 405 and not response.streaming and not response.content


def wrong_method(request: HttpRequest, blank: HttpResponse) -> HttpResponse:
    """The words for an address opened that only takes a form; ``Allow`` stays as the view said it."""
    answered = render(request, "405.html", {"status": 405, "above": _above(request.path)}, status=405)
    answered["Allow"] = blank["Allow"]
    return answered


def _above(path: str) -> str:
    """The nearest page above an address."""
    while path.strip("/"):
        path = path.rstrip("/").rpartition("/")[0] + "/"
        if is_valid_path(path):
            return path
    return "/"


def _back(request: HttpRequest) -> str:
    """The page the person came from; an address that only takes a form cannot be opened again."""
    came_from = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(came_from, {request.get_host()}):
        parts = urlsplit(came_from)
        return f"{parts.path}?{parts.query}" if parts.query else parts.path
    return "/" if request.method == "POST" else request.get_full_path()


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page(request, 404)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page(request, 403)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return page(request, 400)


def server_error(request: HttpRequest) -> HttpResponse:
    """Without the request's context: what failed may be the database behind it."""
    known = unavailable(sys.exc_info()[1])
    if known is not None:
        return out_of_service(known)
    return HttpResponse(render_to_string("500.html", {"status": 500, "request_id": request_id()}), status=500)


def out_of_service(error: Unavailable) -> HttpResponse:
    """503 with words and the time after which to try again; asks the database nothing."""
    text = render_to_string("503.html", {"status": 503, "error": error, "request_id": request_id()})
    return HttpResponse(text, status=503, headers={"Retry-After": str(error.retry_after), "Cache-Control": "no-store"})


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "403_csrf.html", {"status": 403}, status=403)
