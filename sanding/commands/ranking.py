"""The priority list of one choice, from the tables and the vintage in the workspace."""

import polars as pl

from sanding.commands.choices import RankChoice
from sanding.commands.workspace import Workspace
from sanding.registry.tables import VILLAGE_COUNTS
from sanding.targeting.goalposts import rank_parameters
from sanding.targeting.rank import kecamatan_ranking, rank_villages
from sanding.targeting.waves import assign_waves, automatic_plan


def counts_of(workspace: Workspace, vintage: str) -> pl.DataFrame:
    """VILLAGE_COUNTS as they were counted when the vintage was imported."""
    return VILLAGE_COUNTS.conform(workspace.store.open(vintage).frame("village_counts"))


def villages_in_force(workspace: Workspace) -> pl.DataFrame:
    return workspace.table("villages").filter(pl.col("valid_to").is_null())


def index_in_force(workspace: Workspace) -> pl.DataFrame:
    """The newest year of the IDM; of the Indeks Desa where no IDM is loaded. The two are never mixed."""
    index = workspace.table("village_index")
    kind = "IDM" if "IDM" in index["index"] else "ID"
    one = index.filter(pl.col("index") == kind)
    return one.filter(pl.col("year") == pl.col("year").max())


def rank_in(workspace: Workspace, choice: RankChoice) -> pl.DataFrame:
    """The listed villages (as ``assign_waves`` returns them) of one choice, from the tables that are there now."""
    parameters = rank_parameters(choice.on)
    index = index_in_force(workspace)
    ranked = rank_villages(
        counts_of(workspace, choice.vintage), villages_in_force(workspace), index,
        method=choice.method, parameters=parameters, unit=choice.unit,
    )  # fmt: skip
    kind = str(index["index"][0])
    kecamatan = kecamatan_ranking(ranked, kind, method=choice.method, parameters=parameters, unit=choice.unit)
    plan = automatic_plan(kecamatan, sizes=choice.waves, first_year=choice.year)
    return assign_waves(ranked, choice.quota, plan, category=parameters.category)
