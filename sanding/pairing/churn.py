"""Small change, few moves: solve again after a change, keeping pairs within a chosen loss of worth (PAIR-06)."""

import math
import time
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from sanding.errors import InputFault
from sanding.pairing.assign import Pairing
from sanding.pairing.columns import TooWide
from sanding.pairing.goals import Sense, allowed_pairs, reached
from sanding.pairing.problem import POINT, Problem, Real, Whole
from sanding.pairing.solve import NOBODY, Answer, chosen
from sanding.pairing.staged import StagedModel
from sanding.pairing.worth import Found

_PART_FOR_SHARES = 0.5
"""Part of the time of a loss that its shares may take before the model of single pairs takes over."""

Columns = npt.NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class Resettled:
    """A pairing after a change that keeps as many pairs as the loss allows.

    loss        share of the best worth that may be given up, 0..1
    pairing     the pairing; its stages are those of the best worth, measured on this pairing
    best_worth  the most worth at the same earlier goals [points]; worth what this pairing reaches [points]
    moves       villages whose companion differs from the previous one (villages without a previous one do not count)
    fewest      no pairing within the loss moves fewer; equal to ``moves`` where proven
    forced      moves that no loss can spare: the previous companion is gone, banned, or another one is locked
    """

    loss: float
    pairing: Pairing
    best_worth: float
    worth: float
    moves: tuple[str, ...]
    fewest: int
    forced: int
    seconds: float

    @property
    def proven(self) -> bool:
        """Whether neither the best worth nor the fewest moves is left open."""
        return self.fewest == len(self.moves) and all(one.proven for one in self.pairing.stages if one.goal != "tie")

    @property
    def given_up(self) -> float:
        """Worth given up to keep pairs [points]."""
        return self.best_worth - self.worth


def keep_pairs(problem: Problem, previous: pl.DataFrame, *, loss: float, time_limit: float = 30.0) -> Resettled:
    """The pairing with the fewest moves against ``previous`` that gives up at most ``loss`` of the best worth.

    Goals in order: coverage, counts, overload (all kept at their best), worth of at least best − loss × |best|, fewest
    moves, then most worth among those, then the fixed tie numbers.

    previous    village_code, agency_code: the pairs that stood before the change; PAIRS will do (one row per village)
    loss        0 keeps only what costs nothing
    time_limit  seconds in all
    Raises      InputFault where a loss is not within 0..1
    """
    return loss_table(problem, previous, (loss,), time_limit=time_limit)[0]


def loss_table(
    problem: Problem, previous: pl.DataFrame, losses: Iterable[float], *, time_limit: float = 60.0
) -> tuple[Resettled, ...]:
    """One answer per loss, from the least: more loss, fewer moves. Arguments as ``keep_pairs``."""
    wanted = sorted(set(losses))
    if any(not 0 <= one <= 1 for one in wanted):
        raise InputFault(
            "kerugian yang dibolehkan harus antara 0 dan 100%",
            where="pasangan yang dipertahankan",
            remedy="Isi misalnya 1% atau 5%.",
            code="SND-PAIR-09",
        )
    begun = time.monotonic()
    model = _KeepingModel(problem, before_of(problem, previous))
    model.run(time_limit * 0.5)
    best = Pairing(problem, model.agency_of, model.stages(), (), None)
    worth = reached(problem, best.agency_of, "worth")
    ends, found = begun + time_limit, list[Resettled]()
    for place, loss in enumerate(wanted):
        left = (ends - time.monotonic()) / (len(wanted) - place)
        found.append(model.keep(best, worth, loss, max(0.5, left)))
    return tuple(found)


def losses_in_words(table: Iterable[Resettled]) -> pl.DataFrame:
    """The loss-against-moves table: loss (share), worth and given_up [points], moves, forced [villages], proven."""
    rows = [(one.loss, one.worth, one.given_up, len(one.moves), one.forced, one.proven) for one in table]
    names = {
        "loss": pl.Float64, "worth": pl.Float64, "given_up": pl.Float64,
        "moves": pl.Int64, "forced": pl.Int64, "proven": pl.Boolean,
    }  # fmt: skip
    return pl.DataFrame(rows, schema=names, orient="row")


