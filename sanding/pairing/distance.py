"""How far an agency's seat is from a village, as road kilometres guessed from the straight line."""

import numpy as np
import numpy.typing as npt
import polars as pl

from sanding.targeting.remoteness import straight_line


def road_distance(
    agencies: pl.DataFrame, villages: pl.DataFrame, *, factor: float
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.bool_]]:
    """Kilometres agency × village and whether each is known; unknown ones stand at the median of the known.

    agencies, villages  frames with lon and lat, null where unknown
    factor              road kilometres per straight kilometre
    """
    here, there = (
        (frame["lon"].cast(pl.Float64).to_numpy(), frame["lat"].cast(pl.Float64).to_numpy())
        for frame in (agencies, villages)
    )
    straight = straight_line(here[0][:, None], here[1][:, None], there[0][None, :], there[1][None, :])
    known = np.isfinite(straight)
    middle = float(np.median(straight[known])) if known.any() else 0.0
    return np.round(np.where(known, straight, middle) * factor, 1), known
