"""Where a village lies when its table does not say: the middle of its polygon."""

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl


def with_points(villages: pl.DataFrame, polygons: Mapping[str, Mapping[str, Any]]) -> pl.DataFrame:
    """VILLAGES with lon and lat filled from GeoJSON geometries by code; what the table itself says stays."""
    rows = [(code, *centre(geometry)) for code, geometry in polygons.items()]
    points = pl.DataFrame(rows, schema={"code": pl.String, "x": pl.Float64, "y": pl.Float64}, orient="row")
    joined = villages.join(points, on="code", how="left", maintain_order="left")
    return joined.with_columns(lon=pl.coalesce("lon", "x"), lat=pl.coalesce("lat", "y")).drop("x", "y")


def centre(geometry: Mapping[str, Any]) -> tuple[float, float]:
    """Centre of area of the largest outer ring, in degrees, five decimals.

    >>> centre({"type": "Polygon", "coordinates": [[[0, 0], [4, 0], [4, 2], [0, 2], [0, 0]]]})
    (2.0, 1.0)
    """
    shapes = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    area, x, y = max((_centre_of(shape[0]) for shape in shapes), key=lambda one: abs(one[0]))
    return round(x, 5), round(y, 5)


def _centre_of(ring: Sequence[Sequence[float]]) -> tuple[float, float, float]:
    """Twice the signed area and the centre of a closed ring; measured from its first point, for exactness."""
    (x0, y0), twice, x, y = ring[0][:2], 0.0, 0.0, 0.0
    for one, other in zip(ring, ring[1:], strict=False):
        ax, ay, bx, by = one[0] - x0, one[1] - y0, other[0] - x0, other[1] - y0
        cross = ax * by - bx * ay
        twice, x, y = twice + cross, x + (ax + bx) * cross, y + (ay + by) * cross
    if not twice:
        return 0.0, x0, y0
    return twice, x0 + x / (3 * twice), y0 + y / (3 * twice)
