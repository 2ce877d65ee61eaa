"""Which rules cannot hold together, by name: smallest fighting sets, found by leaving rules out one by one.

Rules on counts, locks and bans form a flow, so that a linear programme decides exactly whether they can hold.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from sanding.pairing.problem import Problem
from sanding.pairing.rules import RuleName
from sanding.pairing.solve import Model

_SEARCHED = 2_000
"""Beyond so many rules only the sums and direct contradictions are named; the elastic answer shows the rest."""


@dataclass(frozen=True)
class Member:
    """One rule of a conflict: which rule, for which agency and village (codes; empty where none), with which number."""

    rule: RuleName
    agency: str
    village: str
    number: int


@dataclass(frozen=True)
class Conflict:
    """Rules that cannot hold together; without any one of them the others could. ``text`` says it to people."""

    members: tuple[Member, ...]
    text: str
    remedy: str


def find_conflicts(problem: Problem) -> tuple[Conflict, ...]:
    """Every conflict found, no two sharing a rule; empty if all rules can hold."""
    found = _sums(problem)
    kinds = {member.rule for conflict in found for member in conflict.members} - {"one lead"}
    rules = [rule for rule in _members(problem) if rule.rule not in kinds]
    if len(rules) > _SEARCHED:
        return tuple(found)
    feasibility = _Feasibility(problem, rules)
    while (fighting := feasibility.smallest_conflict()) is not None:
        found.append(_worded(problem, fighting))
        feasibility.forget(fighting)
    return tuple(found)


def _sums(problem: Problem) -> list[Conflict]:
    """The two plain sums: too few places for the villages, or too many wanted."""
    villages, most, least = len(problem.load), int(problem.max_count.sum()), int(problem.min_count.sum())
    agencies, found = len(problem.agency_codes), []
    if most < villages:
        found.append(
            Conflict(
                _too_many(problem, most + 1),
                f"{villages} desa prioritas harus berpendamping, tetapi {agencies} unit bersama-sama "
                f"paling banyak menampung {most} desa; kurang {villages - most}",
                "Naikkan batas paling banyak beberapa unit, atau tambah unit pendamping.",
            )
        )
    if least > villages:
        found.append(
            Conflict(
                _too_much_wanted(problem),
                f"{agencies} unit bersama-sama harus mendampingi paling sedikit {least} desa, "
                f"tetapi hanya ada {villages} desa prioritas; lebih {least - villages}",
                "Turunkan batas paling sedikit beberapa unit, atau jadikan mereka pendukung.",
            )
        )
    return found


def _too_many(problem: Problem, villages: int) -> tuple[Member, ...]:
    """Every limit, and just so many villages that one of them is left over: none of these rules can be spared."""
    rules = _members(problem)
    wanting = [one for one in rules if one.rule == "one lead"][:villages]
    return (*(one for one in rules if one.rule == "at most"), *wanting)


def _too_much_wanted(problem: Problem) -> tuple[Member, ...]:
    """The greatest wishes, without those that are not needed to ask for more villages than there are."""
    wishes = sorted((one for one in _members(problem) if one.rule == "at least"), key=lambda one: one.number)
    asked = sum(one.number for one in wishes)
    while asked - wishes[0].number > len(problem.load):
        asked -= wishes.pop(0).number
    return tuple(wishes)


def _members(problem: Problem) -> list[Member]:
    """Every rule of a problem. Those we would rather keep come last: the search drops the first it can."""
    return [
        *(Member("at most", a, "", int(n)) for a, n in zip(problem.agency_codes, problem.max_count, strict=True)),
        *(Member("at least", a, "", int(n)) for a, n in zip(problem.agency_codes, problem.min_count, strict=True) if n),
        *(Member("one lead", "", v, 1) for v in problem.village_codes),
        *(Member("ban", a, v, 0) for a, v in sorted(problem.bans)),
        *(Member("lock", a, v, 1) for a, v in sorted(problem.locks)),
    ]


class _Feasibility:
    """The rules as rows of a linear programme that can be switched off one by one."""

    def __init__(self, problem: Problem, rules: list[Member]) -> None:
        agencies, villages = problem.points.shape
        self.rules = rules
        self.model = Model()
        zero = np.zeros(agencies * villages)
        x = self.model.columns(zero, zero, zero + 1, whole=False).reshape(agencies, villages)
        for v in range(villages):
            self.model.row(-np.inf, 1, x[:, v], np.ones(agencies))
        agency = {code: index for index, code in enumerate(problem.agency_codes)}
        village = {code: index for index, code in enumerate(problem.village_codes)}
        self.rows: dict[Member, tuple[int, float, float]] = {}
        for rule in rules:
            rows = agency[rule.agency] if rule.agency else slice(None)
            columns = x[rows, village[rule.village] if rule.village else slice(None)].reshape(-1)
            low = -np.inf if rule.rule in ("at most", "ban") else rule.number
            high = rule.number if rule.rule in ("at most", "ban") else np.inf
            self.rows[rule] = (self.model.row(low, high, columns, np.ones(columns.size)), low, high)

    def smallest_conflict(self) -> list[Member] | None:
        """A set of rules that cannot hold together though every part of it can; None if all can hold."""
        if self._possible():
            return None
        fighting, kept_off = [], []
        for rule in self.rules:
            self._switch(rule, on=False)
            if self._possible():
                self._switch(rule, on=True)
                fighting.append(rule)
            else:
                kept_off.append(rule)
        for rule in kept_off:
            self._switch(rule, on=True)
        return fighting

    def forget(self, rules: list[Member]) -> None:
        for rule in rules:
            self._switch(rule, on=False)
            self.rules.remove(rule)

    def _switch(self, rule: Member, *, on: bool) -> None:
        row, low, high = self.rows[rule]
        self.model.bound_row(row, low if on else -np.inf, high if on else np.inf)

    def _possible(self) -> bool:
        return self.model.solve(sense="min", time_limit=60.0).status == "optimal"


def _worded(problem: Problem, members: list[Member]) -> Conflict:
    agency: dict[str, str] = dict(zip(problem.agency_codes, problem.agencies["short"], strict=True))
    village: dict[str, str] = dict(zip(problem.village_codes, problem.villages["name"], strict=True))

    def named(rule: RuleName, names: Callable[[Member], str], key: Callable[[Member], str]) -> list[tuple[str, str]]:
        """The members of one rule grouped by ``key``, with the names that stand in each group."""
        groups: dict[str, list[str]] = {}
        for one in members:
            if one.rule == rule:
                groups.setdefault(key(one), []).append(names(one))
        return [(group, _some(found)) for group, found in groups.items()]

    def of_agency(one: Member) -> str:
        return agency[one.agency]

    def of_village(one: Member) -> str:
        return village[one.village]

    said = [f"{names} harus berpendamping" for _, names in named("one lead", of_village, lambda _: "")]
    said += [f"{unit} paling sedikit {n} desa" for n, unit in named("at least", of_agency, lambda one: str(one.number))]
    said += [f"{unit} paling banyak {n} desa" for n, unit in named("at most", of_agency, lambda one: str(one.number))]
    said += [f"{unit} dikunci di {names}" for unit, names in named("lock", of_village, of_agency)]
    said += [f"{names} dilarang di {place}" for place, names in named("ban", of_agency, of_village)]
    text = f"{len(members)} aturan ini tidak dapat berlaku bersama: {'; '.join(said)}"
    return Conflict(tuple(members), text, "Longgarkan atau hapus salah satunya.")


def _some(names: list[str]) -> str:
    """Up to six names, then how many more.

    >>> _some(["A", "B"]), _some(list("ABCDEFGH"))
    ('A, B', 'A, B, C, D, E, F dan 2 lain')
    """
    return ", ".join(names[:6]) + (f" dan {len(names) - 6} lain" if len(names) > 6 else "")
