"""How far the waves before came, for the demo district: some of their villages are done, some are carried."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from sanding_web.district.models import Programme
from sanding_web.targeting.progress_actions import record_milestone
from sanding_web.targeting.progress_queries import needed_for, places

DONE = (4, 4, 3, 4, 4, 2, 4, 4, 4, 1, 4, 4)
"""Milestones reached by as many villages of the waves before, in turn; those below four are carried."""
DAYS = (45, 80, 170, 300)
"""Day of the wave's year on which each milestone was reached."""


def reach_before(actor: Any) -> None:
    """Milestones of villages on the lists that the office brought along, recorded by the secretariat."""
    year, today = Programme.objects.get().year, timezone.localdate()
    before = [one for one in places(year) if one.wave_year < year]
    for number, (place, count) in enumerate(zip(before, DONE, strict=False), start=1):
        for step, name in enumerate(needed_for(place.wave_year)[:count]):
            done_on = min(date(place.wave_year, 1, 1) + timedelta(days=DAYS[step]), today)
            evidence = f"Berita acara 140/{number}.{step + 1}/{place.wave_year} (rekaan)"
            record_milestone(actor, place, name=name, done_on=done_on, evidence=evidence)
