"""What the five source districts give, as plain figures: lists by every method, robustness, pairing, small changes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from sanding.pairing.assign import Pairing
from sanding.pairing.churn import Resettled, loss_table
from sanding.targeting.disagreement import compare_methods, rank_correlations
from sanding.targeting.goalposts import RankParameters
from sanding.targeting.methods import METHODS, Method
from sanding.targeting.robustness import draw_robustness
from sanding.targeting.uncertainty import uncertainty_in_force
from scripts.reference_cases import (
    SEED,
    STARTS,
    Case,
    District,
    in_waves,
    load_district,
    paired,
    problem_of,
    ranked_by,
    read_boundaries,
)

TIME_LIMIT = 900.0
DRAWS = 5_000
COUNTED_ON = date(2026, 9, 30)
LOSSES = (0.0, 0.01, 0.05)
DRAWN: tuple[Method, ...] = ("pemalang", "share", "weighted")


@dataclass(frozen=True)
class Run:
    """What one district gave."""

    district: District
    polygons: int
    lists: Mapping[Method, pl.DataFrame]
    waves: pl.DataFrame
    draws: Mapping[Method, pl.DataFrame]
    pairing: Pairing
    changes: Mapping[str, tuple[Resettled, ...]]

    def chosen(self, method: Method) -> list[str]:
        """Codes of the villages that a method puts first, as many as the quota."""
        ranked = self.lists[method].filter(pl.col("rank").is_not_null()).sort("rank")
        return ranked["village_code"].head(self.district.case.quota).to_list()


def run_case(reference: Path, case: Case, parameters: RankParameters) -> Run:
    """Rank by every method, draw, phase, pair and change one district."""
    district = load_district(reference, case)
    lists = {method: ranked_by(district, method, parameters) for method in METHODS}
    waves = in_waves(district, lists["pemalang"], parameters)
    pairing = paired(district, waves, time_limit=TIME_LIMIT)
    shapes = len(set(read_boundaries(reference, case.code)) & set(district.villages["code"]))
    drawn = {method: _drawn(district, method, parameters) for method in DRAWN}
    return Run(district, shapes, lists, waves, drawn, pairing, _changes(district, waves, pairing))


def _drawn(district: District, method: Method, parameters: RankParameters) -> pl.DataFrame:
    return draw_robustness(
        district.counts, district.villages, district.index, parameters=parameters, unit="keluarga",
        quota=district.case.quota, uncertainty=uncertainty_in_force(STARTS, counts_on=COUNTED_ON, index_year=2024),
        seed=SEED, draws=DRAWS, method=method,
    )  # fmt: skip


def _changes(district: District, waves: pl.DataFrame, pairing: Pairing) -> dict[str, tuple[Resettled, ...]]:
    """Solved again after the first pair was banned, and after the unit with most villages was dissolved."""
    before = pairing.pairs()
    agency, village = before.select("agency_code", "village_code").row(0)
    held = before.group_by("agency_code").len().sort("len", "agency_code", descending=[True, False])
    gone = held["agency_code"][0]
    return {
        "one pair banned": loss_table(
            problem_of(district, waves, bans=[(agency, village)]), before, LOSSES, time_limit=TIME_LIMIT
        ),
        f"one unit of {held['len'][0]} villages dissolved": loss_table(
            problem_of(district, waves, gone=gone), before, LOSSES, time_limit=TIME_LIMIT
        ),
    }


def of_method(run: Run, method: Method) -> dict[str, Any]:
    """The villages a method chooses: shared with Pemalang's, mean size, median share, mean index, families reached."""
    chosen, ranked = run.chosen(method), run.lists[method]
    inside = ranked.filter(pl.col("village_code").is_in(chosen))
    return {
        "shared": len(set(chosen) & set(run.chosen("pemalang"))),
        "families": inside["families"].mean(),
        "first": inside["families_d1"].mean(),
        "share": inside["share_d1"].median(),
        "index": inside["index_used"].mean(),
        "reached": inside["families_d1"].sum() / ranked["families_d1"].sum(),
        "of_families": inside["families"].sum() / ranked["families"].sum(),
    }


def of_draws(run: Run, method: Method) -> dict[str, Any]:
    """Villages by class, and how far the village in the last place of the quota moves."""
    drawn = run.draws[method]
    classes = dict(drawn.group_by("class").len().iter_rows())
    last = drawn.filter(pl.col("rank") == run.district.case.quota).row(0, named=True)
    listed = drawn.filter(pl.col("rank") <= run.district.case.quota)
    return {
        **{name: classes.get(name, 0) for name in ("pasti", "batas", "tidak")},
        "unsure_inside": listed.filter(pl.col("class") == "batas").height,
        "band": (last["rank_low"], last["rank_high"]),
    }


def of_disagreement(run: Run) -> dict[str, Any]:
    """What the methods say together, against Pemalang's list."""
    chosen = {method: run.chosen(method) for method in METHODS}
    table = compare_methods(run.lists, chosen)
    quota, own = run.district.case.quota, set(chosen["pemalang"])
    pairs = rank_correlations(run.lists).filter(pl.col("method") == "pemalang").sort("kendall")
    return {
        "by_all": table.filter(pl.col("listed_by") == len(METHODS)).height,
        "disputed": table.filter("disputed").height,
        "borda": len(own & set(table.sort("borda_rank", "village_code")["village_code"].head(quota))),
        "copeland": len(own & set(table.sort("copeland_rank", "village_code")["village_code"].head(quota))),
        "front": table.filter(pl.col("front") == 1).height,
        "front_outside": table.filter((pl.col("front") == 1) & ~pl.col("village_code").is_in(list(own))).height,
        "furthest": pairs.row(0, named=True),
    }


def of_pairing(run: Run) -> dict[str, Any]:
    """Units, loads, distance, proof."""
    problem, pairing = run.pairing.problem, run.pairing
    agencies, villages = len(problem.agency_codes), np.arange(len(problem.load))
    held = np.bincount(pairing.agency_of, minlength=agencies)
    carried = np.bincount(pairing.agency_of, weights=problem.load, minlength=agencies)
    goals = {stage.goal: stage.value for stage in pairing.stages}
    still_open = [f"{stage.goal} {100 * stage.gap:.2f} %" for stage in pairing.stages if not stage.proven]
    return {
        "units": " + ".join(
            f"{n} {kind}" for kind, n in problem.agencies.group_by("kind").len().sort("kind").iter_rows()
        ),
        "villages": len(villages),
        "held": f"{held.min()}–{held.max()}",
        "without": len(pairing.villages_without()),
        "broken": len(pairing.broken_rules()),
        "overload": goals["overload"],
        "heaviest": (carried / problem.fair_share).max(),
        "kilometres": float(np.median(problem.distance[pairing.agency_of, villages])),
        "fit": float(problem.fit[pairing.agency_of, villages].mean()),
        "worth": goals["worth"],
        "next": None if pairing.runner_up is None else goals["worth"] - pairing.runner_up,
        "proof": "all stages" if pairing.proven else f"open: {', '.join(still_open)}",
    }
