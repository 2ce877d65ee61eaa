"""What the pages read of batches, vintages and the register as it stands today."""

from dataclasses import dataclass
from typing import Any

import polars as pl
from django.db.models import Count, Q, QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from sanding.registry.tables import VILLAGE_COUNTS
from sanding_web.accounts.scope import Scope
from sanding_web.district.models import Agency, Companionship, Village, in_force
from sanding_web.registry import storage
from sanding_web.registry.models import (
    Batch,
    Family,
    MappingProfile,
    Person,
    VillageCount,
    VillageIndex,
    VillageNeed,
)
from sanding_web.registry.models.register import Version


def accepted() -> "QuerySet[Batch, Any]":
    """Ids of the batches whose rows count."""
    return Batch.objects.filter(state=Batch.ACCEPTED).order_by().values("pk")


def is_current() -> Q:
    """A version is current if its batch is accepted and nothing accepted ended it (ADR 0005)."""
    return Q(batch__in=accepted()) & (Q(until_batch__isnull=True) | ~Q(until_batch__in=accepted()))


def current_families(scope: Scope) -> "QuerySet[Family]":
    """Families as they stand today in a scope."""
    return scope.filter(Family.objects.filter(is_current()).order_by("id"))


def current_persons(scope: Scope) -> "QuerySet[Person]":
    """Persons as they stand today in a scope."""
    return scope.filter(Person.objects.filter(is_current()).order_by("id"))


def counted_batch(register: str = "") -> Batch | None:
    """The accepted batch whose frozen counts show the register as it stands: the last one decided on."""
    found = Batch.objects.filter(state=Batch.ACCEPTED, counts__isnull=False)
    if register:
        return found.filter(register=register).order_by("-decided_at", "-pk").first()
    return found.order_by("-decreed_on", "-decided_at", "-pk").first()


def village_counts(register: str = "", scope: Scope | None = None) -> pl.DataFrame:
    """VILLAGE_COUNTS of ``counted_batch``: counts in keluarga and orang; empty where nothing was accepted yet."""
    batch = counted_batch(register)
    rows = VillageCount.objects.filter(batch=batch) if batch else VillageCount.objects.none()
    if scope is not None:
        rows = scope.filter(rows)
    values = list(rows.order_by("village_code").values_list(*VILLAGE_COUNTS.names))
    return pl.DataFrame(values, schema=VILLAGE_COUNTS.schema(), orient="row")


def batches() -> "QuerySet[Batch]":
    """All batches, newest first."""
    return Batch.objects.select_related("uploaded_by", "decided_by").order_by("-pk")


def profiles() -> "QuerySet[MappingProfile]":
    """All versions of all mapping profiles, newest first."""
    return MappingProfile.objects.order_by("-pk")


def profile_or_404(pk: int) -> MappingProfile:
    found = MappingProfile.objects.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def batch_or_404(pk: int) -> Batch:
    found = Batch.objects.select_related("uploaded_by", "decided_by", "job").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def same_files(batch: Batch) -> list[Batch]:
    """Other batches, still standing, that brought a file of the very same bytes: perhaps another day was typed."""
    own = batch.files.values("sha256")
    standing = Batch.objects.exclude(pk=batch.pk).exclude(state__in=[Batch.CANCELLED, Batch.RETURNED, Batch.UNDONE])
    return list(standing.filter(files__sha256__in=own).distinct().order_by("pk"))


def fault_places(batch: Batch, rule: str) -> list[dict[str, Any]] | None:
    """File, sheet, row and column of each finding of one rule, in the order of the file; None where there is none."""
    folder = storage.folder_of(batch)
    if folder is None or not folder.parts("faults"):
        return None
    faults = folder.frame("faults", ["file", "sheet", "row", "column", "rule"]).filter(pl.col("rule") == rule)
    return faults.drop("rule").unique().sort("file", "sheet", "row", "column").to_dicts() or None


@dataclass(frozen=True)
class Counted:
    """One village with its frozen counts, or without where the register has nobody there."""

    village: Village
    count: VillageCount | None

    def number(self, name: str) -> int | None:
        """One of the counts by its column, None where there is none."""
        return getattr(self.count, name) if self.count else None

    @property
    def share_d1(self) -> float | None:
        """Families of decile 1 among all families of the register there, 0..1."""
        return self.count.families_d1 / self.count.families if self.count and self.count.families else None


