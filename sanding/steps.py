"""The programme's cycle, once. Menu, docs, import contract and tests follow this order."""

from dataclasses import dataclass
from typing import Literal

Group = Literal["Data", "Penetapan", "Desa", "Bantuan", "Hasil"]


@dataclass(frozen=True)
class Step:
    """One step of the cycle; ``built`` says whether this release carries it."""

    name: str
    label: str
    group: Group
    built: bool = False


STEPS: tuple[Step, ...] = (
    Step("registry", "Data terpadu", "Data", built=True),
    Step("matching", "Pemadanan", "Data"),
    Step("targeting", "Prioritas desa", "Penetapan", built=True),
    Step("pairing", "Penugasan", "Penetapan", built=True),
    Step("teams", "Tim desa (TPK)", "Desa"),
    Step("verification", "Verval", "Desa"),
    Step("complaints", "Pengaduan", "Desa"),
    Step("assessment", "Asesmen", "Bantuan"),
    Step("planning", "Rencana aksi", "Bantuan"),
    Step("partners", "Kemitraan", "Bantuan"),
    Step("delivery", "Penyaluran", "Bantuan"),
    Step("evaluation", "Evaluasi semester", "Hasil"),
    Step("publishing", "Pelaporan", "Hasil"),
)

NAMES: tuple[str, ...] = tuple(step.name for step in STEPS)


def built_steps() -> tuple[Step, ...]:
    """The steps that exist in this release, in the order of the cycle."""
    return tuple(step for step in STEPS if step.built)
