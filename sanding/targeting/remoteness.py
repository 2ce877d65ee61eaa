"""How far a village is from the district seat (S4.5 daerah terpencil): straight line × road factor, said openly."""

from datetime import date

import numpy as np
import numpy.typing as npt
import polars as pl

from sanding.parameters import value
from sanding.targeting.tables import REMOTENESS

_EARTH_KM = 6371.0088  # mean radius, IUGG


def straight_line(
    lon_a: npt.ArrayLike, lat_a: npt.ArrayLike, lon_b: npt.ArrayLike, lat_b: npt.ArrayLike
) -> npt.NDArray[np.float64]:
    """Great-circle kilometres between points in WGS84 degrees (haversine).

    >>> round(float(straight_line(109.0, -7.0, 110.0, -7.0)), 2)
    110.37
    """
    lon1, lat1, lon2, lat2 = (np.radians(np.asarray(one, dtype=float)) for one in (lon_a, lat_a, lon_b, lat_b))
    half = np.sin((lat2 - lat1) / 2) ** 2 + np.cos(lat1) * np.cos(lat2) * np.sin((lon2 - lon1) / 2) ** 2
    return np.asarray(2 * _EARTH_KM * np.arcsin(np.sqrt(half)))


def remoteness(villages: pl.DataFrame, *, seat: tuple[float, float], on: date) -> pl.DataFrame:
    """REMOTENESS of every village: an estimate of road kilometres, not a measured road.

    villages  VILLAGES of the whole district, also those that are not ranked: the medians that stand in for villages
              without a point come from this table alone, so that leaving a village off the list moves no other
    seat      longitude and latitude of the district's seat, degrees WGS84
    on        day whose road factor holds (pairing.road_factor, times)
    Returns   road_km null only where no village of the district has a point
    """
    measured = villages.select(village_code="code", kecamatan_code="kecamatan_code").with_columns(
        own=pl.Series(_kilometres(villages, seat, value("pairing.road_factor", on)), dtype=pl.Float64).fill_nan(None)
    )
    near, far = pl.col("own").median().over("kecamatan_code"), pl.col("own").median()
    known, has_near = pl.col("own").is_not_null(), near.is_not_null()
    return REMOTENESS.conform(
        measured.select(
            "village_code",
            road_km=pl.coalesce("own", near, far),
            road_source=pl.when(known)
            .then(pl.lit("titik desa"))
            .when(has_near)
            .then(pl.lit("pengganti: median desa sekecamatan"))
            .when(far.is_not_null())
            .then(pl.lit("pengganti: median desa sekabupaten"))
            .otherwise(pl.lit("tak ada")),
        )
    )


def _kilometres(villages: pl.DataFrame, seat: tuple[float, float], factor: float) -> npt.NDArray[np.float64]:
    lon, lat = (villages[name].cast(pl.Float64).fill_null(float("nan")).to_numpy() for name in ("lon", "lat"))
    return np.asarray(np.round(straight_line(lon, lat, *seat) * factor, 1))
