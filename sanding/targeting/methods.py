"""How villages can be scored (S2.3, TGT-04): one arithmetic for the list, for the draws and for the tornado."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from sanding.targeting.goalposts import RankParameters

Method = Literal["pemalang", "count", "share", "weighted", "topsis", "quadrant_count", "quadrant_share"]
Reals = npt.NDArray[np.float64]

METHODS: dict[Method, str] = {
    "pemalang": "Jumlah desil 1 dibagi indeks (cara Pemalang)",
    "count": "Jumlah desil 1 saja",
    "share": "Bagian desil 1",
    "weighted": "Jumlah terbobot dengan tiang tetap",
    "topsis": "TOPSIS: kedekatan ke keadaan terburuk, tiang tetap",
    "quadrant_count": "Kuadran jumlah desil 1 dan indeks",
    "quadrant_share": "Kuadran bagian desil 1 dan indeks",
}
"""Each gives a village a score from its own figures and fixed goalposts alone, so that dropping a village never
reorders the others. Borda, Copeland and the Pareto front (``disagreement.py``) compare villages and do not hold that.
"""

WITHOUT_INDEX: tuple[Method, ...] = ("count", "share")
WITH_WEIGHTS: tuple[Method, ...] = ("weighted", "topsis")
QUADRANTS: dict[Method, str] = {"quadrant_count": "count", "quadrant_share": "share"}
"""Which need stands beside the index."""
COMPONENT_WORDS = {"count": "jumlah", "share": "bagian", "index": "indeks", "remoteness": "keterpencilan"}
QUADRANT_WORDS = {
    1: "kemiskinan tinggi dan indeks rendah",
    2: "kemiskinan tinggi, indeks tidak rendah",
    3: "kemiskinan tidak tinggi, indeks rendah",
    4: "kemiskinan tidak tinggi dan indeks tidak rendah",
}


@dataclass(frozen=True)
class Figures:
    """What a method reads, as arrays of one shape (village, or village × draw); NaN where unknown.

    part   decile-1 families or persons; index: the village index in use, 0..1
    needs  by component (count, share, index and, where measured, remoteness): 0 at the low goalpost, 1 at the high one
    """

    part: Reals
    share: Reals
    index: Reals
    needs: Mapping[str, Reals]


def scores(method: Method, figures: Figures, weights: Mapping[str, float | Reals], lines: Mapping[str, float]) -> Reals:
    """Score of every place; higher = sooner. NaN where a figure the method needs is unknown.

    weights  parts that sum to 1, each a number or one per draw
    lines    need above which a place counts as high, by component
    """
    if method == "pemalang":
        return figures.part / figures.index + 0.0 * figures.share
    if method == "count":
        return figures.part + 0.0 * figures.share
    if method == "share":
        return figures.share
    if method == "weighted":
        return weighted(figures.needs, weights)
    if method == "topsis":
        return closeness(figures.needs, weights)
    axis = QUADRANTS[method]
    high = quadrant(figures.needs[axis], figures.needs["index"], lines[axis], lines["index"])
    return 5.0 - high + _squeezed((figures.needs[axis] + figures.needs["index"]) / 2)


def weighted(needs: Mapping[str, Reals], weights: Mapping[str, float | Reals]) -> Reals:
    """Weighted sum of the needs, always added in the same order."""
    total: Reals | None = None
    for name, weight in weights.items():
        part = np.asarray(weight * needs[name])
        total = part if total is None else total + part
    assert total is not None
    return total


def closeness(needs: Mapping[str, Reals], weights: Mapping[str, float | Reals]) -> Reals:
    """TOPSIS with a fixed worst and a fixed best place: distance from no need ÷ (that + distance from full need).

    The two ideals are the goalposts, not the extremes of the list, so that the order of two places does not hang on a
    third. Need beyond the high goalpost adds distance from none but has no shortfall left; below the low one likewise.
    Source    Hwang and Yoon 1981, doi:10.1007/978-3-642-48318-9; rank reversal with moving ideals: García-Cascales
              and Lamata 2012, doi:10.1016/j.mcm.2011.12.022
    """
    from_none = weighted_norm({name: np.maximum(need, 0.0) for name, need in needs.items()}, weights)
    from_full = weighted_norm({name: np.maximum(1.0 - need, 0.0) for name, need in needs.items()}, weights)
    return np.asarray(from_none / (from_none + from_full))


def weighted_norm(needs: Mapping[str, Reals], weights: Mapping[str, float | Reals]) -> Reals:
    """Euclidean length of the weighted needs."""
    return np.sqrt(weighted({name: need**2 for name, need in needs.items()}, {k: w * w for k, w in weights.items()}))


def quadrant(poverty: Reals, index: Reals, poverty_line: float, index_line: float) -> Reals:
    """1 both needs high, 2 only poverty, 3 only the index, 4 neither; a place on a line counts as high."""
    poor, weak = poverty >= poverty_line, index >= index_line
    found = np.where(poor, np.where(weak, 1.0, 2.0), np.where(weak, 3.0, 4.0))
    return np.where(np.isnan(poverty) | np.isnan(index), np.nan, found)


def _squeezed(need: Reals) -> Reals:
    """Any need into 0..1 without losing its order, so that no place leaves its quadrant."""
    return np.asarray(0.5 + need / (2.0 * (1.0 + np.abs(need))))


def quadrant_lines(parameters: RankParameters, kind: str, unit: str) -> dict[str, float]:
    """Where the lines lie between the goalposts, as needs."""
    posts = {"count": parameters.count[unit], "share": parameters.share, "index": parameters.index[kind]}
    return {name: one.need(one.dividing) for name, one in posts.items()}
