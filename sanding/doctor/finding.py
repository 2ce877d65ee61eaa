"""What one check found, and running checks so that one that breaks does not hide the others."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from sanding.errors import SandingError

Level = Literal["ok", "peringatan", "salah"]
LEVELS: tuple[Level, ...] = ("ok", "peringatan", "salah")
S = TypeVar("S")


@dataclass(frozen=True)
class Answer:
    """How it stands: a level, the fact in words, and what to do about it."""

    level: Level
    words: str
    remedy: str = ""


def fine(words: str) -> Answer:
    return Answer("ok", words)


def warning(words: str, remedy: str) -> Answer:
    return Answer("peringatan", words, remedy)


def wrong(words: str, remedy: str) -> Answer:
    return Answer("salah", words, remedy)


@dataclass(frozen=True)
class Check(Generic[S]):
    """One question to a situation: its name for machines, its title for people, and how it is asked."""

    name: str
    title: str
    ask: Callable[[S], Answer]


@dataclass(frozen=True)
class Finding:
    """The answer of one check."""

    name: str
    title: str
    level: Level
    words: str
    remedy: str

    def __str__(self) -> str:
        remedy = f" {self.remedy}" if self.remedy else ""
        return f"{self.level:<10} {self.title}: {self.words}.{remedy}"


def examine(checks: Iterable[Check[S]], situation: S) -> list[Finding]:
    """Every check asked; one that fails by itself is a fault with the kind of its failure."""
    return [_asked(check, situation) for check in checks]


def _asked(check: Check[S], situation: S) -> Finding:
    try:
        found = check.ask(situation)
    except SandingError as error:
        found = wrong(error.what, error.remedy)
    except Exception as error:
        kind = type(error).__name__
        found = wrong(f"pemeriksaan ini gagal ({kind})", "Lihat catatan layanan: journalctl --namespace sanding.")
    return Finding(check.name, check.title, found.level, found.words, found.remedy)


def worst(findings: Iterable[Finding]) -> Level:
    """The gravest level of all."""
    return max((one.level for one in findings), key=LEVELS.index, default="ok")
