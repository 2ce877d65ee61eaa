"""One run of the core's pairing over packed tables: its content (the same every time) and its proof (with seconds)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import polars as pl

from sanding.pairing.assign import Pairing, assign_agencies
from sanding.pairing.explain import compare_with_past, explain_pair, pair_values
from sanding.pairing.problem import Pair, Problem, build_problem
from sanding.pairing.settings import PairingParameters
from sanding.targeting.goalposts import Unit
from sanding_web.decisions.frames import unpack
from sanding_web.pairing.inputs import TABLES, complete


@dataclass(frozen=True)
class Question:
    """What is asked of the solver, in plain values; with the packed tables it determines the answer."""

    year: int
    unit: Unit
    parameters: Mapping[str, Any]
    locks: Sequence[Pair]
    bans: Sequence[Pair]
    time_limit: float

    def record(self) -> dict[str, Any]:
        return {
            "year": self.year,
            "unit": self.unit,
            "parameters": dict(self.parameters),
            "locks": sorted(map(list, self.locks)),
            "bans": sorted(map(list, self.bans)),
            "time_limit": self.time_limit,
        }


@dataclass(frozen=True)
class Answer:
    """content: plain values, the same every time where proven; proof: with seconds and gaps."""

    content: dict[str, Any]
    proof: dict[str, Any]


def read_question(record: Mapping[str, Any]) -> Question:
    """The question that ``Question.record`` wrote."""
    locks = [(agency, village) for agency, village in record["locks"]]
    bans = [(agency, village) for agency, village in record["bans"]]
    return Question(record["year"], record["unit"], record["parameters"], locks, bans, record["time_limit"])


def answer(question: Question, tables: Mapping[str, str]) -> Answer:
    """Solve and write down. ``tables`` are canonical CSV texts by name."""
    complete(tables)
    frames = {name: unpack(tables[name].encode(), table) for name, table in TABLES.items()}
    problem = build_problem(
        frames["villages"],
        frames["priority"],
        frames["needs"],
        frames["agencies"],
        frames["past"],
        on=date(question.year, 1, 1),
        parameters=PairingParameters(**question.parameters),
        unit=question.unit,
        locks=question.locks,
        bans=question.bans,
    )
    pairing = assign_agencies(problem, time_limit=question.time_limit)
    content = {
        "question": question.record(),
        "status": pairing.status,
        "stages": [{"goal": one.goal, "value": one.value, "proven": one.proven} for one in pairing.stages],
        "conflicts": [{"text": one.text, "remedy": one.remedy} for one in pairing.conflicts],
        "villages": _villages(pairing, frames["past"]),
        "agencies": _agencies(pairing),
    }
    return Answer(content, _proof(pairing))


def _villages(pairing: Pairing, past: pl.DataFrame) -> list[dict[str, Any]]:
    problem = pairing.problem
    values = {row["village_code"]: row for row in pair_values(pairing).iter_rows(named=True)}
    changes = {row["village_code"]: row for row in compare_with_past(pairing, past).iter_rows(named=True)}
    rows = []
    for one in problem.villages.sort("rank").iter_rows(named=True):
        code, pair = one["village_code"], values.get(one["village_code"])
        rows.append(
            {
                **{name: one[name] for name in ("village_code", "name", "kind", "kecamatan", "rank", "wave")},
                "families_d1": one["families_d1"],
                "persons_d1": one["persons_d1"],
                "agency": pair and pair["agency_code"],
                "value": pair and pair["value"],
                "before": changes[code]["agency_before"],
                "change": changes[code]["change"],
                "reasons": [
                    {"name": reason.name, "points": reason.value, "text": reason.text}
                    for reason in (explain_pair(pairing, code) if pair else ())
                ],
            }
        )
    return rows


def _agencies(pairing: Pairing) -> list[dict[str, Any]]:
    problem: Problem = pairing.problem
    rows = []
    for index, one in enumerate(problem.agencies.iter_rows(named=True)):
        mine = np.flatnonzero(pairing.agency_of == index)
        rows.append(
            {
                **{name: one[name] for name in ("code", "name", "short", "kind", "staff", "lon", "lat")},
                "villages": [problem.village_codes[v] for v in mine],
                "load": int(problem.load[mine].sum()),
                "fair_share": int(problem.fair_share[index]),
                "least": int(problem.min_count[index]),
                "most": int(problem.max_count[index]),
                "kept": int(problem.continued[index, mine].sum()),
            }
        )
    return rows


def _proof(pairing: Pairing) -> dict[str, Any]:
    stages: list[dict[str, Any]] = [
        {
            "goal": one.goal,
            "label": one.label,
            "value": one.value,
            "bound": one.bound,
            "unit": one.unit,
            "proven": one.proven,
            "gap": one.gap,
            "seconds": round(one.seconds, 3),
        }
        for one in pairing.stages
    ]
    return {
        "stages": stages,
        "proven": pairing.proven,
        "gap": max((one["gap"] for one in stages), default=0.0),
        "seconds": round(sum(one["seconds"] for one in stages), 2),
        "runner_up": pairing.runner_up,
    }
