"""The life cycle of a decision, as data: which step leads from where to where, and how the audit log names it."""

from dataclasses import dataclass
from typing import Literal

State = Literal["proposed", "signed", "rejected", "withdrawn", "revoked", "replaced"]
Step = Literal["sign", "reject", "withdraw", "revoke", "replace"]

STATES: dict[State, str] = {
    "proposed": "menunggu penetapan",
    "signed": "berlaku",
    "rejected": "ditolak",
    "withdrawn": "ditarik",
    "revoked": "dicabut",
    "replaced": "diganti",
}

Tone = Literal["baik", "awas", "gawat", "info", "netral", "nila"]

TONES: dict[State, Tone] = {
    "proposed": "awas",
    "signed": "baik",
    "rejected": "gawat",
    "withdrawn": "netral",
    "revoked": "gawat",
    "replaced": "netral",
}


@dataclass(frozen=True)
class Transition:
    """One step of the life cycle; ``event`` is its name in the audit log."""

    source: State
    target: State
    event: str
    words: str


TRANSITIONS: dict[Step, Transition] = {
    "sign": Transition("proposed", "signed", "decision.sign", "menetapkan"),
    "reject": Transition("proposed", "rejected", "decision.reject", "menolak"),
    "withdraw": Transition("proposed", "withdrawn", "decision.withdraw", "menarik"),
    "revoke": Transition("signed", "revoked", "decision.revoke", "mencabut"),
    "replace": Transition("signed", "replaced", "decision.replace", "mengganti"),
}

STOOD: tuple[State, ...] = ("signed", "revoked", "replaced")
"""States of a decision that was in force at some time."""
