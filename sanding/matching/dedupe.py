"""Who stands twice in one list: equal trustworthy numbers and equal records first, the rest by probability."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log2
from typing import Any

import polars as pl

from sanding.matching.assign import assign
from sanding.matching.certain import guard_sql, levels_sql
from sanding.matching.clusters import clusters_of
from sanding.matching.expressions import fetched
from sanding.matching.kin import rest
from sanding.matching.link import as_links, frequencies_of
from sanding.matching.parameters import Weights, weights_of
from sanding.matching.prepare import prepare
from sanding.matching.probable import part_column, score
from sanding.matching.spec import Spec
from sanding.store import engine

Connection = Any
_MOST_ALIKE = 6  # more rows than this with one value are a value nobody owns, not one person
_LEAST = 0.01


@dataclass(frozen=True)
class Deduped:
    """``pairs`` (LINKS, the smaller id left), ``clusters`` (CLUSTERS), and how many rows the list had."""

    pairs: pl.DataFrame
    clusters: pl.DataFrame
    rows: int

    def of(self, state: str) -> pl.DataFrame:
        return self.pairs.filter(pl.col("state") == state)


def dedupe(
    frame: pl.DataFrame,
    spec: Spec,
    *,
    weights: Weights | None = None,
    never: Sequence[tuple[str, str]] = (),
    memory: str = "1200MB",
    file: str = "daftar",
) -> Deduped:
    """Find the groups of records that are one person.

    never    pairs of ids that were judged to be different people: they end in no common group
    Raises   InputFault where a column is missing or an id is not unique
    """
    weights = weights or weights_of(spec)
    connection = engine(memory=memory)
    try:
        prepare(connection, frame, spec, "left", file=file)
        connection.execute("CREATE VIEW right_rows AS SELECT * FROM left_rows")
        _certain(connection, spec)
        prior = min(0.5, max(1e-12, spec.expected / max(frame.height, 1)))
        _score_rest(connection, spec, weights, prior)
        scored = assign(fetched(connection, "SELECT * FROM scored"), margin=0.0, one_to_one=False)
        pairs = _pairs(connection, spec, weights, scored, log2(prior / (1 - prior)))
    finally:
        connection.close()
    clusters = clusters_of(pairs.filter(pl.col("state") == "padan"), never)
    return Deduped(_parted(pairs, clusters), clusters, frame.height)


def _certain(connection: Connection, spec: Spec) -> None:
    """Tables ``certain`` and ``clash``: rows alike in a whole group; a number alone is guarded by the names."""
    gammas = levels_sql(spec)
    kinds = {one.name: one.kind for one in spec.comparisons}
    alike = []
    for group in spec.certain:
        columns = [part_column(spec, part) for part in group]
        by_number = any(kinds[part.split(".")[0]] == "nik" for part in group)
        same = " AND ".join(f"l.{one} = r.{one}" for one in columns)
        few = f"count(*) OVER (PARTITION BY {', '.join(columns)}) <= {_MOST_ALIKE}"
        filled = " AND ".join(f"{one} IS NOT NULL" for one in columns)
        rows = f"(SELECT * FROM left_rows WHERE {filled} QUALIFY {few})"
        alike.append(
            f"SELECT l.record_id AS left_id, r.record_id AS right_id, {'+'.join(group)!r} AS method, "
            f"{by_number} AS guarded, {gammas} FROM {rows} l JOIN {rows} r ON {same} AND l.record_id < r.record_id"
        )
    if not alike:
        alike = [f"SELECT l.record_id AS left_id, r.record_id AS right_id, '' AS method, FALSE AS guarded, {gammas} "
                 "FROM left_rows l JOIN right_rows r ON FALSE"]  # fmt: skip
    connection.execute(f"CREATE TABLE alike AS {' UNION ALL '.join(alike)}")
    # a pair told by several groups is told once: by the first of them that holds
    once = "QUALIFY row_number() OVER (PARTITION BY left_id, right_id ORDER BY method) = 1"
    guard = f"(NOT guarded OR {guard_sql(spec)})"
    connection.execute(f"CREATE TABLE certain AS SELECT * EXCLUDE (guarded) FROM alike WHERE {guard} {once}")
    connection.execute(
        f"CREATE TABLE clash AS SELECT * EXCLUDE (guarded) FROM alike ANTI JOIN certain USING (left_id, right_id) "
        f"WHERE NOT {guard} {once}"
    )


def _score_rest(connection: Connection, spec: Spec, weights: Weights, prior: float) -> None:
    """Table ``scored``: pairs by probability, certain and clashing ones left out. Clashing numbers prove nothing."""
    both = "SELECT left_id AS record_id FROM clash UNION SELECT right_id FROM clash"
    rest(connection, spec, "left", "rest_left", clash=both, kin=False)
    frequencies = frequencies_of(connection, spec)
    score(
        connection, ["rest_left"], spec, weights, prior=prior, frequencies=frequencies, least=_LEAST, into="all_scored"
    )
    connection.execute(
        """CREATE TABLE scored AS SELECT least(left_id, right_id) AS left_id, greatest(left_id, right_id) AS right_id,
        weight FROM all_scored"""
    )
    for table in ("certain", "clash"):
        connection.execute(
            f"CREATE OR REPLACE TABLE scored AS SELECT * FROM scored ANTI JOIN {table} USING (left_id, right_id)"
        )


def _pairs(connection: Connection, spec: Spec, weights: Weights, scored: pl.DataFrame, start: float) -> pl.DataFrame:
    connection.execute("CREATE VIEW rest_right AS SELECT * FROM rest_left")
    return as_links(connection, spec, weights, scored, start)


def _parted(pairs: pl.DataFrame, clusters: pl.DataFrame) -> pl.DataFrame:
    """Pairs that a judgement keeps apart are no longer called the same: they go to a clerk."""
    of = clusters.select("record_id", "cluster")
    told = pairs.join(of, left_on="left_id", right_on="record_id", how="left", maintain_order="left")
    told = told.join(of, left_on="right_id", right_on="record_id", how="left", suffix="_r", maintain_order="left")
    apart = (pl.col("state") == "padan") & ~pl.col("cluster").eq_missing(pl.col("cluster_r"))
    state = pl.when(apart).then(pl.lit("bertentangan")).otherwise("state")
    return told.with_columns(state=state).select(pairs.columns)
