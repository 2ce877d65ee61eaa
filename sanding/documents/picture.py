"""Pictures on paper, always drawn anew: a logo that someone brings, and where a village lies."""

import io
from collections.abc import Mapping, Sequence
from typing import Any

from PIL import Image, ImageDraw

from sanding.errors import InputFault

_MOST_BYTES = 2_000_000
_MOST_PIXELS = 25_000_000
_LOGO = 480
_WIDE, _HIGH = 700, 500
_FORMATS = ("PNG", "JPEG")
Point = tuple[float, float]


def _png(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


BLANK_PICTURE = _png(Image.new("RGBA", (8, 8), (255, 255, 255, 0)))
"""What stands in a template where a square picture may come: a logo."""
BLANK_MAP = _png(Image.new("RGBA", (14, 10), (255, 255, 255, 0)))
"""The same for a map; pictures of the same bytes would be one picture in a DOCX."""


def safe_logo(content: bytes, *, name: str = "logo") -> bytes:
    """A logo as a square PNG of our own making: pixels only, no metadata, nothing that could run or load.

    Raises  InputFault where the file is no PNG or JPEG, is damaged, or is too large to be a logo
    """
    if len(content) > _MOST_BYTES:
        raise _refused(name, "lebih dari 2 MB")
    try:
        with Image.open(io.BytesIO(content), formats=_FORMATS) as found:
            if found.width * found.height > _MOST_PIXELS:
                raise _refused(name, "terlalu banyak titik gambar")
            drawn = found.convert("RGBA")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise _refused(name, "bukan gambar PNG atau JPEG yang utuh") from None
    drawn.thumbnail((_LOGO, _LOGO))
    square = Image.new("RGBA", (_LOGO, _LOGO), (255, 255, 255, 0))
    square.paste(drawn, ((_LOGO - drawn.width) // 2, (_LOGO - drawn.height) // 2), drawn)
    return _png(square)


def _refused(name: str, why: str) -> InputFault:
    return InputFault(
        f"gambar {why}",
        where=name,
        remedy="Simpan logo sebagai PNG (misalnya 500 x 500 titik); SVG disimpan dahulu sebagai PNG.",
        code="SND-DOC-06",
    )


def place_picture(shapes: Mapping[str, Mapping[str, Any]], picked: str) -> bytes:
    """Where one village lies among others (its kecamatan), as PNG; blank where its boundary is unknown.

    shapes  GeoJSON geometry (Polygon or MultiPolygon, lon/lat) by village code
    """
    rings = {code: _rings(geometry) for code, geometry in shapes.items() if geometry}
    points = [point for found in rings.values() for ring in found for point in ring]
    if not rings.get(picked) or not points:
        return BLANK_MAP
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    scale = min((_WIDE - 24) / max(east - west, 1e-9), (_HIGH - 24) / max(north - south, 1e-9))
    left, top = (_WIDE - (east - west) * scale) / 2, (_HIGH - (north - south) * scale) / 2
    image = Image.new("RGB", (_WIDE, _HIGH), "white")
    pen = ImageDraw.Draw(image)
    for code in sorted(rings, key=lambda one: one == picked):
        fill, width = ("#5b4a9e", 3) if code == picked else ("#f1f1f1", 2)
        for ring in rings[code]:
            drawn = [(left + (x - west) * scale, top + (north - y) * scale) for x, y in ring]
            if len(drawn) >= 3:
                pen.polygon(drawn, fill=fill, outline="#555555", width=width)
    return _png(image)


def _rings(geometry: Mapping[str, Any]) -> Sequence[Sequence[Point]]:
    """Outer rings only: at this size a hole is not seen."""
    coordinates = geometry.get("coordinates") or []
    polygons = [coordinates] if geometry.get("type") == "Polygon" else coordinates
    return [[(point[0], point[1]) for point in polygon[0]] for polygon in polygons if polygon]
