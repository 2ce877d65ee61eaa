"""Persons of the register one by one: found by number or by name within a village, never browsed."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone

from sanding.identity import Sealer, masked
from sanding.keys import load_or_create_keys
from sanding.parameters import value
from sanding_web.district.models import Village
from sanding_web.registry.models import Batch, Family, Person
from sanding_web.registry.queries import accepted, is_current


def sealer() -> Sealer:
    return Sealer(load_or_create_keys(Path(settings.SANDING_KEYS)))


@dataclass(frozen=True)
class Found:
    """The persons of one search, at most ``most``; ``more`` says that there were others."""

    persons: list[Person]
    more: bool


def by_number(user: Any, number: str) -> Found:
    """Those who bear a NIK, or belong to a KK, within the reader's scope."""
    seal = sealer().seal
    mine = _current(user)
    found = mine.filter(match_key=seal("nik", number))
    return _few(found if found.exists() else mine.filter(family_key=seal("kk", number)))


def by_name(user: Any, name: str, village: Village) -> Found:
    """Those of one village whose name holds every word."""
    homes = Family.objects.filter(is_current(), village_code=village.code).values("family_key")
    found = _current(user).filter(family_key__in=homes)
    for word in name.split():
        found = found.filter(name__icontains=word)
    return _few(found)


def _current(user: Any) -> "QuerySet[Person]":
    rows: QuerySet[Person] = user.scope.filter(Person.objects.filter(is_current()))
    return rows.order_by("name", "uid")


def _few(rows: "QuerySet[Person]") -> Found:
    most = int(value("privacy.search_most", timezone.localdate()))
    found = list(rows[: most + 1])
    return Found(found[:most], len(found) > most)


@dataclass(frozen=True)
class Version:
    """One version of a person, and where it came from: file, sheet, row, batch, who accepted it and when."""

    row: Person
    batch: Batch
    current: bool


@dataclass(frozen=True)
class Known:
    """A person as the register knows them: every version, newest first, and who lives with them now."""

    uid: int
    versions: list[Version]
    household: list[Person]

    @property
    def newest(self) -> Person:
        return self.versions[0].row

    @property
    def batch(self) -> Batch:
        return self.versions[0].batch

    @property
    def standing(self) -> bool:
        """Whether the person stands in the register today."""
        return self.versions[0].current


def person_or_404(user: Any, uid: int) -> Known:
    """A person of the reader's scope, by our own id; who moved away or ended stays with their last village."""
    rows = list(user.scope.filter(Person.objects.filter(uid=uid, batch__in=accepted())).order_by("-pk"))
    whole = Person.objects.filter(uid=uid, batch__in=accepted()).order_by("-pk")
    if not rows or rows[0].pk != whole.values_list("pk", flat=True)[0]:
        raise Http404
    current = set(Person.objects.filter(is_current(), uid=uid).values_list("pk", flat=True))
    batches = Batch.objects.select_related("uploaded_by", "decided_by").in_bulk({row.batch_id for row in rows})
    versions = [Version(row, batches[row.batch_id], row.pk in current) for row in rows]
    same = _current(user).filter(family_key=rows[0].family_key).exclude(uid=uid) if current else Person.objects.none()
    return Known(uid, versions, list(same[:30]))


def masked_number(column: str, sealed: bytes | memoryview | None) -> str:
    """A number as it is shown: region and last four digits."""
    return masked(sealer().unseal(column, bytes(sealed)) if sealed is not None else None)


def plain_number(column: str, sealed: bytes | memoryview | None) -> str:
    """A number in full; only for a reveal that was recorded."""
    return sealer().unseal(column, bytes(sealed)) if sealed is not None else ""


def villages(user: Any) -> "QuerySet[Village]":
    """The villages among which a reader may search by name."""
    found: QuerySet[Village] = user.scope.villages().order_by("kecamatan", "name")
    return found
