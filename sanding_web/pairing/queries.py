"""What the pairing desk reads: the priority list it stands on, the agencies, the rules, past pairs, and the runs."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import polars as pl
from django.db.models import Q, QuerySet
from django.http import Http404

from sanding.pairing.fit import tags
from sanding.pairing.tables import AGENCIES, PAIRS
from sanding.registry.tables import VILLAGE_NEEDS, VILLAGES
from sanding_web.decisions.frames import pack
from sanding_web.decisions.models import Decision
from sanding_web.decisions.queries import in_force, open_proposal
from sanding_web.district.models import Agency, Companionship, Village
from sanding_web.district.models import in_force as standing
from sanding_web.pairing.inputs import PRIORITY
from sanding_web.pairing.models import PairingRun, PairRule, RunAnswer
from sanding_web.registry.models import VillageNeed
from sanding_web.targeting.freezing import villages_of


def basis(year: int) -> Decision | None:
    """The priority list to pair on: the signed one, else the proposed one (the page says which)."""
    return in_force("priority", year) or open_proposal("priority", year)


def rules(year: int) -> "QuerySet[PairRule]":
    """Locks and bans in force."""
    rows = PairRule.objects.filter(year=year, ended_at__isnull=True)
    return rows.select_related("agency", "village", "set_by")


def binding_rules(year: int, listed: Iterable[str]) -> list[PairRule]:
    """The rules that bind a run on these villages. A ban of an agency that does not stand any more binds nothing."""
    codes = set(listed)
    found = rules(year).filter(Q(kind="lock") | Q(agency__in=Agency.objects.filter(standing(date(year, 1, 1)))))
    return [rule for rule in found if rule.village_id in codes]


def runs(year: int) -> "QuerySet[PairingRun]":
    return PairingRun.objects.filter(year=year).select_related("job", "basis", "asked_by").order_by("-number")


def latest_run(year: int) -> PairingRun | None:
    """The newest finished run."""
    return runs(year).filter(computed_at__isnull=False).defer("tables").first()


def running(year: int) -> PairingRun | None:
    """The newest run if it is not finished: waiting, running, cancelled or failed."""
    newest = runs(year).defer("tables", "content").first()
    return newest if newest is not None and newest.computed_at is None else None


def run(year: int, number: int) -> PairingRun:
    """One finished run, or 404."""
    found = runs(year).filter(number=number, computed_at__isnull=False).defer("tables").first()
    if found is None:
        raise Http404
    return found


def answer(run: PairingRun, kind: str, *, village: str = "", agency: str = "") -> RunAnswer | None:
    """What was asked of a run, answered or under way."""
    rows = RunAnswer.objects.filter(run=run, kind=kind, village_code=village, agency_code=agency)
    return rows.select_related("job").first()


def what_ifs(run: PairingRun, village: str) -> list[RunAnswer]:
    """Every what-if of one village of a run; the one over the best few agencies first."""
    rows = RunAnswer.objects.filter(run=run, kind="what_if", village_code=village)
    return list(rows.select_related("job").order_by("agency_code"))


def rules_ever(year: int) -> "QuerySet[PairRule]":
    """Every lock and ban of a year, also those ended, newest first."""
    rows = PairRule.objects.filter(year=year).select_related("agency", "village", "set_by", "ended_by")
    return rows.order_by("-set_at", "-pk")


def run_list(year: int) -> "QuerySet[PairingRun]":
    """Every run of a year without its tables, newest first."""
    return runs(year).defer("tables")


def leads_now() -> dict[str, str]:
    """Agency code by village code: who stands beside each village today."""
    open_rows = Companionship.objects.filter(valid_to__isnull=True)
    return dict(open_rows.values_list("village_id", "agency__code"))


def tables(decision: Decision, year: int) -> dict[str, bytes]:
    """Every input of a run, packed. Villages and needs are those of the priority list."""
    rows = [row for row in villages_of(decision) if row["priority"]]
    codes = [row["village_code"] for row in rows]
    priority = pl.DataFrame(rows, infer_schema_length=None)
    return {
        "villages": pack(_frame(Village.objects.filter(code__in=codes), VILLAGES), VILLAGES),
        "priority": pack(priority, PRIORITY),
        "needs": pack(_frame(VillageNeed.objects.filter(village_code__in=codes), VILLAGE_NEEDS), VILLAGE_NEEDS),
        "agencies": pack(_frame(Agency.objects.all(), AGENCIES), AGENCIES),
        "past": pack(past(year), PAIRS),
    }


def listed_codes(decision: Decision) -> list[str]:
    """Codes of the priority villages of a list."""
    return [row["village_code"] for row in villages_of(decision) if row["priority"]]


def listed_names(decision: Decision) -> dict[str, str]:
    """Names of the priority villages by code, kecamatan in brackets, in the order of the list."""
    rows = sorted((row for row in villages_of(decision) if row["priority"]), key=lambda row: row["rank"])
    return {row["village_code"]: f"{row['name']} ({row['kecamatan']})" for row in rows}


def agency_names(year: int) -> dict[str, str]:
    """Short names by code of the agencies that stand on 1 January of a year."""
    rows = Agency.objects.filter(standing(date(year, 1, 1)))
    return dict(rows.order_by("short").values_list("code", "short"))


def sources(decision: Decision) -> dict[str, str]:
    """Where each table comes from, in words."""
    return {
        "villages": "kode wilayah Kemendagri",
        "priority": decision.official_name,
        "needs": "lembar indikator indeks desa",
        "agencies": "daftar perangkat daerah",
        "past": "riwayat pendampingan",
    }


def _frame(rows: "QuerySet[Any]", table: Any) -> pl.DataFrame:
    values = list(rows.order_by().values_list(*table.names))
    return pl.DataFrame(values, schema=table.schema(), orient="row")


def past(year: int) -> pl.DataFrame:
    """Who stood beside each village last: the pair in force, else the last one ended. A pair of this very year counts
    as the one before, so that a revised pairing stays close to the one it revises."""
    rows = Companionship.objects.order_by("village_id", "valid_from", "pk")
    last: dict[str, tuple[int, str, str]] = {}
    for village, agency, when in rows.values_list("village_id", "agency__code", "year"):
        last[village] = (min(when, year - 1), agency, village)
    return pl.DataFrame(list(last.values()), schema=PAIRS.schema(), orient="row")


def companionships(user: Any, on: Any) -> "QuerySet[Companionship]":
    """Pairs in force on a date that lie in a person's scope."""
    begun = Q(valid_from__lte=on) & (Q(valid_to__isnull=True) | Q(valid_to__gte=on))
    rows = Companionship.objects.filter(begun).select_related("village", "agency")
    mine: QuerySet[Companionship] = user.scope.filter(rows, "village__code")
    return mine.order_by("village__kecamatan_code", "village_id")


def agency_in_scope(user: Any, code: str) -> Agency:
    """One agency that a person may see, or 404."""
    found: Agency | None = user.scope.agencies().filter(code=code).first()
    if found is None:
        raise Http404
    return found


def village_in_scope(user: Any, code: str) -> Village:
    """One village that a person may see, or 404."""
    found: Village | None = user.scope.villages().filter(code=code).first()
    if found is None:
        raise Http404
    return found


Needs = tuple[list[VillageNeed], list[VillageNeed]]


def needs_for(agency: Agency, villages: list[str]) -> dict[str, Needs]:
    """By village: the indicators not yet full whose named actor is this agency, and those of others; largest first."""
    own = tags(agency.competences)
    found: dict[str, Needs] = {code: ([], []) for code in villages}
    for need in VillageNeed.objects.filter(village_code__in=villages).order_by("village_code", "-gain", "pk"):
        mine, others = found[need.village_code]
        (mine if tags(need.actor) & own else others).append(need)
    return found