def before_of(problem: Problem, previous: pl.DataFrame) -> Whole:
    """The previous agency per village: its index; −1 where there was none; −2 where it takes no part any more."""
    place = {code: index for index, code in enumerate(problem.agency_codes)}
    lead = dict(zip(previous["village_code"], previous["agency_code"], strict=True))
    return np.array(
        [place.get(lead[code], -2) if code in lead else NOBODY for code in problem.village_codes], dtype=np.int64
    )


class _KeepingModel(StagedModel):
    """The staged model, asked after its best worth for the most pairs kept within a loss."""

    def __init__(self, problem: Problem, before: Whole) -> None:
        super().__init__(problem, stay=before)
        self._before = before
        had = np.flatnonzero(before >= 0)
        self._kept = self._x[before[had], had]
        self._had = int((before != NOBODY).sum())
        self._possible = int(allowed_pairs(problem)[before[had], had].sum())
        self._least_worth = self._row_over(self._x.ravel(), problem.points.ravel().astype(float))
        self._least_kept = self._row_over(self._kept, np.ones(len(self._kept)))

    def keep(self, best: Pairing, worth: int, loss: float, seconds: float) -> Resettled:
        """Most pairs kept, then most worth, then the tie numbers, each within the time left."""
        begun = time.monotonic()
        self._ends = begun + seconds
        floor = worth - math.floor(loss * abs(worth) + 1e-9)
        self.agency_of = best.agency_of
        if floor < worth or not self._noted["tie"][1]:
            most = self._keep_by_shares(worth, floor, seconds)
            most = self._keep_most(floor) if most is None else most
        else:
            most = self._held()
        pairing = Pairing(self.problem, self.agency_of, best.stages, (), None)
        return Resettled(
            loss, pairing, worth / POINT, reached(self.problem, self.agency_of, "worth") / POINT, self._moves(),
            self._had - most, self._had - self._possible, time.monotonic() - begun,
        )  # fmt: skip

    def _keep_by_shares(self, worth: int, floor: int, seconds: float) -> int | None:
        """As ``_keep_most``, far quicker; None where the loss lets more shares matter than can be listed."""
        if self._search is None:
            return None
        self._search.go_on(_PART_FOR_SHARES * seconds)
        try:
            found = self._search.keep_most(Found(self.agency_of, worth), self._before, floor, self._tie_numbers)
        except TooWide:
            return None
        if found is None:
            return None
        self.agency_of = found.agency_of
        return self._held()

    def _keep_most(self, floor: int) -> int:
        """Keep as many pairs as a worth of ``floor`` leaves room for; returns how many no pairing can exceed."""
        self._model.bound_row(self._least_worth, floor - 0.5, np.inf)
        self._model.bound_row(self._least_kept, -np.inf, np.inf)
        self._model.start(self._as_columns(self.agency_of))
        answer = self._ask(self._kept, np.ones(len(self._kept)), "max")
        most = int(math.floor(min(answer.bound, self._possible) + 1e-6)) if len(self._kept) else 0
        kept = self._held()
        self._model.bound_row(self._least_kept, kept - 0.5, np.inf)
        self._ask(self._x.ravel(), self.problem.points.ravel().astype(float), "max")
        now = reached(self.problem, self.agency_of, "worth")
        self._model.bound_row(self._least_worth, now - 0.5, np.inf)
        self._ask(self._x.ravel(), self._tie_numbers.ravel().astype(float), "min")
        return most

    def _row_over(self, columns: Columns, weights: Real) -> int:
        return self._model.row(-np.inf, np.inf, columns, weights)

    def _ask(self, columns: Columns, weights: Real, sense: Sense) -> Answer:
        """Optimise a sum of pairs; takes over what is found."""
        cost = np.zeros(self._model.width)
        cost[columns] = weights
        self._model.objective(cost)
        left = max(0.2, self._ends - time.monotonic())
        answer = self._model.solve(sense=sense, time_limit=left, step=1.0)
        if answer.values is not None:
            self.agency_of = chosen(answer.values, self._x)
            self._model.start(answer.values)
        return answer

    def _held(self) -> int:
        return int(((self.agency_of == self._before) & (self._before >= 0)).sum())

    def _moves(self) -> tuple[str, ...]:
        changed = (self._before != NOBODY) & (self.agency_of != self._before)
        return tuple(self.problem.village_codes[v] for v in np.flatnonzero(changed))
