"""Cuts over three rows at once: of three villages or agencies, shares that hold two of them can stand only once.

Subset-row cuts: Jepsen, Petersen, Spoorendonk and Pisinger 2008, doi:10.1287/opre.1070.0449.
"""

import numpy as np
import numpy.typing as npt

from sanding.pairing.problem import Real

Triple = tuple[int, int, int]

_PER_ROUND = 40
_VIOLATED = 0.05


def violated_triples(standing: npt.NDArray[np.bool_], values: Real) -> list[Triple]:
    """The rows taken three at a time whose cut the relaxed solution breaks most.

    standing  row × share, whether the share stands in the row; values the share's part in the solution, 0..1
    """
    used = (values > 1e-7) & (values < 1 - 1e-7)
    part, z = standing[:, used].astype(float), values[used]
    rows = np.flatnonzero(part.any(axis=1))
    part = part[rows]
    both = (part * z) @ part.T
    found: list[tuple[float, Triple]] = []
    for i in range(len(rows) - 2):
        rest = slice(i + 1, None)
        three = (part[rest] * (z * part[i])) @ part[rest].T
        sums = both[i, rest][:, None] + both[i, rest][None, :] + both[rest, rest] - 2 * three
        for j, k in zip(*np.nonzero(np.triu(sums, 1) > 1 + _VIOLATED), strict=True):
            found.append((float(sums[j, k]), (int(rows[i]), int(rows[i + 1 + j]), int(rows[i + 1 + k]))))
    found.sort(key=lambda one: (-one[0], one[1]))
    return [triple for _, triple in found[:_PER_ROUND]]


def holders(standing: npt.NDArray[np.bool_], triple: Triple) -> npt.NDArray[np.int32]:
    """The shares that stand in at least two rows of a triple."""
    return np.flatnonzero(standing[list(triple)].sum(axis=0) >= 2).astype(np.int32)
