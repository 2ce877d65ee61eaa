"""The square code on paper: where to check a document, and the short form of its content's hash."""

import io

import segno


def check_address(base: str, code: str) -> str:
    """Where a document is checked; ``base`` may be empty where the installation has no public address.

    >>> check_address("https://contoh.go.id/", "0123-4567-89ab")
    'https://contoh.go.id/periksa/0123-4567-89ab'
    """
    return f"{base.rstrip('/')}/periksa/{code}"


def qr_png(text: str, *, scale: int = 6) -> bytes:
    """A QR code as PNG, error correction M; the same text gives the same bytes."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="png", scale=scale, border=2)
    return out.getvalue()


def qr_svg(text: str) -> str:
    """The same code as inline SVG."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="svg", xmldecl=False, svgns=True, border=2, omitsize=True)
    return out.getvalue().decode()
