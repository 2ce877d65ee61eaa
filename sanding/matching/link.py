"""Who in one register is who in another: certain pairs first, the rest by probability with families as context."""

from collections.abc import Callable
from dataclasses import dataclass
from math import log2
from typing import Any

import polars as pl

from sanding.matching.assign import assign
from sanding.matching.certain import bits_sql, level_sql, link_certain, number_of
from sanding.matching.expressions import fetched
from sanding.matching.kin import clashing, find_kin, rest
from sanding.matching.parameters import Weights, weights_of
from sanding.matching.prepare import prepare
from sanding.matching.probable import frequency_columns, score
from sanding.matching.spec import Spec
from sanding.matching.tables import LINKS
from sanding.store import engine

Connection = Any
Told = Callable[[str, float], None]
_ROUNDS = 2
_LEAST = 0.01
_WITHOUT_CLASHES = (
    "SELECT * FROM scored ANTI JOIN clash USING (left_id, right_id) ANTI JOIN judged USING (left_id, right_id)"
)


@dataclass(frozen=True)
class Linked:
    """What came out: ``links`` (LINKS), and how many records either side had."""

    links: pl.DataFrame
    left_rows: int
    right_rows: int

    def of(self, state: str) -> pl.DataFrame:
        return self.links.filter(pl.col("state") == state)


def link(
    left: pl.DataFrame,
    right: pl.DataFrame,
    spec: Spec,
    *,
    weights: Weights | None = None,
    judged: pl.DataFrame | None = None,
    memory: str = "1200MB",
    files: tuple[str, str] = ("kiri", "kanan"),
    tell: Told = lambda words, share: None,
) -> Linked:
    """Link two tables by a spec.

    left, right  any tables with the columns the spec names
    weights      m and u; None = those the spec names
    judged       pairs a clerk decided: left_id, right_id, same; kept whatever the data say
    files        what the tables are called in messages
    tell         called with words and the share done, 0..1
    Raises       InputFault where a column is missing or an id is not unique
    """
    weights = weights or weights_of(spec)
    connection = engine(memory=memory)
    try:
        for side, frame, file in (("left", left, files[0]), ("right", right, files[1])):
            tell(f"membersihkan {file}", 0.05 if side == "left" else 0.15)
            prepare(connection, frame, spec, side, file=file)
        tell("nomor yang pasti", 0.3)
        link_certain(connection, spec, judged)
        pairs = _by_probability(connection, spec, weights, left.height, right.height, tell)
        prior = _prior(spec, left.height, right.height)
        links = as_links(connection, spec, weights, pairs, log2(prior / (1 - prior)))
        return Linked(links, left.height, right.height)
    finally:
        connection.close()


def _prior(spec: Spec, left: int, right: int) -> float:
    """The chance that two records taken at random are one person."""
    return min(0.5, max(1e-12, spec.expected * min(left, right) / max(left * right, 1)))


def frequencies_of(connection: Connection, spec: Spec) -> dict[str, str]:
    """How common each name is, counted over all rows of both sides, not over the rest alone."""
    tables = {}
    for column in frequency_columns(spec):
        tables[column] = f"frequency_{column}"
        connection.execute(
            f"""CREATE TABLE frequency_{column} AS WITH everyone AS (
            SELECT {column} FROM left_rows UNION ALL SELECT {column} FROM right_rows)
            SELECT {column}, count(*)::DOUBLE / (SELECT count({column}) FROM everyone) AS tf_{column}
            FROM everyone WHERE {column} IS NOT NULL GROUP BY {column}"""
        )
    return tables


def _by_probability(
    connection: Connection, spec: Spec, weights: Weights, left: int, right: int, tell: Told
) -> pl.DataFrame:
    """Scored pairs of the rest. In each round the families linked so far are the context of the next."""
    frequencies = frequencies_of(connection, spec)
    connection.execute("CREATE TABLE linked AS SELECT left_id, right_id FROM certain")
    chosen = pl.DataFrame()
    for turn in range(_ROUNDS):
        tell("yang tersisa menurut peluang", 0.5 + 0.2 * turn)
        known = find_kin(connection, spec, "linked")
        sizes = [
            rest(connection, spec, side, f"rest_{side}", links="certain", clash=clashing(side), kin=known)
            for side in ("left", "right")
        ]
        if not all(sizes):
            return chosen
        score(
            connection, ["rest_left", "rest_right"], spec, weights,
            prior=_prior(spec, left, right), frequencies=frequencies, least=_LEAST, into="scored",
        )  # fmt: skip
        chosen = assign(fetched(connection, _WITHOUT_CLASHES), margin=spec.margin, one_to_one=spec.one_to_one)
        if not known or turn == _ROUNDS - 1:
            return chosen
        sure = chosen.filter(_probability() >= spec.threshold, ~pl.col("close")).select("left_id", "right_id")
        connection.register("sure", sure.to_arrow())
        connection.execute(
            "CREATE OR REPLACE TABLE linked AS SELECT left_id, right_id FROM certain UNION ALL SELECT * FROM sure"
        )
        connection.unregister("sure")
    return chosen


