"""The checks of the access layer as functions over a set of views and rows: each gives a list of faults in words.

The suite runs them over the site (test_matrix.py) and over an urlconf with planted holes, where they must find each
(test_planted_holes.py).
"""

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from http.cookies import SimpleCookie
from typing import Any

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sanding import roles
from sanding_web.accounts.access import PUBLIC, all_views
from tests.access.matrix import Row
from tests.access.world import World, client_of

Views = Mapping[str, Callable[..., Any]]
Rows = Mapping[str, Row]
_NAMES_AN_OBJECT = re.compile(r"<(?:\w+:)?(?:code|pk|number|\w+_pk)>")


def views_of_the_site() -> dict[str, Callable[..., Any]]:
    return {name: view for name, _route, view in all_views()}


def restricted(views: Views) -> list[str]:
    return sorted(name for name, view in views.items() if getattr(view, "audience", None) != PUBLIC)


def nameless(views: Views) -> list[str]:
    """Views that do not say who may come in, or whether they write."""
    return [
        f"{name}: put @audience(...) or @public(...) on the view"
        for name, view in views.items()
        if getattr(view, "audience", None) is None or not hasattr(view, "writes")
    ]


def without_row(views: Views, rows: Rows) -> list[str]:
    return [
        f"{name}: add a Row to tests/access/matrix.py, with its arguments and an object out of scope"
        for name in sorted(set(views) - set(rows))
    ]


def without_outside(rows: Rows) -> list[str]:
    """Addresses that name an object, whose row neither shows one out of scope nor says why there is none."""
    return [
        f'{name}: its row needs outside=… and unknown=…, or no_outside="why nobody can be out of its scope"'
        for name, route, _view in all_views()
        if name in rows and _NAMES_AN_OBJECT.search(route) and not rows[name].outside and not rows[name].no_outside
    ]


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside leaves nothing in the database."""
    with transaction.atomic():
        mark = transaction.savepoint()
        yield
        transaction.set_rollback(False)
        transaction.savepoint_rollback(mark)


def ask(client: Client, name: str, arguments: Sequence[Any], method: str = "GET", **extra: Any) -> Any:
    """One request that leaves neither rows nor cookies behind."""
    cookies = client.cookies.output()
    with undone():
        answer = client.generic(method, reverse(name, args=arguments), **extra)
        if answer.streaming:
            answer.whole = b"".join(answer.streaming_content)
    if client.cookies.output() != cookies:
        client.cookies = SimpleCookie(cookies.replace("Set-Cookie: ", ""))
    return answer


def wrong_answers(world: World, views: Views, rows: Rows, names: Iterable[str]) -> list[str]:
    """Each role × URL × method: 403 without the right, else what the row expects of its role."""
    people = {role: client_of(person) for role, person in world.cast.by_role().items()}
    nobody, stranger = client_of(world.cast.tanpa_peran), Client()
    faults = []
    for name in names:
        view, row = views[name], rows[name]
        action, arguments = getattr(view, "audience", ""), row.arguments(world)
        for method in ("GET", "POST") if getattr(view, "writes", False) else ("GET",):
            for role, client in people.items():
                got = ask(client, name, arguments, method, **row.extra).status_code
                wanted = row.expected(role, method) if roles.may(role, action) else {403}
                if got not in wanted:
                    faults.append(f"{method} {name} as {role}: {got}, expected {sorted(wanted)}")
            if (got := ask(nobody, name, arguments, method, **row.extra).status_code) != 403:
                faults.append(f"{method} {name} as somebody without role: {got}")
            answer = ask(stranger, name, arguments, method, **row.extra)
            if answer.status_code != 302 or not answer["Location"].startswith("/akun/masuk/"):
                faults.append(f"{method} {name} as a stranger: {answer.status_code}")
    return faults


def told_apart(world: World, views: Views, rows: Rows, names: Iterable[str]) -> list[str]:
    """Where an object out of scope answers differently from one that does not exist: status, bytes, or queries."""
    faults = []
    for name in names:
        view, row = views[name], rows[name]
        if row.outside is None:
            continue
        assert row.unknown is not None, name
        out, none = row.outside(world), row.unknown(world)
        outsiders = [role for role in row.outsiders if roles.may(role, getattr(view, "audience", ""))]
        if not outsiders:
            faults.append(f"{name}: none of {row.outsiders} may open it, drop `outside` from its row")
        for role in outsiders:
            for method in _methods(view, row):
                faults += _difference(client_of(world.cast.by_role()[role]), name, (out, none), method, role)
    return faults


def _methods(view: Callable[..., Any], row: Row) -> list[str]:
    """How the view itself is reached: a form's address answers GET with 405 before it looks at the object."""
    return [*(["GET"] if row.method == "GET" else []), *(["POST"] if getattr(view, "writes", False) else [])]


def _difference(client: Client, name: str, asked: Any, method: str, role: str) -> list[str]:
    ask(client, name, asked[1], method)  # what is read once only (content types, settings) is read now
    found = []
    for arguments in asked:
        with CaptureQueriesContext(connection) as queries:
            answer = ask(client, name, arguments, method)
        path = reverse(name, args=arguments)
        found.append((answer.status_code, plain(answer).replace(path.encode(), b"@"), len(queries)))
    (out, out_bytes, out_count), (none, none_bytes, none_count) = found
    where = f"{method} {name} as {role}"
    if (out, none) != (404, 404):
        return [f"{where}: out of scope {out}, unknown {none}; both must be 404"]
    if out_bytes != none_bytes:
        return [f"{where}: other bytes out of scope than for an unknown object"]
    return [f"{where}: {out_count} queries out of scope, {none_count} for unknown"] if out_count != none_count else []


def plain(answer: Any) -> bytes:
    """The answer without what differs each time: CSRF tokens, the page's own address, a document's time of making."""
    content = answer.whole if answer.streaming else answer.content
    if content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = [(one, packed.read(one)) for one in sorted(packed.namelist()) if one != "docProps/core.xml"]
        return b"\n".join(name.encode() + b"\n" + part for name, part in parts)
    content = re.sub(rb'(csrfmiddlewaretoken" value="|X-CSRFToken": ")[A-Za-z0-9]+', rb"\1", content)
    content = re.sub(rb"(Nomor permintaan[^<]*<[^>]*>)[0-9a-f]{8}", rb"\1", content)
    return re.sub(rb'name="next" value="[^"]*"', b"", content)


def pages_of(world: World, views: Views, rows: Rows, role: str) -> dict[str, tuple[int, bytes]]:
    """What a role reads on every address that it may open, the objects of the rows in its own scope."""
    client = client_of(world.cast.by_role()[role])
    found = {}
    for name in restricted(views):
        if roles.may(role, getattr(views[name], "audience", "")) and rows[name].method == "GET":
            answer = ask(client, name, rows[name].arguments(world), **rows[name].extra)
            found[name] = (answer.status_code, plain(answer))
    return found


def disturbed_pages(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """Pages that changed though nothing in the reader's scope did."""
    return sorted(name for name in before if before[name] != after[name])
