"""Log lines: JSON, by the page's name, and without personal data whatever an exception or a library says."""

import json
import logging
from collections.abc import Callable, Iterator
from io import StringIO

import pytest
from django.db import IntegrityError
from django.test import Client, RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from sanding.errors import EngineFault
from sanding_web import logs
from tests.cast import Cast

NIK = "3399010101010001"
NAME = "Sulastri Wongsodimejo"


@pytest.fixture
def lines() -> Iterator[Callable[[], list[dict]]]:
    """What the handler of the settings would write, as the lines' objects; everything from DEBUG on."""
    out, root = StringIO(), logging.getLogger()
    handler = logging.StreamHandler(out)
    handler.setFormatter(logs.JsonLines())
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield lambda: [json.loads(one) for one in out.getvalue().splitlines()]
    root.removeHandler(handler)
    root.setLevel(before)


def _said(found: list[dict]) -> str:
    return json.dumps(found, ensure_ascii=False)


def test_an_exception_is_told_by_type_and_places_never_by_its_message(lines) -> None:
    try:
        secret = f"Key (name)=({NAME}) NIK {NIK}"
        raise IntegrityError(secret)
    except IntegrityError:
        logging.getLogger("sanding.jobs").exception("job %s failed", "registry.stage")
    [line] = lines()
    assert line["error"] == "IntegrityError" and line["text"] == "job registry.stage failed"
    assert "test_logs.py" in line["places"][-1]
    assert NIK not in _said([line]) and "Sulastri" not in _said([line])


def test_our_own_errors_are_told_with_their_code(lines) -> None:
    try:
        raise EngineFault(f"berkas {NIK} rusak", code="SND-KEY-05")
    except EngineFault:
        logging.getLogger("sanding").exception("engine fault")
    assert lines()[0]["code"] == "SND-KEY-05" and NIK not in _said(lines())


@given(st.lists(st.sampled_from(["", " ", ".", "-"]), min_size=15, max_size=15), st.text(max_size=20))
def test_sixteen_digits_are_hidden_however_they_are_grouped(gaps: list[str], around: str) -> None:
    grouped = "".join(digit + gap for digit, gap in zip(NIK, [*gaps, ""], strict=True))
    assert grouped not in logs.without_numbers(f"a{grouped}b{around}")


@pytest.mark.parametrize("text", ["2026-12-01T08:30:00.123+00:00", "Rp 1.250.000.000", "3399012001", "SND-IMP-38"])
def test_dates_amounts_and_codes_stay_readable(text: str) -> None:
    assert logs.without_numbers(text) == text


def test_a_request_is_one_line_by_the_pages_name(lines, cast: Cast, client_for) -> None:
    client = client_for(cast.siti)
    client.get("/cari/?q=banyusari")
    [line] = [one for one in lines() if one["logger"] == "sanding.access"]
    assert (line["page"], line["method"], line["status"], line["role"]) == ("home:search", "GET", 200, "secretariat")
    assert line["ms"] > 0 and len(line["request"]) == 8
    assert "banyusari" not in _said(lines()) and "cari" not in _said([line])
    client.get(f"/cari/?q={NIK}")
    assert NIK not in _said(lines())


def test_ids_in_addresses_stay_out_of_the_log(lines, cast: Cast, client_for) -> None:
    client_for(cast.siti).get("/data/batch/987654/")
    assert lines() and "987654" not in _said(lines())


@pytest.mark.django_db
@pytest.mark.parametrize(
    "hostile",
    [
        lambda c: c.get(f"/tidak-ada/{NIK}/{NAME}/"),
        lambda c: c.post("/akun/masuk/", {"username": NIK, "password": NAME}),
        lambda c: c.get("/", headers={"host": f"{NIK}.example"}),
        lambda c: c.get("/akun/masuk/", headers={"user-agent": NAME, "referer": f"http://x/{NIK}"}),
    ],
)
def test_what_people_send_is_never_in_the_log(lines, hostile: Callable[[Client], object]) -> None:
    hostile(Client())
    assert lines(), "nothing was logged, so nothing was proven"
    assert NIK not in _said(lines()) and "Sulastri" not in _said(lines())


def test_a_broken_page_is_logged_without_its_local_values(lines, cast: Cast, client_for, monkeypatch) -> None:
    def broken(user: object, wanted: str) -> None:
        kept = {"nik": NIK, "name": NAME}
        raise KeyError(kept["nik"], kept["name"])

    monkeypatch.setattr("sanding_web.home.queries.search", broken)
    client = client_for(cast.siti)
    client.raise_request_exception = False
    answer = client.get(f"/cari/?q={NAME}")
    assert answer.status_code == 500
    broken_line = next(one for one in lines() if one["logger"] == "django.request")
    assert broken_line["error"] == "KeyError" and broken_line["places"][-1].endswith("broken")
    assert broken_line["request"] in answer.content.decode(), "the page names the line"
    assert NIK not in _said(lines()) and "Sulastri" not in _said(lines())


def test_sql_with_its_values_is_never_logged() -> None:
    from django.conf import settings

    assert settings.LOGGING["loggers"]["django.db.backends"]["level"] == "WARNING"
    assert logging.getLogger("django.db.backends").getEffectiveLevel() >= logging.WARNING


def test_lines_of_other_libraries_keep_their_words_without_the_values(lines) -> None:
    logging.getLogger("gunicorn.error").error("Error handling request %s", f"/orang/{NIK}/?nama={NAME}")
    [line] = lines()
    assert line["text"] == "Error handling request %s"


def test_a_dying_process_says_so_without_the_message(lines, monkeypatch) -> None:
    import sys
    import threading

    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    logs.catch_all()
    try:
        raise ValueError(NIK)
    except ValueError as error:
        sys.excepthook(ValueError, error, error.__traceback__)
    assert lines()[0]["error"] == "ValueError" and NIK not in _said(lines())


def test_a_stranger_is_logged_without_asking_the_database(rf: RequestFactory, django_assert_num_queries, db) -> None:
    from django.http import HttpResponse

    with django_assert_num_queries(0):
        logs.RequestLinesMiddleware(lambda request: HttpResponse("hidup"))(rf.get("/"))
