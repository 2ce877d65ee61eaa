"""Tables as canonical CSV, so that what a decision used can be kept, compared and read again."""

import polars as pl

from sanding.canonical import canonical_csv
from sanding.columns import Table


def pack(frame: pl.DataFrame, table: Table) -> bytes:
    """One table in its declared columns, sorted by its key (by everything where it has none)."""
    return canonical_csv(table.conform(frame), by=list(table.key) or table.names)


def unpack(content: bytes, table: Table) -> pl.DataFrame:
    """The frame that ``pack`` wrote."""
    return pl.read_csv(content, schema=table.schema())
