"""Where a sheet's header stands: title rows above it, two merged rows, a row of column numbers below it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sanding.registry.layouts import header_key, vocabulary

LOOK = 60
Row = Sequence[str | None]


@dataclass(frozen=True)
class Header:
    """``first`` and ``last`` are positions (from 0) of the header's rows; ``names`` are unique, one per column."""

    first: int
    last: int
    names: tuple[str, ...]
    shown: tuple[str, ...]
    duplicated: tuple[str, ...]


def find_header(rows: Sequence[Row]) -> Header | None:
    """The header among the first rows of a sheet; None where no row looks like one."""
    scores = [_score(row) for row in rows[:LOOK]]
    best = max(range(len(scores)), key=lambda at: (scores[at], -at), default=None)
    if best is None:
        return None
    if scores[best] < 2:
        best = _plain_header(rows)
        if best is None:
            return None
        return _named(best, best, rows[best])
    candidates = [(best, best, list(rows[best]))]
    if best > 0 and _filled(rows[best - 1]) > 1:
        candidates.append((best - 1, best, _joined(rows[best - 1], rows[best])))
    if best + 1 < len(rows):
        candidates.append((best, best + 1, _joined(rows[best], rows[best + 1])))
    first, last, names = max(candidates, key=lambda one: (_score(one[2]), one[0] - one[1]))
    return _named(first, last, names)


def _filled(row: Row) -> int:
    return sum(1 for cell in row if cell and cell.strip())


def _score(row: Row) -> int:
    known = vocabulary()
    return len({key for cell in row if cell and (key := header_key(cell)) in known})


def _plain_header(rows: Sequence[Row]) -> int | None:
    """The first row of words that is as wide as what follows."""
    for at, row in enumerate(rows[:LOOK]):
        words = sum(1 for cell in row if cell and any(letter.isalpha() for letter in cell))
        following = max((_filled(other) for other in rows[at + 1 : at + 4]), default=0)
        if words >= 2 and words >= 0.6 * _filled(row) and words >= 0.6 * following:
            return at
    return None


def _joined(top: Row, bottom: Row) -> list[str | None]:
    """A merged upper row over a lower one: the upper text reaches right until the next one."""
    joined: list[str | None] = []
    group: str | None = None
    for upper, lower in zip(top, bottom, strict=False):
        if upper and upper.strip():
            group = upper.strip()
        has_lower = bool(lower and lower.strip())
        if has_lower and header_key(str(lower)) in vocabulary() and not (upper and upper.strip()):
            joined.append(lower if header_key(f"{group} {lower}") not in vocabulary() else f"{group} {lower}")
        elif has_lower and group:
            joined.append(f"{group} {lower}")
        else:
            joined.append(upper if upper and upper.strip() else lower)
    return joined


def _named(first: int, last: int, row: Row) -> Header:
    seen: dict[str, int] = {}
    names, shown, duplicated = [], [], []
    for at, cell in enumerate(row):
        text = " ".join(str(cell).split()) if cell and str(cell).strip() else ""
        shown.append(text)
        base = text or f"kolom {at + 1}"
        seen[base] = seen.get(base, 0) + 1
        if seen[base] > 1:
            duplicated.append(base)
            base = f"{base} ({seen[base]})"
        names.append(base)
    return Header(first, last, tuple(names), tuple(shown), tuple(duplicated))
