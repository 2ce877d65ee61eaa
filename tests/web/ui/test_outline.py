"""Boundaries become small paths; neighbours keep their common border."""

import gzip
import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanding_web.ui.gallery import sample_shapes
from sanding_web.ui.map import MapLayer, VillageMap, class_layers
from sanding_web.ui.outline import TOLERANCE, outline
from sanding_web.ui.parts import PartIncomplete

Point = tuple[int, int]
Edge = frozenset[Point]


def rings(path: str) -> list[list[Point]]:
    """Points of each closed ring of a path of M and relative l commands."""
    found = []
    for piece in path.split("M")[1:]:
        start, steps = piece.rstrip("z").split("l")
        numbers = [int(one) for one in re.findall(r"-?\d+", steps)]
        x, y = (int(one) for one in re.findall(r"-?\d+", start))
        points = [(x, y)]
        for across, down in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + across, y + down
            points.append((x, y))
        found.append(points)
    return found


def edges(path: str, *, close: bool) -> set[Edge]:
    return {
        frozenset(pair)
        for ring in rings(path)
        for pair in pairwise(ring + ring[:1] if close else ring)
        if len(set(pair)) == 2
    }


def area(path: str) -> float:
    return sum(
        abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring + ring[:1]))) / 2 for ring in rings(path)
    )


def square(west: float, south: float, size: float = 0.1) -> dict[str, Any]:
    east, north = west + size, south + size
    ring = [(west, south), (east, south), (east, north), (west, north), (west, south)]
    return {"type": "Polygon", "coordinates": [ring]}


def test_a_square_on_the_equator_is_a_square_on_the_map() -> None:
    drawn = outline([("3399012001", square(110.0, -0.05))])
    assert area(drawn.villages["3399012001"]) == pytest.approx(900 * 900, rel=0.002)
    assert drawn.height == 900
    assert drawn.centres["3399012001"] == (450, 450)


def test_two_neighbours_share_every_point_of_their_border() -> None:
    drawn = outline(sample_shapes())
    seen: dict[Edge, int] = {}
    for path in drawn.villages.values():
        for edge in edges(path, close=True):
            seen[edge] = seen.get(edge, 0) + 1
    assert set(seen.values()) == {1, 2}
    outer = {edge for edge, times in seen.items() if times == 1}
    assert outer <= edges(drawn.borders, close=False)


def test_borders_run_between_kecamatan_and_not_inside_them() -> None:
    cells = [
        ("3399012001", square(110.0, -7.5)),
        ("3399012002", square(110.1, -7.5)),
        ("3399022001", square(110.2, -7.5)),
    ]
    drawn = outline(cells)
    first, second, third = (edges(drawn.villages[code], close=True) for code, _ in cells)
    lines = edges(drawn.borders, close=False)
    assert second & third <= lines
    assert not first & second & lines


def test_borders_are_found_where_boundaries_do_not_share_points() -> None:
    one, other = square(110.0, -7.5), square(110.1, -7.5)
    other["coordinates"][0].insert(4, (110.1001, -7.45))
    same = outline([("3399012001", one), ("3399012002", other)])
    apart = outline([("3399012001", one), ("3399022002", other)])
    middle = {(x // 20, y // 20) for ring in rings(apart.borders) for x, y in ring if 400 < x < 500}
    assert len(middle) > len(
        {(x // 20, y // 20) for ring in rings(same.borders) for x, y in ring if 400 < x < 500 and 20 < y < 800}
    )


@given(st.lists(st.floats(0, 0.02), min_size=6, max_size=30))
def test_thinning_moves_no_border_further_than_the_tolerance(bumps: list[float]) -> None:
    step = 0.2 / len(bumps)
    top = [(110.0 + step * at, -7.4 + bump) for at, bump in enumerate(bumps)]
    ring = [(110.0, -7.6), (110.2, -7.6), (110.2, -7.4), *reversed(top), (110.0, -7.6)]
    code = "3399012001"
    drawn = outline([(code, {"type": "Polygon", "coordinates": [ring]})])
    exact = [drawn.projection(*point) for point in ring[:-1]]
    around = sum(max(abs(x2 - x1), abs(y2 - y1)) for (x1, y1), (x2, y2) in pairwise([*exact, exact[0]])) * 1.5
    whole = abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise([*exact, exact[0]]))) / 2
    assert abs(area(drawn.villages[code]) - whole) <= around * TOLERANCE


def test_villages_without_a_polygon_are_left_out() -> None:
    shapes: list[tuple[str, Any]] = [("3399012001", None), ("3399012002", {"type": "Point", "coordinates": [110, -7]})]
    assert not outline(shapes).villages


def test_a_value_at_a_limit_belongs_to_the_upper_class() -> None:
    layers = class_layers({"a": 0.05, "b": 0.06, "c": 0.2, "d": None}, [0.06, 0.10])
    assert [(layer.label, list(layer.codes)) for layer in layers] == [
        ("< 6%", ["a"]),
        ("6–10%", ["b"]),
        ("≥ 10%", ["c"]),
        ("tak ada data", ["d"]),
    ]


def test_more_than_five_classes_or_falling_limits_are_refused() -> None:
    for limits in ([0.1, 0.2, 0.3, 0.4, 0.5], [0.2, 0.1], []):
        with pytest.raises(PartIncomplete):
            class_layers({"a": 0.1}, limits)


def test_a_map_without_its_table_or_source_is_refused() -> None:
    drawn = outline(sample_shapes())
    layers = [MapLayer("blank", list(drawn.villages))]
    with pytest.raises(PartIncomplete, match="table"):
        VillageMap(drawn, "Peta desa.", "desa", "wilayah_desa.csv", layers)
    with pytest.raises(PartIncomplete, match="source"):
        VillageMap(drawn, "Peta desa.", "desa", "", layers, table_url="#daftar")


@pytest.mark.reference
def test_a_real_district_of_494_villages_stays_light(reference: Path) -> None:
    content = json.loads((reference / "boundaries" / "desa_33.06_purworejo.geojson").read_text())
    shapes = [(one["properties"]["kode"].replace(".", ""), one["geometry"]) for one in content["features"]]
    drawn = outline(shapes)
    whole = "".join(drawn.villages.values()) + drawn.borders
    assert len(drawn.villages) == 494
    assert len(gzip.compress(whole.encode())) < 22_000
