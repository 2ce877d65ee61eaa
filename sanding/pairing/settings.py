"""The figures a pairing uses, as they were in force or as a person set them."""

from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any

from sanding.parameters import value


@dataclass(frozen=True)
class PairingParameters:
    """What a pairing depends on besides its tables; meaning, unit and source in parameters/pairing.yaml."""

    min_villages: int
    max_villages: int
    staff_floor: int
    fair_share_margin: float
    road_factor: float
    fit_points: float
    distance_points: float
    continuity_points: float
    overload_points: float

    def record(self) -> dict[str, Any]:
        """Plain values for a frozen decision."""
        return asdict(self)


def pairing_parameters(on: date, **chosen: Any) -> PairingParameters:
    """The parameters in force on a date; ``chosen`` values of a person replace dated ones."""
    dated = {one.name: value(f"pairing.{one.name}", on) for one in fields(PairingParameters)}
    return PairingParameters(**(dated | chosen))
