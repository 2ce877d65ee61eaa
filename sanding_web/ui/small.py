"""Small cells (ADR 0014): counts of decile 1 below the limit, and whatever would give them back, by who is reading."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from sanding.parameters import value
from sanding_web.ui.words import Missing

_COUNTS = ("families_d1", "persons_d1")
_TELLING = (*_COUNTS, "share_d1", "score")
"""What a row says of decile 1: the counts, and the share and score that are computed from them."""


def smallest_shown() -> int:
    """Counts from 1 to below this are not shown [keluarga or orang]."""
    return int(value("publishing.smallest_shown_count", timezone.localdate()))


def sees_exact(scope: Any) -> bool:
    """Whether this role judges the list, by working on it or signing it."""
    return bool(scope.may("priority.work") or scope.may("decision.sign"))


def limit_for(scope: Any) -> int:
    """The limit for one reader; 0 hides nothing."""
    return 0 if sees_exact(scope) else smallest_shown()


def is_small(count: int | None, limit: int) -> bool:
    """More than none and fewer than the limit."""
    return count is not None and 0 < count < limit


def shown_count(count: int | None, limit: int) -> int | Missing | None:
    """A count, or that it is suppressed."""
    return Missing.SUPPRESSED if is_small(count, limit) else count


def has_small(row: Mapping[str, Any], limit: int) -> bool:
    """Whether a row's families or persons of decile 1 are few; each gives the other back."""
    return any(is_small(row.get(name), limit) for name in _COUNTS)


def suppressed(row: Mapping[str, Any]) -> dict[str, Any]:
    """The row without what it says of decile 1."""
    return {name: Missing.SUPPRESSED if name in _TELLING else found for name, found in row.items()}


def shown_row(row: Mapping[str, Any], limit: int) -> dict[str, Any]:
    """The row as one reader may see it."""
    return suppressed(row) if has_small(row, limit) else dict(row)


def plain(found: Any) -> Any:
    """A value as a file holds it: suppressed in its word."""
    return str(found) if isinstance(found, Missing) else found
