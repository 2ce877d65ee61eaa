"""Aturan yang tidak dapat berlaku bersama disebut namanya, sesedikit mungkin."""

from sanding.pairing.conflicts import find_conflicts
from sanding.pairing.problem import Pair
from tests.rulebook.pairing.cases import drawn, letter, place
from tests.rulebook.pairing.test_rules import rows

ANY = """
| unit | desa 1 | desa 2 | desa 3 |
| A    | 1      | 1      | 1      |
| B    | 1      | 1      | 1      |
"""


def pairs(cell: str) -> tuple[Pair, ...]:
    return () if cell == "-" else tuple((one[0], one[1:]) for one in cell.split())


def test_pertentangan_disebut_dengan_aturan_yang_perlu_saja() -> None:
    """Dua unit, tiga desa (PAIR-04): tanpa salah satu aturan yang disebut, sisanya dapat berlaku."""
    table = """
    | sedikitnya | sebanyaknya | kunci    | larangan | yang bertentangan                     |
    | 1          | 2           | A1       | B1       | -                                     |
    | 1          | 2           | A1       | A1       | lock A1, ban A1                       |
    | 0          | 2           | A1 A2 A3 | -        | at most A, lock A1, lock A2, lock A3  |
    | 1          | 3           | A1 A2 A3 | -        | at least B, lock A1, lock A2, lock A3 |
    | 1          | 3           | A1 B1    | -        | lock A1, lock B1                      |
    | 1          | 2           | -        | A2 B2    | one lead 2, ban A2, ban B2            |
    | 0          | 1           | -        | -        | at most A, at most B, one lead 1, one lead 2, one lead 3 |
    | 2          | 3           | -        | -        | at least A, at least B                |
    """
    order = ("at most", "at least", "one lead", "lock", "ban")
    for least, most, locks, bans, expected in rows(table):
        problem = drawn(ANY, least=int(least), most=int(most), locks=pairs(locks), bans=pairs(bans))
        found = [
            ", ".join(
                f"{one.rule} {letter(problem, one.agency) if one.agency else ''}"
                f"{place(problem, one.village) if one.village else ''}"
                for one in sorted(conflict.members, key=lambda one: (order.index(one.rule), one.agency, one.village))
            )
            for conflict in find_conflicts(problem)
        ]
        assert ("; ".join(found) or "-") == expected
