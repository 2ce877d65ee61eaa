"""What the role homes and the layout read: each step's queue, gathered in the order of the cycle.

A step offers its part in ``sanding_web.<step>.queues``: ``due(user)``, ``waiting(user)``, ``figures(user)``,
``state()``.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sanding.roles import ROLES
from sanding.steps import built_steps
from sanding_web.accounts import door, terms
from sanding_web.accounts.standing import stands_for
from sanding_web.audit import chain
from sanding_web.district.models import Programme
from sanding_web.jobs.models import Job
from sanding_web.operation import queues as operation
from sanding_web.rollover import queues as rollover
from sanding_web.ui.context import Facts
from sanding_web.ui.menu import StepFacts
from sanding_web.ui.parts import Figure, QueueRow


@dataclass(frozen=True)
class Home:
    """The start page of one role."""

    heading: str
    due: list[QueueRow]
    waiting: list[QueueRow]
    figures: list[Figure]
    large: bool
    today: date
    movement: Programme | None
    backup: str


def _queues() -> Iterator[tuple[str, Any]]:
    for step in built_steps():
        name = f"sanding_web.{step.name}.queues"
        if find_spec(name):
            yield step.name, import_module(name)
    yield "rollover", rollover


def _due_by_step(user: Any) -> dict[str, list[QueueRow]]:
    """Each step's queue for a person, read once per request: the rail counts what the home page lists."""
    if not hasattr(user, "due_by_step"):
        user.due_by_step = {name: module.due(user) for name, module in _queues()}
    found: dict[str, list[QueueRow]] = user.due_by_step
    return found


def home(user: Any) -> Home:
    """What is due from this person, what waits on others, and at most three figures."""
    queues = [module for _name, module in _queues()]
    own = [*door.due(user), *terms.due(user), *chain.due(user), *operation.due(user)]
    rows = [*own, *(row for rows in _due_by_step(user).values() for row in rows)]
    due = sorted(rows, key=lambda row: row.due or date.max)
    return Home(
        heading=_heading(user, len(due)),
        due=due,
        waiting=[row for module in queues for row in module.waiting(user)],
        figures=[row for module in queues for row in module.figures(user)][:3],
        large=user.scope.role == "leader",
        today=timezone.localdate(),
        movement=Programme.current() if user.scope.may("programme.view") else None,
        backup=operation.line(user),
    )


def _heading(user: Any, count: int) -> str:
    """The first line, as ui.md words it: a greeting and how much waits."""
    if not user.scope.role:
        return _("Akun Anda belum diberi peran")
    if not count:
        return _("Tidak ada yang menunggu")
    if user.scope.role == "leader":
        return ngettext(
            "%(n)s naskah menunggu keputusan Bapak/Ibu", "%(n)s naskah menunggu keputusan Bapak/Ibu", count
        ) % {"n": count}
    return ngettext("%(person)s, %(n)s hal menunggu pekan ini", "%(person)s, %(n)s hal menunggu pekan ini", count) % {
        "person": f"{_(user.address_as)} {user.full_name.split()[0]}",
        "n": count,
    }


@dataclass(frozen=True)
class Found:
    """One hit of the search: a village or an agency within the person's scope."""

    kind: str
    name: str
    place: str
    url: str


def search(user: Any, wanted: str) -> list[Found]:
    """Villages and agencies whose name contains the words; at most 20 of each, only in scope."""
    if len(wanted) < 2:
        return []
    found: list[Found] = []
    if user.scope.may("village.view"):
        villages = user.scope.villages().filter(name__icontains=wanted)[:20]
        found += [
            Found(_("Desa/kelurahan"), str(one), one.kecamatan, reverse("registry:village", args=[one.code]))
            for one in villages
        ]
    if user.scope.may("agency.view"):
        agencies = user.scope.agencies().filter(Q(name__icontains=wanted) | Q(short__icontains=wanted))[:20]
        found += [
            Found(_("Perangkat daerah"), one.name, one.short, reverse("pairing:agency", args=[one.code]))
            for one in agencies
        ]
    return found


def facts(request: HttpRequest) -> Facts:
    """What the layout shows on every page; few queries, none before signing in."""
    programme = Programme.current()
    base: dict[str, Any] = {
        "brand": programme.brand if programme else "",
        "district": programme.district_name if programme else "",
        "year": programme.year if programme else None,
    }
    user: Any = getattr(request, "user", None)
    if user is None or not user.is_authenticated or not hasattr(request, "grants"):
        return Facts(**base)
    running = (
        Job.objects.filter(owner__in=stands_for(user), state__in=[Job.WAITING, Job.RUNNING]).order_by("-pk").first()
    )
    role = ROLES.get(user.scope.role)
    return Facts(
        **base,
        role=(_(role.label) + (f" {user.scope.agency_name}" if user.scope.agency_name else "")) if role else "",
        person=user.full_name,
        jobs_running=1 if running else 0,
        jobs_percent=running.percent if running else None,
        steps={name: StepFacts(module.state(), len(_due_by_step(user)[name])) for name, module in _queues()},
    )
