"""The village index: fifty scores per desa, IDM 2023 and 2024 computed from them, Indeks Desa 2025 as given."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from sanding.registry.tables import VILLAGE_INDEX, VILLAGE_NEEDS
from sanding.synthetic.chance import Ints, bell, chance
from sanding.synthetic.places import Places
from sanding.synthetic.words import words

YEARS = (2023, 2024)
_STATUS = (
    (0.8155, "MANDIRI"),
    (0.7072, "MAJU"),
    (0.5989, "BERKEMBANG"),
    (0.4907, "TERTINGGAL"),
    (-1.0, "SANGAT TERTINGGAL"),
)
DIMENSIONS = ("dld", "ds", "de", "dl", "da", "dtkpd")


@dataclass(frozen=True)
class Index:
    """``index`` VILLAGE_INDEX, ``needs`` VILLAGE_NEEDS (2024), ``sheet`` all fifty rows, ``dimensions`` of ID 2025."""

    index: pl.DataFrame
    needs: pl.DataFrame
    sheet: pl.DataFrame
    dimensions: pl.DataFrame


def make_index(seed: int, places: Places) -> Index:
    """Only desa have an index; kelurahan have none."""
    desa = places.in_force.filter(pl.col("kind") == "desa").join(places.traits, on="code").sort("code")
    lists = words("indicators")
    rows = [(dimension, *entry) for dimension in ("IKS", "IKE", "IKL") for entry in lists[dimension]]
    scores = {year: _scores(seed, year, desa, len(rows)) for year in YEARS}
    scores[2024] = np.maximum(scores[2023], scores[2024])  # villages rarely lose what they have
    yearly = [_idm(desa["code"], year, scores[year], [row[0] for row in rows]) for year in YEARS]
    dimensions = _dimensions(seed, desa)
    sheet = _sheet(desa["code"], scores[2024], rows)
    return Index(
        index=VILLAGE_INDEX.conform(pl.concat([*yearly, _given(dimensions)], how="diagonal")),
        needs=VILLAGE_NEEDS.conform(sheet.filter(pl.col("score") < 5)),
        sheet=sheet,
        dimensions=dimensions,
    )


def _scores(seed: int, year: int, desa: pl.DataFrame, count: int) -> Ints:
    """Scores 0..5, lower where life is harder; some indicators are hard everywhere."""
    rng = chance(seed, f"indicator scores {min(year, 2023)}")
    ease = 3.95 + 1.5 * (rng.random(count) - 0.5)
    drawn = ease - 0.8 * desa["hardship"].to_numpy()[:, None] + 1.5 * (rng.random((desa.height, count)) * 2 - 1)
    later = 0.35 * chance(seed, f"index growth {year}").random((desa.height, count)) * (year - 2023)
    return np.asarray(np.clip(np.rint(drawn + later), 0, 5), dtype=np.int64)


def _idm(codes: pl.Series, year: int, scores: Ints, dimension: list[str]) -> pl.DataFrame:
    """IKS, IKE, IKL as shares of the best sum; IDM is their mean (four decimals, as published)."""
    parts = {}
    for name in ("IKS", "IKE", "IKL"):
        columns = scores[:, [place for place, one in enumerate(dimension) if one == name]]
        parts[name.lower()] = np.round(columns.sum(axis=1) / (5 * columns.shape[1]), 4)
    score = np.round((parts["iks"] + parts["ike"] + parts["ikl"]) / 3, 4)
    frame = pl.DataFrame({"village_code": codes, **parts, "score": score, "status": [status_of(one) for one in score]})
    return frame.with_columns(pl.lit(year).alias("year"), pl.lit("IDM").alias("index"))


def status_of(score: float) -> str:
    """The IDM label of a score (Permendesa 2/2016, observed cut-offs)."""
    return next(label for above, label in _STATUS if score > above)


def _sheet(codes: pl.Series, scores: Ints, rows: list[tuple[Any, ...]]) -> pl.DataFrame:
    """One row per desa and indicator; gain = what IDM would rise by if the indicator were full."""
    most = {name: 5 * sum(row[0] == name for row in rows) for name in ("IKS", "IKE", "IKL")}
    entries = pl.DataFrame(
        {
            "dimension": [row[0] for row in rows],
            "indicator": [row[1] for row in rows],
            "activity": [row[2] for row in rows],
            "level": [row[3] for row in rows],
            "actor": [row[4] for row in rows],
            "most": [most[row[0]] for row in rows],
        }
    )
    crossed = codes.alias("village_code").to_frame().join(entries, how="cross", maintain_order="left_right")
    return crossed.with_columns(pl.Series("score", scores.reshape(-1))).with_columns(
        ((5 - pl.col("score")) / (3 * pl.col("most"))).round(6).alias("gain")
    )


def _dimensions(seed: int, desa: pl.DataFrame) -> pl.DataFrame:
    """Indeks Desa 2025: six dimension scores, a score and a label as given; not recomputable from IDM."""
    rng = chance(seed, "indeks desa")
    level = 0.74 - 0.07 * desa["hardship"].to_numpy()
    columns = {name: np.clip(np.round(level + 0.06 * bell(rng, desa.height), 4), 0.2, 0.98) for name in DIMENSIONS}
    score = np.round(sum(columns.values()) / 6, 4)
    return pl.DataFrame(
        {"village_code": desa["code"], **columns, "score": score, "status": [status_of(one) for one in score]}
    )


def _given(dimensions: pl.DataFrame) -> pl.DataFrame:
    return dimensions.select("village_code", "score", "status", pl.lit(2025).alias("year"), pl.lit("ID").alias("index"))
