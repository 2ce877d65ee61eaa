"""Undian di antara yang sama nilainya."""

import hashlib

import polars as pl
import pytest

from sanding.errors import InputFault
from sanding.targeting.lots import draw_lots, lot, settle_ties
from sanding.targeting.rules import Category
from sanding.targeting.waves import Wave, assign_waves
from tests.rulebook.targeting.test_eligibility import rows

ANY = Category(families_d1=1, share_d1=0.0)
PLAN = [Wave(1, 2026, ("339901",))]
SEED = "undian 21-11-2026"


def ranked(scores: list[float]) -> pl.DataFrame:
    """Villages 3399012001, … with these scores, in order of rank."""
    codes = [f"339901{2001 + n}" for n in range(len(scores))]
    frame = pl.DataFrame({"village_code": codes, "score": scores, "families": 100, "families_d1": 10})
    ordered = frame.sort("score", "village_code", descending=[True, False])
    return ordered.with_columns(kecamatan_code=pl.lit("339901"), rank=pl.int_range(1, pl.len() + 1, dtype=pl.Int64))


def test_undian_hanya_bila_nilai_yang_sama_bertemu_batas_kuota() -> None:
    """Nilai yang sama di dalam atau di luar kuota tidak diundi: tidak ada yang bergantung padanya."""
    table = """
    | nilai     | kuota | diundi |
    | 9 8 8 7   | 1     | -      |
    | 9 8 8 7   | 2     | 2 3    |
    | 9 8 8 7   | 3     | -      |
    | 8 8 8 8   | 2     | 1 2 3 4|
    | 9 8 7 7   | 2     | -      |
    | 9 9 8 7   | 2     | -      |
    | 9 8 7 7   | 4     | -      |
    | 9 8 7 7   | 0     | -      |
    """
    for scores, quota, drawn in rows(table):
        frame = ranked([float(one) for one in scores.split()])
        settled = settle_ties(frame, int(quota), PLAN, category=ANY, seed=SEED)
        lots = settled.filter(pl.col("lot").is_not_null())["village_code"].sort().to_list()
        assert lots == ([] if drawn == "-" else [f"339901200{n}" for n in drawn.split()]), (scores, quota)
        assert sorted(settled["rank"]) == list(range(1, frame.height + 1))


def test_undian_dapat_dihitung_ulang_dengan_tangan() -> None:
    """printf '%s' 'benih|kode' | sha256sum; yang terkecil didahulukan."""
    codes = [f"339901200{n}" for n in range(1, 7)]
    by_hand = sorted(codes, key=lambda code: hashlib.sha256(f"{SEED}|{code}".encode()).hexdigest())
    assert draw_lots(SEED, codes) == draw_lots(SEED, codes[::-1]) == by_hand
    assert lot(SEED, codes[0]) == hashlib.sha256(b"undian 21-11-2026|3399012001").hexdigest()
    assert draw_lots("benih lain", codes) != by_hand


def test_yang_keluar_dari_undian_tidak_mengubah_urutan_yang_lain() -> None:
    """Setiap desa mempunyai undiannya sendiri dari benih yang sama."""
    codes = [f"339901200{n}" for n in range(1, 9)]
    whole = draw_lots(SEED, codes)
    for gone in codes:
        assert draw_lots(SEED, [one for one in codes if one != gone]) == [one for one in whole if one != gone]


def test_sesudah_diundi_kuota_diisi_menurut_undian() -> None:
    """Daftar memakai urutan undian; desa dengan nilai lebih tinggi tetap masuk."""
    frame = ranked([9.0, 8.0, 8.0, 8.0, 8.0])
    settled = settle_ties(frame, 3, PLAN, category=ANY, seed=SEED)
    listed = assign_waves(settled, 3, PLAN, category=ANY)
    equals = draw_lots(SEED, [f"339901200{n}" for n in range(2, 6)])
    assert set(listed.filter("priority")["village_code"]) == {"3399012001", *equals[:2]}


def test_yang_tidak_boleh_masuk_tidak_ikut_diundi() -> None:
    """Desa di luar kategori atau di luar rencana gelombang tidak mengambil undian."""
    frame = ranked([8.0, 8.0, 8.0]).with_columns(
        families_d1=pl.when(pl.col("village_code") == "3399012002").then(0).otherwise("families_d1")
    )
    settled = settle_ties(frame, 1, PLAN, category=ANY, seed=SEED)
    drawn = settled.filter(pl.col("lot").is_not_null())["village_code"].sort().to_list()
    assert drawn == ["3399012001", "3399012003"]
    assert settled.filter(pl.col("village_code") == "3399012002")["rank"].to_list() == [2]


def test_benih_kosong_ditolak() -> None:
    """Undian tanpa benih yang diumumkan tidak dapat diperiksa siapa pun."""
    with pytest.raises(InputFault, match="benih undian kosong"):
        draw_lots("  ", ["3399012001"])