def _with_levels(connection: Connection, spec: Spec, pairs: pl.DataFrame) -> pl.DataFrame:
    """The pairs with g_ columns: at which level each comparison agrees."""
    gammas = ", ".join(f"{level_sql(one)} AS g_{one.name}" for one in spec.comparisons)
    connection.register("chosen", pairs.to_arrow())
    found = fetched(
        connection,
        f"SELECT c.*, {gammas} FROM chosen c JOIN rest_left l ON l.record_id = c.left_id "
        "JOIN rest_right r ON r.record_id = c.right_id",
    )
    connection.unregister("chosen")
    return found


def _probability() -> pl.Expr:
    return 1 / (1 + 2.0 ** (-pl.col("weight").clip(-60, 60)))


def as_links(connection: Connection, spec: Spec, weights: Weights, scored: pl.DataFrame, start: float) -> pl.DataFrame:
    """LINKS from the tables ``certain`` and ``clash`` and from ``scored`` pairs (left_id, right_id, weight, close).

    start   bits of the prior, added to certain pairs; scored ones carry it already
    """
    parts = []
    numbers = {one.name for one in spec.only("nik")}
    for table, state in (("certain", "padan"), ("clash", "bertentangan")):
        frame = fetched(connection, f"SELECT *, {bits_sql(spec, weights)} + {start} AS weight FROM {table}")
        method = (
            pl.when(pl.col("method").is_in(sorted(numbers)))
            .then(pl.lit("nomor"))
            .when(pl.col("method") == "keputusan")
            .then("method")
            .otherwise(pl.lit("persis"))
        )
        told = pl.when(pl.lit(state) == "bertentangan", ~_named(spec)).then(pl.lit("periksa")).otherwise(pl.lit(state))
        parts.append(frame.with_columns(state=told, method=method))
    if not scored.is_empty():
        scored = _with_levels(connection, spec, scored.filter(_probability() >= spec.review))
        sure = (_probability() >= spec.threshold) & ~pl.col("close") & ~_other_name(spec)
        parts.append(
            scored.with_columns(
                method=pl.lit("peluang"), state=pl.when(sure).then(pl.lit("padan")).otherwise(pl.lit("periksa"))
            )
        )
    together = pl.concat(
        [
            part.select(
                "left_id", "right_id", "state", "method", _probability().alias("score"), "weight",
                _evidence(spec).alias("evidence"),
            )
            for part in parts
        ]
    )  # fmt: skip
    return LINKS.conform(together).sort("left_id", "right_id")


def _named(spec: Spec) -> pl.Expr:
    """Both records have a name (or where none is compared, any text or date)."""
    names = spec.only("name") or spec.only("levenshtein") or spec.only("date")
    return pl.any_horizontal(pl.lit(False), *(pl.col(f"g_{one.name}") >= 0 for one in names))


def _other_name(spec: Spec) -> pl.Expr:
    """No name agrees though there are names: whatever else agrees, a clerk looks at it."""
    names = spec.only("name")
    if not names:
        return pl.lit(False)
    return _named(spec) & pl.all_horizontal(pl.col(f"g_{one.name}") <= number_of(one, "lain") for one in names)


def _evidence(spec: Spec) -> pl.Expr:
    """ "nama=ejaan lahir=sama" from the g_ columns; what is missing is not told."""
    said = []
    for one in spec.comparisons:
        words = {number_of(one, level.name): f"{one.name}={level.name}" for level in one.of.levels}
        said.append(pl.col(f"g_{one.name}").cast(pl.Int64).replace_strict(words, default=None, return_dtype=pl.String))
    return pl.concat_str(said, separator=" ", ignore_nulls=True)
