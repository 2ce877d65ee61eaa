"""Agencies to villages, goal after goal (S1.5, S3.1), each proven or with its gap; rules that fight are named."""

import math
from dataclasses import dataclass

import numpy as np
import polars as pl

from sanding.pairing.conflicts import Conflict, find_conflicts
from sanding.pairing.goals import Stage, overload
from sanding.pairing.problem import POINT, Problem, Whole
from sanding.pairing.rules import Broken, check_pairing
from sanding.pairing.solve import NOBODY
from sanding.pairing.staged import StagedModel


@dataclass(frozen=True, eq=False)
class Pairing:
    """The answer.

    agency_of   agency index per village, int64; -1 nobody
    stages      the goals in order, with proof or gap
    conflicts   rules that cannot hold together; empty if all can
    runner_up   worth of the best other pairing with the same earlier goals [points]; None if unknown
    """

    problem: Problem
    agency_of: Whole
    stages: tuple[Stage, ...]
    conflicts: tuple[Conflict, ...]
    runner_up: float | None

    @property
    def proven(self) -> bool:
        return all(stage.proven for stage in self.stages)

    @property
    def status(self) -> str:
        """In words: proven, or which goal stopped with which gap; and whether rules had to give way."""
        still_open = [stage for stage in self.stages if not stage.proven]
        if still_open:
            parts = ", ".join(_open_words(stage) for stage in still_open)
            words = f"Terbaik yang ditemukan sampai batas waktu; belum terbukti pada {parts}"
        else:
            words = "Terbukti terbaik pada semua tahap"
        if self.conflicts:
            words += f"; {len(self.conflicts)} pertentangan aturan harus diputuskan"
        return words + "."

    def pairs(self) -> pl.DataFrame:
        """PAIRS of the year, ordered by village."""
        found = np.flatnonzero(self.agency_of != NOBODY)
        agencies, villages = self.problem.agency_codes, self.problem.village_codes
        return pl.DataFrame(
            {
                "year": [self.problem.year] * len(found),
                "agency_code": [agencies[self.agency_of[v]] for v in found],
                "village_code": [villages[v] for v in found],
            },
            schema={"year": pl.Int64, "agency_code": pl.String, "village_code": pl.String},
        )

    def villages_without(self) -> list[str]:
        """Codes of priority villages that nobody stands beside (S1.5: always shown)."""
        return [code for code, agency in zip(self.problem.village_codes, self.agency_of, strict=True) if agency < 0]

    def agencies_without(self) -> list[str]:
        """Codes of agencies that have no village (S3.1: always shown)."""
        busy = set(self.agency_of.tolist())
        return [code for index, code in enumerate(self.problem.agency_codes) if index not in busy]

    def overload(self) -> Whole:
        """Load above the fair share per agency, in the problem's unit."""
        return overload(self.problem, self.agency_of)

    def broken_rules(self) -> tuple[Broken, ...]:
        """The rules this pairing does not hold: the smallest loosening where rules fight, else nothing."""
        problem, leads = self.problem, dict.fromkeys(self.problem.village_codes, "")
        leads |= {village: agency for _, agency, village in self.pairs().iter_rows()}
        return check_pairing(
            {village: agency or None for village, agency in leads.items()},
            at_least=dict(zip(problem.agency_codes, problem.min_count.tolist(), strict=True)),
            at_most=dict(zip(problem.agency_codes, problem.max_count.tolist(), strict=True)),
            locks=problem.locks,
            bans=problem.bans,
        )


def assign_agencies(problem: Problem, *, time_limit: float = 30.0) -> Pairing:
    """One lead agency per village, by five goals in fixed order; each keeps what the goals before it reached.

    1 fewest villages without agency; 2 fewest villages outside the agencies' least and most; 3 least load above the
    fair shares; 4 most worth (fit minus distance plus continuity); 5 where several are worth the same, the least sum of
    fixed numbers made from the codes, so that one answer is left whatever the order of rows. Locks and bans always
    hold; a village with two locks, or with a lock that is banned, stays without agency and is named as a conflict.

    time_limit  seconds for all goals together; a goal that is cut short says its gap and may differ on another machine
    """
    conflicts = find_conflicts(problem)
    model = StagedModel(problem)
    model.run(time_limit)
    runner_up = None if model.runner_up is None else model.runner_up / POINT
    return Pairing(problem, model.agency_of, model.stages(), conflicts, runner_up)


def _open_words(stage: Stage) -> str:
    name = stage.label.split(":")[0].lower()
    if stage.goal == "tie":
        return f"{name} (mungkin ada penugasan lain yang setara)"
    if not math.isfinite(stage.gap):
        return f"{name} (celah belum diketahui)"
    return f"{name} (celah {100 * stage.gap:.2f}%)".replace(".", ",")
