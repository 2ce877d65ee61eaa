"""Loading the reference sheets: villages with boundaries, index, needs, agencies, last year's pairs.

Each loads a frame in the declared columns and changes only what differs; what the frame leaves out stays as it is.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

import polars as pl
from django.db import models, transaction
from django.utils.translation import gettext as _

from sanding.columns import Table
from sanding.errors import InputFault
from sanding.pairing.tables import AGENCIES, PAIRS
from sanding.registry.tables import VILLAGE_INDEX, VILLAGE_NEEDS, VILLAGES
from sanding_web.audit.actions import record
from sanding_web.district.models import Agency, Companionship, Village
from sanding_web.registry.models import VillageIndex, VillageNeed

_TEXT = {"bps_code", "successor", "status", "level", "actor", "activity", "competences"}
_BATCH = 500


@transaction.atomic
def load_villages(
    actor: Any, frame: pl.DataFrame, boundaries: Mapping[str, Any] | None = None, former: pl.DataFrame | None = None
) -> int:
    """VILLAGES; ``boundaries``: GeoJSON with property ``kode``; ``former``: code, former_name. Returns rows."""
    rows = _rows(VILLAGES, frame)
    shapes = {one["properties"]["kode"]: one["geometry"] for one in (boundaries or {}).get("features", ())}
    names: dict[str, list[str]] = {}
    for code, name in former.select("code", "former_name").iter_rows() if former is not None else ():
        names.setdefault(code, []).append(name)
    known = Village.objects.in_bulk()
    villages = [_village(row, known.get(row["code"]), shapes, names) for row in rows]
    updated = [name for name in (*VILLAGES.names, "former_names", "geometry") if name != "code"]
    Village.objects.bulk_create(
        villages, batch_size=_BATCH, update_conflicts=True, unique_fields=["code"], update_fields=updated
    )
    record(actor, "reference.villages", rows=len(rows))
    return len(rows)


def _village(
    row: dict[str, Any], known: Village | None, shapes: Mapping[str, Any], names: Mapping[str, list[str]]
) -> Village:
    """A village as loaded; its shape and former names stay where the sheets bring none."""
    code = row["code"]
    geometry = shapes.get(code, known.geometry if known else None)
    former = names.get(code, known.former_names if known else [])
    return Village(**row, geometry=geometry, former_names=former)


@transaction.atomic
def load_shapes(actor: Any, polygons: Mapping[str, Mapping[str, Any]]) -> int:
    """Boundaries: village code → GeoJSON geometry. Not legal boundaries."""
    villages = Village.objects.in_bulk(list(polygons))
    for code, village in villages.items():
        village.geometry = dict(polygons[code])
    Village.objects.bulk_update(villages.values(), ["geometry"], batch_size=_BATCH)
    record(actor, "reference.boundaries", rows=len(villages))
    return len(villages)


@transaction.atomic
def load_agencies(actor: Any, frame: pl.DataFrame) -> int:
    """AGENCIES, by code."""
    rows = _rows(AGENCIES, frame)
    updated = [name for name in AGENCIES.names if name != "code"]
    Agency.objects.bulk_create(
        [Agency(**row) for row in rows],
        batch_size=_BATCH,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=updated,
    )
    record(actor, "reference.agencies", rows=len(rows))
    return len(rows)


@transaction.atomic
def load_index(actor: Any, frame: pl.DataFrame, *, source: str = "") -> int:
    """VILLAGE_INDEX, by village, year and kind of index; score and status as the source gives them."""
    rows = _rows(VILLAGE_INDEX, frame)
    _refuse_unknown(VillageIndex, {row["village_code"] for row in rows})
    VillageIndex.objects.bulk_create(
        [VillageIndex(**row, source=source) for row in rows],
        batch_size=_BATCH,
        update_conflicts=True,
        unique_fields=["village_code", "year", "index"],
        update_fields=["iks", "ike", "ikl", "score", "status", "source"],
    )
    record(actor, "reference.index", rows=len(rows), source=source)
    return len(rows)


@transaction.atomic
def load_needs(actor: Any, frame: pl.DataFrame) -> int:
    """VILLAGE_NEEDS: the list replaces the earlier one of the villages that it names."""
    rows = _rows(VILLAGE_NEEDS, frame)
    codes = {row["village_code"] for row in rows}
    _refuse_unknown(VillageNeed, codes)
    VillageNeed.objects.filter(village_code__in=codes).delete()
    VillageNeed.objects.bulk_create([VillageNeed(**row) for row in rows], batch_size=_BATCH)
    record(actor, "reference.needs", rows=len(rows))
    return len(rows)


@transaction.atomic
def load_pairs(actor: Any, frame: pl.DataFrame, *, source: str) -> int:
    """PAIRS of one or more years: the newest year becomes the companionship in force, older ones are history."""
    rows = _rows(PAIRS, frame)
    agencies = {one.code: one.pk for one in Agency.objects.all()}
    _refuse_unknown(Companionship, {row["village_code"] for row in rows})
    unknown = sorted({row["agency_code"] for row in rows} - set(agencies))
    if unknown:
        raise InputFault(
            _("kode perangkat daerah belum dimuat: %s") % ", ".join(unknown),
            where=PAIRS.name,
            remedy="Muat lembar perangkat daerah dulu.",
            code="SND-REF-02",
        )
    newest = max((row["year"] for row in rows), default=0)
    for row in rows:
        _pair(row, agencies[row["agency_code"]], source, ends=row["year"] < newest)
    record(actor, "reference.pairs", rows=len(rows), source=source)
    return len(rows)


def _pair(row: dict[str, Any], agency: int, source: str, *, ends: bool) -> None:
    """One pair from the first day of its year; the village's open pair with another agency or year ends before it."""
    first = date(row["year"], 1, 1)
    mine = Companionship.objects.filter(village_id=row["village_code"])
    if mine.filter(year=row["year"], agency_id=agency).exists():
        return
    if not ends:
        mine.filter(valid_to__isnull=True, valid_from__lt=first).update(valid_to=date(row["year"] - 1, 12, 31))
        mine.filter(valid_to__isnull=True).delete()
    Companionship.objects.create(
        village_id=row["village_code"],
        agency_id=agency,
        year=row["year"],
        valid_from=first,
        valid_to=date(row["year"], 12, 31) if ends else None,
        source=source,
    )


def _rows(table: Table, frame: pl.DataFrame) -> list[dict[str, Any]]:
    """The declared columns, checked; empty text is '' where the database has no null."""
    shaped = table.conform(frame)
    table.check(shaped, file=table.name)
    rows = shaped.to_dicts()
    return [{name: "" if value is None and name in _TEXT else value for name, value in row.items()} for row in rows]


def _refuse_unknown(model: type[models.Model], codes: set[str]) -> None:
    unknown = sorted(codes - set(Village.objects.filter(code__in=codes).values_list("code", flat=True)))
    if unknown:
        raise InputFault(
            _("%(n)s kode desa belum dimuat, misalnya %(codes)s")
            % {"n": len(unknown), "codes": ", ".join(unknown[:3])},
            where=str(model._meta.verbose_name),
            remedy="Muat lembar wilayah dulu, atau periksa sistem kodenya (Kemendagri, 10 angka).",
            code="SND-REF-01",
        )
