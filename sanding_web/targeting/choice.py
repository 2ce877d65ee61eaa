"""What a person chose at the priority desk, as one plain value that an address, a scenario and a decision can carry."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sanding.targeting.goalposts import Unit
from sanding.targeting.rank import Method

COMPONENTS = ("count", "share", "index", "remoteness")


@dataclass(frozen=True)
class Choice:
    """Method, unit, quota, weights in whole parts, waves and seeds.

    weights      by component; remoteness only where it weighs anything
    waves        wave of each kecamatan (0 = outside); None = by plan
    wave_quotas  villages by wave number in text; None = one quota for the whole district
    seed         of the robustness draws; lots = of the lots among equals; None = neither was drawn (release 0.1.0)
    """

    method: Method
    unit: Unit
    quota: int
    weights: Mapping[str, int]
    waves: Mapping[str, int] | None = None
    wave_quotas: Mapping[str, int] | None = None
    seed: int | None = None
    lots: str | None = None

    def record(self) -> dict[str, Any]:
        """Plain values for a scenario or a decision; what was not chosen is left out."""
        plain = {
            "method": self.method,
            "unit": self.unit,
            "quota": self.quota,
            "weights": dict(self.weights),
            "waves": dict(self.waves) if self.waves is not None else None,
        }
        if self.wave_quotas is not None:
            plain["wave_quotas"] = dict(self.wave_quotas)
        return plain | {name: kept for name in ("seed", "lots") if (kept := getattr(self, name)) is not None}

    def query(self) -> dict[str, str]:
        """The same as the fields of an address."""
        plain = {"metode": self.method, "satuan": self.unit, "kuota": str(self.quota)}
        plain |= {f"bobot_{name}": str(self.weights.get(name, 0)) for name in COMPONENTS}
        plain |= {f"gel_{code}": str(wave) for code, wave in (self.waves or {}).items()}
        plain |= {f"kuota_gel_{number}": str(quota) for number, quota in (self.wave_quotas or {}).items()}
        plain |= {} if self.seed is None else {"benih": str(self.seed)}
        return plain | ({} if self.lots is None else {"undian": self.lots})


def lots_of(year: int) -> str:
    """The seed of the lots where no other was announced: it follows from the year, so that nobody can choose it."""
    return f"undian desa prioritas {year}"
