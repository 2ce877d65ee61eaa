"""Which actors the index's indicator sheets name. The registry keeps those sheets and tells them here at start, so that
the settings know no step."""

from collections.abc import Callable

from sanding.pairing.fit import tags

_TOLD: list[Callable[[], tuple[str, ...]]] = []


def tell_actors(source: Callable[[], tuple[str, ...]]) -> None:
    """Make a source known; called once by its step's AppConfig."""
    _TOLD.append(source)


def known_actors() -> tuple[str, ...]:
    """Every actor named, in capitals, sorted, each once."""
    return tuple(sorted({actor for source in _TOLD for cell in source() for actor in tags(cell)}))
