"""Whether the programme's year may still be typed on the settings page. Later steps say from when it may not."""

from collections.abc import Callable

_HOLDS: list[Callable[[], bool]] = []


def hold_year(check: Callable[[], bool]) -> None:
    """Make a check known; called once by a step's AppConfig."""
    _HOLDS.append(check)


def year_is_held() -> bool:
    """Whether any step stands on the year, so that it only changes by its own act."""
    return any(check() for check in _HOLDS)
