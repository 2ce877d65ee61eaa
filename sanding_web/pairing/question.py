"""What is asked of the solver, in plain values; with the packed tables it determines the answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sanding.pairing.problem import Pair
from sanding.targeting.goalposts import Unit

Way = Literal["solve", "kept", "hand"]
"""solve: the best of all; kept: the fewest moves within a loss; hand: a list of the office, held against the best."""


@dataclass(frozen=True)
class Question:
    """One question. Whatever is left at its default is not written down, so that older decisions read the same.

    loss     share of the best worth that may be given up to keep pairs, 0..1 (way "kept")
    reason   why the office decides on its own list (way "hand")
    support  most supporting agencies per village, most supported villages per agency; None asks for none
    """

    year: int
    unit: Unit
    parameters: Mapping[str, Any]
    locks: Sequence[Pair]
    bans: Sequence[Pair]
    time_limit: float
    way: Way = "solve"
    loss: float | None = None
    reason: str = ""
    support: tuple[int, int] | None = None

    def record(self) -> dict[str, Any]:
        plain: dict[str, Any] = {
            "year": self.year,
            "unit": self.unit,
            "parameters": dict(self.parameters),
            "locks": sorted(map(list, self.locks)),
            "bans": sorted(map(list, self.bans)),
            "time_limit": self.time_limit,
        }
        more = {
            "way": None if self.way == "solve" else self.way,
            "loss": self.loss,
            "reason": self.reason or None,
            "support": None if self.support is None else list(self.support),
        }
        return plain | {name: found for name, found in more.items() if found is not None}


def read_question(record: Mapping[str, Any]) -> Question:
    """The question that ``Question.record`` wrote."""
    support = record.get("support")
    return Question(
        year=record["year"],
        unit=record["unit"],
        parameters=record["parameters"],
        locks=[(agency, village) for agency, village in record["locks"]],
        bans=[(agency, village) for agency, village in record["bans"]],
        time_limit=record["time_limit"],
        way=record.get("way", "solve"),
        loss=record.get("loss"),
        reason=record.get("reason", ""),
        support=None if support is None else (support[0], support[1]),
    )
