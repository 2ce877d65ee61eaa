"""What a person asked for on the command line, as plain values that a result and a frozen decision carry."""

from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, cast

from sanding.targeting.goalposts import Unit
from sanding.targeting.rank import Method


@dataclass(frozen=True)
class RankChoice:
    """``year`` is the year of the first wave; ``waves`` how many kecamatan begin in each year."""

    vintage: str
    method: Method
    unit: Unit
    quota: int
    waves: tuple[int, ...]
    year: int

    @property
    def on(self) -> date:
        """The day whose parameters hold."""
        return date(self.year, 1, 1)

    def record(self) -> dict[str, Any]:
        return {**asdict(self), "waves": list(self.waves)}

    @classmethod
    def read(cls, record: dict[str, Any]) -> "RankChoice":
        return cls(**{**record, "waves": tuple(record["waves"])})


@dataclass(frozen=True)
class PairChoice:
    """Locks and bans as (agency code, village code); ``time_limit`` in seconds."""

    year: int
    unit: Unit
    time_limit: float
    locks: tuple[tuple[str, str], ...] = field(default=())
    bans: tuple[tuple[str, str], ...] = field(default=())

    @property
    def on(self) -> date:
        return date(self.year, 1, 1)

    def record(self) -> dict[str, Any]:
        return {**asdict(self), "locks": [list(one) for one in self.locks], "bans": [list(one) for one in self.bans]}

    @classmethod
    def read(cls, record: dict[str, Any]) -> "PairChoice":
        pairs = {name: tuple(cast(tuple[str, str], tuple(one)) for one in record[name]) for name in ("locks", "bans")}
        return cls(**{**record, **pairs})
