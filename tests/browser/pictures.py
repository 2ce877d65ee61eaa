"""The guide's pictures: where they lie, and how they are kept small."""

from pathlib import Path

from PIL import Image

PICTURES = Path(__file__).resolve().parents[2] / "docs" / "panduan" / "gambar"
LIMIT = 200_000


def shrink(path: Path) -> None:
    """Reduce a screenshot to 256 colours, which a page of flat colours does not show."""
    with Image.open(path) as whole:
        whole.convert("RGB").quantize(256, dither=Image.Dither.NONE).save(path, optimize=True)