def counted_villages(
    user: Any, *, wanted: str = "", kecamatan: str = "", code: str = ""
) -> tuple[Batch | None, list[Counted]]:
    """The villages of a person's scope in force, by name, kecamatan or code, each with its counts; three queries."""
    batch = counted_batch()
    rows = user.scope.villages().filter(in_force(timezone.localdate()))
    rows = rows.filter(name__icontains=wanted) if wanted else rows
    rows = rows.filter(kecamatan_code=kecamatan) if kecamatan else rows
    rows = rows.filter(code=code) if code else rows
    counts = {one.village_code: one for one in user.scope.filter(VillageCount.objects.filter(batch=batch))}
    return batch, [Counted(one, counts.get(one.code)) for one in rows.order_by("kecamatan_code", "code")]


def kecamatan_of(user: Any) -> list[tuple[str, str]]:
    """(code, name) of the kecamatan in which a person has villages."""
    rows = user.scope.villages().order_by("kecamatan_code").values_list("kecamatan_code", "kecamatan").distinct()
    return list(rows)


def index_of(code: str) -> list[VillageIndex]:
    """A village's index, newest year first."""
    return list(VillageIndex.objects.filter(village_code=code).order_by("-year", "index"))


def companion_of(code: str) -> Companionship | None:
    """Who stands beside the village today."""
    today = Companionship.objects.filter(in_force(timezone.localdate()), village_id=code)
    return today.select_related("agency").order_by("-year", "-pk").first()


def accepted_batches() -> "QuerySet[Batch]":
    """Vintages: batches that were accepted, also those undone since, newest determination first."""
    found = Batch.objects.filter(state__in=[Batch.ACCEPTED, Batch.UNDONE]).select_related("decided_by", "undone_by")
    return found.prefetch_related("files").order_by("register", "-decreed_on", "-decided_at")


def reference_state() -> list[tuple[str, str]]:
    """What is loaded of each reference sheet, in words."""
    today = timezone.localdate()
    villages = Village.objects.filter(in_force(today))
    years = VillageIndex.objects.order_by("-year").values_list("index", "year").distinct()
    kinds = ", ".join(f"{index} {year}" for index, year in years)
    pairs = Companionship.objects.filter(in_force(today))
    return [
        (_("Desa/kelurahan"), _("%d berlaku") % villages.count()),
        (_("Batas desa"), _("%d desa") % villages.filter(geometry__isnull=False).count()),
        (_("Indeks desa"), kinds),
        (_("Indikator belum penuh"), _("%d baris") % VillageNeed.objects.count()),
        (pgettext("jamak", "Perangkat daerah"), _("%d unit") % Agency.objects.count()),
        (_("Penugasan berlaku"), _("%d desa") % pairs.count()),
    ]


def later_changes(batch: Batch) -> list[tuple[Batch, int]]:
    """Accepted batches that changed or ended rows of this one, or brought back what it ended: (batch, rows)."""
    rows: dict[int, int] = {}
    models: tuple[type[Version], ...] = (Family, Person)
    for model in models:
        ended = model._default_manager.filter(batch=batch, until_batch__in=accepted())
        for pk, count in ended.order_by().values_list("until_batch").annotate(n=Count("pk")):
            rows[pk] = rows.get(pk, 0) + count
        mine = model._default_manager.filter(until_batch=batch).order_by().values("uid")
        again = model._default_manager.filter(batch__in=accepted(), batch__gt=batch.pk, uid__in=mine).exclude(
            batch=batch
        )
        for pk, count in again.order_by().values_list("batch").annotate(n=Count("pk")):
            rows[pk] = rows.get(pk, 0) + count
    found = Batch.objects.in_bulk(rows)
    return [(found[pk], rows[pk]) for pk in sorted(rows)]


def named_actors() -> tuple[str, ...]:
    """The actor cells of the loaded indicator sheets, each once."""
    cells = VillageNeed.objects.exclude(actor="").order_by("actor").values_list("actor", flat=True)
    return tuple(cells.distinct())
