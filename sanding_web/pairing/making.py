"""The three ways to a pairing: the best of all, the fewest moves within a loss, and a list of the office."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

import polars as pl

from sanding.documents.wording import number, percent
from sanding.errors import EngineFault
from sanding.pairing.assign import Pairing, assign_agencies
from sanding.pairing.churn import Resettled, keep_pairs
from sanding.pairing.conflicts import find_conflicts
from sanding.pairing.goals import GOALS, Goal, Stage, reached, stage
from sanding.pairing.hand_made import HandMade, compare_hand_made
from sanding.pairing.problem import Problem
from sanding.pairing.what_if import PRICED
from sanding_web.pairing.question import Question

MOVES = "Pindah dari pasangan yang dipegang"


@dataclass(frozen=True)
class Made:
    """A pairing, what it reaches with proof or gap, the status in words, and what its way adds to the content."""

    pairing: Pairing
    stages: Sequence[Stage]
    status: str
    content: Mapping[str, Any] = field(default_factory=dict)


def make(question: Question, problem: Problem, frames: Mapping[str, pl.DataFrame]) -> Made:
    """Answer a question on its way."""
    if question.way == "kept":
        return _kept(question, problem, frames["before"])
    if question.way == "hand":
        return _hand(question, problem, frames["hand"])
    pairing = assign_agencies(problem, time_limit=question.time_limit)
    return Made(pairing, pairing.stages, pairing.status)


def _kept(question: Question, problem: Problem, before: pl.DataFrame) -> Made:
    """The fewest moves against ``before`` within the loss."""
    if question.loss is None:
        raise EngineFault("hitungan sedikit pindah tanpa batas kerugian", code="SND-PRW-09")
    found = keep_pairs(problem, before, loss=question.loss, time_limit=question.time_limit)
    pairing = replace(found.pairing, conflicts=find_conflicts(problem))
    stages = [*(_as_reached(problem, pairing, one) for one in pairing.stages if one.goal != "tie"), _moves(found)]
    had = sum(code in set(before["village_code"]) for code in problem.village_codes)
    content = {
        "loss": found.loss, "best_worth": found.best_worth, "given_up": found.given_up, "moves": list(found.moves),
        "fewest": found.fewest, "forced": found.forced, "had": had,
    }  # fmt: skip
    return Made(pairing, stages, _kept_words(found), {"kept": content})


def _as_reached(problem: Problem, pairing: Pairing, one: Stage) -> Stage:
    """The stage as this pairing reaches it; a worth given up on purpose does not count as unproven."""
    value = reached(problem, pairing.agency_of, one.goal)
    return stage(problem, one.goal, value, value, proven=True, seconds=one.seconds) if one.proven else one


def _moves(found: Resettled) -> Stage:
    """Moves as a last goal. It stands under ``tie``, whose place it takes."""
    proven = found.fewest == len(found.moves)
    return Stage("tie", MOVES, len(found.moves), found.fewest, "desa", proven, found.seconds)


def _kept_words(found: Resettled) -> str:
    words = f"{number(len(found.moves))} desa pindah, kerugian {number(found.given_up, 1)} poin"
    if found.proven:
        return f"Terbukti paling sedikit pindah: {words} (batas {percent(found.loss)})."
    return f"Paling sedikit {number(found.fewest)} desa pindah, ditemukan {words}; belum terbukti."


def _hand(question: Question, problem: Problem, listed: pl.DataFrame) -> Made:
    """The office's list as it is, with what it is worse by than the best."""
    best = assign_agencies(problem, time_limit=question.time_limit)
    found = compare_hand_made(best, listed)
    pairing = replace(found.pairing, conflicts=best.conflicts)
    stages = [_against(problem, pairing, one) for one in best.stages if one.goal in PRICED]
    chosen = {village: agency for _, agency, village in best.pairs().iter_rows()}
    content = {
        "prices": dict(found.prices),
        "broken": [asdict(one) for one in found.broken],
        "strangers": [list(one) for one in found.strangers],
        "best": chosen,
        "as_good": found.as_good,
    }  # fmt: skip
    return Made(pairing, stages, _hand_words(found, best), {"hand": content})


def _against(problem: Problem, pairing: Pairing, best: Stage) -> Stage:
    """What the list reaches in one goal, with the bound of the best."""
    own = stage(problem, best.goal, reached(problem, pairing.agency_of, best.goal), 0, proven=True, seconds=0.0)
    limit = best.value if best.proven else best.bound
    return replace(own, bound=limit, proven=best.proven and math.isclose(own.value, best.value), seconds=best.seconds)


def _hand_words(found: HandMade, best: Pairing) -> str:
    if found.as_good:
        return "Daftar buatan tangan; sama baiknya dengan yang terbaik."
    against = "yang terbaik" if best.proven else "yang terbaik yang ditemukan"
    parts = [_price_words(best.problem, goal, found.prices[goal]) for goal in PRICED]
    return f"Daftar buatan tangan; dibanding {against}: {', '.join(one for one in parts if one)}."


def _price_words(problem: Problem, goal: Goal, price: float) -> str:
    """One goal's price in words; nothing where it costs nothing."""
    if price == 0:
        return ""
    unit = GOALS[goal][1] or problem.unit
    amount = number(abs(price), 1 if goal == "worth" else 0)
    if goal == "worth":
        return f"keserasian {amount} poin {'lebih rendah' if price > 0 else 'lebih tinggi'}"
    name = {"coverage": "desa tanpa pendamping", "counts": "pelanggaran batas", "overload": "beban lebih"}[goal]
    return f"{name} {'bertambah' if price > 0 else 'berkurang'} {amount} {unit}"
