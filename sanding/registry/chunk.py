"""One chunk from text to clean rows: normalise, judge, part clean from held, told in the declared tables."""

from dataclasses import dataclass
from datetime import date

import polars as pl

from sanding.columns import Table
from sanding.registry.faults import row_faults
from sanding.registry.judge import asked_of, judge
from sanding.registry.layouts import header_key
from sanding.registry.normalise import NOTES, Plan, normalise
from sanding.registry.profile import OWN
from sanding.registry.tables import FAMILIES, LISTED, PERSONS

TABLES: dict[str, Table] = {"family": FAMILIES, "person": PERSONS, "aid": LISTED, "dukcapil": LISTED}
NAMES = {entity: table.name for entity, table in TABLES.items()}
_DATES = ("birth_date", "head_birth_date")
_ROWS = ("nik", "relation", "sex", "birth_date", "name", "village_code", "decile", "member_count")


@dataclass(frozen=True)
class Done:
    """What one chunk gave: clean rows as declared, every row for the rules over the whole file, findings."""

    clean: pl.DataFrame
    rows: pl.DataFrame
    faults: pl.DataFrame


def read_chunk(
    chunk: pl.DataFrame,
    plan: Plan,
    *,
    file: str,
    sheet: str,
    on: date,
    disabled: frozenset[str],
    homes: pl.DataFrame | None,
) -> Done:
    """The data rows of a chunk, read and judged.

    chunk   data rows only, with ``_row``
    homes   family_key → home (village code) of the family sheets, for members whose card names another place
    """
    fields = _dated(normalise(chunk, plan))
    fields = _with_home(fields, plan, homes)
    asked = asked_of(fields, plan.layout, plan, disabled)
    verdict = judge(fields, asked, on=on)
    faults = row_faults(verdict, plan.recognition, file, sheet)
    held = pl.col("_row").is_in(verdict.filter(pl.col("level") == "hold")["_row"].implode())
    fields = _unswapped(fields, verdict)
    fields = fields.with_columns(held=held, file=pl.lit(file), sheet=pl.lit(sheet), source_row="_row")
    fields = _with_key(fields, plan.layout.key)
    clean = declared(_as_person(fields, chunk, plan).filter(~pl.col("held")), TABLES[plan.layout.entity])
    return Done(clean, _rows(fields, chunk, plan, verdict), faults)


def _dated(fields: pl.DataFrame) -> pl.DataFrame:
    here = [name for name in _DATES if name in fields.columns]
    return fields.with_columns(pl.col(name).str.to_date("%Y-%m-%d", strict=False) for name in here)


def _hit(verdict: pl.DataFrame, rule: str) -> pl.Expr:
    """Whether a row was hit by a rule."""
    return pl.col("_row").is_in(verdict.filter(pl.col("rule") == rule)["_row"].implode())


def _with_home(fields: pl.DataFrame, plan: Plan, homes: pl.DataFrame | None) -> pl.DataFrame:
    """A member whose card shows a place outside the loaded district lives where the family lives."""
    if plan.layout.place_of != "ktp" or homes is None or plan.regions is None or "kk" not in fields.columns:
        return fields
    joined = fields.join(homes, left_on="kk", right_on="family_key", how="left", maintain_order="left")
    given = pl.col("village_code_given")
    outside = (given.str.len_chars() == 10) & ~given.str.slice(0, 4).is_in(sorted(plan.regions.districts))
    lives = pl.col("village_code").is_null() & outside & pl.col("home").is_not_null()
    notes = "village_code" + NOTES
    changed = [pl.when(lives).then("home").otherwise("village_code").alias("village_code")]
    if notes in fields.columns:
        changed.append(pl.when(lives).then(None).otherwise(pl.col(notes)).alias(notes))
    return joined.with_columns(changed).drop("home")


def _unswapped(fields: pl.DataFrame, verdict: pl.DataFrame) -> pl.DataFrame:
    """Where the NIK proved day and month exchanged, take the NIK's reading."""
    if "nik" not in fields.columns or not (verdict["rule"] == "birth_month_day_swapped").any():
        return fields
    birth = pl.col("birth_date")
    nik_day = pl.col("nik").str.slice(6, 2).cast(pl.Int8, strict=False) % 40
    turned = pl.date(birth.dt.year(), birth.dt.day(), birth.dt.month())
    wrong = _hit(verdict, "birth_month_day_swapped") & (birth.dt.day() != nik_day)
    return fields.with_columns(birth_date=pl.when(wrong).then(turned).otherwise(birth))


