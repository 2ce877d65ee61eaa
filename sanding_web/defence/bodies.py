"""How much one request may bring: strangers little, people who signed in as much as the largest upload."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from sanding.errors import InputFault
from sanding_web.errors import answer


class BodyLimitMiddleware:
    """Refuses by the announced length, before a byte is read; without a length Django reads nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = str(request.META.get("CONTENT_LENGTH") or "0")
        announced = int(length) if length.isdecimal() else 0
        if announced > settings.DATA_UPLOAD_MAX_MEMORY_SIZE and announced > _most(request):
            return answer(request, _too_large())
        return self.get_response(request)


def _most(request: HttpRequest) -> int:
    known = request.user.is_authenticated
    return int(settings.SANDING_UPLOAD_LIMIT if known else settings.DATA_UPLOAD_MAX_MEMORY_SIZE)


def _too_large() -> InputFault:
    return InputFault(
        _("kiriman lebih besar dari yang diterima"),
        remedy=_("Masuk dahulu, lalu unggah berkas yang lebih kecil, atau bagi menjadi beberapa berkas."),
        code="SND-LIM-02",
    )
