"""Kecamatan and villages of the invented district: codes in 33.99, BPS codes, former names, one code replaced."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from sanding.registry.tables import VILLAGES
from sanding.synthetic.chance import bell, chance
from sanding.synthetic.geometry import Grid, Point, area_km2, centre, distance_km, feature_collection, make_grid, snake
from sanding.synthetic.words import words

DISTRICT_CODE = "3399"
_LISTED_SINCE = date(2015, 1, 1)
_SPLIT_ON = date(2019, 7, 1)
_TOWN = 7  # the number of the kecamatan with the seat


@dataclass(frozen=True)
class Places:
    """Village frames and geometry; ``villages`` also holds the one code no longer in force (valid_to not null)."""

    villages: pl.DataFrame
    kecamatan: pl.DataFrame
    former_names: pl.DataFrame
    boundaries: dict[str, object]
    traits: pl.DataFrame
    seat: tuple[float, float]

    @property
    def in_force(self) -> pl.DataFrame:
        return self.villages.filter(pl.col("valid_to").is_null())


def make_places(seed: int) -> Places:
    """Fourteen kecamatan and 140 villages, 12 of them kelurahan."""
    grid = make_grid(seed)
    frame, rings = _villages(seed, grid)
    town = frame.filter(pl.col("kecamatan_code") == f"{DISTRICT_CODE}{_TOWN:02d}").row(4, named=True)
    seat = (town["lon"], town["lat"])
    former = _former_names(seed, frame)
    return Places(
        villages=VILLAGES.conform(_with_replaced_code(frame)).sort("code"),
        kecamatan=frame.select("kecamatan_code", "kecamatan").unique().sort("kecamatan_code"),
        former_names=former,
        boundaries=feature_collection(frame["code"].to_list(), frame["name"].to_list(), rings),
        traits=_traits(seed, frame, seat),
        seat=seat,
    )


def _villages(seed: int, grid: Grid) -> tuple[pl.DataFrame, list[list[Point]]]:
    """The villages in force in the order of their codes, and their rings in the same order."""
    lists = words("places")
    sizes: list[int] = lists["kecamatan_sizes"]
    names = iter(_names(seed, sum(sizes)))
    path = iter(snake(sum(sizes)))
    rows, rings = [], []
    for number, (kecamatan, size) in enumerate(zip(lists["kecamatan"], sizes, strict=True), start=1):
        wards = lists["kelurahan"].get(number, 0)
        for position in range(size):
            ring = grid.rings[next(path)]
            rows.append(_village(number, kecamatan, position, wards, next(names), ring))
            rings.append(ring)
    order = sorted(range(len(rows)), key=lambda index: str(rows[index]["code"]))
    return pl.DataFrame([rows[index] for index in order]), [rings[index] for index in order]


def _village(number: int, kecamatan: str, position: int, wards: int, name: str, ring: list[Point]) -> dict[str, object]:
    is_ward = position < wards
    serial = 1001 + position if is_ward else 2001 + position - wards
    lon, lat = centre(ring)
    lists = words("places")
    return {
        "code": f"{DISTRICT_CODE}{number:02d}{serial}",
        "name": name,
        "kind": "kelurahan" if is_ward else "desa",
        "kecamatan_code": f"{DISTRICT_CODE}{number:02d}",
        "kecamatan": kecamatan,
        "district_code": DISTRICT_CODE,
        "district": lists["district"],
        "lon": lon,
        "lat": lat,
        "area_km2": area_km2(ring),
        "bps_code": f"{DISTRICT_CODE}{lists['bps_kecamatan'][number - 1]}{position + 1:03d}",
        "valid_from": _LISTED_SINCE,
    }


def _names(seed: int, count: int) -> list[str]:
    """Village names; four of them occur in three kecamatan each, all others once."""
    lists = words("places")
    taken = {*lists["repeated"], *lists["former_names"]}
    joined = [a + b for a in lists["prefixes"] for b in lists["suffixes"] if not b.startswith(a[-3:])]
    joined = [name for name in joined if name not in taken]
    order = chance(seed, "village names").permutation(len(joined))
    names = [joined[index] for index in order[:count]]
    for turn, name in enumerate(lists["repeated"]):
        for place in (5 + turn * 9, 51 + turn * 9, 97 + turn * 9):
            names[place] = name
    return names


def _with_replaced_code(frame: pl.DataFrame) -> pl.DataFrame:
    """One village split off in 2019: its parent got a new code, the old one ended and names its successor."""
    parent = frame.filter(pl.col("code") == f"{DISTRICT_CODE}112009").row(0, named=True)
    heir = f"{DISTRICT_CODE}112010"
    split = pl.col("code").is_in([parent["code"], heir])
    renewed = frame.with_columns(
        pl.when(split).then(pl.lit(_SPLIT_ON)).otherwise("valid_from").alias("valid_from"),
        pl.lit(None, dtype=pl.Date).alias("valid_to"),
        pl.lit(None, dtype=pl.String).alias("successor"),
    )
    ended = renewed.filter(pl.col("code") == parent["code"]).with_columns(
        pl.lit(f"{DISTRICT_CODE}112012").alias("code"),
        pl.lit(None, dtype=pl.Float64).alias("area_km2"),
        pl.lit(None, dtype=pl.String).alias("bps_code"),
        pl.lit(_LISTED_SINCE).alias("valid_from"),
        pl.lit(_SPLIT_ON).alias("valid_to"),
        pl.lit(parent["code"]).alias("successor"),
    )
    return pl.concat([renewed, ended])


def _former_names(seed: int, frame: pl.DataFrame) -> pl.DataFrame:
    """Recorded former names: one row per code (columns code, former_name)."""
    names: list[str] = words("places")["former_names"]
    places = chance(seed, "former names").permutation(frame.height)[: len(names)]
    return pl.DataFrame({"code": frame["code"].gather(np.sort(places)).to_list(), "former_name": names})


def _traits(seed: int, frame: pl.DataFrame, seat: tuple[float, float]) -> pl.DataFrame:
    """What drives people and needs: code, size weight, remoteness 0..1, hardship (about -1..2, more is poorer)."""
    rng = chance(seed, "village traits")
    far = distance_km(frame["lon"].to_numpy(), frame["lat"].to_numpy(), seat)
    ward = (frame["kind"] == "kelurahan").to_numpy()
    remoteness = far / far.max()
    size = (0.35 + rng.random(frame.height) + rng.random(frame.height) * rng.random(frame.height)) * np.where(
        ward, 1.9, 1.0
    )
    hardship = 1.5 * remoteness - 0.62 + 0.38 * bell(rng, frame.height) - 0.35 * ward
    return pl.DataFrame({"code": frame["code"], "size": size, "remoteness": remoteness, "hardship": hardship})
