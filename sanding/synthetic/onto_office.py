"""What an office in a given district would hold besides people: agencies with their seats, and the indicator sheet.

Agencies are invented (names of the usual kind). The indicator sheet keeps the published IKS, IKE and IKL of each desa;
only which indicator lacks how much is invented.
"""

import numpy as np
import polars as pl

from sanding.pairing.tables import AGENCIES
from sanding.registry.tables import VILLAGE_NEEDS
from sanding.synthetic.agencies import make_agencies
from sanding.synthetic.chance import Ints, chance
from sanding.synthetic.words import words

_STAFF, _VEHICLES, _BUDGET, _MOST = 24, 2, 120_000_000, 3
_FULL = 5


def seat_of(villages: pl.DataFrame) -> tuple[float, float]:
    """Where the district's offices stand: the middle of the kelurahan of the kecamatan that has most of them."""
    wards = villages.filter(pl.col("kind") == "kelurahan")
    town = (
        (wards if wards.height else villages)
        .group_by("kecamatan_code")
        .agg(pl.len(), pl.col("lon").mean(), pl.col("lat").mean())
    )
    lon, lat = town.sort(["len", "kecamatan_code"], descending=[True, False]).select("lon", "lat").row(0)
    return float(lon), float(lat)


def invent_agencies(villages: pl.DataFrame, *, seed: int, kinds: tuple[str, ...] = ("PD", "Bagian")) -> pl.DataFrame:
    """AGENCIES: 24 PD and 9 Bagian around the seat; with ``Kecamatan`` the office of every kecamatan in its middle."""
    units = make_agencies(seed, seat_of(villages))
    if "Kecamatan" in kinds:
        units = pl.concat([units, _kecamatan_offices(villages)])
    return units.filter(pl.col("kind").is_in(kinds))


def _kecamatan_offices(villages: pl.DataFrame) -> pl.DataFrame:
    offices = villages.group_by("kecamatan_code", "kecamatan").agg(pl.col("lon").mean(), pl.col("lat").mean())
    return AGENCIES.conform(
        offices.sort("kecamatan_code").select(
            pl.concat_str(pl.lit("KC"), pl.col("kecamatan_code").str.slice(4)).alias("code"),
            pl.concat_str(pl.lit("Kecamatan "), "kecamatan").alias("name"),
            pl.concat_str(pl.lit("KEC. "), pl.col("kecamatan").str.to_uppercase()).alias("short"),
            pl.lit("Kecamatan").alias("kind"),
            pl.lit(_STAFF).alias("staff"),
            pl.lit(_VEHICLES).alias("vehicles"),
            pl.lit(_BUDGET).alias("budget"),
            pl.col("lon", "lat").round(5),
            pl.lit(1).alias("min_villages"),
            pl.lit(_MOST).alias("max_villages"),
        )
    )


def invent_needs(index: pl.DataFrame, *, seed: int) -> pl.DataFrame:
    """VILLAGE_NEEDS whose gaps add up to the published IKS, IKE, IKL of each desa (VILLAGE_INDEX, one IDM year)."""
    table = index.sort("village_code")
    parts = [_dimension(table, name, chance(seed, f"onto needs {name}")) for name in ("IKS", "IKE", "IKL")]
    return VILLAGE_NEEDS.conform(pl.concat(parts)).sort("village_code", "dimension", "indicator")


def _dimension(table: pl.DataFrame, name: str, rng: np.random.Generator) -> pl.DataFrame:
    entries: list[list[str]] = words("indicators")[name]
    most = _FULL * len(entries)
    gap = np.rint((1 - table[name.lower()].to_numpy()) * most).astype(np.int64)
    missing = _spread_gaps(rng, np.clip(gap, 0, most), len(entries))
    place, which = np.nonzero(missing)
    columns = list(zip(*entries, strict=True))
    indicator, activity, level, actor = (pl.Series(values).gather(which) for values in columns)
    lost = pl.Series(missing[place, which])
    return pl.DataFrame(
        {
            "village_code": table["village_code"].gather(place),
            "dimension": [name] * len(place),
            "indicator": indicator,
            "score": _FULL - lost,
            "gain": (lost / (3 * most)).round(6),
            "level": level,
            "actor": actor,
            "activity": activity,
        }
    )


def _spread_gaps(rng: np.random.Generator, gap: Ints, indicators: int) -> Ints:
    """Whole points lost per village and indicator (0..5), drawn without replacement: each row sums to its gap."""
    points = rng.random((len(gap), indicators, _FULL))
    order = points.reshape(len(gap), -1).argsort(axis=1, kind="stable").argsort(axis=1, kind="stable")
    lost: Ints = (order < gap[:, None]).reshape(points.shape).sum(axis=2).astype(np.int64)
    return lost
