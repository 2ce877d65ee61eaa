"""Lists as files: semicolon CSV and XLSX. Text stays text, so that nothing runs in a spreadsheet."""

import csv
import io
import re
from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse

from sanding.documents.sheet import Column, Sheet, write_workbook

ABSENT = "tak ada"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_DANGEROUS = re.compile(r"[\s\0\ufeff\u200b-\u200f\u202a-\u202e'\"]*[=+\-@|%\uff1d\uff0b\uff0d\uff20\u2212\t\r\n]")
"""Signs that make a spreadsheet read on, also full-width or behind blanks and invisible signs; and breaks in front."""
Rows = Sequence[Sequence[Any]]


def inert(value: Any) -> Any:
    """Nothing is said in a word; text that a spreadsheet would run gets an apostrophe; decimals take a comma."""
    if value is None:
        return ABSENT
    if isinstance(value, str) and _DANGEROUS.match(value):
        return f"'{value}"
    return repr(value).replace(".", ",") if isinstance(value, float) else value


def as_csv(columns: Sequence[Column], rows: Rows) -> bytes:
    """With a byte-order mark, as office spreadsheets here expect."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([column.heading for column in columns])
    writer.writerows([inert(value) for value in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(columns: Sequence[Column], rows: Rows, *, name: str, title: Sequence[str]) -> bytes:
    """One sheet, ready to print."""
    shown = [[ABSENT if value is None else value for value in row] for row in rows]
    return write_workbook([Sheet(name, title, columns, shown)], title=title[0], footer=title[0])


def attachment(content: bytes, filename: str, media: str) -> HttpResponse:
    """A file that the browser keeps and never shows."""
    response = HttpResponse(content, content_type=media)
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def file_of(
    form: str, columns: Sequence[Column], rows: Rows, *, name: str, title: Sequence[str], filename: str
) -> HttpResponse | None:
    """The list as ``csv`` or ``xlsx``; None for any other form."""
    if form == "csv":
        return attachment(as_csv(columns, rows), f"{filename}.csv", "text/csv; charset=utf-8")
    if form == "xlsx":
        return attachment(as_xlsx(columns, rows, name=name, title=title), f"{filename}.xlsx", XLSX)
    return None
