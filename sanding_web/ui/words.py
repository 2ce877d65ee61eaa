"""How numbers, money, dates and missing values are written, after ui.md section 5 (1.234.567,8; U+2212; never "-")."""

import math
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING, Literal

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext, ngettext

if TYPE_CHECKING:
    from typing_extensions import TypeIs

MINUS = "\u2212"
Number = int | float | Decimal
DueTone = Literal["late", "now", "soon", "later"]
_ZONES = {"Asia/Jakarta": "WIB", "Asia/Pontianak": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}
SHORT_MONEY = ((10**12, "triliun"), (10**9, "miliar"), (10**6, "juta"))


class Missing(Enum):
    """Why there is no value; a page shows the word, never a dash or a silent 0."""

    ABSENT = "tak ada"
    UNFILLED = "belum diisi"
    SUPPRESSED = "disamarkan"
    INCOMPUTABLE = "tidak dapat dihitung"

    def __str__(self) -> str:
        return gettext(self.value)


def missing(value: object) -> Missing | None:
    """The reason why a value cannot be shown; None where it can."""
    if isinstance(value, Missing):
        return value
    if value is None:
        return Missing.ABSENT
    if isinstance(value, float | Decimal) and not math.isfinite(value):
        return Missing.INCOMPUTABLE
    return Missing.UNFILLED if value == "" else None


def _known(value: Number | Missing | None) -> "TypeIs[Number]":
    return missing(value) is None


def _word(value: Number | Missing | None) -> str:
    return str(missing(value) or Missing.ABSENT)


def _size(value: Number) -> Number:
    return -value if value < 0 else value


def _marks() -> tuple[str, str]:
    """(thousands, decimal) of the language in use."""
    return (",", ".") if (get_language() or "id").startswith("en") else (".", ",")


def _digits(value: Number, digits: int | None) -> int:
    if digits is not None:
        return digits
    if isinstance(value, Decimal):
        exponent = value.as_tuple().exponent
        return max(0, -exponent) if isinstance(exponent, int) else 0
    return 1 if isinstance(value, float) else 0


def number(value: Number | Missing | None, digits: int | None = None) -> str:
    """``1234567.8`` as ``1.234.567,8``; decimals: as asked, else 0 for int, 1 for float, all for Decimal."""
    if not _known(value):
        return _word(value)
    plain = f"{abs(value):,.{_digits(value, digits)}f}"
    text = plain.translate(str.maketrans(",.", "".join(_marks())))
    return MINUS + text if value < 0 and plain.strip("0.,") else text


def signed(value: Number | Missing | None, digits: int | None = None) -> str:
    """A number with its sign: ``+65,4``, ``−8,3``, ``0,0``."""
    text = number(value, digits)
    shown_zero = not text.strip("0.,")
    return f"+{text}" if not missing(value) and not shown_zero and not text.startswith(MINUS) else text


def percent(share: Number | Missing | None, digits: int = 1) -> str:
    """A share in 0..1 as ``10,9%``."""
    return f"{number(float(share) * 100, digits)}%" if _known(share) else _word(share)


def percentage_points(difference: Number | Missing | None, digits: int = 2) -> str:
    """A difference of two shares (-1..1) as ``−0,46 poin persen``."""
    if not _known(difference):
        return _word(difference)
    return gettext("%(points)s poin persen") % {"points": signed(float(difference) * 100, digits)}


def rupiah(amount: Number | Missing | None) -> str:
    """Whole rupiah: ``Rp1.250.000``."""
    return f"{MINUS if amount < 0 else ''}Rp{number(_size(amount), 0)}" if _known(amount) else _word(amount)


def rupiah_short(amount: Number | Missing | None) -> str:
    """``Rp2,4 juta``, ``Rp1,2 miliar``; below a million in full. Never "M"."""
    if not _known(amount):
        return _word(amount)
    for size, word in SHORT_MONEY:
        if _size(amount) >= size:
            shown = number(abs(float(amount)) / size, 1).removesuffix(f"{_marks()[1]}0")
            return f"{MINUS if amount < 0 else ''}Rp{shown} {gettext(word)}"
    return rupiah(amount)


def _day(value: date | datetime) -> date:
    return timezone.localtime(value).date() if isinstance(value, datetime) and timezone.is_aware(value) else value


def long_date(value: date | None) -> str:
    """``12 Oktober 2026``."""
    return date_format(_day(value), "j F Y") if value else str(Missing.ABSENT)


def short_date(value: date | None) -> str:
    """``12 Okt 2026``, for tables."""
    return date_format(_day(value), "j M Y") if value else str(Missing.ABSENT)


def weekday_date(value: date | None) -> str:
    """``Senin, 12 Oktober 2026``, where a person must act."""
    return date_format(_day(value), "l, j F Y") if value else str(Missing.ABSENT)


def clock(value: datetime | None) -> str:
    """``14.20 WIB``."""
    if value is None:
        return str(Missing.ABSENT)
    here = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"{here:%H.%M} {_ZONES.get(settings.TIME_ZONE, settings.TIME_ZONE)}"


def duration(seconds: float) -> str:
    """``40 detik``, ``4 menit``, ``2 jam``."""
    if seconds < 60:
        return gettext("%d detik") % max(1, round(seconds))
    if seconds < 5400:
        return gettext("%d menit") % round(seconds / 60)
    return gettext("%d jam") % round(seconds / 3600)


def due(on: date, today: date) -> tuple[str, str, DueTone]:
    """A deadline: words first, date second, and how pressing it is (late, now, soon, later)."""
    day, days = _day(on), (_day(on) - today).days
    short = date_format(day, "j M")
    if days < 0:
        late = ngettext("Lewat %d hari", "Lewat %d hari", -days) % -days
        return late, gettext("batas %s") % short, "late"
    if days == 0:
        return gettext("Hari ini"), short, "now"
    if days == 1:
        return gettext("Besok"), short, "soon"
    if days < 7:
        return date_format(day, "l"), short, "soon"
    return date_format(day, "j F"), gettext("%d hari lagi") % days, "later"


def waiting(since: date, today: date) -> tuple[str, str]:
    """How long something has waited: (``5 hari``, ``sejak 7 Okt``)."""
    days = (today - _day(since)).days
    words = ngettext("%d hari", "%d hari", days) % days if days > 0 else gettext("Hari ini")
    return words, gettext("sejak %s") % date_format(_day(since), "j M")
