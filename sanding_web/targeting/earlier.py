"""What this step built on a list from before Sanding since it was brought in: milestones, later lists, a new year."""

from sanding_web.decisions.models import Decision
from sanding_web.district.models import EarlierDecision
from sanding_web.targeting.models import Milestone, YearChange


def goes_on_from(decision: EarlierDecision) -> bool:
    """Whether a milestone of its waves, a later priority list, or a change of year came after the list was entered."""
    since = decision.sheet.moved_at
    if decision.kind != "priority" or since is None:
        return False
    places = set(decision.villages.values_list("village_id", "wave_year"))
    reached = Milestone.objects.filter(recorded_at__gte=since, ended_at__isnull=True).values_list(
        "village", "wave_year"
    )
    lists = Decision.objects.filter(
        kind="priority", year__gte=decision.year, proposed_at__gte=since, state__in=("proposed", "signed")
    )
    return (
        any(place in places for place in reached)
        or lists.exists()
        or YearChange.objects.filter(from_year__gte=decision.year, changed_at__gte=since).exists()
    )
