"""Rules over a whole sheet or pair of sheets, after the chunks, over only the columns they need."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from sanding.errors import InputFault
from sanding.parameters import value
from sanding.registry.faults import SCHEMA
from sanding.registry.rules import Rule, all_rules
from sanding.store import Folder, engine

if TYPE_CHECKING:
    from sanding.registry.stage import Source

_COLUMN = {"family_key": ("kk", "source_family_id"), "nik": ("nik", "head_nik"), "name": ("name", "head_name")}


def judge_whole(folder: Folder, found: "Sequence[Source]", *, on: date, disabled: frozenset[str], part: int) -> None:
    """Write the findings of the file rules as one part of ``faults`` and, of those that hold, one of ``held``.

    Each register is judged by itself: the same NIK in two registers is no fault but work for matching.
    """
    if folder.has("faults", part):
        return
    if not folder.parts("rows"):
        raise InputFault(
            "tidak ada satu baris data pun",
            where=", ".join(dict.fromkeys(one.sheet.file.name for one in found)),
            remedy="Pastikan lembarnya berisi baris keluarga atau individu di bawah nama kolom, lalu unggah kembali.",
            code="SND-IMP-17",
        )
    rows = folder.frame("rows").with_row_index("rid").with_columns(pl.col("rid").cast(pl.Int64))
    registers = [one.recognition.layout.register for one in found if one.recognition.layout]
    groups = [
        [one.number for one, own in zip(found, registers, strict=True) if own == name]
        for name in dict.fromkeys(registers)
    ]
    findings = pl.concat([_findings(_of_register(rows, one, found), on=on, disabled=disabled) for one in groups])
    placed = findings.join(rows.select("rid", "source", "source_row", "held"), on="rid").join(
        _places(found), on="source", maintain_order="left"
    )
    holding = placed.filter((pl.col("level") == "hold") & ~pl.col("held"))
    folder.write("held", holding.select("file", "sheet", "entity", "source_row").unique(maintain_order=True), part=part)
    folder.write("faults", _faults(placed, found), part=part)


def _places(found: "Sequence[Source]") -> pl.DataFrame:
    rows = [(one.number, one.sheet.file.name, one.sheet.name, one.entity) for one in found]
    schema = {"source": pl.Int32, "file": pl.String, "sheet": pl.String, "entity": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _of_register(rows: pl.DataFrame, sources: Sequence[int], found: "Sequence[Source]") -> pl.DataFrame:
    """The rows of some sources: their entity, whether they repeat an earlier one, whether both sheets are there."""
    families = [one.number for one in found if one.number in sources and one.entity == "family"]
    persons = [one.number for one in found if one.number in sources and one.entity == "person"]
    own = rows if len(sources) == len(found) else rows.filter(pl.col("source").is_in(list(sources)))
    source = pl.col("source")
    entity = pl.when(source.is_in(families)).then(pl.lit("family")).when(source.is_in(persons)).then(pl.lit("person"))
    return own.with_columns(
        entity=entity.cast(pl.Enum(["family", "person"])),
        both=pl.lit(bool(families and persons)),
        repeat=~pl.struct("source", "hash").is_first_distinct(),
    )


def _findings(rows: pl.DataFrame, *, on: date, disabled: frozenset[str]) -> pl.DataFrame:
    """rid, rule, level, field of one register: a line per row and rule. Rules that ask what is held come last."""
    asked = [rule for rule in all_rules() if rule.scope == "file" and rule.id not in disabled]
    first = _asked(rows, [rule for rule in asked if "held" not in rule.expression], on)
    holding = first.filter(pl.col("level") == "hold")["rid"].unique()
    now = rows.with_columns(held=pl.col("held") | pl.col("rid").is_in(holding.implode()))
    second = _asked(now, [rule for rule in asked if "held" in rule.expression], on)
    return pl.concat([first, second]).sort("rid", "rule")


def _asked(rows: pl.DataFrame, rules: Sequence[Rule], on: date) -> pl.DataFrame:
    parameters = {"on": on, "youngest_head": value("registry.youngest_head_age", on)}
    found = [pl.DataFrame(schema={"rid": pl.Int64, "rule": pl.String, "level": pl.String, "field": pl.String})]
    connection = engine()
    try:
        connection.register("rows", rows.to_arrow(compat_level=pl.CompatLevel.newest()))
        for rule in rules:
            named = {name: one for name, one in parameters.items() if f"${name}" in rule.expression}
            query = f"SELECT DISTINCT rid FROM ({rule.expression}) ORDER BY rid"
            frame = pl.from_arrow(connection.sql(query, params=named).to_arrow_table())
            assert isinstance(frame, pl.DataFrame)
            said = {"rule": pl.lit(rule.id), "level": pl.lit(rule.level), "field": pl.lit(rule.field)}
            found.append(frame.with_columns(**said).cast({"rid": pl.Int64}))
    finally:
        connection.close()
    return pl.concat(found)


def _faults(placed: pl.DataFrame, found: "Sequence[Source]") -> pl.DataFrame:
    """The findings with the header text of the field they blame in that sheet."""
    headers = []
    for source in found:
        mapping = source.recognition.mapping
        for field in placed["field"].unique().sort().to_list():
            header = next((mapping[one] for one in _COLUMN.get(field, (field,)) if one in mapping), "")
            headers.append((source.sheet.file.name, source.sheet.name, field, header))
    schema = {"file": pl.String, "sheet": pl.String, "field": pl.String, "column": pl.String}
    named = placed.join(
        pl.DataFrame(headers, schema=schema, orient="row"), on=["file", "sheet", "field"], maintain_order="left"
    )
    return named.rename({"source_row": "row"}).select(list(SCHEMA))
