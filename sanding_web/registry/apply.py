"""Acceptance: the rows of a batch enter the register piece by piece, each with its counter in one transaction.

Until the batch is accepted nobody sees them; a worker that dies leaves a counter from which the next goes on.
"""

from collections.abc import Iterator
from typing import Any

import polars as pl
from django.db import models

from sanding.errors import EngineFault
from sanding.registry.beside import ahead
from sanding.registry.load import Database
from sanding.registry.versions import Unit, loaded_form
from sanding.store import Folder
from sanding_web.registry.changes import MODELS, CleanParts, Progress, as_frame, part_number, table_of
from sanding_web.registry.models import Batch

PIECE = 50_000
ENTERING = ("new", "changed")
_TYPES: dict[str, Any] = {
    "BigIntegerField": pl.Int64,
    "BigAutoField": pl.Int64,
    "ForeignKey": pl.Int64,
    "SmallIntegerField": pl.Int16,
    "BinaryField": pl.Binary,
    "DateField": pl.Date,
}


def row_schema(model: type[models.Model]) -> dict[str, Any]:
    """Column name to Polars type, in the order of the table."""
    return {f.column: _TYPES.get(f.get_internal_type(), pl.String) for f in model._meta.concrete_fields}


class Piece:
    """At most ``PIECE`` rows that enter or end together; ``number`` counts over the whole batch."""

    def __init__(self, number: int, unit: Unit, *, rows: pl.DataFrame | None = None, ended: pl.Series) -> None:
        self.number, self.unit, self.rows, self.ended = number, unit, rows, ended


def pieces(batch: Batch, draft: Folder, *, start: int = 0) -> Iterator[Piece]:
    """The pieces from ``start`` on, always cut alike."""
    number, clean = 0, CleanParts(draft)
    for unit in MODELS:
        for path in draft.parts(f"{unit}_keys"):
            kinds = as_frame(draft.read_part(path, ["kind"]))["kind"]
            entering = int(kinds.is_in(ENTERING).sum())
            last = number + -(-entering // PIECE)
            if last > start:
                rows = _entering(unit, batch, draft, clean, part_number(path))
                for at in range(max(start, number), last):
                    cut = rows.slice((at - number) * PIECE, PIECE)
                    yield Piece(at, unit, rows=cut.drop("old_id"), ended=cut["old_id"].drop_nulls())
            number = last
        for part in draft.each(f"{unit}_gone", ["id"]):
            if number >= start:
                yield Piece(number, unit, ended=part["id"])
            number += 1


def _entering(unit: Unit, batch: Batch, draft: Folder, clean: CleanParts, number: int) -> pl.DataFrame:
    """New and changed rows of one part as the table holds them, without ids, and ``old_id``."""
    keys = as_frame(draft.read_part(draft.path / f"{unit}_keys-{number:05d}.parquet"))
    rows = loaded_form(unit, clean.read(unit, number), keys).with_columns(
        keys.select("match_key", "family_key", "uid", "kind", "old_id"),
        batch_id=pl.lit(batch.pk, dtype=pl.Int64),
        until_batch_id=pl.lit(None, dtype=pl.Int64),
        register=pl.lit(batch.register),
    )
    return rows.filter(pl.col("kind").is_in(ENTERING))


def apply_pieces(batch: Batch, draft: Folder, database: Database, progress: Progress) -> None:
    """Bring in every piece that is not in yet."""
    total = sum(batch.summary["changes"][unit][kind] for unit in MODELS for kind in ("new", "changed"))
    done = 0
    for piece in ahead(pieces(batch, draft, start=batch.applied_pieces)):
        progress("Memasukkan baris", min(done, total), total)
        with database.transaction():
            _count_up(batch, piece, database)
            _enter(piece, batch, database)
        done += 0 if piece.rows is None else piece.rows.height


def _count_up(batch: Batch, piece: Piece, database: Database) -> None:
    """The counter first: it takes the write lock, and it stops a worker that was replaced."""
    moved = database.read(
        f"UPDATE registry_batch SET applied_pieces = {piece.number + 1} WHERE id = {batch.pk} "
        f"AND state = 'applying' AND applied_pieces = {piece.number} RETURNING id"
    )
    if moved.is_empty():
        raise EngineFault("batch ini sudah dikerjakan pekerja lain", where=batch.number, code="SND-IMP-22")


def _enter(piece: Piece, batch: Batch, database: Database) -> None:
    table = table_of(piece.unit)
    if piece.ended.len():
        database.temporary("ended", piece.ended.alias("id").to_frame())
        database.execute(f"UPDATE {table} SET until_batch_id = {batch.pk} WHERE id IN (SELECT id FROM ended)")
    if piece.rows is None or piece.rows.is_empty():
        return
    first = int(database.value(f"SELECT COALESCE(MAX(id), 0) + 1 FROM {table}"))
    numbered = piece.rows.with_columns(id=pl.int_range(first, first + pl.len(), dtype=pl.Int64)).with_columns(
        uid=pl.coalesce("uid", "id")
    )
    schema = row_schema(MODELS[piece.unit])
    database.append(table, numbered.select(pl.col(name).cast(kind) for name, kind in schema.items()))
    _check(table, first, piece.rows.height, batch, database)


def _check(table: str, first: int, rows: int, batch: Batch, database: Database) -> None:
    """Counts and foreign keys by query: SQLite lets a wrong one pass on this way. PostgreSQL's sequence moves on."""
    entered = database.value(
        f"SELECT COUNT(*) FROM {table} v JOIN registry_batch b ON b.id = v.batch_id "
        f"WHERE v.id >= {first} AND b.id = {batch.pk}"
    )
    if entered != rows:
        raise EngineFault("banyak baris yang masuk tidak cocok", where=table, code="SND-IMP-23")
    if database.dialect == "postgresql":
        database.value(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), {first + rows - 1})")


def take_back(batch: Batch, database: Database) -> None:
    """Remove what a stopped acceptance left: its rows and its marks on older rows, a slice at a time."""
    for unit in MODELS:
        table, first = table_of(unit), batch.summary.get("first_ids", {}).get(unit)
        if first is None:
            continue
        while True:
            with database.transaction():
                own = f"FROM {table} WHERE id >= {first} AND batch_id = {batch.pk}"
                database.execute(f"DELETE FROM {table} WHERE id IN (SELECT id {own} LIMIT {PIECE})")
                left = database.value(f"SELECT COUNT(*) {own}")
            if not left:
                break
        with database.transaction():
            database.execute(f"UPDATE {table} SET until_batch_id = NULL WHERE until_batch_id = {batch.pk}")


def next_ids(database: Database) -> dict[str, int]:
    """The id that the next row of each table gets."""
    with database.transaction(writes=False):
        return {unit: int(database.value(f"SELECT COALESCE(MAX(id), 0) + 1 FROM {table_of(unit)}")) for unit in MODELS}
