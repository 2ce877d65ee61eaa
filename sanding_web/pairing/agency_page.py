"""What one agency's page says: its villages today, why, who lives there, and which of their needs are its task."""

from datetime import date
from typing import Any

from sanding_web.decisions.models import Decision
from sanding_web.decisions.queries import in_force
from sanding_web.district.models import Agency, Village
from sanding_web.pairing import queries
from sanding_web.pairing.drawing import hides_load, shown_reason
from sanding_web.pairing.freezing import read_list
from sanding_web.pairing.lists import PAIRED, UNITS, WHY
from sanding_web.pairing.supporting import supporters
from sanding_web.registry.models import VillageCount
from sanding_web.registry.queries import counted_batch
from sanding_web.ui.small import limit_for, shown_row


def agency_page(user: Any, agency: Agency, year: int, on: date) -> dict[str, Any]:
    """Rows of the villages in a person's scope, with the decision and the data they come from."""
    pairs = list(queries.companionships(user, on).filter(agency=agency))
    codes = [pair.village_id for pair in pairs]
    batch, decision = counted_batch(), in_force("pairing", year)
    counted = VillageCount.objects.filter(batch=batch, village_code__in=codes) if batch else VillageCount.objects.none()
    counts = {one.village_code: one for one in counted.order_by("village_code")}
    limit = limit_for(user.scope)
    needs, why = queries.needs_for(agency, codes), _reasons(decision, agency, set(codes), limit)
    rows = [
        {
            "pair": pair,
            "village": pair.village,
            "count": _shown(counts.get(pair.village_id), limit),
            "needs": needs[pair.village_id][0],
            "others": needs[pair.village_id][1][:3],
            "why": why.get(pair.village_id),
        }
        for pair in pairs
    ]
    return {"rows": rows, "decision": decision, "batch": batch, "supported": _supported(user, decision, agency)}


def _supported(user: Any, decision: Decision | None, agency: Agency) -> list[dict[str, Any]]:
    """The villages that the agency supports by the signed pairing, in a person's scope; its own people see them all."""
    if decision is None:
        return []
    units = {one["code"]: one for one in read_list(decision, UNITS)}
    mine = {one.village_code: one for one in supporters(decision, units) if one.agency == agency.code}
    villages = Village.objects.filter(code__in=mine) if user.scope.kind == "pairing" else user.scope.villages()
    rows = villages.filter(code__in=mine).order_by("kecamatan_code", "code").defer("geometry")
    return [{"village": one, "indicators": mine[one.code].indicators} for one in rows]


def _shown(count: VillageCount | None, limit: int) -> dict[str, Any] | None:
    if count is None:
        return None
    return shown_row({name: getattr(count, name) for name in ("families", "families_d1", "persons_d1")}, limit)


def _reasons(decision: Decision | None, agency: Agency, codes: set[str], limit: int) -> dict[str, dict[str, Any]]:
    """By village: place on the priority list and the additive reasons, from the signed pairing."""
    if decision is None:
        return {}
    pairs = read_list(decision, PAIRED)
    hidden = hides_load(pairs, agency.code, limit)
    found = {
        row["village_code"]: {"rank": row["rank"], "value": row["value"], "reasons": []}
        for row in pairs
        if row["village_code"] in codes and row["agency"] == agency.code
    }
    for reason in sorted(read_list(decision, WHY), key=lambda one: (one["village_code"], one["position"])):
        if reason["village_code"] in found:
            found[reason["village_code"]]["reasons"].append(shown_reason(reason, hidden=hidden))
    return found
