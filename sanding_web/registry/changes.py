"""What a batch would change in the register: keys and kinds beside each clean part, worked out before acceptance."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa

from sanding.identity import Sealer
from sanding.registry.beside import ahead
from sanding.registry.load import Database, literals
from sanding.registry.stage import without_held
from sanding.registry.versions import Identifier, Unit, business_columns, compare, loaded_form, loaded_schema
from sanding.store import Folder
from sanding_web.registry import storage
from sanding_web.registry.models import Batch, Family, Person

MODELS: dict[Unit, type[Family] | type[Person]] = {"families": Family, "persons": Person}
Progress = Callable[[str, int, int | None], None]
_GONE_ROWS = 50_000


@dataclass
class Changes:
    """Row counts of one batch by unit and kind, and how many families move to another decile."""

    kinds: dict[Unit, Counter[str]] = field(default_factory=lambda: {"families": Counter(), "persons": Counter()})
    moved_decile: int = 0

    def total(self, kind: str) -> int:
        return sum(counts[kind] for counts in self.kinds.values())


def table_of(unit: Unit) -> str:
    return MODELS[unit]._meta.db_table


def accepted_ids(register: str) -> list[int]:
    """The batches whose rows count today, oldest first."""
    found = Batch.objects.filter(register=register, state=Batch.ACCEPTED)
    return list(found.order_by("pk").values_list("pk", flat=True))


def register_state(register: str) -> str:
    """A short mark of the register's present content: equal marks, equal content."""
    return sha256(repr((register, accepted_ids(register))).encode()).hexdigest()[:16]


def part_number(path: Path) -> int:
    return int(path.stem.rsplit("-", 1)[1])


def current_sql(accepted: list[int], alias: str = "v") -> str:
    """The SQL condition that a version is current."""
    ids = literals(accepted)
    return f"{alias}.batch_id IN {ids} AND ({alias}.until_batch_id IS NULL OR {alias}.until_batch_id NOT IN {ids})"


class CleanParts:
    """The clean rows of a staged batch part by part: what stage wrote, without the rows that later rules held back."""

    _PLACE = ("file", "sheet", "source_row")
    _ENTITY: dict[Unit, str] = {"families": "family", "persons": "person"}

    def __init__(self, draft: Folder) -> None:
        self._draft = draft
        self._held = draft.frame("held").unique() if draft.parts("held") else None

    def read(self, unit: Unit, number: int, columns: Sequence[str] | None = None) -> pl.DataFrame:
        """One part, in its order."""
        path = self._draft.path / f"{unit}-{number:05d}.parquet"
        wanted = None if columns is None else list(dict.fromkeys([*columns, *self._PLACE]))
        rows = as_frame(self._draft.read_part(path, wanted))
        if self._held is not None:
            rows = without_held(rows, self._held.filter(pl.col("entity") == self._ENTITY[unit]))
        return rows if columns is None else rows.select(columns)


def as_frame(table: pa.Table) -> pl.DataFrame:
    frame = pl.from_arrow(table)
    assert isinstance(frame, pl.DataFrame)
    return frame


@dataclass(frozen=True)
class Work:
    """What one comparison needs throughout."""

    batch: Batch
    draft: Folder
    identifier: Identifier
    database: Database
    progress: Progress
    accepted: list[int]


def work_out(batch: Batch, draft: Folder, identifier: Identifier, database: Database, progress: Progress) -> Changes:
    """Write ``<unit>_keys`` beside the clean parts (only what is missing) and, for a full list, who is gone."""
    accepted = accepted_ids(batch.register)
    work = Work(batch, draft, identifier, database, progress, accepted)
    for unit in MODELS:
        _keys_of(unit, work)
        _set_aside_repeated(unit, draft)
    for unit in MODELS:
        if accepted and batch.coverage == "full" and not draft.parts(f"{unit}_gone"):
            _write_gone(unit, batch, draft, database, accepted)
    return count(draft)


def forget(draft: Folder) -> None:
    """Remove what was worked out, so that it is worked out anew against the register of today."""
    for unit in MODELS:
        for table in (f"{unit}_keys", f"{unit}_gone"):
            for path in draft.parts(table):
                path.unlink()


def _keys_of(unit: Unit, work: Work) -> None:
    parts = work.draft.parts(unit)
    for done, (number, frame) in enumerate(ahead(_to_compare(unit, work.draft))):
        if frame is None:
            _remember(unit, work.draft, number, work.identifier)
            continue
        work.progress("Membandingkan dengan register", done, len(parts))
        keys = work.identifier.families(frame) if unit == "families" else work.identifier.persons(frame)
        known = _known(unit, work.batch.register, keys, work.database, work.accepted)
        found = compare(unit, frame if known.is_empty() else loaded_form(unit, frame, keys), keys, known)
        work.draft.write(f"{unit}_keys", keys.hstack(found), part=number)


def _to_compare(unit: Unit, draft: Folder) -> Iterator[tuple[int, pl.DataFrame | None]]:
    """The clean parts in their order; None for one whose keys are there already."""
    clean = CleanParts(draft)
    for number in map(part_number, draft.parts(unit)):
        yield number, None if draft.has(f"{unit}_keys", number) else clean.read(unit, number)


def _remember(unit: Unit, draft: Folder, number: int, identifier: Identifier) -> None:
    if unit == "persons":
        path = draft.path / f"persons_keys-{number:05d}.parquet"
        content = draft.read_part(path, ["content"]).column("content").drop_null()
        identifier.remember(content.to_pylist())


