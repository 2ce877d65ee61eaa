"""Every address answers under the strict policy: not cached, not framed, not sniffed; files only as sandboxed ones."""

import re
from collections.abc import Callable

import pytest
from django.conf import settings as django_settings
from django.http import FileResponse, HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from pytest_django import Settings as SettingsWrapper

from sanding_web.accounts.models import User
from sanding_web.audit.models import Entry
from sanding_web.defence.headers import SANDBOX, HeadersMiddleware
from tests.access.matrix import ROWS, make_world
from tests.cast import Cast

ClientFor = Callable[[User], Client]


def _faults(answer: HttpResponse) -> list[str]:
    """What is missing in the headers of an answer."""
    policy = answer.headers.get("Content-Security-Policy", "")
    attached = answer.headers.get("Content-Disposition", "").startswith("attachment")
    wanted = {
        "nosniff": answer.headers.get("X-Content-Type-Options") == "nosniff",
        "frame": answer.headers.get("X-Frame-Options") == "DENY",
        "no-store": "no-store" in answer.headers.get("Cache-Control", ""),
        "permissions": "microphone=()" in answer.headers.get("Permissions-Policy", ""),
        "corp": answer.headers.get("Cross-Origin-Resource-Policy") == "same-origin",
        "coop": answer.headers.get("Cross-Origin-Opener-Policy") == "same-origin",
        "referrer": answer.headers.get("Referrer-Policy") == "same-origin",
        "endpoint": reverse("defence:csp_report") in answer.headers.get("Reporting-Endpoints", ""),
        "policy": policy == SANDBOX if attached else _is_strict(policy),
    }
    return [name for name, upheld in wanted.items() if not upheld]


def _is_strict(policy: str) -> bool:
    parts = {one.strip().split(" ")[0]: one.strip() for one in policy.split(";")}
    return (
        "unsafe" not in policy
        and "http:" not in policy
        and not re.search(r"[\s]\*", policy)
        and parts.get("default-src") == "default-src 'none'"
        and parts.get("script-src") == "script-src 'self'"
        and parts.get("frame-ancestors") == "frame-ancestors 'none'"
        and parts.get("report-uri") == f"report-uri {reverse('defence:csp_report')}"
        and parts.get("report-to") == "report-to csp"
    )


@pytest.mark.parametrize("who", ["administrator", "secretariat", "stranger"])
def test_every_address_of_the_site_answers_with_the_headers(cast: Cast, client_for: ClientFor, who: str) -> None:
    world = make_world(cast)
    people = cast.by_role()
    client = Client() if who == "stranger" else client_for(people[who])
    bare = {}
    for name, row in ROWS.items():
        answer = client.generic(row.method, reverse(name, args=row.arguments(world)), **row.extra)
        if faults := _faults(answer):
            bare[name] = (answer.status_code, faults)
    assert not bare


@pytest.mark.django_db
def test_pages_of_errors_carry_the_headers_as_well() -> None:
    assert not _faults(Client().get("/tidak/ada/"))
    assert not _faults(Client().get("/", {"q": "3399010101010017"}))


def test_a_file_that_a_person_brought_runs_nothing_where_it_is_opened() -> None:
    def view(request: HttpRequest) -> HttpResponse:
        answer = HttpResponse("<script>alert(1)</script>")
        answer["Content-Disposition"] = "attachment; filename=x.html"
        answer["Content-Security-Policy"] = "script-src *"
        return answer

    answer = HeadersMiddleware(view)(RequestFactory().get("/"))
    assert answer["Content-Security-Policy"] == SANDBOX and "allow-" not in SANDBOX
    assert answer["Cache-Control"] == "private, no-store"


def test_cookies_are_kept_from_scripts_and_other_sites(cast: Cast, client_for: ClientFor) -> None:
    assert django_settings.SESSION_COOKIE_HTTPONLY and django_settings.SESSION_COOKIE_SAMESITE == "Lax"
    assert django_settings.CSRF_COOKIE_SAMESITE == "Lax"
    client = client_for(cast.siti)
    for name in ("ui:theme", "ui:language"):
        for cookie in client.post(reverse(name), {"theme": "dark", "language": "id"}).cookies.values():
            assert cookie["samesite"] == "Lax" and not cookie["domain"]


@pytest.mark.django_db
def test_a_stranger_brings_little_and_nothing_is_read_of_more(settings: SettingsWrapper) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    refused = Client().post(reverse("accounts:sign_in"), {"username": "x" * 3000, "password": "y"})
    assert refused.status_code == 422 and "SND-LIM-02" in refused.content.decode()
    assert not Entry.objects.exists()


def test_a_signed_in_person_brings_as_much_as_the_largest_upload(
    cast: Cast, client_for: ClientFor, settings: SettingsWrapper
) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    settings.SANDING_UPLOAD_LIMIT = 5000
    client = client_for(cast.siti)
    assert client.post(reverse("ui:theme"), {"theme": "x" * 3000}).status_code != 422
    assert client.post(reverse("ui:theme"), {"theme": "x" * 6000}).status_code == 422


def test_streamed_files_are_covered(rf: RequestFactory, tmp_path: object) -> None:
    import io

    answer = HeadersMiddleware(lambda request: FileResponse(io.BytesIO(b"x"), as_attachment=True, filename="a.bin"))(
        rf.get("/")
    )
    assert answer["Content-Security-Policy"] == SANDBOX
