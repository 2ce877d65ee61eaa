"""How a date cell is read: the many written forms, in the column's own order of day and month."""

import re
from datetime import date, timedelta
from typing import Literal

from sanding.registry.code_lists import words
from sanding.registry.values import Reader, Reading, tidy

Order = Literal["dmy", "mdy"]

_ISO = re.compile(r"^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ][\d:.]+)?$")
_PARTS = re.compile(r"^(\d{1,2})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{4})(?:[T ]+[\d:.]+(?:\s*[AP]M)?)?$")
_WRITTEN = re.compile(r"^(\d{1,2})[\s\-/.]*([A-Za-z]{3,})\.?[\s\-/.,]*(\d{4})$")
_COMPACT = re.compile(r"^(\d{2})(\d{2})(\d{4})$")
_SERIAL = re.compile(r"^(\d{4,5})(?:[.,]\d+)?$")
_EXCEL_ZERO = date(1899, 12, 30)


def date_reader(order: Order = "dmy", *, prefix: str = "birth") -> Reader:
    """Reader of dates into ISO text. ``order`` is the column's, proven elsewhere; '' as ``prefix`` gives no notes.

    >>> date_reader()("17 Nopember 1990")
    Reading(value='1990-11-17', notes=('birth_text_month',))
    """

    def note(kind: str) -> tuple[str, ...]:
        return (f"{prefix}_{kind}",) if prefix else ()

    def read(text: str) -> Reading:
        clean, hidden = tidy(text.strip().strip("'’`"))
        if clean is None or clean == "0":
            return Reading(None, note("blank"))
        value, kind = _parsed(clean, order)
        if value is None:
            return Reading(None, note("impossible"))
        return Reading(value.isoformat(), (*hidden, *(note(kind) if kind else ())))

    return read


def _parsed(clean: str, order: Order) -> tuple[date | None, str]:
    if iso := _ISO.match(clean):
        return _date(int(iso[1]), int(iso[2]), int(iso[3])), ""
    if parts := _PARTS.match(clean) or _COMPACT.match(clean):
        day, month = int(parts[1]), int(parts[2])
        if order == "mdy":
            day, month = month, day
        if month > 12 >= day:
            return _date(int(parts[3]), day, month), "other_order"
        return _date(int(parts[3]), month, day), ""
    if written := _WRITTEN.match(clean):
        known = words()["months"].get(written[2].casefold())
        return (_date(int(written[3]), known, int(written[1])) if known else None), "text_month"
    if (serial := _SERIAL.match(clean)) and len(serial[1]) == 5:
        return _EXCEL_ZERO + timedelta(days=int(serial[1])), "excel_serial"
    return None, ""


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
