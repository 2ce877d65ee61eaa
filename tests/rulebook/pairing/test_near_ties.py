"""Pasangan yang hampir seri: yang dapat diganti dengan harga kecil, dan karena itu patut dibicarakan."""

from sanding.pairing.assign import assign_agencies
from sanding.pairing.near_ties import near_ties
from tests.rulebook.pairing.cases import drawn, letter, place
from tests.rulebook.pairing.test_rules import rows

VALUES = """
| unit | desa 1 | desa 2 | desa 3 |
| A    | 10     | 8      | 0      |
| B    | 9      | 8,5    | 3      |
| C    | 0      | 2      | 9      |
"""


def test_hampir_seri_bila_penggantian_termurah_lebih_murah_dari_batas() -> None:
    """Nilai A 10 8 0, B 9 8,5 3, C 0 2 9; tiap unit satu desa. Terbaik A1 B2 C3; tukar A dan B berharga 1,5."""
    table = """
    | batas (angka) | hampir seri: desa, pendamping > pengganti, harga |
    | 1             | -                                                |
    | 1,5           | -                                                |
    | 2             | 1 A>B 1.5, 2 B>A 1.5                             |
    | 14            | 1 A>B 1.5, 2 B>A 1.5, 3 C>B 12.5                 |
    """
    problem = drawn(VALUES, most=1)
    pairing = assign_agencies(problem)
    for threshold, expected in rows(table):
        found = near_ties(pairing, threshold=float(threshold.replace(",", ".")))
        said = ", ".join(
            f"{place(problem, one.village)} {letter(problem, one.agency)}>{letter(problem, one.instead)} {one.points:g}"
            for one in found.ties
        )
        assert (said or "-") == expected
        assert found.complete


def test_penggantian_selalu_bersama_pindahan_yang_dibutuhkannya() -> None:
    """Desa 1 tidak dapat berpindah sendiri: tiap unit satu desa, jadi dua desa bertukar."""
    pairing = assign_agencies(drawn(VALUES, most=1))
    assert [one.moves for one in near_ties(pairing, threshold=2.0).ties] == [2, 2]


def test_kunci_dan_larangan_menutup_penggantian() -> None:
    """Pasangan yang dikunci tidak dapat diganti, dan larangan menutup penggantinya (PAIR-04)."""
    for locks, bans in (((("A", "1"),), ()), ((), (("B", "1"),))):
        pairing = assign_agencies(drawn(VALUES, most=1, locks=locks, bans=bans))
        assert near_ties(pairing, threshold=2.0).ties == ()
