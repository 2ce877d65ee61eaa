"""Numbers of papers from a pattern the office writes; which value comes next is the caller's to keep."""

import re
from datetime import date

from sanding.errors import InputFault

FIELDS = {
    "nomor": "nomor urut, misalnya 7",
    "nomor3": "nomor urut tiga angka, misalnya 007",
    "bulan": "bulan dengan angka Romawi, misalnya XI",
    "tahun": "tahun, misalnya 2027",
}
_FIELD = re.compile(r"\{(\w*)\}")
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_LONGEST = 60


def check_pattern(pattern: str) -> None:
    """Raise InputFault unless the pattern gives every paper of every year a number of its own."""
    fields = _FIELD.findall(pattern)
    rest = _FIELD.sub("", pattern)
    unknown = [f"{{{one}}}" for one in fields if one not in FIELDS]
    if unknown or "{" in rest or "}" in rest:
        raise _refused(f"isian yang tidak dikenal: {', '.join(unknown) or 'kurung kurawal lepas'}")
    if not {"nomor", "nomor3"} & set(fields) or "tahun" not in fields:
        raise _refused("belum memuat {nomor} atau {nomor3}, dan {tahun}")
    if len(pattern) > _LONGEST or not re.fullmatch(r"[\w./ ()\-]*", rest):
        raise _refused(f"lebih dari {_LONGEST} huruf atau memuat tanda selain huruf, angka, titik, garis, dan kurung")


def numbered(pattern: str, number: int, on: date) -> str:
    """The number of one paper.

    >>> numbered("050/{nomor3}/{bulan}/{tahun}", 7, date(2027, 11, 3))
    '050/007/XI/2027'
    """
    values = {"nomor": str(number), "nomor3": f"{number:03d}", "bulan": _ROMAN[on.month - 1], "tahun": str(on.year)}
    return _FIELD.sub(lambda found: values[found.group(1)], pattern)


def _refused(why: str) -> InputFault:
    return InputFault(
        f"pola {why}",
        where="pola nomor",
        remedy="Tulis misalnya 050/{nomor}/{tahun}; isian: {nomor}, {nomor3}, {bulan}, {tahun}.",
        code="SND-DOC-07",
    )
