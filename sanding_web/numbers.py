"""A number as long as a NIK is taken only by pages that ask for one; never in an address, a note or a name.

What is never taken cannot lie about in plain: not in the database, not in logs, not in the browser's history.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _

from sanding.errors import InputFault
from sanding.long_numbers import holds_number
from sanding_web.errors import answer

View = Callable[..., HttpResponse]
_OURS = ("csrfmiddlewaretoken", "password")


def takes_numbers(view: View) -> View:
    """Mark a view whose form asks for a NIK or No. KK (never in the address), or refuses one at its field."""
    view.takes_numbers = True  # type: ignore[attr-defined]
    return view


class NumbersMiddleware:
    """Refuses such a number in the address, and in a form of a page that does not ask for it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if holds_number(request.path) or any(_numbered(request.GET)):
            _forget_address(request)
            return answer(request, _in_address())
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if request.method == "POST" and not getattr(view, "takes_numbers", False) and any(_numbered(request.POST)):
            return answer(request, _in_form())
        return None


def _numbered(values: Any) -> list[str]:
    """Names of the fields that hold such a number; passwords and our own tokens are not looked at."""
    return [
        name
        for name, found in values.lists()
        if not any(own in name for own in _OURS) and any(holds_number(one) for one in (name, *found))
    ]


def _forget_address(request: HttpRequest) -> None:
    """So that neither the page of the refusal nor a log line repeats it."""
    request.path = request.path_info = "/"
    request.META["QUERY_STRING"] = ""
    request.GET = QueryDict()


def _in_address() -> InputFault:
    return InputFault(
        _("Alamat halaman memuat nomor sepanjang NIK atau No. KK"),
        remedy=_("Nomor kependudukan tidak pernah ditulis di alamat. Buka halamannya dari menu."),
        code="SND-NUM-01",
    )


def _in_form() -> InputFault:
    return InputFault(
        _("Isian memuat nomor sepanjang NIK atau No. KK"),
        remedy=_("Hapus nomornya dari isian; tidak ada yang disimpan. Nomor hanya diisi pada kolom yang memintanya."),
        code="SND-NUM-02",
    )
