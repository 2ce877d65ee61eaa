"""Rules that cannot hold together, each with the page where it is ended or changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from sanding_web.district.models import Agency
from sanding_web.pairing.models import PairingRun, PairRule

LISTED = 12
"""So many rules of one conflict get a link of their own; a sum over all agencies only says its text."""


@dataclass(frozen=True)
class Fighting:
    """One conflict in words, the smallest loosening, and (words, address) of each rule that can be ended or changed."""

    text: str
    remedy: str
    links: Sequence[tuple[str, str]]


def conflicts(run: PairingRun, rules: Sequence[PairRule]) -> list[Fighting]:
    """The conflicts of a run; rules that were ended since have no link any more."""
    found = run.content["conflicts"]
    set_now = {(rule.kind, rule.agency.code, rule.village_id): rule for rule in rules}
    units = _units(found)
    return [Fighting(one["text"], one["remedy"], _links(one.get("members", []), set_now, units)) for one in found]


def _units(found: Sequence[Mapping[str, Any]]) -> dict[str, Agency]:
    """The agencies whose limits take part, by code."""
    codes = {m["agency"] for one in found for m in one.get("members", []) if m["rule"] in ("at least", "at most")}
    return {one.code: one for one in Agency.objects.filter(code__in=codes)} if codes else {}


def _links(
    members: Sequence[Mapping[str, Any]],
    set_now: Mapping[tuple[str, str, str], PairRule],
    units: Mapping[str, Agency],
) -> list[tuple[str, str]]:
    links = []
    for one in members:
        rule = set_now.get((one["rule"], one["agency"], one["village"]))
        unit = units.get(one["agency"]) if one["rule"] in ("at least", "at most") else None
        if rule is not None:
            links.append((_("Akhiri %s") % rule, reverse("pairing:end_rule", args=[rule.pk])))
        elif unit is not None:
            links.append((_("Ubah batas %s") % unit.short, reverse("district:agency", args=[unit.pk])))
    return links if len(links) <= LISTED else []
