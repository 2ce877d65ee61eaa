"""One chunk of a recognised sheet in our own fields: clean values, what was said of each cell, its village."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import polars as pl

from sanding.registry.cells import kind_of, read_column
from sanding.registry.dates import Order
from sanding.registry.layouts import Layout
from sanding.registry.recognise import Recognition
from sanding.registry.regions import Regions, Resolution

NOTES = "__notes"
_PLACE = ("village_code", "village_name", "kecamatan_name", "kecamatan_code")


@dataclass(frozen=True)
class Plan:
    """How the chunks of one sheet are read. ``rounded``: header → rows of number cells that lost a digit."""

    recognition: Recognition
    layout: Layout
    regions: Regions | None
    order: Order = "dmy"
    rounded: dict[str, set[int]] = field(default_factory=dict)


def normalise(chunk: pl.DataFrame, plan: Plan) -> pl.DataFrame:
    """The data rows of a chunk in our fields.

    chunk    all-text columns of a sheet with ``_row``; lines that are no data already left out
    Returns  ``_row``, one text column per mapped field (dates as ISO text) and ``<field>__notes`` (" rule rule ",
             null) for the fields of which something was said
    """
    matches = [match for match in plan.recognition.matches if match.column.kind != "ignore"]
    with ThreadPoolExecutor(2) as pool:
        read = list(
            pool.map(lambda match: _read(chunk, match.header, match.column.kind, match.column.codes, plan), matches)
        )
    columns: dict[str, pl.Series] = {"_row": chunk["_row"]}
    for match, (values, notes) in zip(matches, read, strict=True):
        columns[match.column.field] = values
        if notes is not None:
            columns[match.column.field + NOTES] = notes
    frame = pl.DataFrame(columns)
    return _with_village(_with_answer(_with_rw(_with_joined_code(frame, plan))), plan)


def _read(chunk: pl.DataFrame, header: str, kind: str, codes: str, plan: Plan) -> tuple[pl.Series, pl.Series | None]:
    texts = chunk[header]
    values, notes = read_column(texts, kind_of(kind, codes, plan.order))
    kind = kind.removesuffix("_optional")
    if kind in ("nik", "kk") and (rows := plan.rounded.get(header)):
        values, notes = _without_rounded(chunk["_row"], values, notes, rows, f" {kind}_excel_rounded ")
    return values, notes


def _without_rounded(
    numbers: pl.Series, values: pl.Series, notes: pl.Series | None, rows: set[int], note: str
) -> tuple[pl.Series, pl.Series]:
    hit = numbers.is_in(list(rows)).arg_true()
    said = notes if notes is not None else pl.Series([None], dtype=pl.String).new_from_index(0, len(values))
    return values.scatter(hit, None), said.scatter(hit, note)


def add_note(frame: pl.DataFrame, field_name: str, notes: pl.Series) -> pl.DataFrame:
    """The frame with more notes on a field (null = nothing to add)."""
    name = field_name + NOTES
    if not notes.is_not_null().any():
        return frame
    if name not in frame.columns:
        return frame.with_columns(notes.alias(name))
    return frame.with_columns(
        pl.concat_str([pl.col(name), notes.alias("_new")], ignore_nulls=True).replace("", None).alias(name)
    )


def _with_rw(frame: pl.DataFrame) -> pl.DataFrame:
    """Part what stood joined: "003/005" in the RT column, a dusun's name in the RW column."""
    for name in ("rt", "rw", "dusun"):
        if name not in frame.columns:
            frame = frame.with_columns(pl.lit(None, dtype=pl.String).alias(name))
    rt, rw = pl.col("rt"), pl.col("rw")
    moved = pl.when(rw.str.starts_with(":")).then(rw.str.slice(1))
    own_rw = pl.when(rw.str.starts_with(":")).then(None).when(rw.str.contains("/")).then(rw.str.slice(4)).otherwise(rw)
    joined_rw = pl.when(rt.str.contains("/")).then(rt.str.slice(4))
    joined_rt = pl.when(rw.str.contains("/")).then(rw.str.slice(0, 3))
    return frame.with_columns(
        rt=pl.coalesce(rt.str.slice(0, 3), joined_rt),
        rw=pl.coalesce(own_rw, joined_rw),
        dusun=pl.coalesce("dusun", moved),
    )


_PARTS = ("code_province", "code_district", "code_kecamatan", "code_village")


