"""Boundaries of villages: GeoJSON uploaded by the district, joined by code, with what is missing on either side."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sanding.errors import InputFault
from sanding.registry.regions import Regions

_PROPERTIES = ("kode", "kode_kemendagri", "kode_desa", "kdepum", "kode_kd", "kd_desa", "code", "id")
_LON, _LAT = (94.0, 142.0), (-12.0, 7.0)


@dataclass(frozen=True)
class Boundaries:
    """``polygons``: village code → GeoJSON geometry; codes without a polygon; labels of polygons without a village."""

    polygons: dict[str, dict[str, Any]]
    without_polygon: tuple[str, ...]
    without_village: tuple[str, ...]
    property: str


def load_boundaries(path: Path, regions: Regions) -> Boundaries:
    """Read a GeoJSON FeatureCollection of polygons in longitude and latitude (WGS84).

    Raises InputFault: no GeoJSON, no property that carries village codes, or coordinates outside Indonesia.
    """
    features = _features(path)
    name = _code_property(features, regions, path)
    polygons: dict[str, dict[str, Any]] = {}
    strangers = []
    for number, feature in enumerate(features, start=1):
        code = _code(feature, name)
        geometry = feature.get("geometry") or {}
        if geometry.get("type") not in ("Polygon", "MultiPolygon"):
            continue
        _check_place(geometry, path, number)
        if code not in regions.villages:
            strangers.append(code or f"bentuk ke-{number}")
        elif code in polygons:
            polygons[code] = _merged(polygons[code], geometry)
        else:
            polygons[code] = geometry
    missing = sorted(code for code, one in regions.villages.items() if not one.retired and code not in polygons)
    return Boundaries(polygons, tuple(missing), tuple(strangers), name)


def _features(path: Path) -> list[dict[str, Any]]:
    try:
        content = json.loads(path.read_bytes())
        features = content["features"]
    except (ValueError, KeyError, TypeError):
        raise InputFault(
            "berkas bukan GeoJSON",
            where=path.name,
            remedy="Ekspor batas desa sebagai GeoJSON (WGS84).",
            code="SND-MAP-01",
        ) from None
    return [one for one in features if isinstance(one, dict)]


def _code(feature: dict[str, Any], name: str) -> str:
    properties = {str(key).casefold(): value for key, value in (feature.get("properties") or {}).items()}
    value = properties.get(name) if name != "id" else properties.get("id", feature.get("id"))
    return "".join(one for one in str(value if value is not None else "").removesuffix(".0") if one.isdecimal())


def _code_property(features: list[dict[str, Any]], regions: Regions, path: Path) -> str:
    """The property by which most features name a village that is known."""
    hits = {name: sum(_code(one, name) in regions.villages for one in features) for name in _PROPERTIES}
    best = max(hits, key=lambda name: hits[name])
    if not hits[best]:
        raise InputFault(
            "tidak ada bentuk yang memuat kode desa yang dikenal",
            where=path.name,
            remedy="Beri tiap bentuk atribut kode dengan kode Kemendagri 10 angka.",
            code="SND-MAP-02",
        )
    return best


def _points(coordinates: Any) -> Iterator[tuple[float, float]]:
    if coordinates and isinstance(coordinates[0], int | float):
        yield float(coordinates[0]), float(coordinates[1])
        return
    for inner in coordinates:
        yield from _points(inner)


def _check_place(geometry: dict[str, Any], path: Path, number: int) -> None:
    for lon, lat in _points(geometry.get("coordinates") or []):
        if not (_LON[0] <= lon <= _LON[1] and _LAT[0] <= lat <= _LAT[1]):
            turned = _LON[0] <= lat <= _LON[1] and _LAT[0] <= lon <= _LAT[1]
            raise InputFault(
                f"bentuk ke-{number} di luar Indonesia" + ("; bujur dan lintang tertukar" if turned else ""),
                where=path.name,
                remedy="Ekspor ulang dengan bujur dulu, lalu lintang, dalam derajat WGS84.",
                code="SND-MAP-03",
            )


def _merged(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """Two shapes of one village as one MultiPolygon."""

    def parts(geometry: dict[str, Any]) -> list[Any]:
        return list(geometry["coordinates"]) if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]

    return {"type": "MultiPolygon", "coordinates": parts(one) + parts(other)}
