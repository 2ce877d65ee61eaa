"""Whom the registry tells that a register has changed: later steps ask to be told, so that it knows none of them."""

from collections.abc import Callable
from typing import Any

_LISTENERS: list[Callable[[Any, str], None]] = []


def on_change(listener: Callable[[Any, str], None]) -> None:
    """Call ``listener(actor, register)`` after each acceptance and each undoing; named once by its step's AppConfig."""
    _LISTENERS.append(listener)


def tell(actor: Any, register: str) -> None:
    """The content of a register is another one from now on. Called after the commit."""
    for listener in _LISTENERS:
        listener(actor, register)
