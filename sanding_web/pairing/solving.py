"""One run of the core's pairing over packed tables: its content (the same every time) and its proof (with seconds)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import polars as pl

from sanding.pairing.assign import Pairing
from sanding.pairing.explain import compare_with_past, explain_pair, pair_values
from sanding.pairing.goals import Stage
from sanding.pairing.problem import Problem, build_problem
from sanding.pairing.settings import PairingParameters
from sanding.pairing.solve import NOBODY
from sanding.pairing.support import support_agencies
from sanding_web.decisions.frames import unpack
from sanding_web.pairing.inputs import FURTHER, TABLES, complete
from sanding_web.pairing.making import Made, make
from sanding_web.pairing.question import Question, read_question

Frames = Mapping[str, pl.DataFrame]


@dataclass(frozen=True)
class Answer:
    """content: plain values, the same every time where proven; proof: with seconds and gaps."""

    content: dict[str, Any]
    proof: dict[str, Any]


def answer(question: Question, tables: Mapping[str, str]) -> Answer:
    """Solve and write down. ``tables`` are canonical CSV texts by name."""
    frames = read_frames(tables)
    made = make(question, problem_of(question, frames), frames)
    pairing = made.pairing
    content = {
        "question": question.record(),
        "status": made.status,
        "stages": [{"goal": one.goal, "value": one.value, "proven": one.proven} for one in made.stages],
        "conflicts": [_conflict(one) for one in pairing.conflicts],
        "villages": _villages(pairing, frames["past"]),
        "agencies": _agencies(pairing),
        **made.content,
    }
    if question.support is not None:
        content["support"] = _support(pairing, frames["needs"], question.support)
    return Answer(content, _proof(made))


def read_frames(tables: Mapping[str, str]) -> dict[str, pl.DataFrame]:
    """The tables of a run as frames; InputFault where one is missing."""
    complete(tables)
    known = TABLES | {name: table for name, table in FURTHER.items() if name in tables}
    return {name: unpack(tables[name].encode(), table) for name, table in known.items()}


def problem_of(question: Question, frames: Frames) -> Problem:
    """The core's problem for a question."""
    return build_problem(
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


def stored_pairing(content: Mapping[str, Any], proof: Mapping[str, Any], tables: Mapping[str, str]) -> Pairing:
    """The pairing of a finished run as the core knows it, without solving again."""
    question = read_question(content["question"])
    problem = problem_of(question, read_frames(tables))
    place = {code: index for index, code in enumerate(problem.agency_codes)}
    lead = {row["village_code"]: row["agency"] for row in content["villages"]}
    agency_of = np.array([place.get(lead[code] or "", NOBODY) for code in problem.village_codes], dtype=np.int64)
    names = ("goal", "label", "value", "bound", "unit", "proven", "seconds")
    stages = tuple(Stage(**{name: one[name] for name in names}) for one in proof["stages"])
    return Pairing(problem, agency_of, stages, (), proof["runner_up"])


def _conflict(one: Any) -> dict[str, Any]:
    members = [{"rule": m.rule, "agency": m.agency, "village": m.village, "number": m.number} for m in one.members]
    return {"text": one.text, "remedy": one.remedy, "members": members}


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


def _support(pairing: Pairing, needs: pl.DataFrame, most: tuple[int, int]) -> dict[str, Any]:
    """Supporting agencies with what they add, and how much of each village's lack is somebody's task."""
    found = support_agencies(pairing, needs, per_village=most[0], per_agency=most[1])
    pairs = [
        {**{name: row[name] for name in ("village_code", "adds")}, "agency": row["agency_code"],
         "indicators": "; ".join(row["indicators"])}
        for row in found.pairs.iter_rows(named=True)
    ]  # fmt: skip
    return {"pairs": pairs, "villages": found.villages.to_dicts(), "proven": found.proven}


def _proof(made: Made) -> dict[str, Any]:
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
        for one in made.stages
    ]
    return {
        "stages": stages,
        "proven": all(one["proven"] for one in stages),
        "gap": max((one["gap"] for one in stages), default=0.0),
        "seconds": round(sum(one["seconds"] for one in stages), 2),
        "runner_up": made.pairing.runner_up,
    }
