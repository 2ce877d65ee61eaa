"""Whether only reading is allowed just now: whatever changes stored data asks here first.

A page that only reads runs inside ``reading_only``; the store, sealed files and the bulk connection refuse meanwhile.
The database itself is watched by the web (sanding_web/accounts/reading.py).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from sanding.errors import EngineFault

_READING: ContextVar[bool] = ContextVar("reading", default=False)


@contextmanager
def reading_only() -> Iterator[None]:
    """What runs inside may not change stored data."""
    before = _READING.set(True)
    try:
        yield
    finally:
        _READING.reset(before)


def refuse_while_reading(what: str) -> None:
    """Raise EngineFault inside ``reading_only``; ``what`` names the place of the write, never its content.

    >>> refuse_while_reading("kurun")
    """
    if _READING.get():
        raise EngineFault("halaman baca mencoba menulis", where=what, code="SND-ACL-02")
