"""What a ranking does not know: the weights people would choose, families since the data day, the measured index."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import numpy as np

from sanding.errors import InputFault
from sanding.parameters import value
from sanding.targeting.methods import Reals

_LOWEST_INDEX = 0.01  # keeps a drawn index a divisor


@dataclass(frozen=True)
class Uncertainty:
    """The figures of the draws; ``record`` goes into the frozen decision.

    certain, out   shares of draws from which a village is *pasti* and up to which it is *tidak*, 0..1
    band           middle part of the drawn ranks that the rank band shows, 0..1
    concentration  of the Dirichlet around the chosen weights; infinite = the weights are taken as they are
    turnover       part of the decile-1 families (or persons) that leave it in a year; as many enter
    spread         relative standard deviation of a whole village's count after one year, growing with √age
    index_error, index_drift, index_substitute   standard deviations of the index: as measured, more for each year,
                   and where a median stands in for it
    counts_age, index_age   years between the data and the decision
    """

    certain: float
    out: float
    band: float
    concentration: float
    turnover: float
    spread: float
    index_error: float
    index_drift: float
    index_substitute: float
    counts_age: float
    index_age: float

    def __post_init__(self) -> None:
        if self.counts_age < 0 or self.index_age < 0:
            raise InputFault(
                "tanggal data lebih baru daripada tanggal keputusan",
                where="uji kekokohan",
                remedy="Periksa tanggal kurun data dan tahun indeks.",
                code="SND-TGT-10",
            )

    @property
    def leaving(self) -> float:
        """Chance that a decile-1 family of the data is none any more."""
        return float(1.0 - (1.0 - self.turnover) ** self.counts_age)

    @property
    def count_spread(self) -> float:
        """Relative standard deviation of a whole village's count at its age."""
        return float(self.spread * np.sqrt(self.counts_age))

    def index_sd(self, substituted: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> Reals:
        """Standard deviation of the index of each village."""
        measured = self.index_error + self.index_drift * self.index_age
        return np.hypot(measured, np.where(substituted, self.index_substitute, 0.0))

    def record(self) -> dict[str, Any]:
        """Plain values for a frozen decision."""
        return asdict(self)


def uncertainty_in_force(on: date, *, counts_on: date, index_year: int) -> Uncertainty:
    """The dated figures, with the age of data of ``counts_on`` and of an index of ``index_year`` on that day.

    An index of a year describes it as a whole; its age is counted from 1 July of it, and never below zero.
    """
    limits, counts, index = (value(f"targeting.{name}", on) for name in ("robustness", "stale_counts", "stale_index"))
    return Uncertainty(
        certain=limits["certain"],
        out=limits["out"],
        band=limits["band"],
        concentration=value("targeting.weight_concentration", on),
        turnover=counts["turnover"],
        spread=counts["spread"],
        index_error=index["error"],
        index_drift=index["drift"],
        index_substitute=index["substitute"],
        counts_age=_years(counts_on, on),
        index_age=max(0.0, _years(date(index_year, 7, 1), on)),
    )


def _years(first: date, last: date) -> float:
    return round((last - first).days / 365.25, 3)


def entering(whole: Reals, part: Reals, leaving: float) -> Reals:
    """Chance that a family outside decile 1 is in it by now: as many are expected to enter as leave.

    Where fewer are outside than leave, all of them enter and the expected count falls.
    """
    outside = whole - part
    return np.minimum(1.0, np.divide(leaving * part, outside, out=np.zeros_like(part), where=outside > 0))


def draw_counts(rng: np.random.Generator, whole: Reals, part: Reals, given: Uncertainty, draws: int) -> Reals:
    """Decile-1 counts village × draw: who stayed (binomial) plus who entered (binomial), times the village's spread."""
    if given.counts_age == 0 or (given.turnover == 0 and given.spread == 0):
        return np.broadcast_to(part[:, None], (len(part), draws))
    shape = (len(part), draws)
    outside, chance = (whole - part).astype(np.int64), entering(whole, part, given.leaving)
    stayed = rng.binomial(part.astype(np.int64)[:, None], 1.0 - given.leaving, shape)
    drawn = (stayed + rng.binomial(outside[:, None], chance[:, None], shape)).astype(np.float64)
    if given.spread > 0:
        sd = given.count_spread
        drawn = np.rint(drawn * np.exp(sd * rng.standard_normal(shape) - sd * sd / 2))
    return np.minimum(drawn, whole[:, None])


def draw_index(rng: np.random.Generator, index: Reals, sd: Reals, draws: int) -> Reals:
    """Village indices village × draw, kept within 0..1."""
    if not np.any(sd > 0):
        return np.broadcast_to(index[:, None], (len(index), draws))
    noise = rng.standard_normal((len(index), draws))
    return np.clip(index[:, None] + sd[:, None] * noise, _LOWEST_INDEX, 1.0)


def draw_weights(
    rng: np.random.Generator, weights: Mapping[str, float], concentration: float, draws: int
) -> dict[str, Reals]:
    """Weights by component, one per draw; a component without weight stays without."""
    weighed = [name for name, weight in weights.items() if weight > 0]
    if np.isinf(concentration) or len(weighed) == 1:
        return {name: np.full(draws, weight) for name, weight in weights.items()}
    drawn = rng.dirichlet([concentration * weights[name] for name in weighed], draws)
    parts = {name: drawn[:, at] for at, name in enumerate(weighed)}
    return {name: parts.get(name, np.zeros(draws)) for name in weights}
