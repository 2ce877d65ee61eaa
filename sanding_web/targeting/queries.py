"""What the desk reads: the district's tables as frames, saved scenarios, and the list in force."""

from dataclasses import replace
from datetime import date
from statistics import median
from typing import Any

import polars as pl
from django.db.models import Q, QuerySet
from django.utils import timezone

from sanding.documents.wording import long_date
from sanding.errors import InputFault
from sanding.registry.tables import VILLAGE_COUNTS, VILLAGE_INDEX, VILLAGES
from sanding.targeting.remoteness import remoteness
from sanding.targeting.tables import CARRIED
from sanding_web.decisions.models import Decision
from sanding_web.district.models import Agency, Programme, Village
from sanding_web.registry.models import Batch, VillageCount, VillageIndex
from sanding_web.registry.queries import counted_batch
from sanding_web.targeting.inputs import Inputs
from sanding_web.targeting.models import PriorityVillage, Scenario
from sanding_web.targeting.progress_queries import carried_into


def programme() -> Programme:
    """The programme, or a fault that says who sets it up."""
    found = Programme.current()
    if found is None:
        raise InputFault(
            "program kabupaten belum diatur",
            where="prioritas desa",
            remedy="Administrator atau sekretariat mengisinya pada halaman Pengaturan.",
            code="SND-TGW-02",
        )
    return found


def inputs(district_code: str) -> Inputs | None:
    """The tables that a ranking needs, or None while counts or villages are missing."""
    batch = counted_batch()
    villages = _villages(district_code)
    if batch is None or villages.is_empty():
        return None
    index = _index(district_code)
    codes = villages.select(village_code="code")
    counts = _frame(VillageCount.objects.filter(batch=batch), VILLAGE_COUNTS).join(codes, on="village_code", how="semi")
    plain = Inputs(counts, villages, index, _sources(batch, index, villages), counts_on=batch.decreed_on)
    return _with_carried(plain, programme().year)


def _with_carried(found: Inputs, year: int) -> Inputs:
    """The inputs with the villages that go on in a year, where there are any among the villages in force."""
    today = timezone.localdate()
    rows = [(one.place.village.code, one.place.wave, one.place.wave_year) for one in carried_into(year, today)]
    carried = pl.DataFrame(rows, schema=CARRIED.schema(), orient="row")
    carried = carried.join(found.villages.select(village_code="code"), on="village_code", how="semi")
    if carried.is_empty():
        return found
    source = f"catatan tahap sampai {long_date(today)}: {carried.height} desa belum tuntas"
    return replace(found, carried=carried, sources={**found.sources, "carried": source})


def with_remoteness(found: Inputs, on: date) -> Inputs | None:
    """The inputs with the road kilometres of every village, or None where no office of the district has a place.

    The district's seat is the middle (median) of the offices of its agencies and of the Setda.
    """
    offices = Agency.objects.filter(kind__in=("PD", "Bagian"), lon__isnull=False, lat__isnull=False)
    rows = offices.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on)).order_by().values_list("lon", "lat")
    places = [(lon, lat) for lon, lat in rows if lon is not None and lat is not None]
    if not places:
        return None
    seat = (median(lon for lon, _lat in places), median(lat for _lon, lat in places))
    source = f"perkiraan jarak jalan ke titik tengah {len(places)} kantor perangkat daerah"
    road = remoteness(found.villages, seat=seat, on=on)
    return replace(found, remoteness=road, sources={**found.sources, "remoteness": source})


def _sources(batch: Batch, index: pl.DataFrame, villages: pl.DataFrame) -> dict[str, str]:
    label = "tak ada" if index.is_empty() else f"{index['index'][0]} {index['year'][0]}"
    return {
        "counts": f"{batch} (penetapan {long_date(batch.decreed_on)}, batch {batch.number})",
        "villages": f"kode wilayah Kemendagri, {villages.height} desa/kelurahan",
        "index": label,
    }


def _frame(rows: "QuerySet[Any]", table: Any, **renamed: str) -> pl.DataFrame:
    names = [renamed.get(name, name) for name in table.names]
    values = list(rows.order_by().values_list(*names))
    return pl.DataFrame(values, schema=table.schema(), orient="row")


def _villages(district_code: str) -> pl.DataFrame:
    rows = Village.objects.filter(district_code=district_code, valid_to__isnull=True)
    return _frame(rows, VILLAGES)


def _index(district_code: str) -> pl.DataFrame:
    """The newest year; in it the Indeks Desa before the IDM, never both."""
    rows = VillageIndex.objects.filter(village_code__startswith=district_code)
    newest = rows.order_by("-year", "index").values_list("year", "index").first()
    if newest is None:
        return VILLAGE_INDEX.empty()
    return _frame(rows.filter(year=newest[0], index=newest[1]), VILLAGE_INDEX)


def scenarios(year: int) -> "QuerySet[Scenario]":
    return Scenario.objects.filter(year=year).select_related("saved_by")


def priority_in_force(user: Any, year: int) -> "QuerySet[PriorityVillage]":
    """The villages of the signed list that lie in a person's scope, in order of rank."""
    rows = PriorityVillage.objects.filter(decision__state="signed", decision__year=year)
    mine: QuerySet[PriorityVillage] = user.scope.filter(rows, "village__code")
    return mine.select_related("village", "decision").order_by("rank")


def codes_on(decision: Decision) -> frozenset[str]:
    """Codes of the villages that a signed list put in force."""
    return frozenset(PriorityVillage.objects.filter(decision=decision).values_list("village_id", flat=True))


def codes_with_shape(district_code: str) -> list[str]:
    """Codes of the villages whose boundary was uploaded."""
    rows = Village.objects.filter(district_code=district_code, geometry__isnull=False)
    return list(rows.order_by("code").values_list("code", flat=True))


def shapes(district_code: str) -> list[tuple[str, Any]]:
    """(code, geometry) of the same villages."""
    rows = Village.objects.filter(district_code=district_code, geometry__isnull=False)
    return list(rows.order_by("code").values_list("code", "geometry"))
