"""NIK and No. KK of the invented people: region 33.99, date, women's day + 40, serial; every number once."""

import numpy as np
import polars as pl

from sanding.synthetic.chance import Flags, Ints
from sanding.synthetic.naming import spread

_SERIALS = 10_000


def make_nik(region: Ints, birth: Ints, female: Flags) -> Ints:
    """NIK as whole numbers: region (six digits), birth date (women: day + 40), serial from 0001 in order of rows."""
    return _number(region, birth, np.where(female, 40, 0))


def make_kk(region: Ints, issued: Ints, taken: Ints) -> Ints:
    """No. KK as whole numbers; none equals a NIK in ``taken``."""
    numbers = _number(region, issued, np.zeros(len(region), dtype=np.int64))
    for _ in range(40):
        clash = np.isin(numbers, taken) | ~pl.Series(numbers).is_first_distinct().to_numpy()
        if not clash.any():
            return numbers
        numbers = np.where(clash, numbers + 1, numbers)
    raise AssertionError("no free KK serial left")


def _number(region: Ints, day: Ints, plus: Ints) -> Ints:
    dates = pl.Series("day", day).cast(pl.Int32).cast(pl.Date)
    parts = (dates.dt.day().to_numpy().astype(np.int64) + plus) * 10_000
    parts += dates.dt.month().to_numpy().astype(np.int64) * 100 + dates.dt.year().to_numpy().astype(np.int64) % 100
    stem = region * 1_000_000 + parts
    return stem * _SERIALS + 1 + spread(stem)


def as_text(numbers: Ints) -> pl.Series:
    return pl.Series("number", numbers).cast(pl.String)
