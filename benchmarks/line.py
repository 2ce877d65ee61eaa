"""One bound and what was measured: printed as ``ok`` or ``SHORT``."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Line:
    """``measured`` must be at most (or, with ``atleast``, at least) ``bound``; ``note`` says why it is None.

    A line without a bound is only told.
    """

    name: str
    measured: float | None
    bound: float | None
    unit: str = ""
    sense: Literal["atmost", "atleast"] = "atmost"
    note: str = ""

    @property
    def ok(self) -> bool:
        if self.bound is None:
            return True
        if self.measured is None:
            return False
        return self.measured <= self.bound if self.sense == "atmost" else self.measured >= self.bound

    def __str__(self) -> str:
        shown = "not measured" if self.measured is None else f"{self.measured:.3g}"
        if self.bound is None:
            return f"      {self.name}: {shown} {self.unit} {self.note}".rstrip()
        sign = "<=" if self.sense == "atmost" else ">="
        verdict = "ok" if self.ok else "SHORT"
        return f"{verdict:5} {self.name}: {shown} {sign} {self.bound:g} {self.unit} {self.note}".rstrip()
