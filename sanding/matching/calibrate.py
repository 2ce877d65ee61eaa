"""The score made true: what a clerk decided on the district's own pairs bends the probability, never the choice.

Platt's logistic curve over the weight in bits, with his prior counts against certainty from few pairs (Platt 1999).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from scipy.optimize import minimize
from scipy.stats import beta

from sanding.matching.tables import CALIBRATION

LEAST_PAIRS, LEAST_OF_EACH = 40, 5
_FIRM = 0.02  # how firmly the curve holds to "as it is" where pairs are few
_LN2 = float(np.log(2))


@dataclass(frozen=True)
class Calibration:
    """probability = 1 / (1 + 2^-(slope · weight + shift)); slope 1 and shift 0 leave the score as it is."""

    slope: float = 1.0
    shift: float = 0.0
    pairs: int = 0

    @property
    def fitted(self) -> bool:
        return self.pairs > 0

    @classmethod
    def fit(cls, weights: Sequence[float], same: Sequence[bool]) -> "Calibration":
        """From reviewed pairs: their weight in bits and whether they were the same person.

        With fewer than 40 pairs, or fewer than 5 of either answer, the score stays as it is.
        """
        answers = np.asarray(same, dtype=np.bool_)
        yes, no = int(answers.sum()), int((~answers).sum())
        if yes + no < LEAST_PAIRS or min(yes, no) < LEAST_OF_EACH:
            return cls()
        bits = np.clip(np.asarray(weights, dtype=np.float64), -40, 40)
        target = np.where(answers, (yes + 1) / (yes + 2), 1 / (no + 2))

        def loss(at: np.ndarray) -> float:
            odds = (at[0] * bits + at[1]) * _LN2
            missed = np.logaddexp(0, -odds) * target + np.logaddexp(0, odds) * (1 - target)
            return float(missed.sum() + _FIRM * ((at[0] - 1) ** 2 + at[1] ** 2))

        found = minimize(loss, np.array([1.0, 0.0]), method="L-BFGS-B", bounds=[(0.01, 10.0), (-40.0, 40.0)])
        return cls(float(found.x[0]), float(found.x[1]), yes + no)

    def apply(self, weights: pl.Expr) -> pl.Expr:
        """The calibrated probability of weights in bits."""
        return 1 / (1 + 2.0 ** (-(self.slope * weights + self.shift).clip(-60, 60)))


def calibration_table(scores: Sequence[float], same: Sequence[bool], *, bins: int = 10) -> pl.DataFrame:
    """CALIBRATION: what was foretold and what was so, in ``bins`` equal parts of the score, empty ones left out.

    The interval is Clopper and Pearson's, 95 %.
    """
    told, answers = np.asarray(scores, dtype=np.float64), np.asarray(same, dtype=np.bool_)
    place = np.minimum((told * bins).astype(np.int64), bins - 1)
    rows = []
    for each in np.unique(place).tolist():
        here = place == each
        count, yes = int(here.sum()), int(answers[here].sum())
        low = float(beta.ppf(0.025, yes, count - yes + 1)) if yes else 0.0
        high = float(beta.ppf(0.975, yes + 1, count - yes)) if yes < count else 1.0
        rows.append((each / bins, (each + 1) / bins, count, float(told[here].mean()), yes / count, low, high))
    return CALIBRATION.conform(pl.DataFrame(rows, schema=CALIBRATION.names, orient="row"))
