"""Ranking: 5,000 robustness draws over 500 villages (design.md 7), and one list while weights move."""

import time
from collections.abc import Callable
from datetime import date

import numpy as np
import polars as pl

from benchmarks.line import Line
from sanding.registry.tables import VILLAGE_COUNTS, VILLAGE_INDEX, VILLAGES
from sanding.targeting.goalposts import rank_parameters
from sanding.targeting.methods import METHODS
from sanding.targeting.rank import kecamatan_ranking, rank_villages
from sanding.targeting.robustness import draw_robustness
from sanding.targeting.uncertainty import uncertainty_in_force
from sanding.targeting.waves import assign_waves, automatic_plan

SIZE = 500
DRAWS = 5_000
SEED = 3399
ON = date(2026, 11, 21)
_REPEATS = 3


def run(size: int = SIZE) -> list[Line]:
    """The bound of the draws for the weighted list, then every method and the list alone, for reading."""
    tables = _district(size)
    lines = [
        Line(f"ranking, {DRAWS:,} draws x {size:,} villages", _best(lambda: _draws(tables, "weighted")), 2.0, "s"),
        *(
            Line(
                f"seconds, {DRAWS:,} draws by {method}", _best(lambda m=method: _draws(tables, m), 1), float("inf"), "s"
            )  # type: ignore[misc]
            for method in METHODS
        ),
    ]
    return [*lines, Line(f"list of {size:,} villages with waves", _best(lambda: _listed(tables)), 0.3, "s")]


def _district(size: int) -> dict[str, pl.DataFrame]:
    rng = np.random.default_rng(SEED)
    codes = [f"3399{n // 20 + 1:02d}{1 if n % 20 == 0 else 2}{n % 20 + 1:03d}" for n in range(size)]
    families = rng.integers(300, 4_000, size)
    first = rng.binomial(families, rng.beta(2, 8, size))
    villages = pl.DataFrame({"code": codes}).with_columns(
        name=pl.lit("Rekaan ") + pl.col("code").str.slice(4),
        kind=pl.when(pl.col("code").str.slice(6, 1) == "1").then(pl.lit("kelurahan")).otherwise(pl.lit("desa")),
        kecamatan_code=pl.col("code").str.slice(0, 6),
        kecamatan=pl.lit("Kecamatan ") + pl.col("code").str.slice(4, 2),
        district_code=pl.lit("3399"),
        district=pl.lit("Serayu Kulon"),
    )
    counts = pl.DataFrame({"village_code": codes, "families": families, "families_d1": first}).with_columns(
        families_d1_2="families_d1", persons=pl.col("families") * 3, persons_d1=pl.col("families_d1") * 3
    )
    index = villages.filter(pl.col("kind") == "desa").select(village_code="code", year=2024, index=pl.lit("IDM"))
    scored = index.with_columns(score=pl.Series(rng.uniform(0.55, 0.97, index.height)))
    return {
        "counts": VILLAGE_COUNTS.conform(counts),
        "villages": VILLAGES.conform(villages),
        "index": VILLAGE_INDEX.conform(scored),
    }


def _draws(tables: dict[str, pl.DataFrame], method: str) -> None:
    uncertainty = uncertainty_in_force(ON, counts_on=date(2025, 7, 31), index_year=2024)
    draw_robustness(
        **tables, parameters=rank_parameters(ON), unit="keluarga", quota=len(tables["villages"]) // 4, seed=SEED,
        draws=DRAWS, uncertainty=uncertainty, method=method,
    )  # type: ignore[arg-type]  # fmt: skip


def _listed(tables: dict[str, pl.DataFrame]) -> None:
    parameters = rank_parameters(ON)
    ranked = rank_villages(**tables, method="weighted", parameters=parameters, unit="keluarga")
    above = kecamatan_ranking(ranked, "IDM", method="weighted", parameters=parameters, unit="keluarga")
    plan = automatic_plan(above, sizes=(5, 5, 4), first_year=2026)
    assign_waves(ranked, len(ranked) // 4, plan, category=parameters.category)


def _best(work: Callable[[], object], repeats: int = _REPEATS) -> float:
    """Seconds of the quickest of a few runs."""
    taken = []
    for _ in range(repeats):
        begin = time.perf_counter()
        work()
        taken.append(time.perf_counter() - begin)
    return min(taken)
