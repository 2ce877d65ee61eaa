"""Limits per minute that hold over all workers: one atomic statement in the database counts each request.

A view is limited by ``@limited("export")`` below its ``@audience``; the numbers are dated (parameters/defence.yaml).
"""

import hmac
import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from sanding.errors import TooMany
from sanding.parameters import value
from sanding_web.audit.actions import record
from sanding_web.defence.address import client_address
from sanding_web.defence.models import Tally

View = Callable[..., HttpResponse]
_SAFE = {"GET", "HEAD", "OPTIONS"}
_MINUTE = 60
_COUNT = """
INSERT INTO "defence_tally" ("key", "minute", "count") VALUES (%s, %s, 1)
ON CONFLICT ("key") DO UPDATE SET
    "count" = CASE WHEN "defence_tally"."minute" = excluded."minute" THEN "defence_tally"."count" + 1 ELSE 1 END,
    "minute" = excluded."minute"
RETURNING "count"
"""


def limited(kind: str, *, posts_only: bool = False) -> Callable[[View], View]:
    """Answers 429 (``TooMany``) beyond the limit of this kind; ``posts_only`` lets a form be looked at freely."""

    def mark(view: View) -> View:
        @wraps(view)
        def counted(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not posts_only or request.method not in _SAFE:
                count_or_refuse(request, kind)
            return view(request, *args, **kwargs)

        counted.limit = kind  # type: ignore[attr-defined]
        return counted

    return mark


def count_or_refuse(request: HttpRequest, kind: str) -> None:
    """Count one request; TooMany beyond the limit. The first refusal of a minute is written to the audit log."""
    known = getattr(request.user, "pk", None)
    by = "person" if known else "address"
    most = value("defence.requests_per_minute", timezone.localdate())[kind][by]
    now = time.time()
    count = _counted(_key(kind, by, str(known or client_address(request))), int(now // _MINUTE))
    if count <= most:
        return
    if count == most + 1:
        record(request.user, "request.refused", limit=kind)
    raise TooMany(
        _("terlalu banyak permintaan dalam satu menit"),
        remedy=_(
            "Tunggu sebentar, lalu coba lagi. Bila pekerjaan Anda memang perlu sebanyak ini, hubungi administrator."
        ),
        code="SND-LIM-01",
        retry_after=_MINUTE - int(now % _MINUTE),
    )


def _key(kind: str, by: str, who: str) -> str:
    """A digest, so that the table names no person and no address."""
    return hmac.new(settings.SECRET_KEY.encode(), f"limit|{kind}|{by}|{who}".encode(), "sha256").hexdigest()


def _counted(key: str, minute: int) -> int:
    """How many in this minute, this one included. Each first of a minute also clears what is over."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [key, minute])
        count = int(cursor.fetchone()[0])
    if count == 1:
        Tally.objects.filter(minute__lt=minute - 1).delete()
    return count
