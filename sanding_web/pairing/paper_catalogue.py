"""The kinds of papers that pairing brings along: decree, sheets, handout; with real values to try a template on."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from sanding.pairing import sheet_fields
from sanding.pairing.decree import TEMPLATE as DECREE_TEMPLATE
from sanding.pairing.handout import TEMPLATE as HANDOUT_TEMPLATE
from sanding.pairing.handout import handout_values
from sanding.pairing.sheets import AGENCY_TEMPLATE, VILLAGE_TEMPLATE, agency_values, village_values
from sanding_web.decisions.models import Decision
from sanding_web.decisions.paper_kinds import PaperKind, register_paper
from sanding_web.district.models import Agency, Programme
from sanding_web.pairing.meeting import meeting_of
from sanding_web.pairing.papers import DECREE, decree_values_of
from sanding_web.pairing.sheet_papers import AGENCY, HANDOUT, VILLAGE, Sheets


def newest_pairing() -> Decision | None:
    """The pairing a meeting speaks of: the proposal that waits, else the newest in force."""
    rows = Decision.objects.filter(kind="pairing", state__in=["proposed", "signed"], basis__isnull=False)
    return rows.order_by("-year", "-number").first()


def _sheets(user: Any) -> Sheets | None:
    programme = Programme.current()
    if programme is None or user.scope.kind != "district" or not user.scope.may("sheet.print"):
        return None
    return Sheets(user, programme.year, "/keputusan")


def _real_decree(user: Any) -> dict[str, Any] | None:
    decision = newest_pairing()
    return decree_values_of(decision, "/keputusan") if decision and _sheets(user) else None


def _real_agency(user: Any) -> dict[str, Any] | None:
    sheets = _sheets(user)
    pairs = sheets.facts.pairs() if sheets else []
    if sheets is None or not pairs:
        return None
    agency: Agency = max((pair.agency for pair in pairs), key=lambda one: sum(p.agency_id == one.pk for p in pairs))
    facts = sheets.facts.villages([pair.village_id for pair in pairs if pair.agency_id == agency.pk])
    return agency_values(sheets.head(AGENCY, sheets.facts.pairing, agency.code), agency.name, facts)


def _real_village(user: Any) -> dict[str, Any] | None:
    sheets = _sheets(user)
    pairs = sheets.facts.pairs() if sheets else []
    if sheets is None or not pairs:
        return None
    (facts,) = sheets.facts.villages([pairs[0].village_id])
    return village_values(sheets.head(VILLAGE, sheets.facts.pairing, facts.code), facts)


def _real_handout(user: Any) -> dict[str, Any] | None:
    sheets, decision = _sheets(user), newest_pairing()
    if sheets is None or decision is None:
        return None
    return handout_values(sheets.head(HANDOUT, decision, str(decision.pk)), meeting_of(decision, sheets.facts.limit))


def register_papers() -> None:
    """Make the kinds known; called at start."""
    for kind in (
        PaperKind(DECREE, _("Keputusan (SK) dan lampiran"), DECREE_TEMPLATE, sheet_fields.DECREE_FIELDS,
                  sheet_fields.sample_decree, _real_decree, "decree"),
        PaperKind(AGENCY, _("Lembar perangkat daerah"), AGENCY_TEMPLATE, sheet_fields.AGENCY_FIELDS,
                  sheet_fields.sample_agency, _real_agency, "sheet"),
        PaperKind(VILLAGE, _("Lembar desa"), VILLAGE_TEMPLATE, sheet_fields.VILLAGE_FIELDS,
                  sheet_fields.sample_village, _real_village, "sheet"),
        PaperKind(HANDOUT, _("Bahan rapat koordinasi"), HANDOUT_TEMPLATE, sheet_fields.HANDOUT_FIELDS,
                  sheet_fields.sample_handout, _real_handout, "sheet"),
    ):  # fmt: skip
        register_paper(kind)
