"""When the year is to be changed, on the secretariat's home page."""

from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sanding.parameters import value
from sanding_web.district.models import Programme
from sanding_web.ui.menu import StepState
from sanding_web.ui.parts import Action, Figure, QueueRow


def due(user: Any) -> list[QueueRow]:
    """From some days before the calendar's year ends, until the programme is in the year that begins."""
    programme = Programme.current()
    if programme is None or not user.scope.may("year.change"):
        return []
    today, begins = timezone.localdate(), date(programme.year + 1, 1, 1)
    if today < begins - timedelta(days=value("targeting.year_change_notice", today)):
        return []
    url = reverse("rollover:index")
    words = {"new": programme.year + 1}
    return [
        QueueRow(
            _("Ganti tahun pendampingan ke %(new)s") % words,
            _("Desa yang belum tuntas terbawa; pendampingan berjalan terus sampai penugasan baru ditetapkan."),
            due=begins,
            url=url,
            action=Action(_("Buka Ganti tahun"), url),
        )
    ]


def waiting(user: Any) -> list[QueueRow]:
    return []


def figures(user: Any) -> list[Figure]:
    return []


def state() -> StepState:
    return "todo"
