"""Desa terbawa pada daftar tahun baru, dan tanggal yang mungkin untuk suatu tahap."""

import datetime

import polars as pl
import pytest

from sanding.errors import InputFault
from sanding.parameters import value
from sanding.targeting.carried import assign_with_carried
from sanding.targeting.milestones import check_day, earliest_day, misfit
from sanding.targeting.progress import village_progress, year_start
from sanding.targeting.rules import Category
from sanding.targeting.tables import MILESTONES
from sanding.targeting.waves import Wave, assign_waves
from tests.rulebook.targeting.test_eligibility import rows
from tests.rulebook.targeting.test_progress import LISTED, done

NEEDED = value("targeting.completion_milestones", datetime.date(2026, 11, 21))
ANY = Category(families_d1=1, share_d1=0.0)
PLAN = (Wave(1, 2028, ("339901",)), Wave(2, 2029, ("339902",)))
RANKED = pl.DataFrame(
    {
        "village_code": ["A", "B", "C", "D", "E"],
        "kecamatan_code": ["339901", "339901", "339902", "339902", "339903"],
        "families": [100] * 5,
        "families_d1": [50, 40, 30, 20, 0],
        "rank": [1, 2, 3, 4, 5],
    }
)


def assign(quota: int | None, carried: dict[str, tuple[int, int]], plan: tuple[Wave, ...] = PLAN) -> list[tuple]:
    found = assign_with_carried(RANKED, quota, plan, category=ANY, carried=carried)
    return found.filter(pl.col("priority")).select("village_code", "wave", "year", "standing").rows()


def test_desa_terbawa_menempati_satu_tempat_dari_kuota() -> None:
    """S2.6: kuota 3, satu di antaranya terbawa dari 2027, walau kecamatannya di luar rencana dan desilnya kosong."""
    assert assign(3, {"E": (1, 2027)}) == [
        ("A", 1, 2028, "prioritas"),
        ("B", 1, 2028, "prioritas"),
        ("E", 1, 2027, "terbawa"),
    ]


def test_desa_terbawa_tidak_dipilih_lagi_sebagai_gelombang_baru() -> None:
    """Peringkat pertama, tetapi gelombangnya tetap 2027."""
    assert assign(2, {"A": (1, 2027)}) == [("A", 1, 2027, "terbawa"), ("B", 1, 2028, "prioritas")]


def test_kuota_yang_lebih_kecil_dari_yang_terbawa_tidak_menghapus_siapa_pun() -> None:
    """Yang sudah didampingi tetap didampingi; tidak ada tempat baru."""
    carried = {"B": (1, 2026), "C": (2, 2027)}
    assert assign(1, carried) == [("B", 1, 2026, "terbawa"), ("C", 2, 2027, "terbawa")]


def test_kuota_per_gelombang_tidak_berkurang() -> None:
    """Kuota yang diisi per gelombang hanya untuk desa baru."""
    plan = (Wave(1, 2028, ("339901",), quota=1), Wave(2, 2029, ("339902",), quota=1))
    assert assign(None, {"A": (1, 2027)}, plan) == [
        ("A", 1, 2027, "terbawa"), ("B", 1, 2028, "prioritas"), ("C", 2, 2029, "prioritas"),
    ]  # fmt: skip


def test_tanpa_desa_terbawa_daftarnya_sama_dengan_pembagian_gelombang() -> None:
    """Juga bila desa terbawa tidak berlaku lagi."""
    plain = assign_waves(RANKED, 3, PLAN, category=ANY)
    for carried in ({}, {"Z": (1, 2027)}):
        assert assign_with_carried(RANKED, 3, PLAN, category=ANY, carried=carried).equals(plain)


def test_tanggal_tahap() -> None:
    """Tidak di depan hari ini, tidak sebelum pendampingan mulai, dan menurut urutan tahap."""
    table = """
    | tahap | tanggal    | asesmen    | pelaksanaan | salah  |
    | 2     | 2027-03-01 | 2027-02-01 | 2027-05-01  |        |
    | 2     | 2027-02-01 | 2027-02-01 |             |        |
    | 2     | 2027-06-02 |            |             | future |
    | 1     | 2026-11-01 |            |             | early  |
    | 1     | 2026-11-02 |            |             |        |
    | 2     | 2027-01-31 | 2027-02-01 |             | before |
    | 2     | 2027-05-02 | 2027-02-01 | 2027-05-01  | after  |
    | 4     | 2027-06-01 |            |             |        |
    """
    day = datetime.date.fromisoformat
    begins = earliest_day(2027, day("2026-11-02"))
    for number, on, first, third, wrong in rows(table):
        others = {NEEDED[place]: day(text) for place, text in ((0, first), (2, third)) if text}
        asked = {"others": others, "needed": NEEDED, "begins": begins, "today": day("2027-06-01")}
        found = misfit(NEEDED[int(number) - 1], day(on), **asked)
        assert (found.kind if found else "") == wrong, (number, on)
        if wrong:
            with pytest.raises(InputFault, match="tanggal|tercatat"):
                check_day(NEEDED[int(number) - 1], day(on), **asked)
        else:
            check_day(NEEDED[int(number) - 1], day(on), **asked)


@pytest.mark.parametrize(
    ("decided", "begins"), [(None, "2027-01-01"), ("2026-11-02", "2026-11-02"), ("2027-04-01", "2027-01-01")]
)
def test_hari_pertama_yang_mungkin(decided: str | None, begins: str) -> None:
    """Awal tahun gelombang, atau hari daftarnya ditetapkan bila lebih dahulu."""
    on = datetime.date.fromisoformat(decided) if decided else None
    assert earliest_day(2027, on).isoformat() == begins


def test_tahun_program_boleh_mendahului_kalender() -> None:
    """Kantor yang membuka 2022 pada November 2021 sudah melihat gelombang 2021 yang belum tuntas sebagai terbawa."""
    milestones = done("| desa | tahap | tanggal |\n| 3399012001 | 1 | 2021-02-01 |")
    on = datetime.date(2021, 11, 22)
    plain = village_progress(LISTED, milestones, on=on, needed=NEEDED)
    ahead = village_progress(LISTED, milestones, on=on, needed=NEEDED, year=2022)
    assert plain["carried"].sum() == 0 and ahead["carried"].sum() == 2
    assert set(ahead.filter(pl.col("wave_year") == 2022)["state"]) == {"belum mulai"}


def test_tahap_yang_selesai_sesudah_tahun_baru_mulai_masih_dapat_dihitung() -> None:
    """Ganti tahun baru ditekan Februari: desa yang tuntas Januari tidak terbawa, bila hari itu yang ditanya."""
    lines = "\n".join(f"| 3399012001 | {n} | 2022-01-1{n} |" for n in range(1, 5))
    milestones = done(f"| desa | tahap | tanggal |\n{lines}")
    assert MILESTONES.check(milestones, file="tahap") is None
    first = year_start(LISTED, milestones, year=2022, needed=NEEDED)
    later = year_start(LISTED, milestones, year=2022, needed=NEEDED, on=datetime.date(2022, 2, 1))
    assert "3399012001" in first["village_code"].to_list()
    assert "3399012001" not in later["village_code"].to_list()
