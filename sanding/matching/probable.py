"""The pairs that certainty leaves: scored by Splink with stored numbers, on the connection that the store opened."""

import warnings
from math import log2
from typing import Any

from sanding.matching.parameters import Weights
from sanding.matching.spec import Comparison, Spec

Connection = Any
_NEAR = "abs(l.{c}_year - r.{c}_year) <= 4"


def comparison_settings(one: Comparison, weights: Weights, *, trained: bool = True) -> dict[str, Any]:
    """One comparison as Splink takes it: the arm of what is missing first, then the levels in order."""
    levels: list[dict[str, Any]] = [
        {"sql_condition": one.of.missing.format(c=one.c), "label_for_charts": "kosong", "is_null_level": True}
    ]
    for level in one.of.levels:
        entry: dict[str, Any] = {
            "sql_condition": level.sql.format(c=one.c) if level.sql else "ELSE",
            "label_for_charts": level.name,
        }
        if trained:
            entry["m_probability"], entry["u_probability"] = weights.of(one, level.name)
        if level.frequency:
            entry["tf_adjustment_column"] = level.frequency.format(c=one.c)
            entry["tf_minimum_u_value"] = 0.00001
        levels.append(entry)
    return {"output_column_name": one.c, "comparison_levels": levels}


def part_column(spec: Spec, part: str) -> str:
    """The prepared column of "name.key"."""
    name, _, which = part.partition(".")
    one = next(each for each in spec.comparisons if each.name == name)
    return one.of.parts[which].format(c=one.c)


def blocking_sql(spec: Spec, group: tuple[str, ...]) -> str:
    """The condition of one blocking group over l and r."""
    said = []
    for part in group:
        if part.startswith("near:"):
            said.append(_NEAR.format(c=part_column(spec, part.removeprefix("near:"))))
        else:
            column = part_column(spec, part)
            said.append(f"l.{column} = r.{column}")
    return " AND ".join(said)


def settings_of(spec: Spec, weights: Weights, prior: float, *, alone: bool, trained: bool = True) -> Any:
    """The whole linkage as Splink takes it, rebuilt from numbers each time."""
    from splink import SettingsCreator  # here, because it brings pandas: a second for every other command

    return SettingsCreator(
        link_type="dedupe_only" if alone else "link_only",
        comparisons=[comparison_settings(one, weights, trained=trained) for one in spec.comparisons],
        blocking_rules_to_generate_predictions=[
            {"blocking_rule": blocking_sql(spec, group)} for group in spec.blocking
        ],
        probability_two_random_records_match=prior,
        unique_id_column_name="record_id",
        retain_matching_columns=False,
        retain_intermediate_calculation_columns=False,
    )


def frequency_columns(spec: Spec) -> list[str]:
    return [level.frequency.format(c=one.c) for one in spec.comparisons for level in one.of.levels if level.frequency]


def make_linker(connection: Connection, tables: list[str], settings: Any, frequencies: dict[str, str]) -> Any:
    """A Linker over tables of the connection; ``frequencies`` are tables of how common a value is, by column."""
    from splink import DuckDBAPI, Linker

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        api = DuckDBAPI(connection)
        frames = [api.register(name, dataset_display_name=name) for name in tables]
        linker = Linker(frames if len(frames) > 1 else frames[0], settings, log_level=None, validate_settings=False)
        for column, table in frequencies.items():
            linker.table_management.register_term_frequency_lookup(api.register(table), column)
    return linker


def score(
    connection: Connection,
    tables: list[str],
    spec: Spec,
    weights: Weights,
    *,
    prior: float,
    frequencies: dict[str, str],
    least: float,
    into: str,
) -> None:
    """Make the table ``into``: left_id, right_id, weight [bits, prior included].

    Pairs below the probability ``least`` are left out. One table in ``tables`` = duplicates within it.
    """
    alone = len(tables) == 1
    linker = make_linker(connection, tables, settings_of(spec, weights, prior, alone=alone), frequencies)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = linker.inference.predict(threshold_match_weight=log2(least / (1 - least)))
    turned = "FALSE" if alone else f"source_dataset_l <> '{tables[0]}'"
    connection.execute(
        f"CREATE OR REPLACE TABLE {into} AS SELECT "
        f"CASE WHEN {turned} THEN record_id_r ELSE record_id_l END AS left_id, "
        f"CASE WHEN {turned} THEN record_id_l ELSE record_id_r END AS right_id, match_weight AS weight "
        f"FROM {found.physical_name}"
    )
    linker.table_management.delete_tables_created_by_splink_from_db()