def _with_joined_code(frame: pl.DataFrame, plan: Plan) -> pl.DataFrame:
    """The village code of registers that keep it in four columns: 2+2+3+3 digits with BPS, else 2+2+2+4."""
    if "village_code" in frame.columns or not set(_PARTS) <= set(frame.columns):
        return frame
    widths = (2, 2, 3, 3) if plan.layout.code_system == "bps" else (2, 2, 2, 4)
    parts = [
        pl.col(name).str.replace(r"[.,]0+$", "").str.zfill(width) for name, width in zip(_PARTS, widths, strict=True)
    ]
    return frame.with_columns(village_code=pl.concat_str(parts))


def _with_answer(frame: pl.DataFrame) -> pl.DataFrame:
    """Where Dukcapil answers "tidak ditemukan" the other cells are empty by right: nothing is said of them."""
    if "answer" not in frame.columns:
        return frame
    absent = pl.col("answer").str.to_lowercase().str.contains("tidak ditemukan", literal=True).fill_null(False)
    notes = [name for name in frame.columns if name.endswith(NOTES) and not name.startswith("nik")]
    return frame.with_columns(pl.when(absent).then(None).otherwise(pl.col(name)).alias(name) for name in notes)


def _with_village(frame: pl.DataFrame, plan: Plan) -> pl.DataFrame:
    """Resolve each distinct place once; a place that is not proven gets no village code but a note."""
    given = [name for name in _PLACE if name in frame.columns]
    if "village_code" not in given:
        return frame
    distinct = frame.select(given).unique()
    answers = [_resolve(row, plan) for row in distinct.iter_rows(named=True)]
    found = distinct.with_columns(
        pl.Series("_village", [one.code or None for one in answers], dtype=pl.String),
        pl.Series("_note", [f" {one.note} " if one.note else None for one in answers], dtype=pl.String),
        pl.Series("_field", [one.field for one in answers], dtype=pl.String),
    )
    joined = frame.join(found, on=given, how="left", nulls_equal=True, maintain_order="left")
    for name in {one.field for one in answers if one.note}:
        here = name if name in given else "village_code"
        notes = joined.select(pl.when(pl.col("_field") == name).then("_note")).to_series()
        joined = add_note(joined, here, notes)
    return joined.with_columns(village_code_given="village_code", village_code="_village").drop(
        "_village", "_note", "_field"
    )


def _resolve(row: dict[str, str | None], plan: Plan) -> Resolution:
    code = row["village_code"]
    if plan.regions is None:
        whole = bool(code and len(code) == 10)
        return Resolution(code or "") if whole else Resolution("", "village_code_unknown")
    found = plan.regions.resolve_one(
        code, row.get("village_name"), row.get("kecamatan_name"), system=plan.layout.code_system
    )
    if plan.layout.entity == "dukcapil":
        return Resolution(found.code)
    kecamatan = row.get("kecamatan_code")
    if (
        plan.layout.code_system != "bps"
        and found.code
        and not found.note
        and kecamatan
        and len(kecamatan) == 6
        and not found.code.startswith(kecamatan)
    ):
        return Resolution("", "village_not_in_kecamatan", "kecamatan_code")
    return found


def prove_order(chunk: pl.DataFrame, recognition: Recognition) -> Order:
    """Whether dates stand day first, by the column's own values and the NIK beside it; day first if in doubt."""
    header = {match.column.kind: match.header for match in recognition.matches}
    if "date" not in header:
        return "dmy"
    parts = chunk.select(
        pl.col(header["date"]).str.extract(r"^\s*([0-9]{1,2})[-/.][0-9]{1,2}[-/.][0-9]{4}").cast(pl.Int64).alias("a"),
        pl.col(header["date"]).str.extract(r"^\s*[0-9]{1,2}[-/.]([0-9]{1,2})[-/.][0-9]{4}").cast(pl.Int64).alias("b"),
        (
            pl.col(header["nik"]).str.extract(r"^[0-9]{6}([0-9]{2})[0-9]{8}$").cast(pl.Int64) % 40
            if "nik" in header
            else pl.lit(None)
        ).alias("day"),
    ).drop_nulls(["a", "b"])
    first = parts.filter((pl.col("a") > 12) | ((pl.col("day") == pl.col("a")) & (pl.col("a") != pl.col("b")))).height
    second = parts.filter((pl.col("b") > 12) | ((pl.col("day") == pl.col("b")) & (pl.col("a") != pl.col("b")))).height
    return "mdy" if second > 4 * max(1, first) else "dmy"
