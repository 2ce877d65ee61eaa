"""Cara mengurutkan desa: apa yang didahulukan setiap metode, dan apa yang tidak berubah."""

import polars as pl

from sanding.registry.tables import VILLAGE_COUNTS
from sanding.targeting.methods import METHODS, Method
from sanding.targeting.rank import rank_villages
from tests.rulebook.targeting.test_eligibility import rows
from tests.sanding.targeting import invented

PLACES = invented.villages(kecamatan=1, each=4, kelurahan=0)
CODES = PLACES["code"].to_list()


def ranked(figures: dict[str, tuple[int, int, float]], method: Method, *, listed: str = "ABCD") -> str:
    """The order of villages A to D from families, decile-1 families and index; only ``listed`` ones take part."""
    names = dict(zip(CODES, "ABCD", strict=True))
    counts = VILLAGE_COUNTS.conform(
        pl.DataFrame(
            [(code, *figures[names[code]][:2]) for code in CODES], schema=["village_code", "families", "families_d1"],
            orient="row",
        ).with_columns(families_d1_2="families_d1", persons=pl.col("families") * 3, persons_d1="families_d1")
    )  # fmt: skip
    index = invented.index(PLACES, 1).with_columns(score=pl.Series([figures[one][2] for one in "ABCD"]))
    part = [code for code in CODES if names[code] in listed]
    frame = rank_villages(
        counts.filter(pl.col("village_code").is_in(part)), PLACES.filter(pl.col("code").is_in(part)), index,
        method=method, parameters=invented.parameters(), unit="keluarga",
    )  # fmt: skip
    return "".join(names[code] for code in frame.sort("rank")["village_code"])


FIGURES = {"A": (2000, 300, 0.80), "B": (600, 160, 0.72), "C": (900, 150, 0.60), "D": (400, 40, 0.90)}


def test_yang_didahulukan_setiap_metode() -> None:
    """S2.3. Keluarga, desil 1, indeks: A 2000 300 0,80; B 600 160 0,72; C 900 150 0,60; D 400 40 0,90."""
    table = """
    | metode         | urutan |
    | pemalang       | ACBD   |
    | count          | ABCD   |
    | share          | BCAD   |
    | weighted       | BCAD   |
    | topsis         | BCAD   |
    | quadrant_count | ACBD   |
    | quadrant_share | BCAD   |
    """
    found = {method: ranked(FIGURES, method) for method in METHODS}
    assert found == dict(rows(table))


def test_pembagian_dengan_indeks_hampir_tidak_mengubah_urutan_jumlah() -> None:
    """Jumlah berbeda berlipat, indeks hanya berbeda sedikit: cara Pemalang mendahulukan desa besar (catatan S2.3)."""
    table = """
    | desil 1 desa besar | indeks desa besar | desil 1 desa kecil | indeks desa kecil | pemalang | bagian |
    | 300                | 0.80              | 160                | 0.72              | besar    | kecil  |
    | 300                | 0.95              | 160                | 0.55              | besar    | kecil  |
    | 300                | 0.95              | 160                | 0.50              | kecil    | kecil  |
    """
    for big, big_index, small, small_index, pemalang, share in rows(table):
        figures = {**FIGURES, "A": (2000, int(big), float(big_index)), "B": (600, int(small), float(small_index))}
        words = {"A": "besar", "B": "kecil"}
        assert words[ranked(figures, "pemalang", listed="AB")[0]] == pemalang
        assert words[ranked(figures, "share", listed="AB")[0]] == share


def test_desa_yang_keluar_tidak_menukar_urutan_desa_lain() -> None:
    """Tiang, titik ideal TOPSIS dan garis kuadran tetap, bukan dari daftar; tidak bergeser bila satu desa keluar."""
    for method in METHODS:
        whole = ranked(FIGURES, method)
        for gone in "ABCD":
            left = "".join(one for one in "ABCD" if one != gone)
            assert ranked(FIGURES, method, listed=left) == whole.replace(gone, ""), (method, gone)
