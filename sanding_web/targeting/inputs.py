"""What the desk counts on: the tables of the registry as frames, each with its source in words."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from sanding.columns import Table
from sanding.errors import InputFault
from sanding.registry.tables import VILLAGE_COUNTS, VILLAGE_INDEX, VILLAGES
from sanding_web.decisions.frames import pack, unpack

TABLES: dict[str, Table] = {"counts": VILLAGE_COUNTS, "villages": VILLAGES, "index": VILLAGE_INDEX}


@dataclass(frozen=True, eq=False)
class Inputs:
    """counts VILLAGE_COUNTS, villages VILLAGES, index VILLAGE_INDEX of one kind and year; ``sources`` by table name."""

    counts: pl.DataFrame
    villages: pl.DataFrame
    index: pl.DataFrame
    sources: Mapping[str, str]

    def packed(self) -> dict[str, bytes]:
        """Canonical CSV of each table."""
        return {name: pack(getattr(self, name), table) for name, table in TABLES.items()}


def from_packed(tables: Mapping[str, bytes], sources: Mapping[str, str]) -> Inputs:
    """The inputs of a frozen decision; InputFault where one is missing."""
    missing = sorted(set(TABLES) - set(tables))
    if missing:
        raise InputFault(
            f"data masukan yang dibekukan tidak lengkap: {', '.join(missing)}",
            where="keputusan",
            remedy="Pulihkan dari cadangan.",
            code="SND-TGW-01",
        )
    frames = {name: unpack(tables[name], table) for name, table in TABLES.items()}
    return Inputs(**frames, sources=dict(sources))
