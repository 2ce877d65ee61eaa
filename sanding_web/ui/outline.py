"""Village boundaries as small SVG paths: projected, snapped to a grid, shared borders simplified once for both sides.

Borders are cut into arcs at points where the set of neighbours changes; each arc is thinned on its own (Douglas and
Peucker 1973, doi:10.3138/FM57-6770-U75U-7727), so that no gap opens between neighbours.
"""

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sanding_web.ui.nearness import Nearness

Point = tuple[int, int]
Ring = list[Point]
WIDTH = 900
TOLERANCE = 2.5


@dataclass(frozen=True)
class Projection:
    """Longitude and latitude to grid units: equirectangular at the district's middle latitude, north up."""

    west: float
    north: float
    squeeze: float
    scale: float

    def __call__(self, lon: float, lat: float) -> Point:
        return round((lon - self.west) * self.squeeze * self.scale), round((self.north - lat) * self.scale)


@dataclass(frozen=True)
class Outline:
    """A district ready to draw; all coordinates are whole grid units.

    villages     village code -> SVG path of its area
    borders      SVG path of the kecamatan borders and the outer edge
    regions      kecamatan code -> where its label stands
    centres      village code -> middle of its area
    """

    height: int
    projection: Projection
    villages: Mapping[str, str]
    borders: str
    regions: Mapping[str, Point]
    centres: Mapping[str, Point]


def outline(shapes: Iterable[tuple[str, Mapping[str, Any]]]) -> Outline:
    """The outline of (village code, GeoJSON geometry in lon/lat) pairs; empty and unknown geometries are skipped."""
    polygons = {code: _rings(geometry) for code, geometry in shapes if geometry}
    polygons = {code: rings for code, rings in polygons.items() if rings}
    projection, height = _projection(polygons)
    grid = {
        code: [snapped for ring in rings if len(snapped := _snap(ring, projection)) >= 3]
        for code, rings in polygons.items()
    }
    arcs, drawn = _Arcs(grid), {}
    for code, rings in grid.items():
        drawn[code] = [points for ring in rings if len(points := arcs.thinned(ring)) >= 3]
    centres = {code: _centre(rings) for code, rings in grid.items() if rings}
    return Outline(
        height=height,
        projection=projection,
        villages={code: "".join(_path(ring, close=True) for ring in rings) for code, rings in drawn.items()},
        borders=arcs.borders(),
        regions=_regions(grid, centres),
        centres=centres,
    )


def _rings(geometry: Mapping[str, Any]) -> list[list[tuple[float, float]]]:
    kinds: dict[str, Callable[[Any], list[Any]]] = {
        "Polygon": lambda coordinates: [coordinates],
        "MultiPolygon": lambda coordinates: list(coordinates),
    }
    polygons = kinds.get(geometry.get("type", ""), lambda coordinates: [])(geometry.get("coordinates", []))
    return [[(point[0], point[1]) for point in ring] for polygon in polygons for ring in polygon]


def _projection(polygons: Mapping[str, list[list[tuple[float, float]]]]) -> tuple[Projection, int]:
    points = [point for rings in polygons.values() for ring in rings for point in ring]
    if not points:
        return Projection(0.0, 0.0, 1.0, 1.0), WIDTH
    west, east = min(p[0] for p in points), max(p[0] for p in points)
    south, north = min(p[1] for p in points), max(p[1] for p in points)
    squeeze = math.cos(math.radians((south + north) / 2))
    scale = WIDTH / max((east - west) * squeeze, (north - south) / 1.4, 1e-9)
    return Projection(west, north, squeeze, scale), round((north - south) * scale)


def _snap(ring: list[tuple[float, float]], projection: Projection) -> Ring:
    """Grid points of a ring, open (the first is not repeated), without immediate repeats."""
    points: Ring = []
    for lon, lat in ring:
        point = projection(lon, lat)
        if not points or points[-1] != point:
            points.append(point)
    while len(points) > 1 and points[0] == points[-1]:
        points.pop()
    return points


