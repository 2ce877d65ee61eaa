"""Two tables made comparable: the columns a spec names, cleaned in DuckDB, one row per record with its id."""

from typing import Any

import polars as pl

from sanding.errors import Fault, InputFault
from sanding.matching.spec import Comparison, Spec

Connection = Any
_BY_VALUE = ("name", "date", "levenshtein")  # cleaned once per distinct value


def column_faults(frame: pl.DataFrame, spec: Spec, side: str, file: str) -> list[Fault]:
    """Columns of the spec that the table lacks."""
    wanted = {getattr(one, side): one.name for one in spec.comparisons}
    told = getattr(spec, f"{side}_id")
    if told:
        wanted[told] = "id"
    return [
        Fault(
            file,
            f"kolom {column} untuk {name} tidak ada",
            f"Kolom yang ada: {', '.join(frame.columns[:30])}.",
            code="SND-MAT-04",
        )
        for column, name in wanted.items()
        if column not in frame.columns
    ]


def prepare(connection: Connection, frame: pl.DataFrame, spec: Spec, side: str, *, file: str = "") -> None:
    """Make ``left_rows`` or ``right_rows``: record_id and the prepared columns of every comparison.

    They are views over a lean ``left_base`` (what is cleaned in place, and names, dates and texts as given) and one
    small table per column of what each distinct value becomes: a million rows stay in memory once, not thrice.
    Raises InputFault where a column of the spec is missing or an id is empty or stands twice.
    """
    file = file or side
    if faults := column_faults(frame, spec, side, file):
        raise InputFault(
            "ada kolom yang tidak ditemukan", where=file, remedy="Samakan spesifikasi dengan judul kolom tabel.",
            code="SND-MAT-04", faults=faults,
        )  # fmt: skip
    connection.register(f"{side}_given", _given(frame, spec, side, file).to_arrow())
    based = [column for one in spec.comparisons for column in _based(one)]
    connection.execute(f"CREATE TABLE {side}_base AS SELECT {', '.join(['t.record_id', *based])} FROM {side}_given t")
    parts = [_prepared(connection, one, side) for one in spec.comparisons]
    connection.unregister(f"{side}_given")
    columns = ", ".join(column for part in parts for column in part[0])
    joins = " ".join(part[1] for part in parts)
    connection.execute(f"CREATE VIEW {side}_rows AS SELECT t.record_id, {columns} FROM {side}_base t {joins}")


def _based(one: Comparison) -> list[str]:
    """The columns of one comparison in the base: as given where each distinct value is cleaned once, else cleaned."""
    if one.kind in _BY_VALUE:
        return [f"t.{one.c} AS {one.c}"]
    return [_inline(one, name) for name in _layered(one, "x")[1]]


def _given(frame: pl.DataFrame, spec: Spec, side: str, file: str) -> pl.DataFrame:
    told = getattr(spec, f"{side}_id")
    number = pl.col("_row") if "_row" in frame.columns else pl.int_range(1, pl.len() + 1)
    ids = frame.select((pl.col(told) if told else number).cast(pl.String).alias("record_id"))["record_id"]
    if ids.null_count() or ids.n_unique() < len(ids):
        raise InputFault(
            f"kolom id {told} kosong atau berulang pada {ids.null_count() + len(ids) - ids.n_unique()} baris",
            where=file,
            remedy="Pakai kolom yang unik, atau hapus id dari spesifikasi agar nomor baris dipakai.",
            code="SND-MAT-05",
        )
    return frame.select(ids, *(_cells(one, side) for one in spec.comparisons))


def _cells(one: Comparison, side: str) -> pl.Expr:
    text = pl.col(getattr(one, side)).cast(pl.String)
    return (text.replace(dict(one.values)) if one.values else text).alias(one.c)


def _prepared(connection: Connection, one: Comparison, side: str) -> tuple[list[str], str]:
    """The columns of one comparison in the view and the join that brings them."""
    if one.kind not in _BY_VALUE:
        return [f"t.{name} AS {name}" for name in _layered(one, "x")[1]], ""
    words = f"{side}_{one.c}_words"
    sql, names = _layered(one, f"(SELECT DISTINCT {one.c} FROM {side}_base WHERE {one.c} IS NOT NULL)")
    connection.execute(f"CREATE TABLE {words} AS {sql}")
    return [f"{words}.{name} AS {name}" for name in names], f"LEFT JOIN {words} ON {words}.given = t.{one.c}"


def _layered(one: Comparison, source: str) -> tuple[str, list[str]]:
    """A query of the distinct values (``given``) with every prepared column; the names of these columns."""
    sql = f"SELECT {one.c} AS given, {one.c} FROM {source}"
    columns = {one.c: None}
    for layer in one.of.layers(one.c):
        kept = [name for name in columns if name not in layer]
        made = ", ".join([*kept, *(f"{text} AS {name}" for name, text in layer.items())])
        sql = f"SELECT given, {made} FROM ({sql})"
        columns = dict.fromkeys([*kept, *layer])
    return sql, [name for name in columns if not name.endswith(("_tidy", "_other", "_half"))]


def _inline(one: Comparison, name: str) -> str:
    layers = one.of.layers(one.c)
    text = f"t.{one.c}"
    made: dict[str, str] = {one.c: text}
    for layer in layers:
        made |= {new: _with(sql, made) for new, sql in layer.items()}
    return f"{made[name]} AS {name}"


def _with(sql: str, made: dict[str, str]) -> str:
    for name in sorted(made, key=len, reverse=True):
        sql = sql.replace(name, f"\x00{name}\x00")
        sql = sql.replace(f"\x00{name}\x00", f"({made[name]})") if made[name] != name else sql
    return sql
