"""PDF to read, never to sign: made from our own page template, with no way to fetch anything from anywhere."""

from collections.abc import Mapping
from typing import Any, NoReturn

from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup
from weasyprint import HTML

from sanding.documents.code_mark import qr_svg
from sanding.documents.render import TEMPLATES
from sanding.documents.sandbox import plain
from sanding.errors import EngineFault


def refuse_fetch(url: str, *_: Any, **__: Any) -> NoReturn:
    """The only ``url_fetcher`` we hand to WeasyPrint: nothing is fetched, neither file nor network."""
    raise EngineFault(
        "salinan baca tidak boleh memuat berkas luar", remedy="Laporkan kepada pengelola.", code="SND-DOC-90"
    )


def reading_copy(template: str, values: Mapping[str, Any], *, check_at: str) -> bytes:
    """A PDF marked "salinan baca" on every page.

    template   file name of a page template of our own; values plain, as for ``render_docx``
    check_at   address in the square code
    """
    environment = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined
    )
    page = environment.get_template(template).render(plain(values) | {"qr": Markup(qr_svg(check_at))})
    pdf: bytes = HTML(string=page, url_fetcher=refuse_fetch).write_pdf(pdf_identifier=b"sanding")
    return pdf
