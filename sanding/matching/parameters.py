"""How much each degree of agreement speaks for one person: m and u, trained rarely and stored as numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import log2
from pathlib import Path
from typing import Any

import yaml

from sanding.errors import Fault, InputFault
from sanding.matching.spec import Comparison, Spec

FOLDER = Path(__file__).parent / "parameters"
_LEAST = 1e-9


@dataclass(frozen=True)
class Weights:
    """m and u by comparison and level; ``about`` says when, from what and by what they were trained."""

    levels: Mapping[str, Mapping[str, tuple[float, float]]]
    about: Mapping[str, Any]

    def of(self, one: Comparison, level: str) -> tuple[float, float]:
        """(m, u) of a level; the kind's default where the comparison was not trained."""
        known = self.levels.get(one.name, {}).get(level)
        if known:
            return known
        default = next(each for each in one.of.levels if each.name == level)
        return default.m, default.u

    def bits(self, one: Comparison, level: str) -> float:
        """log2(m/u): how many bits a level speaks for (or, negative, against) one person."""
        m, u = self.of(one, level)
        return log2(max(m, _LEAST) / max(u, _LEAST))


DEFAULT = Weights({}, {"source": "angka bawaan per jenis, belum dilatih"})


@cache
def packaged(name: str) -> Weights:
    return read_weights(FOLDER / f"{name}.yaml")


def weights_of(spec: Spec, beside: Path | None = None) -> Weights:
    """The weights a spec names: packaged ones by name, or a YAML file beside the spec; else the kinds' defaults."""
    if not spec.parameters:
        return DEFAULT
    if (FOLDER / f"{spec.parameters}.yaml").exists():
        return packaged(spec.parameters)
    return read_weights((beside or Path()) / spec.parameters)


def read_weights(path: Path) -> Weights:
    """Weights from YAML; InputFault names each number that is none."""
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise InputFault(
            "berkas bobot tidak ada", where=path.name, remedy="Buat dengan sanding link --train.", code="SND-MAT-06"
        ) from None
    levels, faults = {}, []
    for name, entries in (content or {}).get("comparisons", {}).items():
        levels[name] = {level: (one.get("m"), one.get("u")) for level, one in entries.items()}
        for level, pair in levels[name].items():
            if not all(isinstance(each, int | float) and 0 <= each <= 1 for each in pair):
                faults.append(Fault(path.name, f"{name}, {level}: m atau u di luar 0..1", "Tulis peluang 0 sampai 1."))
    if faults or not levels:
        raise InputFault(
            "bobot tidak terbaca", where=path.name, remedy="Latih ulang dengan sanding link --train.",
            code="SND-MAT-06", faults=faults,
        )  # fmt: skip
    return Weights(levels, content.get("about", {}))


def write_weights(path: Path, weights: Weights) -> None:
    content = {
        "about": dict(weights.about),
        "comparisons": {
            name: {level: {"m": float(f"{m:.6g}"), "u": float(f"{u:.6g}")} for level, (m, u) in entries.items()}
            for name, entries in weights.levels.items()
        },
    }
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")
