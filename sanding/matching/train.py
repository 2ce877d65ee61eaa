"""Train m and u without labels, once, by Splink's own estimators; what comes out is stored as numbers."""

import logging
import warnings
from datetime import date
from typing import Any

import polars as pl

from sanding.matching.certain import link_certain
from sanding.matching.kin import clashing, find_kin, rest
from sanding.matching.parameters import DEFAULT, Weights
from sanding.matching.prepare import prepare
from sanding.matching.probable import blocking_sql, make_linker, settings_of
from sanding.matching.spec import Comparison, Spec
from sanding.store import engine

_FLOOR, _LEFT = 1e-7, 0.1


def train(
    left: pl.DataFrame,
    right: pl.DataFrame | None,
    spec: Spec,
    *,
    sessions: tuple[tuple[str, ...], ...],
    on: date,
    source: str,
    pairs: float = 4e6,
    seed: int = 1,
    memory: str = "2GB",
) -> Weights:
    """Weights for a spec from two tables (or one, for duplicates).

    sessions  blocking groups for the EM runs; a comparison is trained in the runs that do not block on it
    on        date written into ``about``; source: what the tables were, in words
    pairs     how many random pairs tell u
    A level that no pair reached keeps the kind's default. Families linked by half of the certain pairs are the context
    under which the other rows are compared, so that no pair is its own context.
    """
    connection = engine(memory=memory)
    logging.getLogger("splink").setLevel(logging.ERROR)
    try:
        tables = _tables(connection, left, right, spec)
        linker = make_linker(
            connection, tables, settings_of(spec, DEFAULT, 1e-5, alone=right is None, trained=False), {}
        )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            linker.training.estimate_u_using_random_sampling(max_pairs=pairs, seed=seed)
            for group in sessions:
                linker.training.estimate_parameters_using_expectation_maximisation(
                    blocking_sql(spec, group), fix_u_probabilities=True
                )
        sizes = [int(connection.execute(f"SELECT count(*) FROM {one}").fetchall()[0][0]) for one in tables]
        share = spec.expected * min(sizes) / (sizes[0] * sizes[-1])
        levels = {one.name: _levels(linker, one, share) for one in spec.comparisons}
    finally:
        connection.close()
    about = {"trained_on": on.isoformat(), "source": source, "by": "Splink 5: u dari pasangan acak, m dari EM",
             "rows": [left.height, right.height if right is not None else 0], "seed": seed}  # fmt: skip
    return Weights(levels, about)


def _tables(connection: Any, left: pl.DataFrame, right: pl.DataFrame | None, spec: Spec) -> list[str]:
    prepare(connection, left, spec, "left")
    if right is None:
        connection.execute("CREATE TABLE clash (left_id VARCHAR)")
        rest(connection, spec, "left", "train_left", clash=clashing("left"), kin=False)
        return ["train_left"]
    prepare(connection, right, spec, "right")
    link_certain(connection, spec)
    connection.execute("CREATE TABLE anchors AS SELECT * FROM certain WHERE hash(left_id || '|' || right_id) % 2 = 0")
    known = find_kin(connection, spec, "anchors")
    for side in ("left", "right"):
        rest(connection, spec, side, f"train_{side}", links="anchors", clash=clashing(side), kin=known)
    return ["train_left", "train_right"]


def _levels(linker: Any, one: Comparison, share: float) -> dict[str, tuple[float, float]]:
    """m and u as estimated. Random pairs hold ``share`` true pairs, which rare levels feel: they are taken off u.

    A number of identity keeps its default u: outside true pairs it is equal by error alone, too rare to be sampled.
    """
    trained = next(each for each in linker._settings_obj.comparisons if each.output_column_name == one.c)
    found = {}
    for level in trained.comparison_levels:
        if level.is_null_level:
            continue
        default = next(each for each in one.of.levels if each.name == level.label_for_charts)
        m = level._trained_m_median if level._has_estimated_m_values else default.m
        u = level._trained_u_median if level._has_estimated_u_values else default.u
        apart = default.u if one.kind == "nik" else max(float(u) - share * float(m), _LEFT * float(u))
        found[default.name] = (max(float(m), _FLOOR), max(apart, _FLOOR))
    return found
