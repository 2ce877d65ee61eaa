"""What the coordination meeting looks at, read from a frozen pairing and the priority list it stands on."""

from collections.abc import Iterable
from typing import Any

from sanding.documents.wording import number
from sanding.errors import EngineFault
from sanding.pairing.handout import AgencyLoad, Meeting, PairedVillage
from sanding.pairing.sheets import Shown
from sanding_web.decisions.models import Decision
from sanding_web.district.models import Agency
from sanding_web.pairing.drawing import hides_load
from sanding_web.pairing.lists import PAIRED, UNITS
from sanding_web.pairing.sheet_facts import read_rows
from sanding_web.targeting.freezing import villages_of
from sanding_web.ui.small import plain, shown_row


def meeting_of(decision: Decision, limit: int) -> Meeting:
    """Every village and agency of a pairing with what changed; counts below ``limit`` in their word."""
    if decision.basis is None:
        raise EngineFault("penugasan tanpa daftar prioritas", where=str(decision), code="SND-PRW-07")
    listed = villages_of(decision.basis)
    rows = sorted(read_rows(decision, PAIRED), key=lambda row: (row["rank"] is None, row["rank"], row["village_code"]))
    units = read_rows(decision, UNITS)
    names = dict(Agency.objects.values_list("code", "name")) | {one["code"]: one["name"] for one in units}
    years = {row["village_code"]: row["year"] for row in listed}
    pairs = [_pair(shown_row(row, limit), names, years) for row in rows]
    return Meeting(
        title=decision.official_name,
        pairs=pairs,
        loads=[_load(one, rows, limit) for one in sorted(units, key=lambda one: (one["kind"] != "PD", one["name"]))],
        came=[one.name for one in pairs if one.change == "baru"],
        left=[one.name for one in pairs if one.change == "tidak lagi prioritas"],
        ties=_ties(listed),
        proposed=decision.state == "proposed",
        proof=_proof(decision),
    )


def _called(row: dict[str, Any]) -> str:
    return f"{'Kelurahan' if row['kind'] == 'kelurahan' else 'Desa'} {row['name']}"


def _pair(row: dict[str, Any], names: dict[str, str], years: dict[str, Any]) -> PairedVillage:
    return PairedVillage(
        rank=row["rank"],
        code=row["village_code"],
        name=_called(row),
        kecamatan=row["kecamatan"],
        wave=row["wave"],
        wave_year=years.get(row["village_code"]),
        families_d1=plain(row["families_d1"]),
        companion=names.get(row["agency"] or "", row["agency"] or ""),
        before=names.get(row["before"] or "", row["before"] or ""),
        change=row["change"],
    )


def _load(one: dict[str, Any], rows: Iterable[dict[str, Any]], limit: int) -> AgencyLoad:
    mine = [row for row in rows if row["agency"] == one["code"]]
    load: Shown = "disamarkan" if hides_load(mine, one["code"], limit) else one["load"]
    return AgencyLoad(one["name"], load, [_called(row) for row in mine])


def _ties(listed: list[dict[str, Any]]) -> list[str]:
    """Villages of equal score where the list is cut: some are in, some are out."""
    inside = [row for row in listed if row["priority"] and row["tied"]]
    outside = [row for row in listed if not row["priority"] and row["tied"]]
    scores = {row["score"] for row in inside} & {row["score"] for row in outside}
    return [_called(row) for row in (*inside, *outside) if row["score"] in scores]


def _proof(decision: Decision) -> str:
    summary = decision.summary
    if summary.get("proven"):
        return "Susunan penugasan terbukti terbaik menurut aturan program."
    return f"Susunan penugasan belum terbukti terbaik; celahnya {number(100 * summary.get('gap', 0), 2)}%."
