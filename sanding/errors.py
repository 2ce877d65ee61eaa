"""Every error we raise, sorted by who must act.

A message says what, where and what to try, in Indonesian, and never quotes a personal value.
Only ``sanding.__main__`` and one web middleware turn these into words, exit codes and statuses.
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """One thing wrong in a file. ``row`` counts as the spreadsheet shows it (first row is 1)."""

    file: str
    what: str
    remedy: str
    sheet: str = ""
    row: int | None = None
    column: str = ""
    code: str = ""

    def __str__(self) -> str:
        place = [self.file]
        if self.sheet:
            place.append(f"lembar {self.sheet}")
        if self.row is not None:
            place.append(f"baris {self.row}")
        if self.column:
            place.append(f"kolom {self.column}")
        return f"{', '.join(place)}: {self.what}. {self.remedy}".strip()


class SandingError(Exception):
    """Base of all errors raised on purpose."""

    exit_code = 1
    status = 500

    def __init__(self, what: str, *, where: str = "", remedy: str = "", code: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.remedy = remedy
        self.code = code

    def __str__(self) -> str:
        text = f"{self.where}: {self.what}" if self.where else self.what
        if text and text[-1] not in ".!?":
            text += "."
        if self.remedy:
            text += f" {self.remedy}"
        return f"{text} ({self.code})" if self.code else text


class InputFault(SandingError):
    """The file or the entry must be mended by the person who brought it."""

    exit_code = 3
    status = 422

    def __init__(
        self,
        what: str,
        *,
        where: str = "",
        remedy: str = "",
        code: str = "",
        faults: Sequence[Fault] = (),
    ) -> None:
        super().__init__(what, where=where, remedy=remedy, code=code)
        self.faults = tuple(faults)


class RuleBroken(SandingError):
    """The decision is not allowed by a rule of the programme; ``rule`` names it."""

    exit_code = 4
    status = 409

    def __init__(self, what: str, *, rule: str = "", where: str = "", remedy: str = "", code: str = "") -> None:
        super().__init__(what, where=where, remedy=remedy, code=code)
        self.rule = rule


class NotPermitted(SandingError):
    """The person lacks the right; the message names the right and who can give it."""

    exit_code = 5
    status = 403


class EngineFault(SandingError):
    """Ours to mend: an engine, a file of our own or the machine failed."""

    exit_code = 6
    status = 500


class Unavailable(EngineFault):
    """The machine or its database is not well for now; nothing was changed, and trying later may do."""

    status = 503

    def __init__(self, what: str, *, where: str = "", remedy: str = "", code: str = "", retry_after: int = 30) -> None:
        super().__init__(what, where=where, remedy=remedy, code=code)
        self.retry_after = retry_after


class TooMany(SandingError):
    """More requests in a minute than one person or address is served; nothing was changed."""

    exit_code = 5
    status = 429

    def __init__(self, what: str, *, where: str = "", remedy: str = "", code: str = "", retry_after: int = 60) -> None:
        super().__init__(what, where=where, remedy=remedy, code=code)
        self.retry_after = retry_after
