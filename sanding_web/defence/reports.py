"""What a browser says about a load it refused: read for the directive and the origin, the rest is thrown away."""

import json
import re
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from sanding.long_numbers import hide_numbers
from sanding.parameters import value
from sanding_web.defence.models import BlockedLoad

_WORD = re.compile(r"[a-z-]{1,40}")
_HOST = re.compile(r"[a-z0-9.:\[\]-]{1,80}")
_MOST_IN_ONE = 5


def read_reports(body: bytes) -> list[tuple[str, str]]:
    """(directive, origin) of each report in either form browsers send; empty where nothing can be read."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return []
    reports = [one.get("body") for one in found if isinstance(one, dict)] if isinstance(found, list) else [found]
    pairs = (_pair(one.get("csp-report", one)) for one in reports[:_MOST_IN_ONE] if isinstance(one, dict))
    return [pair for pair in pairs if pair]


def _pair(report: Any) -> tuple[str, str] | None:
    if not isinstance(report, dict):
        return None
    names = ("effectiveDirective", "effective-directive", "violated-directive")
    directive = next((str(report[name]).split(" ")[0] for name in names if report.get(name)), "")
    blocked = str(report.get("blockedURL") or report.get("blocked-uri") or "")
    return (directive, _origin(blocked)) if _WORD.fullmatch(directive) else None


def _origin(blocked: str) -> str:
    """Scheme and host, or the browser's own word (inline, eval, data); never a path or a query."""
    if _WORD.fullmatch(blocked):
        return blocked
    try:
        parts = urlsplit(blocked)
    except ValueError:
        return "lain"
    host = parts.netloc.rpartition("@")[2].lower()
    if not _WORD.fullmatch(parts.scheme):
        return "lain"
    if not host:
        return parts.scheme
    return hide_numbers(f"{parts.scheme}://{host}") if _HOST.fullmatch(host) else parts.scheme


@transaction.atomic
def keep_report(directive: str, origin: str) -> None:
    """Count one refused load; the kinds not seen for longest make room."""
    now = timezone.now()
    if BlockedLoad.objects.filter(directive=directive, origin=origin).update(count=F("count") + 1, last_seen=now):
        return
    BlockedLoad.objects.get_or_create(directive=directive, origin=origin)
    most = value("defence.reports_kept", timezone.localdate())
    over = list(BlockedLoad.objects.order_by("-last_seen", "-pk").values_list("pk", flat=True)[most:])
    BlockedLoad.objects.filter(pk__in=over).delete()
