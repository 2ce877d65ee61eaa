"""Further questions to a finished run, answered by the core as plain values: what if, loss against moves, near ties."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import numpy as np

from sanding.pairing.assign import Pairing
from sanding.pairing.churn import loss_table
from sanding.pairing.near_ties import near_ties
from sanding.pairing.problem import POINT, Whole
from sanding.pairing.solve import NOBODY
from sanding.pairing.what_if import WhatIf, alternatives, what_if
from sanding.parameters import value
from sanding_web.pairing.models import RunAnswer
from sanding_web.pairing.solving import read_frames, stored_pairing

SECONDS = {"what_if": 20.0, "losses": 180.0, "near_ties": 240.0}
"""Time for one question; what is not proven by then says so."""


def answer_of(asked: RunAnswer) -> dict[str, Any]:
    """The answer to a question, in plain values."""
    run = asked.run
    pairing = stored_pairing(run.content, run.proof, run.tables)
    return _ANSWERS[asked.kind](asked, pairing, run.tables)


def _what_if(asked: RunAnswer, pairing: Pairing, _tables: Mapping[str, str]) -> dict[str, Any]:
    most = int(value("pairing.what_if_agencies", date(pairing.problem.year, 1, 1)))
    if asked.agency_code:
        found: tuple[WhatIf, ...] = (
            what_if(pairing, asked.agency_code, asked.village_code, time_limit=SECONDS["what_if"]),
        )
    else:
        found = alternatives(pairing, asked.village_code, most=most, time_limit=SECONDS["what_if"])
    return {"alternatives": [_priced(pairing, one) for one in found]}


def _priced(pairing: Pairing, found: WhatIf) -> dict[str, Any]:
    """One forced pair: the price goal by goal, what the points are made of, pairs kept, and who else moves."""
    before, after = pairing.agency_of, found.pairing.agency_of
    problem = pairing.problem
    parts = {
        "fit": problem.fit_points, "distance": problem.distance_points, "continuity": problem.continuity_points,
    }  # fmt: skip
    return {
        "agency": found.agency,
        "prices": dict(found.prices),
        "parts": {name: (_total(each, after) - _total(each, before)) / POINT for name, each in parts.items()},
        "kept": [_total(problem.continued.astype(np.int64), one) for one in (before, after)],
        "moves": [{"village": one.village, "before": one.before, "after": one.after} for one in found.moves],
        "proven": found.pairing.proven,
    }


def _total(each: Whole, agency_of: Whole) -> int:
    """The sum over the pairs that stand."""
    found = np.flatnonzero(agency_of != NOBODY)
    return int(each[agency_of[found], found].sum())


def _losses(_asked: RunAnswer, pairing: Pairing, tables: Mapping[str, str]) -> dict[str, Any]:
    """How few moves at which loss, against the pairs a run was to keep, else those that stood before it."""
    frames, problem = read_frames(tables), pairing.problem
    before = frames.get("before", frames["past"])
    offered = value("pairing.keep_losses", date(problem.year, 1, 1))
    table = loss_table(problem, before, offered, time_limit=SECONDS["losses"])
    rows = [
        {
            "loss": one.loss, "worth": one.worth, "given_up": one.given_up, "moves": list(one.moves),
            "forced": one.forced, "proven": one.proven,
        }
        for one in table
    ]  # fmt: skip
    had = set(before["village_code"]) & set(problem.village_codes)
    return {"rows": rows, "had": len(had), "best_worth": table[0].best_worth}


def _near_ties(_asked: RunAnswer, pairing: Pairing, _tables: Mapping[str, str]) -> dict[str, Any]:
    found = near_ties(pairing, time_limit=SECONDS["near_ties"])
    ties = [
        {"village": t.village, "agency": t.agency, "instead": t.instead, "points": t.points, "moves": t.moves}
        for t in found.ties
    ]
    return {"ties": ties, "threshold": found.threshold, "complete": found.complete}


_ANSWERS: dict[str, Callable[[RunAnswer, Pairing, Mapping[str, str]], dict[str, Any]]] = {
    "what_if": _what_if,
    "losses": _losses,
    "near_ties": _near_ties,
}
