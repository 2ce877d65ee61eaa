"""F4 or A4: the office's paper, set on every section of a document while the width of its text stays."""

import io

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.shared import Cm, Length

from sanding.documents.letterhead import Paper
from sanding.documents.render import fixed_dates

SIZES: dict[Paper, tuple[float, float]] = {"F4": (21.5, 33.0), "A4": (21.0, 29.7)}
"""Width and height of the upright sheet [cm]; F4 is the folio of Indonesian offices."""


def on_paper(document: bytes, paper: Paper) -> bytes:
    """The DOCX on that paper; margins at the sides give what the width takes, so that tables fit as before."""
    found = Document(io.BytesIO(document))
    short, long = (Cm(size) for size in SIZES[paper])
    for section in found.sections:
        lying = section.orientation == WD_ORIENT.LANDSCAPE
        before = section.page_width or short
        section.page_width, section.page_height = (long, short) if lying else (short, long)
        less = (before - section.page_width) // 2
        section.left_margin = Length(max((section.left_margin or 0) - less, Cm(1)))
        section.right_margin = Length(max((section.right_margin or 0) - less, Cm(1)))
    out = io.BytesIO()
    found.save(out)
    return fixed_dates(out.getvalue())
