"""The pairing of one choice, from the tables in the workspace."""

from collections.abc import Collection

import polars as pl

from sanding.commands.choices import PairChoice
from sanding.commands.ranking import villages_in_force
from sanding.commands.workspace import TABLES, Workspace
from sanding.errors import InputFault
from sanding.pairing.assign import Pairing, assign_agencies
from sanding.pairing.explain import compare_with_past, pair_values
from sanding.pairing.problem import Problem, build_problem
from sanding.pairing.settings import pairing_parameters


def problem_in(
    workspace: Workspace, choice: PairChoice, listed: pl.DataFrame, *, gone: Collection[str] = ()
) -> Problem:
    """The priority villages of ``listed`` and the agencies that are in the tables now, without those that are gone."""
    agencies = workspace.table("agencies")
    strangers = sorted(set(gone) - set(agencies["code"]))
    if strangers:
        raise InputFault(
            f"unit {', '.join(strangers)} tidak ada pada daftar perangkat daerah",
            where="sanding compare perubahan",
            remedy="Pakai kode unit pada tabel agencies.",
            code="SND-CLI-22",
        )
    return build_problem(
        villages_in_force(workspace), listed, optional(workspace, "village_needs"),
        agencies.filter(~pl.col("code").is_in(list(gone))), optional(workspace, "pairs"),
        on=choice.on, parameters=pairing_parameters(choice.on), unit=choice.unit, locks=choice.locks, bans=choice.bans,
    )  # fmt: skip


def pair_in(workspace: Workspace, choice: PairChoice, listed: pl.DataFrame) -> Pairing:
    """Pair the priority villages of ``listed`` with the agencies that are in the tables now."""
    return assign_agencies(problem_in(workspace, choice, listed), time_limit=choice.time_limit)


def optional(workspace: Workspace, name: str) -> pl.DataFrame:
    """A table that may be missing; then it is empty."""
    return workspace.table(name) if workspace.has_table(name) else TABLES[name].empty()


def pair_table(workspace: Workspace, pairing: Pairing) -> pl.DataFrame:
    """Every priority village with its agency, value, and what changed against last year."""
    problem = pairing.problem
    changes = compare_with_past(pairing, optional(workspace, "pairs"))
    units = problem.agencies.select(agency_code="code", agency="short")
    return (
        problem.villages.select("village_code", "name", "kind", "kecamatan", "wave", "families_d1", "persons_d1")
        .join(pair_values(pairing).select("village_code", "agency_code", "value"), on="village_code", how="left")
        .join(units, on="agency_code", how="left")
        .join(changes.select("village_code", "change"), on="village_code", how="left")
        .sort("village_code")
    )
