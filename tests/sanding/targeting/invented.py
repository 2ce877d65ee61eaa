"""Invented villages in region codes that do not exist, for the tests of targeting and pairing."""

import datetime

import numpy as np
import polars as pl

from sanding.registry.tables import VILLAGE_COUNTS, VILLAGE_INDEX, VILLAGES
from sanding.targeting.goalposts import RankParameters, rank_parameters

TODAY = datetime.date(2026, 11, 21)


def parameters() -> RankParameters:
    return rank_parameters(TODAY)


def villages(*, kecamatan: int = 4, each: int = 6, kelurahan: int = 1) -> pl.DataFrame:
    """VILLAGES: in every kecamatan the first ``kelurahan`` villages are kelurahan."""
    codes = [
        f"3399{k:02d}{1 if i <= kelurahan else 2}{i:03d}" for k in range(1, kecamatan + 1) for i in range(1, each + 1)
    ]
    frame = pl.DataFrame(
        {
            "code": codes,
            "name": [f"Rekaan {code[4:]}" for code in codes],
            "kind": ["kelurahan" if code[6] == "1" else "desa" for code in codes],
            "kecamatan_code": [code[:6] for code in codes],
            "kecamatan": [f"Kecamatan {code[4:6]}" for code in codes],
            "district_code": ["3399"] * len(codes),
            "district": ["Serayu Kulon"] * len(codes),
            "lon": [109.5 + 0.01 * (n % 7) for n in range(len(codes))],
            "lat": [-7.0 - 0.01 * (n % 5) for n in range(len(codes))],
        }
    )
    return VILLAGES.conform(frame)


def counts(places: pl.DataFrame, seed: int) -> pl.DataFrame:
    """VILLAGE_COUNTS with small numbers, so that equal scores happen."""
    rng = np.random.default_rng(seed)
    families = rng.integers(5, 60, places.height)
    first = rng.integers(0, families + 1)
    return VILLAGE_COUNTS.conform(
        pl.DataFrame(
            {
                "village_code": places["code"],
                "families": families,
                "families_d1": first,
                "families_d1_2": families,
                "persons": families * 3,
                "persons_d1": rng.integers(0, families * 3 + 1),
            }
        )
    )


def index(places: pl.DataFrame, seed: int) -> pl.DataFrame:
    """VILLAGE_INDEX of IDM 2024 for the desa; kelurahan have none."""
    rng = np.random.default_rng(seed + 1)
    desa = places.filter(pl.col("kind") == "desa")
    return VILLAGE_INDEX.conform(
        desa.select(
            village_code="code",
            year=2024,
            index=pl.lit("IDM"),
            score=pl.Series(np.round(rng.uniform(0.55, 0.95, desa.height), 2)),
        )
    )
