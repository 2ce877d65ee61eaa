"""Log lines without personal data: one JSON object per line on the standard error, for journald.

A line names what happened by its own words: the text of other libraries is kept without the values put into it, an
exception by its type and its places in the code, never by its message, because messages of databases quote rows.
"""

import contextvars
import json
import logging
import re
import secrets
import sys
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

from django.http import HttpRequest, HttpResponse

from sanding.errors import SandingError

HIDDEN = "disamarkan"
_LONG_NUMBER = re.compile(r"(?:\d[ .\-]?){15,}\d")
_PLACES = 12
"""Frames of a traceback that are kept, the innermost ones."""
_OURS = "sanding"
access = logging.getLogger("sanding.access")
_request_id: contextvars.ContextVar[str] = contextvars.ContextVar("request_id", default="")


def without_numbers(text: str) -> str:
    """The text with every run of 16 or more digits hidden, also when grouped by spaces, dots or dashes.

    >>> without_numbers("NIK 3399 0101 0180 0001 ganda; 12 baris")
    'NIK disamarkan ganda; 12 baris'
    """
    return _LONG_NUMBER.sub(HIDDEN, text)


class HideNumbers(logging.Filter):
    """For handlers of others: the finished message without long numbers, and nothing left to put into it."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = without_numbers(words(record)), ()
        return True


class JsonLines(logging.Formatter):
    """One record as one line of JSON: time, level, logger, text, and what ``extra={"fields": …}`` adds."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "text": without_numbers(words(record)),
        }
        if request_id := _request_id.get():
            line["request"] = request_id
        line |= {key: _plain(value) for key, value in getattr(record, "fields", {}).items()}
        if record.exc_info and record.exc_info[1]:
            line |= told(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)


def words(record: logging.LogRecord) -> str:
    """Our own text with its values; the text of another library as it stands in its source.

    Django's security lines carry the offending host or path as their text, so only their logger speaks for them.
    """
    if record.name == _OURS or record.name.startswith(f"{_OURS}."):
        return record.getMessage()
    if record.name.startswith(("django.security", "py.warnings")):
        return record.name
    text = str(record.msg).splitlines()[0][:200] if str(record.msg) else ""
    counted = isinstance(record.args, tuple) and record.args and all(type(one) is int for one in record.args)
    return text % record.args if counted else text


def told(error: BaseException) -> dict[str, Any]:
    """What a line says of an exception: its type, our code or the machine's, and its places in the code."""
    said: dict[str, Any] = {"error": type(error).__qualname__, "places": _places(error.__traceback__)}
    if isinstance(error, SandingError) and error.code:
        said["code"] = error.code
    if isinstance(error, OSError) and error.errno:
        said["errno"] = error.errno
    if state := getattr(error.__cause__, "sqlstate", None):
        said["sqlstate"] = str(state)
    return said


def _places(traceback: TracebackType | None) -> list[str]:
    found = []
    while traceback is not None:
        code = traceback.tb_frame.f_code
        found.append(f"{'/'.join(code.co_filename.split('/')[-3:])}:{traceback.tb_lineno} {code.co_name}")
        traceback = traceback.tb_next
    return found[-_PLACES:]


def _plain(value: Any) -> Any:
    """Numbers and truth as they are; all else as text without long numbers."""
    if value is None or isinstance(value, bool | float) or (isinstance(value, int) and abs(value) < 10**15):
        return value
    return without_numbers(str(value))


def request_id() -> str:
    """The mark of the request at hand, shown on pages of faults so that a person can name the line."""
    return _request_id.get()


class RequestLinesMiddleware:
    """One line per request: the page by its name, never its address, query or content."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token, begin = _request_id.set(secrets.token_hex(4)), time.monotonic()
        try:
            response = self.get_response(request)
            access.info("request", extra={"fields": _request_fields(request, response, time.monotonic() - begin)})
        finally:
            _request_id.reset(token)
        return response


def _request_fields(request: HttpRequest, response: HttpResponse, seconds: float) -> dict[str, Any]:
    match = request.resolver_match
    return {
        "page": match.view_name if match else "",
        "method": request.method if request.method in _METHODS else "other",
        "status": response.status_code,
        "ms": round(seconds * 1000, 1),
        "role": getattr(getattr(_seen_user(request), "scope", None), "role", ""),
    }


_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}


def _seen_user(request: HttpRequest) -> Any:
    """The person, if the request already asked for them; a line of the log asks the database nothing."""
    return getattr(request, "_cached_user", None)


def catch_all() -> None:
    """A process that dies of an exception says so in a line too, without the exception's message."""

    def whole(kind: type[BaseException], error: BaseException, traceback: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, traceback)
        else:
            logging.getLogger("sanding").critical("stopped by an error", exc_info=(kind, error, traceback))

    def thread(args: threading.ExceptHookArgs) -> None:
        error = args.exc_value or args.exc_type()
        logging.getLogger("sanding").critical("thread ended by an error", exc_info=(args.exc_type, error, None))

    sys.excepthook, threading.excepthook = whole, thread


def settings(level: str) -> dict[str, Any]:
    """Django's LOGGING, and gunicorn's: every logger ends in the one handler."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": "sanding_web.logs.JsonLines"}},
        "handlers": {"lines": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["lines"], "level": level},
        "loggers": {
            "django": {"handlers": [], "propagate": True},
            "django.server": {"handlers": [], "propagate": True},
            "django.db.backends": {"handlers": [], "level": "WARNING", "propagate": True},
            "weasyprint": {"handlers": [], "level": "ERROR", "propagate": True},
            "fontTools": {"handlers": [], "level": "ERROR", "propagate": True},
            "gunicorn.error": {"handlers": [], "propagate": True},
            "gunicorn.access": {"handlers": [], "level": "CRITICAL", "propagate": True},
        },
    }
