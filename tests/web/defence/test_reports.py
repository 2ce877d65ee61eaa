"""What browsers report: directive and origin stay, pages, queries and numbers go; bounded in size and rows."""

import json

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from sanding.parameters import value
from sanding_web.defence.models import BlockedLoad
from sanding_web.defence.reports import keep_report, read_reports

OLD = {
    "csp-report": {
        "document-uri": "https://sanding.example/data/warga/3399010101010017/",
        "violated-directive": "script-src-elem 'self'",
        "blocked-uri": "https://jahat.example/x.js?nik=3399010101010017",
        "script-sample": "3399010101010017",
    }
}
NEW = [{"type": "csp-violation", "body": {"effectiveDirective": "img-src", "blockedURL": "inline"}}]


def _post(content: str | bytes, kind: str = "application/csp-report") -> int:
    client = Client(enforce_csrf_checks=True)
    return int(client.post(reverse("defence:csp_report"), data=content, content_type=kind).status_code)


@pytest.mark.django_db
def test_both_forms_of_report_leave_only_directive_and_origin() -> None:
    assert _post(json.dumps(OLD)) == 204
    assert _post(json.dumps(OLD)) == 204
    assert _post(json.dumps(NEW), "application/reports+json") == 204
    rows = {(one.directive, one.origin, one.count) for one in BlockedLoad.objects.all()}
    assert rows == {("script-src-elem", "https://jahat.example", 2), ("img-src", "inline", 1)}


@pytest.mark.django_db
@pytest.mark.parametrize("body", [b"", b"{", b"[1, null]", b'{"csp-report": 5}', b"[" * 7000, b'"x"' + b" " * 9000])
def test_rubbish_and_overlong_reports_are_answered_alike_and_leave_nothing(body: bytes) -> None:
    assert _post(body) == 204
    assert not BlockedLoad.objects.exists()


@pytest.mark.django_db
def test_a_flood_of_kinds_keeps_the_newest_and_no_more_than_the_bound() -> None:
    most = value("defence.reports_kept", timezone.localdate())
    for at in range(most + 5):
        keep_report("img-src", f"https://h{at}.example")
    assert BlockedLoad.objects.count() == most
    assert BlockedLoad.objects.filter(origin=f"https://h{most + 4}.example").exists()


@given(st.text(max_size=60), st.text(max_size=120))
def test_no_report_brings_a_path_a_query_or_a_long_number(directive: str, tail: str) -> None:
    body = {"csp-report": {"effective-directive": directive, "blocked-uri": f"https://a@3399010101010017.x/{tail}?q#f"}}
    for kept, origin in read_reports(json.dumps(body).encode()):
        assert kept == directive.split(" ")[0]
        assert "3399010101010017" not in origin and origin.count("/") <= 2 and not set("?#@") & set(origin)
