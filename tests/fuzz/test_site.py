"""Every address answers any input in words: no 5xx, no traceback, its headers, nothing echoed raw, no long number.

The description comes from scripts/openapi.py, the cases from schemathesis; each goes through the whole WSGI stack as a
role that may open the address. ``SANDING_EXAMPLES=night`` tries many more.
"""

import re
from typing import Any

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import got_request_exception, request_finished, request_started
from django.db import close_old_connections, reset_queries
from django.urls import resolve, reverse
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from sanding import roles
from scripts.openapi import description
from tests.access.checks import undone, views_of_the_site
from tests.access.matrix import ROWS
from tests.access.world import World, client_of
from tests.fuzz.hostile import MARK, NIK, sendable

ROLES = ("secretariat", "leader", "village", "administrator")
PARTS = 3
NIGHT = settings.default is not None and settings.default.max_examples > 100
EXAMPLES = 200 if NIGHT else 6
SECRET = "a" * 32
_LONG = re.compile(r"(?<![0-9a-fA-F])\d{16}(?![0-9a-fA-F])")
VIEWS = views_of_the_site()


class Site:
    """The WSGI application as one person, every request undone; keeps the last exception for the report."""

    def __init__(self, world: World) -> None:
        self.handler = WSGIHandler()
        people = world.cast.by_role()
        self.cookies = {role: client_of(people[role]).cookies["sessionid"].value for role in ROLES}
        self.role, self.error = ROLES[0], ""

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        environ["HTTP_COOKIE"] = f"sessionid={self.cookies[self.role]}; csrftoken={SECRET}"
        environ["HTTP_X_CSRFTOKEN"] = SECRET
        self.error = ""
        with undone():
            answer = self.handler(environ, start_response)
            parts = list(answer)
            answer.close()
        return parts

    def note(self, **_more: Any) -> None:
        import sys

        self.error = repr(sys.exc_info()[1])[:400]


@pytest.fixture
def site(world: World) -> Any:
    made = Site(world)
    signals = [(request_started, reset_queries), (request_started, close_old_connections),
               (request_finished, close_old_connections)]  # fmt: skip
    for signal, receiver in signals:
        signal.disconnect(receiver)
    got_request_exception.connect(made.note)
    yield made
    got_request_exception.disconnect(made.note)
    for signal, receiver in signals:
        signal.connect(receiver)


def _operations(app: Site) -> list[Any]:
    schema = schemathesis.openapi.from_dict(description())
    schema.app = app
    return [one.ok() for one in schema.get_all_operations()]


def _name(operation: Any) -> str:
    return str(operation.definition.raw["operationId"]).split(" ", 1)[1]


def _who(name: str) -> list[str]:
    """The roles to ask as: those with the right; any where everybody may come in."""
    action = getattr(VIEWS[name], "audience", "")
    return [role for role in ROLES if roles.may(role, action)] or list(ROLES[:1])


def _faults(answer: Any, sent: str) -> list[str]:
    body, kind = answer.content.decode(errors="replace"), answer.headers.get("content-type", [""])[0]
    faults = [f"status {answer.status_code}"] if answer.status_code >= 500 else []
    faults += ["a traceback"] if "Traceback (most recent call last)" in body else []
    faults += [] if answer.headers.get("x-content-type-options") == ["nosniff"] else ["no nosniff"]
    faults += [] if "content-security-policy" in answer.headers else ["no CSP"]
    faults += ["input echoed raw"] if MARK in body and "html" in kind else []
    if answer.status_code in (400, 403, 404, 405, 409, 500) and NIK in sent and _LONG.search(body):
        faults.append("a number of 16 digits on an error page")
    return faults


@pytest.mark.parametrize("part", range(PARTS))
def test_every_address_answers_in_words_whatever_is_sent(site: Site, world: World, part: int) -> None:
    found: dict[str, str] = {}
    for operation in _operations(site)[part::PARTS]:
        name = _name(operation)
        real = resolve(reverse(name, args=ROWS[name].arguments(world))).kwargs

        @settings(
            max_examples=EXAMPLES, phases=[Phase.generate], database=None,
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        @given(operation.as_strategy(), st.sampled_from(_who(name)), st.booleans(), st.data())
        def answers(case: Any, role: str, there: bool, data: st.DataObject) -> None:
            site.role = role  # noqa: B023
            if there:
                case.path_parameters = dict(real)  # noqa: B023
            _spoil(case, data)
            answer = case.call(headers={"X-CSRFToken": SECRET, "Accept-Encoding": "identity"})
            faults = _faults(answer, f"{case.path_parameters} {case.query} {case.body}")
            if faults:
                key = f"{case.method} {name} {faults} {site.error}"  # noqa: B023
                found.setdefault(key, f"as {role}: {case.path_parameters} {case.query} {case.body}"[:500])

        answers()
    assert not found, "\n".join(f"{key}\n    {value}" for key, value in found.items())


def _spoil(case: Any, data: st.DataObject) -> None:
    """Put one hostile text in one place of the query or the form."""
    for part in (case.query, case.body):
        if isinstance(part, dict) and part:
            texts = sorted(key for key, value in part.items() if isinstance(value, str))
            if texts and data.draw(st.booleans()):
                part[data.draw(st.sampled_from(texts))] = data.draw(sendable)
