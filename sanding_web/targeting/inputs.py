"""What the desk counts on: the tables of the registry as frames, each with its source in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import polars as pl

from sanding.canonical import digest
from sanding.columns import Table
from sanding.errors import InputFault
from sanding.registry.tables import VILLAGE_COUNTS, VILLAGE_INDEX, VILLAGES
from sanding.targeting.tables import CARRIED, REMOTENESS
from sanding_web.decisions.frames import pack, unpack

TABLES: dict[str, Table] = {"counts": VILLAGE_COUNTS, "villages": VILLAGES, "index": VILLAGE_INDEX}


@dataclass(frozen=True, eq=False)
class Inputs:
    """counts VILLAGE_COUNTS, villages VILLAGES, index VILLAGE_INDEX of one kind and year; ``sources`` by table name.

    counts_on   day of the counts; None where a decision froze it as an age
    remoteness  REMOTENESS, only where remoteness is weighed
    carried     CARRIED, only where an earlier wave left villages unfinished
    """

    counts: pl.DataFrame
    villages: pl.DataFrame
    index: pl.DataFrame
    sources: Mapping[str, str]
    counts_on: date | None = None
    remoteness: pl.DataFrame | None = None
    carried: pl.DataFrame | None = None

    def packed(self) -> dict[str, bytes]:
        """Canonical CSV of each table."""
        plain = {name: pack(getattr(self, name), table) for name, table in TABLES.items()}
        more = (("remoteness", self.remoteness, REMOTENESS), ("carried", self.carried, CARRIED))
        return plain | {name: pack(frame, table) for name, frame, table in more if frame is not None}

    @cached_property
    def digests(self) -> dict[str, str]:
        """SHA-256 of each table."""
        return {name: digest(content) for name, content in self.packed().items()}


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
    counts, villages, index = (unpack(tables[name], table) for name, table in TABLES.items())
    road = unpack(tables["remoteness"], REMOTENESS) if "remoteness" in tables else None
    carried = unpack(tables["carried"], CARRIED) if "carried" in tables else None
    return Inputs(counts, villages, index, dict(sources), remoteness=road, carried=carried)