def _with_key(fields: pl.DataFrame, key: str) -> pl.DataFrame:
    own = {"kk": "kk", "source": "source_family_id"}.get(key, "kk")
    value = pl.col(own) if own in fields.columns else pl.lit(None, dtype=pl.String)
    return fields.with_columns(family_key=value)


def _as_person(fields: pl.DataFrame, chunk: pl.DataFrame, plan: Plan) -> pl.DataFrame:
    alone = pl.concat_str(pl.lit("baris-"), pl.col("source_row").cast(pl.String))
    fields = fields.with_columns(pl.col("family_key").fill_null(alone))
    if plan.layout.entity == "family":
        return fields
    notes = pl.col("name" + NOTES) if "name" + NOTES in fields.columns else pl.lit(None, dtype=pl.String)
    return fields.with_columns(
        chunk[plan.recognition.mapping["name"]].alias("name_given"),
        nik_state=pl.when(pl.col("nik").is_null()).then(pl.lit("sementara")).otherwise(pl.lit("sah")),
        deceased_hint=notes.str.contains("name_deceased", literal=True).fill_null(False),
    )


def declared(fields: pl.DataFrame, table: Table) -> pl.DataFrame:
    """The frame in the form of a declared table; text becomes numbers and truth values, absent columns null."""
    columns = []
    for column, dtype in table.schema().items():
        if column not in fields.columns:
            columns.append(pl.lit(None, dtype=dtype).alias(column))
        elif dtype == pl.Boolean and fields.schema[column] == pl.String:
            columns.append((pl.col(column) == "1").alias(column))
        else:
            columns.append(pl.col(column).cast(dtype, strict=False))
    return fields.select(columns)


def _rows(fields: pl.DataFrame, chunk: pl.DataFrame, plan: Plan, verdict: pl.DataFrame) -> pl.DataFrame:
    """Every data row for the rules over the whole file, small: keys, NIK and name only as 64-bit hashes.

    A key that cannot be read is told from the neighbours (``own_key`` is false there).
    """
    renamed = {"nik": "head_nik", "name": "head_name"} if plan.layout.entity == "family" else {}
    known = {name: renamed.get(name, name) for name in _ROWS}
    empty = pl.lit(None, dtype=pl.String)
    columns = [(pl.col(one) if one in fields.columns else empty).alias(name) for name, one in known.items()]
    frame = fields.select("_row", "source_row", "held", "family_key", *columns)
    frame = frame.with_columns(_hashes(chunk, plan).alias("hash"))
    if (verdict["rule"] == "nik_kk_swapped").any():
        swapped = _hit(verdict, "nik_kk_swapped")
        frame = frame.with_columns(
            family_key=pl.when(swapped).then("nik").otherwise("family_key"),
            nik=pl.when(swapped).then("family_key").otherwise("nik"),
        )
    key = pl.col("family_key")
    near = pl.when(pl.col("relation") == "1").then(key.backward_fill()).otherwise(key.forward_fill())
    told = frame.drop("_row").with_columns(own_key=key.is_not_null(), family_key=near)
    hashed = [pl.when(pl.col(one).is_not_null()).then(pl.col(one).hash(seed=7)).alias(one) for one in _HASHED]
    return told.with_columns(*hashed, *(pl.col(name).cast(dtype, strict=False) for name, dtype in _SMALL.items()))


_HASHED = ("family_key", "nik", "name", "sex")
_SMALL = {
    "relation": pl.Int8,
    "birth_date": pl.Date,
    "village_code": pl.Int64,
    "decile": pl.Int8,
    "member_count": pl.Int64,
}


def _hashes(chunk: pl.DataFrame, plan: Plan) -> pl.Series:
    """One number per row as written, the running number aside."""
    running = {
        match.header
        for match in plan.recognition.matches
        if match.header.casefold() in ("no", "no.", "nomor", "no_urut")
    }
    names = [
        name
        for name in chunk.columns
        if name not in running and not name.startswith("_") and header_key(name) not in OWN
    ]
    return chunk.select(names).hash_rows(seed=7)
