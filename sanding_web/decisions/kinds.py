"""What each kind of decision brings along. Steps register theirs at start, so that this app knows no step."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sanding.decision import Frozen
from sanding.errors import EngineFault
from sanding_web.accounts.scope import Scope
from sanding_web.decisions.models import Decision


@dataclass(frozen=True)
class Paper:
    """One file that a decision can be handed out as; ``build`` also takes the public address for the check code.

    ``kind`` is the kind of paper (paper_kinds.py) whose look is fixed, and whose number is taken, at the signature.
    """

    name: str
    label: str
    media: str
    filename: Callable[[Decision], str]
    build: Callable[[Decision, str], bytes]
    official: bool = True
    kind: str = ""


@dataclass(frozen=True)
class DecisionKind:
    """What a step says about its decisions.

    template      part that shows the list, with the context ``table(decision, scope)``
    consequences  what signing changes, as sentences with numbers
    rerun         compute and freeze again from the frozen inputs
    take_effect   what signing writes, in the signing's own transaction; ``lift`` undoes it when revoked
    check_signable  raises RuleBroken where the decision may not be signed now
    """

    code: str
    template: str
    table: Callable[[Decision, Scope], Mapping[str, Any]]
    consequences: Callable[[Decision], Sequence[str]]
    rerun: Callable[[Decision], Frozen]
    take_effect: Callable[[Decision, date], None]
    lift: Callable[[Decision, date], None]
    check_signable: Callable[[Decision], None]
    papers: tuple[Paper, ...] = ()

    @property
    def paper_kind(self) -> str:
        """The kind of its official paper; empty where it has none."""
        return next((paper.kind for paper in self.papers if paper.kind), "")


_KINDS: dict[str, DecisionKind] = {}


def register(kind: DecisionKind) -> None:
    """Make a kind known; called once by its step's AppConfig."""
    _KINDS[kind.code] = kind


def kind_of(decision: Decision) -> DecisionKind:
    """The kind of a decision; EngineFault if its step is absent."""
    if decision.kind not in _KINDS:
        raise EngineFault(f"jenis keputusan {decision.kind} belum dikenal", code="SND-DEC-01")
    return _KINDS[decision.kind]


def paper_of(decision: Decision, name: str) -> Paper | None:
    return next((paper for paper in kind_of(decision).papers if paper.name == name), None)
