"""What one village's page says: who stands beside it and why, who supports it, and who stood there before."""

from typing import Any

from django.utils import timezone

from sanding_web.decisions.queries import in_force
from sanding_web.district.models import Companionship, Village
from sanding_web.district.models import in_force as standing
from sanding_web.pairing.drawing import hides_load, shown_reason
from sanding_web.pairing.freezing import read_list
from sanding_web.pairing.lists import PAIRED, UNITS, WHY
from sanding_web.pairing.supporting import supporters
from sanding_web.ui.small import limit_for


def village_page(user: Any, village: Village, year: int) -> dict[str, Any]:
    """The lead today, the signed reasons, the supporters, and the history, newest first."""
    decision = in_force("pairing", year)
    rows = Companionship.objects.filter(village=village).select_related("agency")
    today = timezone.localdate()
    context: dict[str, Any] = {
        "decision": decision,
        "lead": rows.filter(standing(today)).order_by("-valid_from", "-pk").first(),
        "history": list(rows.order_by("-valid_from", "-pk")),
        "reasons": [],
        "supporters": [],
    }
    if decision is None:
        return context
    units = {one["code"]: one for one in read_list(decision, UNITS)}
    return context | {
        "reasons": _reasons(decision, village.code, limit_for(user.scope)),
        "supporters": [one for one in supporters(decision, units) if one.village_code == village.code],
    }


def _reasons(decision: Any, code: str, limit: int) -> list[dict[str, Any]]:
    """The additive reasons of the signed pair."""
    pairs = read_list(decision, PAIRED)
    agency = next((row["agency"] for row in pairs if row["village_code"] == code), None)
    hidden = hides_load(pairs, agency, limit)
    found = [one for one in read_list(decision, WHY) if one["village_code"] == code]
    return [shown_reason(one, hidden=hidden) for one in sorted(found, key=lambda one: one["position"])]
