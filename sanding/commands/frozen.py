"""The two decisions of the command line as bytes: the priority list and the pairing, from the workspace's tables."""

from typing import Any

import polars as pl

from sanding.canonical import canonical_csv, digest
from sanding.commands.choices import PairChoice, RankChoice
from sanding.commands.pairs import optional, pair_in, pair_table
from sanding.commands.ranking import counts_of, index_in_force, rank_in, villages_in_force
from sanding.commands.workspace import Workspace
from sanding.decision import Frozen, freeze, versions_in_use
from sanding.pairing.assign import Pairing
from sanding.pairing.settings import pairing_parameters
from sanding.parameters import value
from sanding.targeting.goalposts import rank_parameters

KINDS = {"prioritas": "daftar desa/kelurahan prioritas", "penugasan": "penugasan pendamping"}


def freeze_ranking(workspace: Workspace, choice: RankChoice, listed: pl.DataFrame | None = None) -> Frozen:
    """The priority list of a choice; ranked again where ``listed`` is not at hand."""
    inputs = {
        "villages": villages_in_force(workspace),
        "village_index": index_in_force(workspace),
        "village_counts": counts_of(workspace, choice.vintage),
    }
    return freeze(
        "prioritas",
        {"desa_prioritas": rank_in(workspace, choice) if listed is None else listed},
        inputs=_digests(inputs) | workspace.store.open(choice.vintage).manifest["inputs"],
        parameters={"choice": choice.record(), "ranking": rank_parameters(choice.on).record()},
        seed=None,
        legal_basis=_basis(choice),
        versions=versions_in_use(),
    )


def freeze_pairing(
    workspace: Workspace, ranked: RankChoice, choice: PairChoice, pairing: Pairing | None = None
) -> Frozen:
    """The pairing of a choice upon a priority list; solved again where ``pairing`` is not at hand."""
    listed = rank_in(workspace, ranked)
    answer = pairing or pair_in(workspace, choice, listed)
    inputs = {
        "villages": villages_in_force(workspace),
        "agencies": workspace.table("agencies"),
        "village_needs": optional(workspace, "village_needs"),
        "pairs": optional(workspace, "pairs"),
    }
    return freeze(
        "penugasan",
        {"penugasan": pair_table(workspace, answer), "tahap": _stages(answer)},
        inputs=_digests(inputs) | {"keputusan_prioritas": freeze_ranking(workspace, ranked, listed).digest},
        parameters={
            "choice": choice.record(),
            "priority": ranked.record(),
            "pairing": pairing_parameters(choice.on).record(),
        },
        seed=None,
        legal_basis=_basis(choice),
        versions=versions_in_use(),
    )


def freeze_again(workspace: Workspace, frozen: Frozen) -> Frozen:
    """The same decision from the tables, parameters and versions that are there now."""
    kept: dict[str, Any] = frozen.manifest["parameters"]
    if frozen.kind == "prioritas":
        return freeze_ranking(workspace, RankChoice.read(kept["choice"]))
    return freeze_pairing(workspace, RankChoice.read(kept["priority"]), PairChoice.read(kept["choice"]))


def _digests(inputs: dict[str, pl.DataFrame]) -> dict[str, str]:
    return {name: digest(canonical_csv(frame, by=frame.columns)) for name, frame in inputs.items()}


def _basis(choice: RankChoice | PairChoice) -> list[str]:
    basis: list[str] = value("pairing.decree_bases", choice.on)["mengingat"]
    return basis


def _stages(pairing: Pairing) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "stage": list(range(1, len(pairing.stages) + 1)),
            "goal": [one.goal for one in pairing.stages],
            "value": [one.value for one in pairing.stages],
            "proven": [one.proven for one in pairing.stages],
        }
    )