class _Arcs:
    """Knows at which points borders branch, which villages lie along each edge, and thins each arc once."""

    def __init__(self, grid: Mapping[str, list[Ring]]) -> None:
        self.sides: dict[frozenset[Point], set[str]] = defaultdict(set)
        around: dict[Point, set[Point]] = defaultdict(set)
        for code, rings in grid.items():
            for ring in rings:
                for here, there in zip(ring, ring[1:] + ring[:1], strict=True):
                    self.sides[frozenset((here, there))].add(code)
                    around[here].add(there)
                    around[there].add(here)
        self.nodes = {point for point, near in around.items() if len(near) != 2}
        self.nearness = Nearness(grid)
        self.kept: dict[tuple[Point, ...], list[Point]] = {}

    def thinned(self, ring: Ring) -> Ring:
        """The ring with each of its arcs thinned."""
        out: Ring = []
        for arc in self._split(ring):
            out += self._thin(arc)[:-1]
        return out

    def _split(self, ring: Ring) -> list[Ring]:
        cuts = [at for at, point in enumerate(ring) if point in self.nodes]
        if not cuts:  # an island: cut at its extremes, the same from either side
            cuts = sorted({ring.index(min(ring)), ring.index(max(ring))})
        turned = ring[cuts[0] :] + ring[: cuts[0]] + [ring[cuts[0]]]
        ends = [at - cuts[0] for at in cuts] + [len(ring)]
        return [turned[start : end + 1] for start, end in zip(ends, ends[1:], strict=False)]

    def _thin(self, arc: Ring) -> Ring:
        key = min(tuple(arc), tuple(reversed(arc)))
        if key not in self.kept:
            self.kept[key] = _douglas_peucker(list(key))
        return self.kept[key] if key == tuple(arc) else self.kept[key][::-1]

    def borders(self) -> str:
        """Edges between two kecamatan, or at the outer edge, as one path; an edge known from both sides comes once."""
        found: list[str] = []
        for arc, points in self.kept.items():
            run: Ring = []
            for start, end in zip(points, points[1:], strict=False):
                if self._is_border(self.sides[frozenset(arc[:2])], start, end):
                    run = [*run, end] if run else [start, end]
                elif run:
                    found.append(_path(run, close=False))
                    run = []
            if run:
                found.append(_path(run, close=False))
        return "".join(found)

    def _is_border(self, villages: set[str], start: Point, end: Point) -> bool:
        if len(villages) > 1:
            return len({code[:6] for code in villages}) > 1
        (owner,) = villages
        other = self.nearness.other_side(owner, start, end)
        return not other or owner[:6] < other[:6]


def _douglas_peucker(points: Ring) -> Ring:
    if len(points) < 3:
        return points
    (x1, y1), (x2, y2) = points[0], points[-1]
    length = math.hypot(x2 - x1, y2 - y1)

    def off(point: Point) -> float:
        if length == 0:
            return math.hypot(point[0] - x1, point[1] - y1)
        return abs((x2 - x1) * (y1 - point[1]) - (x1 - point[0]) * (y2 - y1)) / length

    farthest = max(range(1, len(points) - 1), key=lambda at: off(points[at]))
    if off(points[farthest]) <= TOLERANCE:
        return [points[0], points[-1]]
    return _douglas_peucker(points[: farthest + 1])[:-1] + _douglas_peucker(points[farthest:])


def _path(points: Ring, *, close: bool) -> str:
    (x, y), rest = points[0], points[1:]
    steps, before = [], (x, y)
    for here in rest:
        steps += [here[0] - before[0], here[1] - before[1]]
        before = here
    return f"M{x} {y}l{' '.join(map(str, steps)).replace(' -', '-')}{'z' if close else ''}"


def _area_and_centre(ring: Ring) -> tuple[float, float, float]:
    area = cx = cy = 0.0
    for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True):
        cross = x1 * y2 - x2 * y1
        area, cx, cy = area + cross / 2, cx + (x1 + x2) * cross, cy + (y1 + y2) * cross
    return (abs(area), cx / (6 * area), cy / (6 * area)) if area else (0.0, float(ring[0][0]), float(ring[0][1]))


def _centre(rings: list[Ring]) -> Point:
    _, x, y = max(_area_and_centre(ring) for ring in rings)
    return round(x), round(y)


def _regions(grid: Mapping[str, list[Ring]], centres: Mapping[str, Point]) -> dict[str, Point]:
    sums: dict[str, tuple[float, float, float]] = defaultdict(lambda: (0.0, 0.0, 0.0))
    for code, (x, y) in centres.items():
        area = sum(_area_and_centre(ring)[0] for ring in grid[code]) or 1.0
        weight, across, down = sums[code[:6]]
        sums[code[:6]] = (weight + area, across + x * area, down + y * area)
    return {code: (round(across / weight), round(down / weight)) for code, (weight, across, down) in sums.items()}
