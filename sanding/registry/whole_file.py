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

PORTION = 1_500_000
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
    registers = [one.recognition.layout.register for one in found if one.recognition.layout]
    groups = [
        [one for one, own in zip(found, registers, strict=True) if own == name] for name in dict.fromkeys(registers)
    ]
    held = folder.frame("rows", ["held"]).to_series()
    findings = pl.concat([_findings(Rows(folder, one, held), on=on, disabled=disabled) for one in groups])
    where = folder.frame("rows", ["source", "source_row"]).with_columns(held).with_row_index("rid")
    placed = findings.join(where.cast({"rid": pl.Int64}), on="rid").join(
        _places(found), on="source", maintain_order="left"
    )
    holding = placed.filter((pl.col("level") == "hold") & ~pl.col("held"))
    folder.write("held", holding.select("file", "sheet", "entity", "source_row").unique(maintain_order=True), part=part)
    folder.write("faults", _faults(placed, found), part=part)


def _places(found: "Sequence[Source]") -> pl.DataFrame:
    rows = [(one.number, one.sheet.file.name, one.sheet.name, one.entity) for one in found]
    schema = {"source": pl.Int32, "file": pl.String, "sheet": pl.String, "entity": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")


class Rows:
    """The rows of one register as the rules see them, all at once or, where they are many, by portions.

    A rule looks at rows that share a value (``Rule.together``): a portion holds all rows whose value falls to it, so
    that every group is whole and memory does not grow with the file.
    """

    def __init__(self, folder: Folder, sources: "Sequence[Source]", held: pl.Series) -> None:
        self._folder = folder
        self._numbers = [one.number for one in sources]
        self._families = [one.number for one in sources if one.entity == "family"]
        self._persons = [one.number for one in sources if one.entity == "person"]
        self.held = held
        self._repeat = self._repeated()
        self.portions = -(-held.len() // PORTION)

    def portion(self, number: int, together: str) -> pl.DataFrame:
        """The rows of one portion; those without the shared value stand in the first."""
        found, at = [], 0
        for frame in self._folder.each("rows"):
            rid = pl.int_range(at, at + frame.height, dtype=pl.Int64)
            marks = (self.held.slice(at, frame.height).alias("held"), self._repeat.slice(at, frame.height))
            at += frame.height
            own = frame.with_columns(*marks, rid=rid).filter(pl.col("source").is_in(self._numbers))
            found.append(own if self.portions == 1 else own.filter(self._falls(number, together)))
        source = pl.col("source")
        family, person = source.is_in(self._families), source.is_in(self._persons)
        entity = pl.when(family).then(pl.lit("family")).when(person).then(pl.lit("person"))
        both = bool(self._families and self._persons)
        return pl.concat(found).with_columns(entity=entity.cast(pl.Enum(["family", "person"])), both=pl.lit(both))

    def _falls(self, number: int, together: str) -> pl.Expr:
        return (pl.col(together) % self.portions).fill_null(0) == number

    def _repeated(self) -> pl.Series:
        """Whether a row is written like an earlier one of its sheet."""
        rows = self._folder.frame("rows", ["source", "hash"])
        repeat = pl.concat(
            [one["hash"].is_first_distinct() for one in rows.partition_by("source", maintain_order=True)]
        )
        return (~repeat).alias("repeat")


def _findings(rows: Rows, *, on: date, disabled: frozenset[str]) -> pl.DataFrame:
    """rid, rule, level, field of one register: a line per row and rule. Rules that ask what is held come last."""
    asked = [rule for rule in all_rules() if rule.scope == "file" and rule.id not in disabled]
    first = _by_portions(rows, [rule for rule in asked if "held" not in rule.expression], on)
    holding = first.filter(pl.col("level") == "hold")["rid"].unique()
    rows.held = rows.held.clone().scatter(holding, True)
    second = _by_portions(rows, [rule for rule in asked if "held" in rule.expression], on)
    return pl.concat([first, second]).sort("rid", "rule")


def _by_portions(rows: Rows, rules: Sequence[Rule], on: date) -> pl.DataFrame:
    """Each rule over the portions of the value it looks at; one portion serves all rules alike."""
    if rows.portions == 1:
        return _asked(rows.portion(0, "family_key"), rules, on)
    shared = dict.fromkeys(rule.together for rule in rules)
    return pl.concat(
        _asked(rows.portion(number, value), [rule for rule in rules if rule.together == value], on)
        for value in shared
        for number in range(rows.portions)
    )


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
