"""How large a sheet becomes once a reader lays it out: its last row times its last column, whatever it claims."""

import re

import numpy as np
import numpy.typing as npt

SMALL = 20_000_000
"""Cells that a reader lays out in well under 1 GB, however few of them hold anything."""
_SPARSEST = 30
_FAR = 1 << 24
_LONGEST_TAG = 1 << 16
_R, _EQUAL, _DOUBLE, _SINGLE, _BLANK = ord("r"), ord("="), ord('"'), ord("'"), ord(" ")
_LETTERS, _DIGITS = 4, 8
_REPEATED = re.compile(rb"<table:table-(cell|row)\b([^>]*)number-(?:columns|rows)-repeated=[\"'](\d+)[\"']([^>]*)>")
_MOST_REPEATED = 1024
_MOST_ROWS = 10_000


class Rectangle:
    """Follows the XML of one worksheet; what it measures is never less than what a reader lays out."""

    def __init__(self) -> None:
        self._row = self._column = self._rows = self._open = self._written = 0
        self._tail = b""

    @property
    def too_large(self) -> bool:
        """Whether the rectangle is far larger than what stands in it."""
        return max(self._row, self._rows) * self._column > max(SMALL, _SPARSEST * self._written)

    def add(self, piece: bytes) -> None:
        """The next piece; a tag cut at its end is looked at with the next one."""
        text = self._tail + piece
        cut = text.rfind(b"<")
        cut = len(text) if cut < 0 or b">" in text[cut:] else cut
        text, self._tail = text[:cut], text[cut:]
        if len(self._tail) > _LONGEST_TAG:
            self._row = self._column = _FAR
            self._tail = b""
        self._references(np.frombuffer(text + bytes(_LETTERS + _DIGITS + 2), np.uint8))
        self._unnamed(text)

    def _references(self, text: npt.NDArray[np.uint8]) -> None:
        """The furthest of all ``r="AN17"`` (cells) and ``r="17"`` (rows)."""
        at = np.flatnonzero(text[: -_LETTERS - _DIGITS - 2] == _R)
        after = text[at + 1]
        for one in at[after <= _BLANK]:
            self._refuse_spaced(text[max(0, one - 1) : one + 40].tobytes())
        at = at[after == _EQUAL]
        quote = text[at + 2]
        for one in at[quote <= _BLANK]:
            self._refuse_spaced(text[max(0, one - 1) : one + 40].tobytes())
        at = at[(quote == _DOUBLE) | (quote == _SINGLE)] + 3
        if not at.size:
            return
        column, row = np.zeros(at.size, np.int64), np.zeros(at.size, np.int64)
        for _ in range(_LETTERS):
            sign = text[at]
            is_letter = (sign >= 65) & (sign <= 90)
            if not is_letter.any():
                break
            column = np.where(is_letter, column * 26 + sign - 64, column)
            at = at + is_letter
        for _ in range(_DIGITS):
            sign = text[at]
            is_digit = (sign >= 48) & (sign <= 57)
            if not is_digit.any():
                break
            row = np.where(is_digit, row * 10 + sign - 48, row)
            at = at + is_digit
        self._row, self._column = max(self._row, int(row.max())), max(self._column, int(column.max()))

    def _refuse_spaced(self, around: bytes) -> None:
        """``r = "A1"`` is XML as well, but no program writes it."""
        if re.match(rb"\sr\s*=\s*[\"']", around):
            self._row = self._column = _FAR

    def _unnamed(self, text: bytes) -> None:
        """Rows and cells may come without a name: then the reader counts them."""
        counts = [_cells(part) for part in text.split(b"<row")]
        self._written += sum(counts)
        self._rows += len(counts) - 1
        counts[0] += self._open
        self._open = counts[-1]
        self._column = max(self._column, *counts)


def _cells(row: bytes) -> int:
    return row.count(b"<c ") + row.count(b"<c>") + row.count(b"<c/")


def repeats_too_much(text: bytes) -> bool:
    """Whether a piece of an OpenDocument sheet repeats values beyond what an office writes.

    Sheets end in long runs of blank cells and rows; a value is not repeated a thousand times beside itself.
    """
    for found in _REPEATED.finditer(text):
        kind, many, tag = found[1], int(found[3][:12]), found[2] + found[4]
        if kind == b"cell" and many > (_MOST_REPEATED if b"value" in tag else 16_384):
            return True
        if kind == b"row" and many > _MOST_ROWS and b"value-type" in text[found.end() : _end_of_row(text, found.end())]:
            return True
    return False


def _end_of_row(text: bytes, start: int) -> int:
    end = text.find(b"</table:table-row>", start)
    return end if end >= 0 else len(text)
