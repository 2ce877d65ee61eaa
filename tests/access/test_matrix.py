"""Every URL × every role: who may open what, in and out of scope. A URL without a row fails and says what to add."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sanding import roles
from sanding_web.accounts.access import PUBLIC, all_views
from sanding_web.accounts.models import User
from tests.access.matrix import ROWS, World

OURS = {name: view for name, _route, view in all_views()}
RESTRICTED = sorted(name for name, view in OURS.items() if getattr(view, "audience", None) != PUBLIC)
ANSWERS_TO_HOLDERS = {200, 204, 302, 404, 405, 409, 422}


def test_every_url_has_a_row() -> None:
    missing = sorted(set(OURS) - set(ROWS))
    assert not missing, f"add a Row for {missing} to tests/access/matrix.py: its arguments, and an object out of scope"


def test_no_row_without_a_url() -> None:
    assert not sorted(set(ROWS) - set(OURS))


def test_every_view_names_its_audience_and_whether_it_writes() -> None:
    nameless = [
        name for name, view in OURS.items() if getattr(view, "audience", None) is None or not hasattr(view, "writes")
    ]
    assert not nameless, f"put @audience(...) or @public(...) on {nameless}"


def _ask(client: Client, name: str, arguments: tuple[Any, ...]) -> Any:
    return client.generic(ROWS[name].method, reverse(name, args=arguments), **ROWS[name].extra)


@pytest.mark.parametrize("name", RESTRICTED)
def test_only_the_roles_with_the_right_come_in(world: World, client_for: Callable[[User], Client], name: str) -> None:
    action = OURS[name].audience  # type: ignore[attr-defined]
    arguments = ROWS[name].arguments(world)
    for role, person in world.cast.by_role().items():
        answer = _ask(client_for(person), name, arguments)
        if roles.may(role, action):
            assert answer.status_code in ANSWERS_TO_HOLDERS | ROWS[name].also, (role, answer.status_code)
        else:
            assert answer.status_code == 403, (role, answer.status_code)


@pytest.mark.parametrize("name", RESTRICTED)
def test_strangers_and_people_without_role_stay_outside(
    world: World, client_for: Callable[[User], Client], name: str
) -> None:
    arguments = ROWS[name].arguments(world)
    stranger = _ask(Client(), name, arguments)
    assert stranger.status_code == 302 and stranger["Location"].startswith("/akun/masuk/")
    assert _ask(client_for(world.cast.tanpa_peran), name, arguments).status_code == 403


@pytest.mark.parametrize("name", sorted(name for name, row in ROWS.items() if row.outside))
def test_out_of_scope_and_unknown_are_the_same_bytes(
    world: World, client_for: Callable[[User], Client], name: str
) -> None:
    row = ROWS[name]
    assert row.outside and row.unknown
    seen = 0
    for role in ("companion", "kecamatan", "village", "facilitator"):
        if not roles.may(role, OURS[name].audience):  # type: ignore[attr-defined]
            continue
        client = client_for(world.cast.by_role()[role])
        outside, unknown = _ask(client, name, row.outside(world)), _ask(client, name, row.unknown(world))
        assert outside.status_code == unknown.status_code == 404, role
        assert _plain(outside.content) == _plain(unknown.content), role
        seen += 1
    assert seen, "no local role may open this page: drop `outside` from its row"


def _plain(content: bytes) -> bytes:
    """The page without what differs on every answer: the CSRF token and the page's own address."""
    import re

    content = re.sub(rb'(csrfmiddlewaretoken" value="|X-CSRFToken": ")[A-Za-z0-9]+', rb"\1", content)
    return re.sub(rb'name="next" value="[^"]*"', b"", content)
