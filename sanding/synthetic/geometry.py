"""Polygons that tile: a jittered grid with vertices and edge points shared by neighbours. It lies in the Java Sea."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from sanding.synthetic.chance import Ints, Reals, chance

COLUMNS, ROWS = 14, 10
_WEST, _SOUTH, _CELL = 110.02, -6.31, 0.0254  # degrees; about 2.8 km a side
_KM_LON, _KM_LAT = 110.68, 110.57  # kilometres per degree near 6.2 degrees south
_UNIT = 100_000  # coordinates are whole hundred-thousandths of a degree, so that shared points are equal

Point = tuple[int, int]


@dataclass(frozen=True)
class Grid:
    """Corner points (row, column, lon/lat) and two points on each edge, as whole units."""

    corners: Ints
    across: Ints
    upward: Ints

    def ring(self, cell: int) -> list[Point]:
        """The closed outer ring of a cell, counter-clockwise (RFC 7946)."""
        row, column = divmod(cell, COLUMNS)
        south, north = self.across[row, column], self.across[row + 1, column]
        west, east = self.upward[row, column], self.upward[row, column + 1]
        corner = self.corners
        path = [
            corner[row, column], *south, corner[row, column + 1], *east,
            corner[row + 1, column + 1], *north[::-1], corner[row + 1, column], *west[::-1],
            corner[row, column],
        ]  # fmt: skip
        return [(int(point[0]), int(point[1])) for point in path]

    @cached_property
    def rings(self) -> list[list[Point]]:
        return [self.ring(cell) for cell in range(ROWS * COLUMNS)]


def make_grid(seed: int) -> Grid:
    """Draw the grid: corners jittered and the whole bulged, so that it looks like land and not like a chessboard."""
    rng = chance(seed, "boundaries")
    v, u = np.meshgrid(np.arange(ROWS + 1.0), np.arange(COLUMNS + 1.0), indexing="ij")
    u = u + (rng.random(u.shape) - 0.5) * 0.5
    v = v + (rng.random(v.shape) - 0.5) * 0.5
    middle_u, middle_v = 2 * u / COLUMNS - 1, 2 * v / ROWS - 1
    bulged_u = COLUMNS / 2 * (1 + middle_u * (1.08 - 0.22 * middle_v * middle_v))
    bulged_v = ROWS / 2 * (1 + middle_v * (1.10 - 0.26 * middle_u * middle_u) + 0.08 * middle_u)
    corners = np.stack([_WEST + _CELL * bulged_u, _SOUTH + _CELL * bulged_v], axis=-1)
    across = _edge_points(rng, corners[:, :-1], corners[:, 1:])
    upward = _edge_points(rng, corners[:-1], corners[1:])
    return Grid(_units(corners), _units(across), _units(upward))


def _edge_points(rng: np.random.Generator, start: Reals, end: Reals) -> Reals:
    """Two points a third and two thirds along each edge, pushed aside a little."""
    points = []
    for share in (1 / 3, 2 / 3):
        aside = (rng.random((*start.shape[:-1], 1)) - 0.5) * 0.14
        step = end - start
        normal = np.stack([-step[..., 1], step[..., 0]], axis=-1)
        points.append(start + share * step + aside * normal)
    return np.stack(points, axis=-2)


def _units(degrees: Reals) -> Ints:
    return np.rint(degrees * _UNIT).astype(np.int64)


def twice_area(ring: list[Point]) -> int:
    """Twice the signed area in squared units; positive when counter-clockwise."""
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(ring, ring[1:], strict=False))


def area_km2(ring: list[Point]) -> float:
    """Area in square kilometres on the local plane, three decimals."""
    return round(twice_area(ring) / 2 / _UNIT / _UNIT * _KM_LON * _KM_LAT, 3)


def centre(ring: list[Point]) -> tuple[float, float]:
    """A point inside the ring (mean of its vertices; the cells are nearly convex), lon/lat in degrees."""
    points = ring[:-1]
    lon = sum(point[0] for point in points) / len(points) / _UNIT
    lat = sum(point[1] for point in points) / len(points) / _UNIT
    return round(lon, 5), round(lat, 5)


def snake(cells: int) -> list[int]:
    """All cells in a path through bands of two rows; any run of it is connected, so runs serve as kecamatan."""
    path = []
    for band in range(ROWS // 2):
        columns = range(COLUMNS) if band % 2 == 0 else range(COLUMNS - 1, -1, -1)
        path += [(2 * band + row) * COLUMNS + column for column in columns for row in (0, 1)]
    return path[:cells]


def feature_collection(codes: list[str], names: list[str], rings: list[list[Point]]) -> dict[str, object]:
    """GeoJSON (RFC 7946) with properties kode and nama, one polygon per village in force."""
    features = [
        {
            "type": "Feature",
            "properties": {"kode": code, "nama": name},
            "geometry": {"type": "Polygon", "coordinates": [[[x / _UNIT, y / _UNIT] for x, y in ring]]},
        }
        for code, name, ring in zip(codes, names, rings, strict=True)
    ]
    return {"type": "FeatureCollection", "features": features}


def distance_km(lon: Reals, lat: Reals, to: tuple[float, float]) -> Reals:
    """Straight-line kilometres on the local plane."""
    return np.asarray(np.sqrt(((lon - to[0]) * _KM_LON) ** 2 + ((lat - to[1]) * _KM_LAT) ** 2), dtype=np.float64)
