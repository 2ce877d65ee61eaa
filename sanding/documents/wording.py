"""Numbers and dates as Indonesian documents write them."""

from datetime import date

MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip

ORDINALS = (
    "KESATU", "KEDUA", "KETIGA", "KEEMPAT", "KELIMA", "KEENAM",
    "KETUJUH", "KEDELAPAN", "KESEMBILAN", "KESEPULUH",
)  # fmt: skip


def long_date(day: date) -> str:
    """A date in words.

    >>> long_date(date(2026, 11, 21))
    '21 November 2026'
    """
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def number(value: float | None, decimals: int = 0, *, absent: str = "tak ada") -> str:
    """A number with dot for thousands and comma for decimals; what is absent is said.

    >>> number(12345.678, 2), number(None)
    ('12.345,68', 'tak ada')
    """
    if value is None:
        return absent
    return f"{value:,.{decimals}f}".translate(str.maketrans(",.", ".,"))


def percent(share: float | None, decimals: int = 1) -> str:
    """A share as per cent.

    >>> percent(0.1234)
    '12,3%'
    """
    return "tak ada" if share is None else f"{number(100 * share, decimals)}%"


def counted(value: int) -> str:
    """A whole number followed by its words, as decrees write it.

    >>> counted(54)
    '54 (lima puluh empat)'
    """
    return f"{number(value)} ({in_words(value)})"


_UNITS = ("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas")


def in_words(value: int) -> str:
    """A whole number from 0 below a million in words.

    >>> [in_words(n) for n in (11, 15, 20, 154, 1000, 21500)]
    ['sebelas', 'lima belas', 'dua puluh', 'seratus lima puluh empat', 'seribu', 'dua puluh satu ribu lima ratus']
    """
    if value < 12:
        return _UNITS[value]
    if value < 20:
        return f"{_UNITS[value - 10]} belas"
    size, name = next(one for one in ((1000, "ribu"), (100, "ratus"), (10, "puluh")) if value >= one[0])
    head, rest = divmod(value, size)
    words = f"se{name}" if head == 1 and size > 10 else f"{in_words(head)} {name}"
    return f"{words} {in_words(rest)}" if rest else words


def letter(position: int) -> str:
    """Point letters of a preamble: a, b, c, … from 0 to 25."""
    return chr(ord("a") + position)
