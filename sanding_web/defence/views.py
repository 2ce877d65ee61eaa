"""Where browsers say what our policy stopped."""

import logging

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from sanding.parameters import value
from sanding_web.accounts.access import public
from sanding_web.defence.limits import limited
from sanding_web.defence.reports import keep_report, read_reports

log = logging.getLogger("sanding.defence")


@csrf_exempt
@public(reason="browsers report without a session or a token; only directive and origin are kept", writes=True)
@limited("csp_report", posts_only=True)
@require_POST
def csp_report(request: HttpRequest) -> HttpResponse:
    """Always the same short answer, whatever was sent."""
    largest = value("defence.report_size", timezone.localdate())
    body = request.read(largest + 1)
    if len(body) <= largest:
        for directive, origin in read_reports(body):
            keep_report(directive, origin)
            log.warning("blocked load %s %s", directive, origin)
    return HttpResponse(status=204)
