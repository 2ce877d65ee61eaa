"""The families and persons of one village or kecamatan as frames, from the register as it stands (ADR 0005)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl
from django.db.models import Q, QuerySet

from sanding.targeting.family_places import with_places
from sanding_web.registry.models import Batch, Family, Person
from sanding_web.registry.queries import is_current

_FAMILY = {
    "uid": pl.Int64,
    "match_key": pl.Binary,
    "village_code": pl.String,
    "decile": pl.Int64,
    "member_count": pl.Int64,
    "head_nik": pl.Binary,
    "dusun": pl.String,
    "rt": pl.String,
    "rw": pl.String,
}
_PERSON = {
    "family_key": pl.Binary,
    "nik": pl.Binary,
    "sex": pl.String,
    "relation": pl.String,
    "birth_date": pl.Date,
    "deceased_hint": pl.Boolean,
    "dusun": pl.String,
    "rt": pl.String,
    "rw": pl.String,
}


@dataclass(frozen=True, eq=False)
class Rows:
    """families and persons of a place: what the rules read, no name, and numbers only in their sealed form.

    ``family_key`` is our own fixed id of the family as text (``Family.uid``), in both frames.
    """

    families: pl.DataFrame
    persons: pl.DataFrame


def families_in(register: str, place: str) -> "QuerySet[Family]":
    """Families of a register that stand today in a village (10 digits) or kecamatan (6 digits)."""
    where = Q(village_code=place) if len(place) == 10 else Q(village_code__gte=place, village_code__lt=_next(place))
    return Family.objects.filter(is_current(), where, register=register).order_by()


def _next(place: str) -> str:
    """The first code after all that begin with ``place``: a range uses the index, a prefix does not.

    >>> _next("339901")
    '339902'
    """
    return str(int(place) + 1).zfill(len(place))


def rows_of(batch: Batch, place: str, domains: Sequence[str]) -> Rows:
    """The rows of a place in the register of ``batch``; ``domains`` are the columns of function that the rule reads."""
    found = families_in(batch.register, place)
    keys = found.values("match_key")
    members = Person.objects.filter(is_current(), register=batch.register, family_key__in=keys).order_by()
    families = _frame(found, _FAMILY)
    persons = _frame(members, _PERSON | dict.fromkeys(domains, pl.String))
    own = families.select(family_key="match_key", own=pl.col("uid").cast(pl.String))
    persons = persons.join(own, on="family_key").drop("family_key").rename({"own": "family_key"})
    families = families.with_columns(family_key=pl.col("uid").cast(pl.String)).drop("match_key")
    return Rows(with_places(families, persons), persons)


def _frame(rows: "QuerySet[Any]", schema: dict[str, Any]) -> pl.DataFrame:
    values = rows.values_list(*schema)
    columns: list[list[Any]] = [list(column) for column in zip(*values, strict=True)] or [[] for _ in schema]
    pairs = zip(schema.items(), columns, strict=True)
    return pl.DataFrame([_series(name, kind, column) for (name, kind), column in pairs])


def _series(name: str, kind: Any, values: list[Any]) -> pl.Series:
    if kind == pl.Binary:  # PostgreSQL hands out memory views
        values = [None if one is None else bytes(one) for one in values]
    if kind == pl.Boolean:
        values = [None if one is None else bool(one) for one in values]
    return pl.Series(name, values, dtype=kind)
