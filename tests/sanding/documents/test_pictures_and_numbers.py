"""Logos are drawn anew, a village is found on its map, numbers follow the office's pattern."""

import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from sanding.documents.numbering import check_pattern, numbered
from sanding.documents.picture import BLANK_MAP, BLANK_PICTURE, place_picture, safe_logo
from sanding.errors import InputFault


def png(width: int, height: int, **words: str) -> bytes:
    info = PngImagePlugin.PngInfo()
    for name, text in words.items():
        info.add_text(name, text)
    out = io.BytesIO()
    Image.new("RGB", (width, height), "red").save(out, "PNG", pnginfo=info)
    return out.getvalue()


def test_a_logo_becomes_a_square_of_pixels_and_loses_everything_else() -> None:
    made = safe_logo(png(900, 300, rahasia="<script>alert(1)</script>"))
    assert b"script" not in made and b"rahasia" not in made
    with Image.open(io.BytesIO(made)) as found:
        assert found.size == (480, 480) and found.format == "PNG"
        assert found.getpixel((240, 240)) == (255, 0, 0, 255) and found.getpixel((240, 5))[3] == 0


@pytest.mark.parametrize(
    "content",
    [
        b"", b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>", b"%PDF-1.7", png(10, 10)[:40],
        b"GIF89a" + b"\x00" * 50, png(6000, 6000),
    ],
)  # fmt: skip
def test_what_is_no_plain_picture_is_refused(content: bytes) -> None:
    with pytest.raises(InputFault) as caught:
        safe_logo(content, name="logo.svg")
    assert caught.value.code == "SND-DOC-06" and "PNG" in caught.value.remedy


def test_the_picked_village_alone_is_coloured_where_it_lies() -> None:
    def square(west: float) -> dict[str, object]:
        ring = [[west, 0], [west + 1, 0], [west + 1, 1], [west, 1], [west, 0]]
        return {"type": "Polygon", "coordinates": [ring]}

    shapes = {"kiri": square(0), "kanan": square(1)}
    with Image.open(io.BytesIO(place_picture(shapes, "kanan"))) as found:
        left, right = found.getpixel((180, 250)), found.getpixel((520, 250))
    assert left == (241, 241, 241) and right == (91, 74, 158)
    assert place_picture({"kiri": square(0)}, "lain") == BLANK_MAP != BLANK_PICTURE


@pytest.mark.parametrize(
    "pattern",
    [
        "050/{nomor}", "050/{tahun}", "{nomor}/{tahun}/{hari}", "{nomor}{tahun}{", "{nomor}/{tahun}<b>",
        "x" * 60 + "{nomor}{tahun}",
    ],
)  # fmt: skip
def test_a_pattern_that_could_give_one_number_twice_or_is_unclear_is_refused(pattern: str) -> None:
    with pytest.raises(InputFault, match="pola") as caught:
        check_pattern(pattern)
    assert caught.value.code == "SND-DOC-07"


@given(
    st.sampled_from(["050/{nomor}/{tahun}", "400.9/{nomor3}/{bulan}/{tahun}", "{tahun}-{nomor}"]),
    st.tuples(st.integers(1, 5000), st.integers(1, 5000)),
    st.tuples(st.integers(2020, 2040), st.integers(2020, 2040)),
)
def test_two_numbers_of_one_pattern_differ(pattern: str, values: tuple[int, int], years: tuple[int, int]) -> None:
    check_pattern(pattern)
    first, second = (numbered(pattern, value, date(year, 3, 1)) for value, year in zip(values, years, strict=True))
    assert (first == second) == ((values[0], years[0]) == (values[1], years[1]))