def _known(unit: Unit, register: str, keys: pl.DataFrame, database: Database, accepted: list[int]) -> pl.DataFrame:
    """The latest accepted version of each key of this part."""
    schema = {
        "match_key": pl.Binary,
        "id": pl.Int64,
        "uid": pl.Int64,
        "until_batch_id": pl.Int64,
        **{name: kind for name, kind in loaded_schema(unit).items() if name in business_columns(unit)},
    }
    if not accepted:
        return pl.DataFrame(schema=schema).with_columns(current=pl.lit(True))
    columns = ", ".join(f"v.{name}" for name in schema)
    with database.transaction():
        database.temporary("wanted", keys.select("match_key"))
        found = database.read(
            f"SELECT {columns} FROM wanted w CROSS JOIN {table_of(unit)} v WHERE v.match_key = w.match_key "
            f"AND v.register = '{register}' AND v.batch_id IN {literals(accepted)}",
            schema,
        )
    latest = found.sort("id").unique("match_key", keep="last", maintain_order=True)
    return latest.with_columns(current=~pl.col("until_batch_id").is_in(accepted).fill_null(False))


def _set_aside_repeated(unit: Unit, draft: Folder) -> None:
    """One identity enters at most once: later rows with the same key become ``repeated`` and stay out.

    Compared by eight bytes first, so that a big batch fits in memory.
    """
    marks = [_marks(part["match_key"]) for part in draft.each(f"{unit}_keys", ["match_key"])]
    if not marks or (every := pl.concat(marks)).n_unique() == every.len():
        return
    suspect = set(every.filter(every.is_duplicated()).to_list())
    seen: set[bytes] = set()
    for path in draft.parts(f"{unit}_keys"):
        keys = as_frame(draft.read_part(path))
        again = [
            mark in suspect and _seen(key, seen)
            for mark, key in zip(_marks(keys["match_key"]), keys["match_key"], strict=True)
        ]
        if any(again):
            aside = keys.with_columns(kind=pl.when(pl.Series(again)).then(pl.lit("repeated")).otherwise("kind"))
            draft.write(f"{unit}_keys", aside, part=part_number(path))


def _seen(key: bytes, seen: set[bytes]) -> bool:
    known = key in seen
    seen.add(key)
    return known


def _marks(keys: pl.Series) -> pl.Series:
    return keys.bin.slice(0, 8).bin.reinterpret(dtype=pl.UInt64)


def _write_gone(unit: Unit, batch: Batch, draft: Folder, database: Database, accepted: list[int]) -> None:
    """Ids of current versions that the full list no longer carries, not even in a row held back."""
    number, own = ("nik", "source_person_id") if unit == "persons" else ("kk", "source_family_id")
    with database.transaction(writes=False):
        present = database.read(
            f"SELECT v.id, v.{number} AS number, v.{own} AS own FROM {table_of(unit)} v "
            f"WHERE v.register = '{batch.register}' AND {current_sql(accepted)}",
            {"id": pl.Int64, "number": pl.Binary, "own": pl.String},
        )
    kept = [part["old_id"].drop_nulls() for part in draft.each(f"{unit}_keys", ["old_id"])]
    missing = present.filter(~pl.col("id").is_in(pl.concat(kept).implode())) if kept else present
    gone = missing.filter(~_held_back(unit, missing, number, draft)).select("id").sort("id")
    for part, rows in enumerate(gone.iter_slices(_GONE_ROWS)):
        draft.write(f"{unit}_gone", rows, part=part)


def _held_back(unit: Unit, missing: pl.DataFrame, column: str, draft: Folder) -> pl.Series:
    """Which of these still stand in the file, in a row that was held back.

    Staging keeps of every row only a hash of its numbers, so the few missing ones are opened and hashed alike.
    """
    sealer = Sealer(storage.keys())
    opened = [sealer.unseal(column, one) if one is not None else None for one in missing["number"].to_list()]
    plain = pl.Series(opened, dtype=pl.String)
    own = missing["own"] if unit == "families" else pl.Series([None] * missing.height, dtype=pl.String)
    marks = plain.zip_with(plain.is_not_null(), own).hash(seed=7)
    if not draft.parts("rows"):
        return pl.Series([False]).new_from_index(0, missing.height)
    named = draft.frame("rows", ["nik" if unit == "persons" else "family_key"]).to_series().drop_nulls()
    return marks.is_in(named.implode()) & (plain.is_not_null() | own.is_not_null())


def count(draft: Folder) -> Changes:
    """Counts from the key parts."""
    changes = Changes()
    for unit in MODELS:
        for part in draft.each(f"{unit}_keys", ["kind", "decile_before"]):
            changes.kinds[unit].update(dict(part.group_by("kind").len().iter_rows()))
        changes.kinds[unit]["gone"] = draft.rows(f"{unit}_gone")
    changes.moved_decile = _moved(draft)
    return changes


def _moved(draft: Folder) -> int:
    """Families in the file and in the register whose decile differs."""
    moved, clean = 0, CleanParts(draft)
    for path in draft.parts("families_keys"):
        keys = as_frame(draft.read_part(path, ["kind", "decile_before"]))
        if (keys["kind"] == "changed").any():
            now = clean.read("families", part_number(path), ["decile"])["decile"].cast(pl.Int16)
            moved += int(((keys["kind"] == "changed") & now.ne_missing(keys["decile_before"])).sum())
    return moved


def recorded(changes: Changes) -> dict[str, Any]:
    """The counts as the batch keeps them."""
    kinds = ("new", "changed", "same", "repeated", "gone")
    counted: dict[str, Any] = {unit: {kind: counts[kind] for kind in kinds} for unit, counts in changes.kinds.items()}
    return {**counted, "moved_decile": changes.moved_decile}
