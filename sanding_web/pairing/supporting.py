"""Supporting agencies as pages show them: which village, what they add to the lead, from a run or a decision."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sanding_web.decisions.models import Decision
from sanding_web.pairing.freezing import read_list
from sanding_web.pairing.lists import SUPPORT
from sanding_web.pairing.models import PairingRun

Plain = Mapping[str, Any]


@dataclass(frozen=True)
class Supporter:
    """One supporting agency of one village. ``adds``: share of the village's lack that it takes on, 0..1."""

    village_code: str
    agency: str
    name: str
    short: str
    adds: float
    indicators: str


def _named(rows: Iterable[Plain], units: Mapping[str, Plain]) -> list[Supporter]:
    return [
        Supporter(
            row["village_code"], row["agency"], units[row["agency"]]["name"], units[row["agency"]]["short"],
            row["adds"], row["indicators"],
        )
        for row in rows
        if row["agency"] in units
    ]  # fmt: skip


def supporters(decision: Decision, units: Mapping[str, Plain]) -> list[Supporter]:
    """The frozen ones of a decision; none where it was made before there were any."""
    if SUPPORT.name not in decision.manifest["content"]:
        return []
    return _named(read_list(decision, SUPPORT), units)


def of_run(run: PairingRun) -> dict[str, Any]:
    """The ones of a run by village, with the share of its lack covered by the lead and with support."""
    support = run.content.get("support")
    if support is None:
        return {"rows": [], "proven": False, "agencies": 0}
    units = {one["code"]: one for one in run.content["agencies"]}
    named = _named(support["pairs"], units)
    share = {one["village_code"]: one for one in support["villages"]}
    rows = [
        {
            "row": row,
            "lead": units.get(row["agency"] or "", {}).get("short"),
            "supporters": [one for one in named if one.village_code == row["village_code"]],
            "by_lead": share[row["village_code"]]["by_lead"],
            "with_support": share[row["village_code"]]["with_support"],
        }
        for row in run.rows
    ]
    return {"rows": rows, "proven": support["proven"], "agencies": len({one.agency for one in named})}
