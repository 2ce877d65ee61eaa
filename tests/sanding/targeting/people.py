"""Families and persons written in a line or two, as declared frames. Invented; keys are no numbers."""

import datetime
from typing import Any

import polars as pl

from sanding.registry.tables import FAMILIES, PERSONS

BORN = {"lansia": 1950, "dewasa": 1985, "anak": 2022}


def families(*rows: dict[str, Any]) -> pl.DataFrame:
    """FAMILIES; a row needs only its family_key."""
    usual = {"village_code": "3399012001", "decile": 1, "sheet": "KELUARGA"}
    given = [{**usual, "source_row": n, **row} for n, row in enumerate(rows, start=2)]
    return FAMILIES.conform(pl.DataFrame(given, schema=_schema(FAMILIES.schema(), given)))


def persons(*rows: dict[str, Any]) -> pl.DataFrame:
    """PERSONS; a row needs only its family_key. ``age`` in words of BORN gives the birth date."""
    usual = {"village_code": "3399012001", "sheet": "INDIVIDU", "name": "REKAAN", "nik_state": "sementara"}
    given = [{**usual, "source_row": n, **_born(row)} for n, row in enumerate(rows, start=2)]
    return PERSONS.conform(pl.DataFrame(given, schema=_schema(PERSONS.schema(), given)))


def _born(row: dict[str, Any]) -> dict[str, Any]:
    rest = {name: value for name, value in row.items() if name != "age"}
    return rest if "age" not in row else {**rest, "birth_date": datetime.date(BORN[row["age"]], 1, 1)}


def _schema(schema: dict[str, Any], rows: list[dict[str, Any]]) -> dict[str, Any]:
    names = {name for row in rows for name in row}
    return {name: kind for name, kind in schema.items() if name in names}
