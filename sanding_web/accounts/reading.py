"""A page that only reads: its statements, files and bulk writes are refused, also while it is drawn or streamed."""

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connections
from django.http import HttpResponseBase, StreamingHttpResponse

from sanding.errors import EngineFault
from sanding.reading import reading_only
from sanding_web.accounts.sql_writes import writes


@contextmanager
def only_reading() -> Iterator[None]:
    """Inside, every write but the audit entry and the session raises EngineFault SND-ACL-02."""
    with connections["default"].execute_wrapper(_refuse_writes), reading_only():
        yield


def _refuse_writes(execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
    text = sql if isinstance(sql, str) else sql.as_string(context["connection"].connection)
    if writes(text):
        raise EngineFault("halaman baca mencoba menulis", where=" ".join(text.split()[:3])[:60], code="SND-ACL-02")
    return execute(sql, params, many, context)


def drawn(response: HttpResponseBase) -> HttpResponseBase:
    """The answer drawn now if it draws later, and watched on where it is streamed."""
    render = getattr(response, "render", None)
    if callable(render):
        response = render()
    if isinstance(response, StreamingHttpResponse) and not getattr(response, "file_to_stream", None):
        response.streaming_content = _watched(response.streaming_content)
    return response


def _watched(parts: Iterator[bytes] | AsyncIterator[bytes]) -> Iterator[bytes]:
    """Each part made under the same guard: the guard of the view ends before the first one is asked for."""
    if not isinstance(parts, Iterator):
        raise EngineFault("aliran tak serempak belum dijaga", code="SND-ACL-04")
    nothing = object()
    while True:
        with only_reading():
            part = next(parts, nothing)
        if part is nothing:
            return
        yield part  # type: ignore[misc]
