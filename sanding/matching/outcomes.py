"""Outcomes of each person and the three lists of each village, from links that ``link`` and ``dedupe`` found."""

import polars as pl

from sanding.matching.expressions import fetched
from sanding.matching.rules import FACTS, RULES
from sanding.matching.tables import OUTCOME_ROWS, VILLAGE_LISTS
from sanding.store import engine

_TEXT = pl.String
_EMPTY = pl.DataFrame(
    schema={"left_id": _TEXT, "right_id": _TEXT, "state": _TEXT, "evidence": _TEXT, "score": pl.Float64}
)
_STRENGTH = {"padan": 3, "bertentangan": 2, "periksa": 1}


def outcomes_of(
    persons: pl.DataFrame,
    *,
    reply: pl.DataFrame | None = None,
    reply_links: pl.DataFrame = _EMPTY,
    deaths: pl.DataFrame | None = None,
    death_links: pl.DataFrame = _EMPTY,
    moves: pl.DataFrame | None = None,
    move_links: pl.DataFrame = _EMPTY,
    clusters: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """OUTCOME_ROWS of a register.

    persons        the register: record_id, nik, kk, village_code, deceased_hint
    reply          Dukcapil's reply or another register: record_id, nik, kk, village_code, answer (absent ones are null)
    deaths, moves  lists with record_id and, where they say it, the date ``on``
    *_links        LINKS with the register left
    clusters       CLUSTERS of the register
    """
    facts = _facts(persons, reply, reply_links, death_links, move_links, clusters)
    connection = engine()
    try:
        connection.register("facts", facts.to_arrow())
        parts = [
            f"SELECT record_id, '{rule.outcome}' AS outcome, '{rule.id}' AS rule, {_proof(rule.event)} AS evidence_id, "
            f"{number} AS turn FROM facts WHERE {rule.condition}"
            for number, rule in enumerate(RULES)
        ]
        found = fetched(connection, " UNION ALL ".join(parts))
    finally:
        connection.close()
    first = found.sort("record_id", "turn").unique(["record_id", "outcome"], keep="first", maintain_order=True)
    dated = first.join(_dates(deaths, moves), on=["rule", "evidence_id"], how="left", maintain_order="left")
    return OUTCOME_ROWS.conform(dated)


def _proof(event: str) -> str:
    return "NULL::VARCHAR" if event == "own" else f"{event}_id"


def _best(links: pl.DataFrame, name: str) -> pl.DataFrame:
    """The strongest link of each record of the register: record_id, <name>_id, <name>_state, <name>_evidence."""
    ranked = links.with_columns(strength=pl.col("state").replace_strict(_STRENGTH, default=0, return_dtype=pl.Int64))
    ranked = ranked.sort("strength", "score", "left_id", "right_id", descending=[True, True, False, False])
    return ranked.unique("left_id", keep="first", maintain_order=True).select(
        pl.col("left_id").alias("record_id"),
        pl.col("right_id").alias(f"{name}_id"),
        pl.col("state").alias(f"{name}_state"),
        pl.col("evidence").alias(f"{name}_evidence"),
    )


def _facts(
    persons: pl.DataFrame,
    reply: pl.DataFrame | None,
    reply_links: pl.DataFrame,
    death_links: pl.DataFrame,
    move_links: pl.DataFrame,
    clusters: pl.DataFrame | None,
) -> pl.DataFrame:
    told = ("record_id", "nik", "kk", "village_code")
    facts = persons.select(_column(persons, name, _TEXT) for name in told).with_columns(
        persons.select(_column(persons, "deceased_hint", pl.Boolean).fill_null(False))
    )
    for links, name in ((reply_links, "reply"), (death_links, "death"), (move_links, "move")):
        facts = facts.join(_best(links, name), on="record_id", how="left", maintain_order="left")
    other = reply if reply is not None else pl.DataFrame(schema={"record_id": _TEXT})
    names = {"record_id": "reply_id", "nik": "reply_nik", "kk": "reply_kk", "village_code": "reply_village",
             "answer": "reply_answer"}  # fmt: skip
    beside = other.select(_column(other, name, _TEXT).alias(new) for name, new in names.items())
    facts = facts.join(beside, on="reply_id", how="left", maintain_order="left")
    sizes = clusters.select("record_id", copies="size") if clusters is not None else _no_copies()
    facts = facts.join(sizes, on="record_id", how="left", maintain_order="left")
    level = pl.col("reply_evidence").str.extract(r"(?:^| )nama=(\w+)")
    return facts.with_columns(name_level=level).select("record_id", "reply_id", "death_id", "move_id", *FACTS)


def _column(frame: pl.DataFrame, name: str, kind: type[pl.DataType]) -> pl.Expr:
    return pl.col(name).cast(kind) if name in frame.columns else pl.lit(None, dtype=kind).alias(name)


def _no_copies() -> pl.DataFrame:
    return pl.DataFrame(schema={"record_id": _TEXT, "copies": pl.Int64})


def _dates(deaths: pl.DataFrame | None, moves: pl.DataFrame | None) -> pl.DataFrame:
    """rule, evidence_id, on: when the event was, where its list says so."""
    parts = [pl.DataFrame(schema={"rule": _TEXT, "evidence_id": _TEXT, "on": pl.Date})]
    for frame, rule in ((deaths, "kematian"), (moves, "pindah_keluar")):
        if frame is not None and "on" in frame.columns:
            parts.append(frame.select(pl.lit(rule).alias("rule"), pl.col("record_id").alias("evidence_id"), "on"))
    return pl.concat(parts)


def village_lists(left: pl.DataFrame, right: pl.DataFrame, links: pl.DataFrame) -> pl.DataFrame:
    """VILLAGE_LISTS of two registers (record_id, village_code): linked, only here, only there, conflicting.

    Conflicting are pairs that wait for a clerk, equal NIK with other names, and linked pairs in two villages (which
    stand in the lists of both).
    """
    villages = {
        side: frame.select(pl.col("record_id").alias(f"{side}_id"), pl.col("village_code").alias(f"{side}_village"))
        for side, frame in (("left", left), ("right", right))
    }
    pairs = links.join(villages["left"], on="left_id", how="left").join(villages["right"], on="right_id", how="left")
    apart = pl.col("left_village") != pl.col("right_village")
    reason = (
        pl.when(pl.col("state") == "bertentangan")
        .then(pl.lit("NIK sama, nama lain"))
        .when(pl.col("state") == "periksa")
        .then(pl.lit("menunggu petugas"))
        .when(apart)
        .then(pl.lit("desa berbeda"))
    )
    pairs = pairs.with_columns(reason=reason).with_columns(
        list=pl.when(pl.col("reason").is_null()).then(pl.lit("padan")).otherwise(pl.lit("bertentangan"))
    )
    sides = [pairs.with_columns(village_code=pl.coalesce("left_village", "right_village"))]
    sides.append(pairs.filter(apart.fill_null(False)).with_columns(village_code="right_village"))
    for side, word in (("left", "hanya_kiri"), ("right", "hanya_kanan")):
        alone = villages[side].join(links, on=f"{side}_id", how="anti")
        sides.append(alone.select(f"{side}_id", pl.col(f"{side}_village").alias("village_code"), list=pl.lit(word)))
    return VILLAGE_LISTS.conform(pl.concat(sides, how="diagonal")).sort(
        "village_code", "list", "left_id", "right_id", nulls_last=True
    )
