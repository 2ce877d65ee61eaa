"""A list made by hand held against the rules and the best: what it breaks, what it costs, where it differs."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from sanding.errors import InputFault
from sanding.pairing.assign import Pairing
from sanding.pairing.goals import Goal
from sanding.pairing.problem import POINT, Problem
from sanding.pairing.rules import Broken
from sanding.pairing.solve import NOBODY
from sanding.pairing.what_if import PRICED, prices


@dataclass(frozen=True, eq=False)
class HandMade:
    """A hand-made list as a pairing of the same problem.

    pairing      the list; it has no stages, since nothing was sought
    broken       the rules it does not hold
    prices       per goal of ``PRICED`` what it is worse by than the best: villages, villages, load, points. Points may
                 be below 0 where it breaks an earlier goal; the earlier goal weighs first
    differences  village_code, agency_best, agency_hand (null where none), points_best, points_hand, difference
                 [points, hand less best], same; ordered by village
    strangers    pairs of the list that could not be used: agency or village takes no part
    """

    pairing: Pairing
    broken: tuple[Broken, ...]
    prices: dict[Goal, float]
    differences: pl.DataFrame
    strangers: tuple[tuple[str, str], ...]

    @property
    def as_good(self) -> bool:
        """Whether it is worth exactly as much as the best in every goal."""
        return all(self.prices[goal] == 0 for goal in PRICED)


def compare_hand_made(best: Pairing, listed: pl.DataFrame) -> HandMade:
    """Compare a list with a pairing of the same year.

    listed  village_code, agency_code; other columns are left aside
    Raises  InputFault where a village stands in it with two agencies
    """
    problem = best.problem
    pairs = listed.select("village_code", "agency_code").drop_nulls().unique(maintain_order=True)
    twice = pairs.filter(pl.col("village_code").is_duplicated())["village_code"].unique().sort().to_list()
    if twice:
        raise InputFault(
            f"desa dengan dua pendamping utama pada daftar buatan tangan: {', '.join(twice)}",
            where="daftar buatan tangan",
            remedy="Sisakan satu pendamping utama per desa; yang lain jadikan pendukung.",
            code="SND-PAIR-10",
        )
    units, places = set(problem.agency_codes), set(problem.village_codes)
    usable = {village: agency for village, agency in pairs.iter_rows() if village in places and agency in units}
    strangers = tuple(sorted((a, v) for v, a in pairs.iter_rows() if usable.get(v) != a))
    index = {code: n for n, code in enumerate(problem.agency_codes)}
    agency_of = np.array([index.get(usable.get(code, ""), NOBODY) for code in problem.village_codes], dtype=np.int64)
    hand = Pairing(problem, agency_of, (), (), None)
    return HandMade(hand, hand.broken_rules(), prices(best, hand), _differences(problem, best, hand), strangers)


def _differences(problem: Problem, best: Pairing, hand: Pairing) -> pl.DataFrame:
    codes, points = problem.agency_codes, problem.points / POINT
    rows = []
    for v, village in enumerate(problem.village_codes):
        names, worth = [], []
        for one in (best, hand):
            agency = int(one.agency_of[v])
            names.append(None if agency == NOBODY else codes[agency])
            worth.append(0.0 if agency == NOBODY else float(points[agency, v]))
        rows.append((village, *names, *worth, round(worth[1] - worth[0], 2), names[0] == names[1]))
    schema = {
        "village_code": pl.String, "agency_best": pl.String, "agency_hand": pl.String, "points_best": pl.Float64,
        "points_hand": pl.Float64, "difference": pl.Float64, "same": pl.Boolean,
    }  # fmt: skip
    return pl.DataFrame(rows, schema=schema, orient="row")
