"""Kantong kemiskinan di dalam desa, menurut dusun atau RT."""

import datetime
from typing import Any

import polars as pl

from sanding.targeting.pockets import Level, PocketRule, find_pockets, pocket_rule
from tests.rulebook.targeting.test_eligibility import rows
from tests.sanding.targeting import people

RULE = pocket_rule(datetime.date(2026, 11, 21))
VILLAGE = "3399012001"


def district(parts: dict[str, tuple[int, int]], *, elsewhere: tuple[int, int] = (4000, 400)) -> pl.DataFrame:
    """FAMILIES: by dusun of one village how many and how many of them in decile 1; and the rest of the district."""
    given: list[dict[str, Any]] = []
    for part, (whole, first) in parts.items():
        given += [{"dusun": part or None, "decile": 1 if n < first else 5} for n in range(whole)]
    whole, first = elsewhere
    given += [{"village_code": "3399012009", "decile": 1 if n < first else 5} for n in range(whole)]
    return people.families(*({**one, "family_key": f"K{n}"} for n, one in enumerate(given)))


def found(parts: dict[str, tuple[int, int]], rule: PocketRule = RULE, level: Level = "dusun") -> dict[Any, Any]:
    frame = find_pockets(district(parts), level=level, rule=rule)
    return {row["part"]: row for row in frame.to_dicts() if row["village_code"] == VILLAGE}


def test_kantong_bila_bagian_desil_1_pasti_di_atas_bagian_kabupaten() -> None:
    """Kabupaten kira-kira 10%: bagian yang tampak tinggi pada sedikit keluarga belum tentu kantong (S4.5)."""
    table = """
    | keluarga | desil 1 | kantong |
    | 100      | 30      | ya      |
    | 100      | 11      | tidak   |
    | 30       | 5       | tidak   |
    | 30       | 8       | ya      |
    | 19       | 19      | tidak   |
    | 20       | 19      | ya      |
    | 40       | 0       | tidak   |
    """
    for families, first, answer in rows(table):
        row = found({"KARANG": (int(families), int(first)), "SISA": (200, 10)})["KARANG"]
        assert row["pocket"] is (answer == "ya"), (families, first, row["share_low"])


def test_terlalu_sedikit_keluarga_desil_1_bukan_kantong() -> None:
    """Sedikitnya lima keluarga desil 1, seberapa pun bagiannya."""
    loose = PocketRule(minimum=4, minimum_d1=5, confidence=0.6, smallest_shown=1)
    assert found({"KARANG": (4, 4)}, loose)["KARANG"]["pocket"] is False
    assert found({"KARANG": (5, 5)}, loose)["KARANG"]["pocket"] is True


def test_hitungan_kecil_disamarkan_bersama_pasangannya() -> None:
    """Satu hitungan kecil dapat dihitung dari jumlah desa, jadi hitungan terkecil berikutnya ikut disamarkan."""
    table = """
    | desil 1 tiap dusun | yang terlihat |
    | 3 20 9             | - 20 -        |
    | 3 4 20             | - - 20        |
    | 0 20 9             | 0 20 9        |
    | 3 0 20             | - 0 -         |
    | 6 20 9             | 6 20 9        |
    """
    for given, shown in rows(table):
        parts = {f"DUSUN {n}": (60, int(first)) for n, first in enumerate(given.split())}
        answer = ["-" if row["families_d1"] is None else str(row["families_d1"]) for row in found(parts).values()]
        assert answer == shown.split(), given


def test_keluarga_yang_tempatnya_tidak_diisi_tetap_tampak() -> None:
    """Tidak dibuang dan tidak pernah menjadi kantong."""
    row = found({"KARANG": (60, 10), "": (50, 40)})[None]
    assert (row["families"], row["families_d1"], row["pocket"]) == (50, 40, False)
    assert row["note"] == "tempat tidak diisi pada data"


def test_nama_dusun_yang_sama_dengan_sebutan_berbeda_disatukan() -> None:
    """Sebutan di depan nama bukan bagian dari nama; RT dibaca sebagai tiga angka."""
    names = ("Dusun Karang", "DSN. KARANG", "karang ", "Karang")
    assert list(found({name: (20, 2) for name in names})) == ["KARANG"]
    frame = people.families(
        *({"family_key": f"K{n}", "rt": rt, "rw": rw} for n, (rt, rw) in enumerate([("1", "2"), ("001", "002")])),
        {"family_key": "K8", "rt": "003", "rw": None},
        {"family_key": "K9", "rt": "000", "rw": "002"},
    )
    parts = find_pockets(frame, level="rt", rule=RULE)["part"].to_list()
    assert parts == ["RT 001 / RW 002", "RT 003 / RW -", None]
