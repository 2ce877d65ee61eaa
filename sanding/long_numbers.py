"""Numbers as long as a NIK or a No. KK in text: where they are found, and how they are hidden.

One piece for every place that keeps or shows text of unknown origin: notes, file names, addresses, logs.
"""

import re

HIDDEN = "disamarkan"
_GROUPED = r"\d{4}(?:[ .\-]\d{4}){3}|\d{6}[ .\-]\d{6}[ .\-]\d{4}|\d{2}[ .\-]\d{2}[ .\-]\d{2}[ .\-]\d{6}[ .\-]\d{4}"
_WRITTEN = re.compile(rf"(?<![0-9A-Za-z.,])(?:\d{{16}}|{_GROUPED})(?![0-9A-Za-z])")
_RUN = re.compile(r"\d{16,}")


def holds_number(text: str) -> bool:
    """Whether a text holds sixteen digits as people write a NIK: in one run, or grouped by space, dot or dash.

    >>> holds_number("lihat 3399010101010017"), holds_number("339901 010101 0017")
    (True, True)
    >>> holds_number("2026-09-30 sampai 2026-10-01"), holds_number("0.3399010101010017")
    (False, False)
    """
    return _WRITTEN.search(text) is not None


def hide_numbers(text: str) -> str:
    """The text with every such number, and every longer run of digits, replaced by a word.

    >>> hide_numbers("daftar_3399010101010017.xlsx")
    'daftar_disamarkan.xlsx'
    """
    return _RUN.sub(HIDDEN, _WRITTEN.sub(HIDDEN, text))
