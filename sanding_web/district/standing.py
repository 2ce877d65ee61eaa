"""Whether something later stands on a decision from before Sanding. Steps tell it here at start, so that the settings
know no step."""

from collections.abc import Callable

from sanding_web.district.models import EarlierDecision

_ASKED: list[Callable[[EarlierDecision], bool]] = []


def tell_standing(answer: Callable[[EarlierDecision], bool]) -> None:
    """Make a step's answer known; called once by its AppConfig."""
    _ASKED.append(answer)


def stands_on(decision: EarlierDecision) -> bool:
    """Whether any step went on from the decision since it was entered."""
    return any(answer(decision) for answer in _ASKED)
