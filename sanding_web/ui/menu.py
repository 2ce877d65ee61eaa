"""The rail: the cycle of steps.py as one thread, only what the person may open."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext

from sanding.steps import STEPS, Step

StepState = Literal["todo", "run", "done"]


@dataclass(frozen=True)
class StepFacts:
    """Where a step stands, and how many things in it wait for this person."""

    state: StepState = "todo"
    waiting: int = 0


@dataclass(frozen=True)
class MenuItem:
    """One step on the thread."""

    step: str
    label: str
    url: str
    state: StepState
    waiting: int
    current: bool = False
    icon: str = ""


@dataclass(frozen=True)
class MenuGroup:
    """Steps under one heading; ``first`` and ``last`` are the ends of the thread."""

    label: str
    items: tuple[MenuItem, ...]
    first: bool
    last: bool


def link(request: HttpRequest, url_name: str) -> str:
    """The address of a page if it exists and the person may open it, else nothing."""
    from sanding_web.accounts.access import may_open

    try:
        return reverse(url_name) if may_open(request.user, url_name) else ""
    except NoReverseMatch:
        return ""


def build(request: HttpRequest, facts: Mapping[str, StepFacts] | None = None) -> tuple[MenuGroup, ...]:
    """The groups of the rail for this person; ``facts`` by step name (state and waiting count)."""
    open_steps = [(step, url) for step in STEPS if (url := link(request, f"{step.name}:index"))]
    items = [
        (step.group, _item(request, step, url, (facts or {}).get(step.name, StepFacts()))) for step, url in open_steps
    ]
    groups = [(name, tuple(item for _, item in members)) for name, members in groupby(items, key=lambda pair: pair[0])]
    end = len(groups) - 1
    return tuple(MenuGroup(gettext(name), members, at == 0, at == end) for at, (name, members) in enumerate(groups))


def _item(request: HttpRequest, step: Step, url: str, facts: StepFacts) -> MenuItem:
    here = request.resolver_match.app_names[:1] if request.resolver_match else []
    return MenuItem(step.name, gettext(step.label), url, facts.state, facts.waiting, current=here == [step.name])
