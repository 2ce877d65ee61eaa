"""PDF to read, never to sign: the DOCX drawn anew as a page, with no way to fetch anything from anywhere."""

from typing import Any, NoReturn

from weasyprint import HTML
from weasyprint.urls import URLFetcher

from sanding.documents.page import PICTURE, page_of
from sanding.errors import EngineFault


def refuse_fetch(url: str, *_: Any, **__: Any) -> NoReturn:
    """What answers every request for something outside the page: nothing is fetched, neither file nor network."""
    raise EngineFault(
        "salinan baca tidak boleh memuat berkas luar", remedy="Laporkan kepada pengelola.", code="SND-DOC-90"
    )


class _OwnPictures(URLFetcher):  # type: ignore[misc]
    """Pictures that the page itself carries; everything else is refused."""

    def fetch(self, url: str, headers: Any = None) -> Any:
        if not url.startswith(PICTURE):
            refuse_fetch(url)
        return super().fetch(url, headers)


def reading_copy(document: bytes, *, title: str) -> bytes:
    """A PDF of a finished DOCX, marked "salinan baca" on every page; equal documents give equal bytes."""
    page = page_of(document, title=title)
    pdf: bytes = HTML(string=page, url_fetcher=_OwnPictures()).write_pdf(pdf_identifier=b"sanding")
    return pdf
