"""What a view hands to the components: small frozen records, checked when they are made."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from sanding_web.ui.words import Missing, Number

Tone = Literal["baik", "awas", "gawat", "info", "netral", "nila"]
StageState = Literal["done", "now", "todo", "fault"]
RowKind = Literal["row", "cut", "fold"]
TONES: tuple[Tone, ...] = ("baik", "awas", "gawat", "info", "netral", "nila")


class PartIncomplete(ValueError):
    """A component was given less than it may be shown with."""


@dataclass(frozen=True)
class Action:
    """One button: a link, or with ``post`` a small form of its own. The label is a verb, "…" only before a dialog."""

    label: str
    url: str
    icon: str = ""
    primary: bool = False
    danger: bool = False
    post: bool = False
    fields: Mapping[str, str] = field(default_factory=dict)
    dialog: str = ""


@dataclass(frozen=True)
class Pill:
    """A state: tone, word and icon (by tone where none is named)."""

    tone: Tone
    word: str
    icon: str = ""

    def __post_init__(self) -> None:
        if self.tone not in TONES or not self.word:
            raise PartIncomplete(f"a pill needs one of {TONES} and a word, not {self.tone!r} and {self.word!r}")


@dataclass(frozen=True)
class Figure:
    """A number that says what it counts and where it comes from; without unit or source it refuses to exist."""

    label: str
    value: Number | Missing | None
    unit: str
    source: str
    on: date | None = None
    digits: int | None = None
    note: str = ""
    large: bool = False

    def __post_init__(self) -> None:
        if not (self.label and self.unit and self.source):
            raise PartIncomplete(
                f"figure {self.label!r}: unit and source are required, got {self.unit!r}, {self.source!r}"
            )


@dataclass(frozen=True)
class QueueRow:
    """One duty: what, its consequence, when it is due (or since when it waits), and one button."""

    title: str
    detail: str = ""
    due: date | None = None
    since: date | None = None
    url: str = ""
    action: Action | None = None


@dataclass(frozen=True)
class Stage:
    """One of three to six stages of a task, with one fact."""

    label: str
    fact: str = ""
    state: StageState = "todo"
    url: str = ""


@dataclass(frozen=True)
class FaultRow:
    """One cause of faults: how many rows, held or warned, where (sheet, column), who mends it how, one action."""

    count: int
    unit: str
    cause: str
    held: bool
    where: str = ""
    remedy: str = ""
    action: Action | None = None


@dataclass(frozen=True)
class DiffRow:
    """A value before and after; None means that there was, or will be, none."""

    label: str
    old: str | None
    new: str | None


@dataclass(frozen=True)
class ScoreRow:
    """One reason in words and its points, signed."""

    reason: str
    points: float
    detail: str = ""


@dataclass(frozen=True)
class Option:
    """One alternative of a what-if: exact change of the whole, and what else would move."""

    value: str
    name: str
    change: float
    moves: str = ""
    checked: bool = False


@dataclass(frozen=True)
class Progress:
    """A background job: ``done`` of ``total`` units, seconds remaining where known."""

    title: str
    done: int
    total: int
    remaining: float | None = None
    stage: str = ""
    cancel_url: str = ""
    poll_url: str = ""

    @property
    def share(self) -> int:
        """Whole percent, 0..100."""
        return min(100, max(0, round(100 * self.done / self.total))) if self.total else 0


@dataclass(frozen=True)
class Confirm:
    """An act with its consequences in numbers, a reason, and the name that will stand in the log."""

    act: str
    verb: str
    url: str
    name: str
    consequences: Sequence[str] = ()
    danger: bool = False
    reason_label: str = "Alasan"
    reason_required: bool = True
    reason: str = ""
    error: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    cancel_url: str = ""
    id: str = "konfirmasi"


@dataclass(frozen=True)
class Empty:
    """What is missing, who brings it, one button."""

    what: str
    who: str = ""
    action: Action | None = None
    icon: str = "circle-dashed"


@dataclass(frozen=True)
class Column:
    """A column head; ``short`` is the label on phones, ``wide`` takes a whole line there."""

    label: str
    numeric: bool = False
    short: str = ""
    wide: bool = False
    sortable: bool = False
    digits: int | None = None
    sort_url: str = ""
    sorted: Literal["", "ascending", "descending"] = ""


@dataclass(frozen=True)
class Row:
    """Cells in column order: text, numbers, Pill, safe HTML, None. ``cut`` and ``fold`` take one cell."""

    cells: Sequence[object]
    url: str = ""
    kind: RowKind = "row"
    selected: bool = False
    key: str = ""


@dataclass(frozen=True)
class Table:
    """A table with its caption (unit and source belong there). ``header`` is the index of the row header's column."""

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Row]
    footer: Sequence[object] = ()
    header: int = 0
    id: str = ""
    hidden_caption: bool = False
    tall: bool = False
    keyboard: bool = False
