"""What a person chose at the priority desk, as one plain value that an address, a scenario and a decision can carry."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sanding.targeting.goalposts import Unit
from sanding.targeting.rank import Method

COMPONENTS = ("count", "share", "index")


@dataclass(frozen=True)
class Choice:
    """Method, unit, quota, weights in whole parts, and the wave of each kecamatan (0 = outside; None = by plan)."""

    method: Method
    unit: Unit
    quota: int
    weights: Mapping[str, int]
    waves: Mapping[str, int] | None = field(default=None)

    def record(self) -> dict[str, Any]:
        """Plain values for a scenario or a decision."""
        return {
            "method": self.method,
            "unit": self.unit,
            "quota": self.quota,
            "weights": dict(self.weights),
            "waves": dict(self.waves) if self.waves is not None else None,
        }

    def query(self) -> dict[str, str]:
        """The same as the fields of an address."""
        plain = {"metode": self.method, "satuan": self.unit, "kuota": str(self.quota)}
        plain |= {f"bobot_{name}": str(self.weights[name]) for name in COMPONENTS}
        return plain | {f"gel_{code}": str(wave) for code, wave in (self.waves or {}).items()}
