"""What a pairing must satisfy, each rule with its source. Plain functions; no engine here."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

RuleName = Literal["one lead", "at least", "at most", "lock", "ban"]


@dataclass(frozen=True)
class Rule:
    """A rule in words, with the source that asks for it."""

    name: RuleName
    meaning: str
    source: str


RULES: dict[RuleName, Rule] = {
    one.name: one
    for one in (
        Rule(
            "one lead",
            "Setiap desa/kelurahan prioritas didampingi tepat satu pendamping utama",
            "S1.5 Purworejo 33 : 54",
        ),
        Rule("at least", "Setiap perangkat daerah mendampingi paling sedikit sebanyak yang ditetapkan", "S3.1 Pati"),
        Rule("at most", "Tidak ada perangkat daerah yang mendampingi lebih dari yang ditetapkan", "S1.5; domain 4.6"),
        Rule("lock", "Pasangan yang dikunci tetap berdiri", "keputusan TKPK kabupaten (PAIR-04)"),
        Rule("ban", "Pasangan yang dilarang tidak dibentuk", "keputusan TKPK kabupaten (PAIR-04)"),
    )
}


@dataclass(frozen=True)
class Broken:
    """One rule not held: by which agency, at which village (codes; empty where none), and by how much."""

    rule: RuleName
    agency: str
    village: str
    amount: int


def check_pairing(
    leads: Mapping[str, str | None],
    *,
    at_least: Mapping[str, int],
    at_most: Mapping[str, int],
    locks: Iterable[tuple[str, str]] = (),
    bans: Iterable[tuple[str, str]] = (),
) -> tuple[Broken, ...]:
    """Every rule that a pairing breaks; empty if it holds.

    leads     agency code by village code, for every priority village; None where nobody stands
    at_least  fewest villages by agency code, for every agency; at_most the most
    locks     (agency code, village code) that must stand; bans that must not

    >>> check_pairing({"3399012001": None}, at_least={"A": 0}, at_most={"A": 2})
    (Broken(rule='one lead', agency='', village='3399012001', amount=1),)
    """
    held = Counter(agency for agency in leads.values() if agency is not None)
    broken = [Broken("one lead", "", village, 1) for village, agency in sorted(leads.items()) if agency is None]
    broken += [Broken("at least", a, "", n - held[a]) for a, n in sorted(at_least.items()) if held[a] < n]
    broken += [Broken("at most", a, "", held[a] - n) for a, n in sorted(at_most.items()) if held[a] > n]
    broken += [Broken("lock", a, v, 1) for a, v in sorted(locks) if leads.get(v) != a]
    broken += [Broken("ban", a, v, 1) for a, v in sorted(bans) if leads.get(v) == a]
    return tuple(broken)
