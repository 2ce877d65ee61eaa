"""Headers that every answer carries: nothing is kept by caches, opened by other sites, or run out of a user's file."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import reverse_lazy

REPORTS = "csp"
_REPORTS_TO = reverse_lazy("defence:csp_report")
_FIXED = {
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": (
        "accelerometer=(), camera=(self), display-capture=(), geolocation=(self), gyroscope=(), magnetometer=(), "
        "microphone=(), midi=(), payment=(), usb=(), browsing-topics=()"
    ),
}
SANDBOX = "sandbox; default-src 'none'; frame-ancestors 'none'"


class HeadersMiddleware:
    """Outermost but for static files, so that error pages and refusals carry them as well."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, text in _FIXED.items():
            response[name] = text
        response["Reporting-Endpoints"] = f'{REPORTS}="{_REPORTS_TO}"'
        response.headers.setdefault("Cache-Control", "private, no-store")
        if response.headers.get("Content-Disposition", "").startswith("attachment"):
            response["Content-Security-Policy"] = SANDBOX
        return response
