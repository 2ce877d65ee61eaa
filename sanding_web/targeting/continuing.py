"""Where the desk begins in a year that an earlier plan reaches: its waves go on, and carried villages keep theirs."""

from dataclasses import replace

import polars as pl

from sanding_web.targeting.choice import Choice
from sanding_web.targeting.inputs import Inputs
from sanding_web.targeting.progress_queries import places


def continued(first: Choice, year: int, inputs: Inputs) -> Choice:
    """The start of the desk, with the waves that the lists of earlier years planned for this year and later.

    The quota then is what the plan still holds and the carried villages together. Without such a plan the start stays.
    """
    planned = [one for one in places(year - 1) if one.wave_year >= year]
    if not planned:
        return first
    began: dict[str, int] = {}
    for one in sorted(planned, key=lambda place: -place.wave_year):
        began[one.village.kecamatan_code] = one.wave_year - year + 1
    waves = {code: began.get(code, 0) for code in sorted(inputs.villages["kecamatan_code"].unique())}
    standing = inputs.villages.filter(pl.col("code").is_in([one.village.code for one in planned])).height
    quota = standing + (0 if inputs.carried is None else inputs.carried.height)
    return replace(first, waves=waves, quota=max(1, min(quota, inputs.villages.height)))
