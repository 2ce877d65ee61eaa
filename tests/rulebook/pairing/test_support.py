"""Unit pendukung di samping pendamping utama: menutup tugas yang tidak dijabat pendamping utama."""

from dataclasses import replace

import polars as pl

from sanding.pairing.assign import Pairing, assign_agencies
from sanding.pairing.support import Support, support_agencies
from sanding.registry.tables import VILLAGE_NEEDS
from tests.rulebook.pairing.cases import agency_code, drawn, letter, place
from tests.rulebook.pairing.test_rules import rows

LEADS = """
| unit | desa 1 | desa 2 |
| A    | 9      | 0      |
| B    | 0      | 9      |
| C    | 0      | 0      |
| D    | 0      | 0      |
"""


def led(tasks: dict[str, str]) -> Pairing:
    """A at village 1 and B at village 2; C and D lead none. ``tasks`` by letter."""
    problem = drawn(LEADS, least=0, most=1)
    own = pl.Series("competences", [tasks.get(one, "") for one in "ABCD"])
    return assign_agencies(replace(problem, agencies=problem.agencies.with_columns(own)))


def lacking(pairing: Pairing, cell: str) -> pl.DataFrame:
    """As "1:PU=4 1:DINKES=2": village, actor and what its indicator could gain."""
    parts = [part.replace("=", ":").split(":") for part in cell.split()]
    found = [
        (pairing.problem.village_codes[int(v) - 1], "IKS", f"indikator {n}", 2, float(gain) / 100, "KAB", actor)
        for n, (v, actor, gain) in enumerate(parts)
    ]
    names = ["village_code", "dimension", "indicator", "score", "gain", "level", "actor"]
    return VILLAGE_NEEDS.conform(pl.DataFrame(found, schema=names, orient="row"))


def said(pairing: Pairing, support: Support) -> str:
    pairs = support.pairs.select("village_code", "agency_code", "adds").iter_rows()
    problem = pairing.problem
    return " ".join(f"{place(problem, v)}:{letter(problem, a)}({100 * adds:.0f}%)" for v, a, adds in pairs) or "-"


def test_pendukung_menutup_tugas_yang_tidak_dijabat_pendamping_utama() -> None:
    """S1.16, S1.18: unit teknis mendukung. A (PU) di desa 1, B (DINKES) di desa 2; C DINDIK; D DLH dan DINDIK."""
    table = """
    | yang kurang                      | pendukung          |
    | 1:PU=4 2:DINKES=4                | -                  |
    | 1:PU=3 1:DINDIK=1                | 1:C(25%)           |
    | 1:DINDIK=1 1:DLH=3               | 1:D(100%)          |
    | 1:DINKES=2 2:PU=2                | 1:B(100%) 2:A(100%) |
    | 1:PU=4 2:TANI=4                  | -                  |
    """
    pairing = led({"A": "PU", "B": "DINKES", "C": "DINDIK", "D": "DLH;DINDIK"})
    near = replace(pairing.problem, distance=pairing.problem.distance * 0 + [[0, 0], [0, 0], [1, 1], [2, 2]])
    pairing = replace(pairing, problem=near)
    for lack, expected in rows(table):
        support = support_agencies(pairing, lacking(pairing, lack), per_village=2, per_agency=2)
        assert said(pairing, support) == expected, lack
        assert support.proven


def test_banyaknya_pendukung_per_desa_dan_per_unit_dibatasi() -> None:
    """Batas menurut support_per_village dan support_per_agency; yang menutup paling banyak didahulukan."""
    table = """
    | per desa | per unit | pendukung           |
    | 0        | 9        | -                   |
    | 1        | 9        | 1:C(60%) 2:C(60%)   |
    | 2        | 9        | 1:C(60%) 1:D(40%) 2:C(60%) 2:D(40%) |
    | 1        | 1        | 1:C(60%) 2:D(40%)   |
    """
    pairing = led({"C": "DINDIK", "D": "DLH"})
    flat = replace(pairing.problem, distance=pairing.problem.distance * 0 + [[0, 0], [0, 0], [1, 5], [5, 1]])
    pairing = replace(pairing, problem=flat)
    needs = lacking(pairing, "1:DINDIK=3 1:DLH=2 2:DINDIK=3 2:DLH=2")
    for each, held, expected in rows(table):
        assert said(pairing, support_agencies(pairing, needs, per_village=int(each), per_agency=int(held))) == expected


def test_larangan_berlaku_juga_bagi_pendukung_dan_pendamping_utama_tetap() -> None:
    """Unit yang dilarang di satu desa tidak mendukung di sana; pendamping utama tidak berubah (PAIR-04)."""
    pairing = led({"C": "DINDIK"})
    banned = replace(
        pairing.problem, bans=frozenset({(agency_code(pairing.problem, "C"), pairing.problem.village_codes[0])})
    )
    held = replace(pairing, problem=banned)
    support = support_agencies(held, lacking(pairing, "1:DINDIK=1 2:DINDIK=1"), per_village=2, per_agency=2)
    assert said(held, support) == "2:C(100%)"
    assert held.agency_of.tolist() == pairing.agency_of.tolist() == [0, 1]
