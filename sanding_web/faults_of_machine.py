"""Faults of the machine in words: the database gone or locked, the disk full. Found by what was raised, not by its text
alone, because the same fault comes as different classes from Django, psycopg, SQLite and ADBC."""

import errno
from collections.abc import Iterator

from django.db import InterfaceError, OperationalError
from django.utils.translation import gettext_noop as _

from sanding.errors import Unavailable

GONE = "SND-RUN-01"
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_FULL_WORDS = ("database or disk is full", "no space left on device", "disk full", "could not extend file")
_GONE_STATES = ("08", "57P", "53300", "58")
"""SQLSTATE of PostgreSQL: no connection, shutting down, too many connections, the server's own files."""
_GONE_WORDS = ("unable to open database", "disk i/o error", "connection", "server closed", "database disk image")
_LOCKED_WORDS = ("database is locked", "database table is locked", "lock timeout", "canceling statement due to lock")


def unavailable(error: BaseException | None) -> Unavailable | None:
    """The words for an error that only says the machine is not well; None where it is another error."""
    chain = list(_chain(error))
    if any(_is_full(one) for one in chain):
        return disk_full()
    if any(_says(one, _LOCKED_WORDS) for one in chain):
        return database_busy()
    if any(_is_gone(one) for one in chain):
        return database_gone()
    return next((one for one in chain if isinstance(one, Unavailable)), None)


def disk_full() -> Unavailable:
    return Unavailable(
        _("cakram peladen penuh"),
        remedy=_(
            "Perubahan tadi tidak disimpan. Minta administrator mengosongkan ruang (sanding doctor), lalu ulangi."
        ),
        code="SND-RUN-03",
        retry_after=300,
    )


def database_busy() -> Unavailable:
    return Unavailable(
        _("basis data sedang dipakai pekerjaan lain"),
        remedy=_("Perubahan tadi tidak disimpan. Tunggu sebentar, lalu ulangi."),
        code="SND-RUN-02",
        retry_after=30,
    )


def database_gone() -> Unavailable:
    return Unavailable(
        _("basis data sedang tidak dapat dihubungi"),
        remedy=_("Perubahan tadi tidak disimpan. Coba lagi beberapa menit lagi; bila berulang, hubungi administrator."),
        code=GONE,
        retry_after=30,
    )


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def _is_gone(error: BaseException) -> bool:
    """A lost connection has a state of its own or, where the server never answered, none but words."""
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    state = str(getattr(error.__cause__, "sqlstate", None) or "")
    return state.startswith(_GONE_STATES) if state else _says(error, _GONE_WORDS)


def _is_full(error: BaseException) -> bool:
    if isinstance(error, OSError) and error.errno in _FULL:
        return True
    return str(getattr(error, "sqlstate", "")) == "53100" or _says(error, _FULL_WORDS)


def _says(error: BaseException, wanted: tuple[str, ...]) -> bool:
    """Only errors of files, databases and engines are read for words; ours and Python's own are not."""
    if type(error).__module__ == "builtins" and not isinstance(error, OSError):
        return False
    text = str(error).lower()
    return any(one in text for one in wanted)
