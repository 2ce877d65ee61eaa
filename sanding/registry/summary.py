"""What one import read, kept, held and said: JSON-able, equal for equal inputs."""

from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass
class SheetSummary:
    """One sheet. ``read`` = ``clean`` + ``held``, always; ``skipped`` counts lines that are no data."""

    file: str
    sheet: str
    sha256: str
    layout: str
    layout_title: str
    layout_version: str
    register: str
    entity: str
    hidden: bool
    encoding: str
    delimiter: str
    header_row: int
    code_system: str
    date_order: str
    confidence: float
    missing: list[str]
    unknown: list[str]
    read: int = 0
    clean: int = 0
    held: int = 0
    warned: int = 0
    skipped: dict[str, int] = field(default_factory=dict)
    rules: dict[str, int] = field(default_factory=dict)
    closest: list[list[Any]] = field(default_factory=list)


@dataclass
class Summary:
    """One import: its sheets in the order read, sheets left out with the reason, places that mean no village."""

    on: str
    disabled: list[str]
    regions_checked: bool
    sheets: list[SheetSummary]
    left_out: list[dict[str, Any]]
    unresolved: list[dict[str, str]] = field(default_factory=list)

    @property
    def read(self) -> int:
        return sum(sheet.read for sheet in self.sheets)

    @property
    def clean(self) -> int:
        return sum(sheet.clean for sheet in self.sheets)

    @property
    def held(self) -> int:
        return sum(sheet.held for sheet in self.sheets)

    @property
    def warned(self) -> int:
        return sum(sheet.warned for sheet in self.sheets)

    def rules(self) -> dict[str, int]:
        """Findings per rule over all sheets."""
        totals: dict[str, int] = {}
        for sheet in self.sheets:
            for rule, count in sheet.rules.items():
                totals[rule] = totals.get(rule, 0) + count
        return dict(sorted(totals.items()))

    def as_dict(self) -> dict[str, Any]:
        totals = {"read": self.read, "clean": self.clean, "held": self.held, "warned": self.warned}
        return {**asdict(self), "totals": totals, "rules": self.rules()}
