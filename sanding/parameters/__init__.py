"""The values in force on a date, each with its unit and its source.

Figures of law, thresholds and weights live in the YAML files beside this module, never in code.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from sanding.errors import EngineFault

_FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Parameter:
    """One value in force from ``valid_from`` until the next one begins (or ``valid_to``)."""

    name: str
    value: Any
    unit: str
    source: str
    valid_from: date
    valid_to: date | None = None
    meaning: str = ""


@cache
def all_parameters() -> dict[str, tuple[Parameter, ...]]:
    """Every parameter by its full name ``file.name``, each a tuple sorted by date."""
    found: dict[str, tuple[Parameter, ...]] = {}
    for path in sorted(_FOLDER.glob("*.yaml")):
        for name, entry in yaml.safe_load(path.read_text(encoding="utf-8")).items():
            full = f"{path.stem}.{name}"
            found[full] = tuple(
                sorted((_read(full, entry, one) for one in entry["values"]), key=lambda p: p.valid_from)
            )
    return found


def _read(name: str, entry: dict[str, Any], one: dict[str, Any]) -> Parameter:
    return Parameter(
        name=name,
        value=one["value"],
        unit=entry["unit"],
        source=one["source"],
        valid_from=one["from"],
        valid_to=one.get("to"),
        meaning=entry["meaning"],
    )


def in_force(name: str, on: date) -> Parameter:
    """The parameter ``file.name`` in force on a date; EngineFault if none is."""
    for one in reversed(all_parameters().get(name, ())):
        if one.valid_from <= on and (one.valid_to is None or on <= one.valid_to):
            return one
    raise EngineFault(
        f"parameter {name} tidak berlaku pada {on.isoformat()}",
        remedy="Tambahkan nilai bertanggal di sanding/parameters.",
        code="SND-PAR-01",
    )


def value(name: str, on: date) -> Any:
    """Only the value of ``in_force``."""
    return in_force(name, on).value
