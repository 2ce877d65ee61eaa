"""DOCX from a template the office edits: plain values in, the same bytes out for the same content."""

import io
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from docx import Document
from docxtpl import DocxTemplate
from jinja2 import TemplateError
from lxml import etree

from sanding.documents.sandbox import PlainEnvironment, plain, template_fault
from sanding.documents.template_check import check_template
from sanding.errors import InputFault

TEMPLATES = Path(__file__).parent / "templates"

_EPOCH = (1980, 1, 1, 0, 0, 0)
_COMMAND = re.compile(r"\{[{%].*?[%}]\}", re.DOTALL)


def own_template(name: str) -> bytes:
    """A template that comes with the product, by file name."""
    return (TEMPLATES / name).read_bytes()


def render_docx(
    template: bytes, values: Mapping[str, Any], *, name: str = "templat", pictures: Mapping[str, bytes] | None = None
) -> bytes:
    """Fill a DOCX template.

    template   a .docx as the office edited it; checked first (see ``check_template``)
    values     text, numbers, dates, lists and dicts only; pictures PNG bytes by the name of the picture they replace
    name       how messages call the template
    Raises     InputFault where the template is not a plain DOCX, asks for an unknown field or holds a forbidden command
    """
    check_template(template, name=name)
    context = plain(values)
    document = DocxTemplate(io.BytesIO(template))
    for picture, content in (pictures or {}).items():
        document.replace_pic(picture, io.BytesIO(content))
    document.allow_missing_pics = True
    out = io.BytesIO()
    try:
        document.render(context, PlainEnvironment(), autoescape=True)
        document.save(out)
    except TemplateError as error:
        raise template_fault(error, name=name, paragraph=_culprit(template, context)) from None
    except (etree.XMLSyntaxError, AttributeError, ValueError, KeyError):
        raise InputFault(
            "susunan templat rusak di sekitar perintahnya",
            where=name,
            remedy="Letakkan setiap perintah utuh dalam satu paragraf atau satu baris tabel.",
            code="SND-DOC-05",
        ) from None
    return fixed_dates(out.getvalue())


def fixed_dates(content: bytes) -> bytes:
    """The same zip archive with every entry dated 1980-01-01, so that equal content is equal bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(out, "w") as target:
        for entry in source.infolist():
            fixed = zipfile.ZipInfo(entry.filename, date_time=_EPOCH)
            fixed.compress_type = zipfile.ZIP_DEFLATED
            fixed.external_attr = 0o600 << 16
            fixed.create_system = 3
            target.writestr(fixed, source.read(entry))
    return out.getvalue()


def _culprit(template: bytes, context: Mapping[str, Any]) -> str:
    """The first paragraph whose own command cannot be rendered, shortened; empty where none stands alone."""
    document = Document(io.BytesIO(template))
    cells = [cell for table in document.tables for row in table.rows for cell in row.cells]
    paragraphs = [*document.paragraphs, *(paragraph for cell in cells for paragraph in cell.paragraphs)]
    for paragraph in paragraphs:
        for command in _COMMAND.findall(paragraph.text):
            if _fails(command, context):
                return str(paragraph.text).strip()[:80]
    return ""


def _fails(command: str, context: Mapping[str, Any]) -> bool:
    """Whether one field fails by itself. Commands of loops and conditions, and fields of rows, are not tried alone."""
    if command.startswith("{%"):
        return False
    root = re.match(r"\{\{[rp]?\s*(\w+)\.", command)
    try:
        PlainEnvironment().from_string(command).render(context)
    except TemplateError:
        return root is None or root.group(1) in context or "__" in command
    return False
