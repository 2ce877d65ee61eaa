"""Limits per minute: counted once for all workers, said in words, written down once, and nothing else is written."""

import inspect
import threading
from collections.abc import Callable, Iterator

import pytest
from django.db import connection, connections
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings as SettingsWrapper

from sanding.errors import EngineFault, TooMany
from sanding.parameters import value
from sanding_web.accounts.access import all_views
from sanding_web.accounts.models import User
from sanding_web.accounts.reading import only_reading
from sanding_web.audit.models import Entry
from sanding_web.defence import limits
from sanding_web.defence.address import client_address
from sanding_web.defence.models import Tally
from sanding_web.environment import PROJECT
from tests.cast import Cast

ClientFor = Callable[[User], Client]
SEARCH = value("defence.requests_per_minute", timezone.localdate())["search"]["person"]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[float]]:
    """The time that the limits see: the middle of a minute, until a test moves it."""
    now = [60.0 * 1000 + 30]
    monkeypatch.setattr(limits.time, "time", lambda: now[0])
    yield now


def _search(client: Client, times: int) -> list[int]:
    return [client.get(reverse("home:search"), {"q": "Suka"}).status_code for _ in range(times)]


def test_beyond_the_limit_the_answer_is_429_with_words_and_a_time_to_wait(
    cast: Cast, client_for: ClientFor, clock: list[float]
) -> None:
    client = client_for(cast.siti)
    assert set(_search(client, SEARCH)) == {200}
    refused = client.get(reverse("home:search"), {"q": "Suka"})
    assert refused.status_code == 429 and refused["Retry-After"] == "30"
    assert "Terlalu banyak permintaan" in refused.content.decode() and "SND-LIM-01" in refused.content.decode()


def test_the_next_minute_begins_anew_and_clears_what_is_over(
    cast: Cast, client_for: ClientFor, clock: list[float]
) -> None:
    client = client_for(cast.siti)
    assert _search(client, SEARCH + 1)[-1] == 429
    clock[0] += 31
    assert _search(client, 1) == [200]
    Tally.objects.create(key="old", minute=900, count=5)
    clock[0] += 60
    assert _search(client, 1) == [200]
    assert not Tally.objects.filter(key="old").exists() and Tally.objects.count() == 1


def test_one_person_at_the_limit_holds_up_nobody_else(cast: Cast, client_for: ClientFor, clock: list[float]) -> None:
    assert _search(client_for(cast.siti), SEARCH + 1)[-1] == 429
    assert _search(client_for(cast.by_role()["leader"]), 1) == [200]


def test_the_refusal_is_audited_once_a_minute_and_names_no_address(
    cast: Cast, client_for: ClientFor, clock: list[float]
) -> None:
    _search(client_for(cast.siti), SEARCH + 5)
    entries = list(Entry.objects.filter(action="request.refused"))
    assert [one.actor for one in entries] == [cast.siti]
    assert entries[0].detail == {"limit": "search"}
    assert all(len(key) == 64 for key in Tally.objects.values_list("key", flat=True))


def test_the_door_refuses_by_address_and_a_look_at_it_is_free(district: object, clock: list[float]) -> None:
    door = reverse("accounts:sign_in")
    most = value("defence.requests_per_minute", timezone.localdate())["sign_in"]["address"]
    clients = [Client(REMOTE_ADDR=address) for address in ("192.0.2.1", "192.0.2.2")]
    tries = [{"username": f"orang{n}", "password": "y"} for n in range(most + 1)]
    posts = [clients[0].post(door, one).status_code for one in tries]
    assert posts[-1] == 429 and 429 not in posts[:-1]
    assert clients[0].get(door).status_code == 200
    assert clients[1].post(door, {"username": "x", "password": "y"}).status_code != 429


@pytest.mark.django_db(transaction=True)
def test_workers_that_count_at_once_lose_no_request(clock: list[float]) -> None:
    def work() -> None:
        try:
            for _ in range(10):
                limits._counted("k" * 64, 7)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert limits._counted("k" * 64, 7) == 41


@pytest.mark.django_db
def test_a_view_that_reads_may_count_and_write_nothing_beside_it(clock: list[float]) -> None:
    with only_reading():
        limits._counted("k" * 64, 8)
        for sql in (
            "DELETE FROM defence_blockedload WHERE origin = 'defence_tally'",
            'INSERT INTO "audit_entry" ("id") VALUES (1) ON CONFLICT ("id") DO UPDATE SET "action" = 1',
            'INSERT INTO "defence_blockedload" SELECT * FROM "defence_tally"',
            'UPDATE "district_village" SET name = \'"audit_entry"\'',
        ):
            with pytest.raises(EngineFault), connection.cursor() as cursor:
                cursor.execute(sql)


def test_an_address_claimed_by_the_browser_is_not_believed(settings: SettingsWrapper) -> None:
    ask = RequestFactory().get
    claimed = {"HTTP_X_FORWARDED_FOR": "203.0.113.9, 198.51.100.7"}
    assert client_address(ask("/", REMOTE_ADDR="192.0.2.1", **claimed)) == "192.0.2.1"
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert client_address(ask("/", REMOTE_ADDR="127.0.0.1", **claimed)) == "198.51.100.7"
    assert client_address(ask("/", REMOTE_ADDR="", **claimed)) == "198.51.100.7"
    assert client_address(ask("/", REMOTE_ADDR="192.0.2.1", **claimed)) == "192.0.2.1"
    assert client_address(ask("/", REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR="x; drop")) == "unknown"


@pytest.mark.django_db
def test_an_unknown_kind_of_limit_fails_loudly() -> None:
    @limits.limited("no_such_kind")
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    request = RequestFactory().get("/")
    request.user = User()
    with pytest.raises(KeyError):
        view(request)


def _reads_files(view: object) -> bool:
    return "FILES" in inspect.unwrap(view).__code__.co_names  # type: ignore[arg-type, attr-defined]


def _wanted(name: str, view: object) -> str | None:
    if _reads_files(view):
        return "upload"
    ends = {"export": "export", ":search": "search", "sign_in": "sign_in", "sign_in_demo": "sign_in"}
    return next((kind for end, kind in ends.items() if name.endswith(end)), None)


def test_each_door_upload_export_and_search_of_the_site_is_limited() -> None:
    """Found by what the views do: a new one without a limit fails here."""
    ours = [(name, view) for name, _route, view in all_views() if hasattr(view, "audience")]
    missing = [
        f"{name}: put @limited({kind!r}) below its @audience"
        for name, view in ours
        if (kind := _wanted(name, view)) and getattr(view, "limit", None) != kind
    ]
    assert not missing


def test_every_use_of_brought_files_is_in_a_view_that_the_test_above_sees() -> None:
    written = sum(path.read_text().count("request.FILES") for path in (PROJECT / "sanding_web").rglob("*.py"))
    seen = {inspect.unwrap(view).__code__ for _name, _route, view in all_views() if _reads_files(view)}
    assert len(seen) == written >= 8


def test_the_refusal_names_what_to_do() -> None:
    fault = TooMany("terlalu banyak", remedy="Tunggu.", code="SND-LIM-01", retry_after=9)
    assert (fault.status, fault.exit_code, fault.retry_after) == (429, 5, 9)
