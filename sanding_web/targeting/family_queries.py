"""What the pages of target families read: counts in a person's scope, and by name the families of one village."""

from dataclasses import dataclass
from statistics import median
from typing import Any

import polars as pl
from django.http import Http404
from django.utils import timezone

from sanding_web.district.models import Agency, Programme, Village, in_force
from sanding_web.registry.models import Person
from sanding_web.registry.queries import is_current
from sanding_web.targeting.family_results import Basis, Result, basis, result_of
from sanding_web.targeting.family_rows import families_in
from sanding_web.ui.words import Missing

Cell = int | Missing


@dataclass(frozen=True, eq=False)
class Opened:
    """What a page of counts stands on."""

    basis: Basis
    result: Result | None


def opened() -> Opened | None:
    """The basis with its result, where it was computed; None while there is nothing to count."""
    found = basis()
    return None if found is None else Opened(found, result_of(found))


def village_or_404(user: Any, code: str) -> Village:
    """A village in force in a person's scope."""
    village: Village | None = user.scope.villages().filter(in_force(timezone.localdate()), code=code).first()
    if village is None:
        raise Http404
    return village


def cells(counts: pl.DataFrame, level: str, codes: list[str], *, exact: bool) -> dict[str, dict[tuple[str, str], Cell]]:
    """FAMILY_COUNTS by code and (subject, part), as a reader may see them."""
    found: dict[str, dict[tuple[str, str], Cell]] = {}
    mine = counts.filter(pl.col("level") == level, pl.col("code").is_in(codes))
    for code, subject, part, families, hidden in mine.drop("level").iter_rows():
        found.setdefault(code, {})[subject, part] = Missing.SUPPRESSED if hidden and not exact else families
    return found


def district_code() -> str:
    programme = Programme.current()
    return programme.district_code if programme else ""


@dataclass(frozen=True)
class Home:
    """Where a family is found: its head's name and its place down to RT. No number, no street address."""

    head: str
    dusun: str
    rt: str
    rw: str


def homes(found: Basis, rows: pl.DataFrame) -> dict[str, Home]:
    """The homes of some families of one village by ``family_key``; rows are FAMILIES with their places filled."""
    names = _heads(found, rows)
    return {
        row["family_key"]: Home(names.get(row["uid"], ""), row["dusun"] or "", row["rt"] or "", row["rw"] or "")
        for row in rows.to_dicts()
    }


def _heads(found: Basis, rows: pl.DataFrame) -> dict[int, str]:
    """The head's name by the family's id: of the family's row, else of the member whose relation is head."""
    if rows.is_empty():
        return {}
    families = families_in(found.batch.register, rows["village_code"][0]).filter(uid__in=rows["uid"].to_list())
    own = {uid: (bytes(key), name or "") for uid, key, name in families.values_list("uid", "match_key", "head_name")}
    nameless = [key for key, name in own.values() if not name]
    members = Person.objects.filter(
        is_current(), register=found.batch.register, family_key__in=nameless, relation="1"
    ).order_by("uid")
    heads = {bytes(key): name for key, name in members.values_list("family_key", "name")}
    return {uid: name or heads.get(key, "") or "" for uid, (key, name) in own.items()}


def without_decile(families: pl.DataFrame) -> int:
    """Families whose decile the source did not set: they are no target and are counted apart."""
    return int(families["decile"].null_count())


def seat() -> tuple[float, float] | None:
    """Longitude and latitude of the district's seat: the middle (median) of the offices of agencies and the Setda."""
    offices = Agency.objects.filter(in_force(timezone.localdate()), kind__in=("PD", "Bagian"))
    places = [
        (lon, lat) for lon, lat in offices.order_by().values_list("lon", "lat") if lon is not None and lat is not None
    ]
    return (median(lon for lon, _ in places), median(lat for _, lat in places)) if places else None
