"""The poverty lines in force on a day, each with its base and source (S4.12); never a figure in code or text."""

from dataclasses import dataclass
from datetime import date

from sanding.parameters import all_parameters, in_force


@dataclass(frozen=True)
class ExtremeLine:
    """Extreme poverty in rupiah per person, as a source published it.

    days           days of a month in that source, by which per_day and per_month agree
    ppp_dollars    the World Bank line behind it, dollars per day at the purchasing power of ``ppp_base``
    year           year the amount is stated for
    """

    per_day: float
    per_month: float
    days: int
    ppp_dollars: float
    ppp_base: int
    year: int
    source: str

    def of_family(self, members: int) -> float:
        """Rupiah per month for a family of so many persons."""
        return self.per_month * members


def extreme_line(on: date) -> ExtremeLine:
    """The line of extreme poverty in force on a day; EngineFault before the first known one."""
    found = in_force("targeting.extreme_poverty_line", on)
    return ExtremeLine(**found.value, source=found.source)


def extreme_lines() -> tuple[tuple[date, ExtremeLine], ...]:
    """Every known line with the day it begins, oldest first. Methods differ: no trend is to be read from them."""
    known = all_parameters()["targeting.extreme_poverty_line"]
    return tuple((one.valid_from, ExtremeLine(**one.value, source=one.source)) for one in known)


def national_line(on: date) -> tuple[float, str]:
    """BPS' national poverty line in force on a day, rupiah per person per month, with its source (domain 6.1)."""
    found = in_force("targeting.poverty_line", on)
    return float(found.value), found.source
