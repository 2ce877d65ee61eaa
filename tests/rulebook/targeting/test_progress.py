"""Tuntas, belum tuntas, dan terbawa ke tahun berikutnya."""

import datetime

import polars as pl
import pytest

from sanding.errors import InputFault
from sanding.parameters import value
from sanding.targeting.progress import village_progress, wave_progress, year_start
from sanding.targeting.rules import progress_state
from sanding.targeting.tables import MILESTONES
from tests.rulebook.targeting.test_eligibility import rows

NEEDED = value("targeting.completion_milestones", datetime.date(2026, 11, 21))
LISTED = pl.DataFrame(
    {
        "village_code": ["3399012001", "3399012002", "3399022001", "3399032001"],
        "priority": [True, True, True, False],
        "wave": [1, 1, 2, None],
        "year": [2021, 2021, 2022, None],
    }
)


def done(text: str) -> pl.DataFrame:
    """MILESTONES from a table of village, milestone number and day."""
    given = [
        {"village_code": code, "milestone": NEEDED[int(number) - 1], "done_on": datetime.date.fromisoformat(day)}
        for code, number, day in rows(text)
    ]
    return MILESTONES.conform(pl.DataFrame(given, schema=MILESTONES.schema()))


def test_keadaan_desa_pada_gelombangnya() -> None:
    """S2.6: tahun gelombangnya lewat dan tahapnya belum lengkap berarti belum tuntas."""
    table = """
    | tahun gelombang | tahun | selesai | dari | keadaan      |
    | 2022            | 2021  | 0       | 4    | terjadwal    |
    | 2022            | 2022  | 0       | 4    | belum mulai  |
    | 2022            | 2022  | 1       | 4    | berjalan     |
    | 2022            | 2022  | 4       | 4    | tuntas       |
    | 2022            | 2023  | 3       | 4    | belum tuntas |
    | 2022            | 2023  | 0       | 4    | belum tuntas |
    | 2022            | 2025  | 4       | 4    | tuntas       |
    | 2022            | 2021  | 4       | 4    | tuntas       |
    """
    for wave_year, year, finished, needed, state in rows(table):
        answer = progress_state(wave_year=int(wave_year), year=int(year), done=int(finished), needed=int(needed))
        assert answer == state, (wave_year, year, finished)


def test_desa_yang_belum_tuntas_terbawa_ke_tahun_berikutnya() -> None:
    """Gelombang 2021: satu desa tuntas, satu tidak; tahun 2022 dimulai dengan gelombangnya sendiri dan yang terbawa."""
    milestones = done("""
    | desa       | tahap | tanggal    |
    | 3399012001 | 1     | 2021-02-01 |
    | 3399012001 | 2     | 2021-03-01 |
    | 3399012001 | 3     | 2021-08-01 |
    | 3399012001 | 4     | 2021-12-20 |
    | 3399012002 | 1     | 2021-02-01 |
    | 3399012002 | 2     | 2022-02-01 |
    """)
    start = year_start(LISTED, milestones, year=2022, needed=NEEDED)
    assert start.rows() == [
        ("3399012002", 1, 2021, "terbawa", 1),
        ("3399022001", 2, 2022, "gelombang tahun ini", 0),
    ]
    later = year_start(LISTED, milestones, year=2024, needed=NEEDED)
    assert later.select("village_code", "years_carried").rows() == [("3399012002", 3), ("3399022001", 2)]


def test_kemajuan_menyebut_yang_belum_selesai() -> None:
    """Tahap sesudah hari itu belum dihitung; desa di luar daftar tidak diikuti."""
    milestones = done("""
    | desa       | tahap | tanggal    |
    | 3399012002 | 3     | 2021-05-01 |
    | 3399012002 | 1     | 2021-02-01 |
    | 3399012002 | 2     | 2021-12-31 |
    """)
    progress = village_progress(LISTED, milestones, on=datetime.date(2021, 6, 30), needed=NEEDED)
    row = progress.filter(pl.col("village_code") == "3399012002").row(0, named=True)
    assert (row["done"], row["needed"], row["state"], row["carried"]) == (2, 4, "berjalan", False)
    assert row["missing"] == "rencana aksi, evaluasi semester"
    assert progress["village_code"].to_list() == ["3399012001", "3399012002", "3399022001"]
    assert progress["completed_on"].null_count() == 3


def test_hari_tuntas_adalah_hari_tahap_terakhir_dan_gelombang_dijumlahkan() -> None:
    """Setiap gelombang: berapa desa, berapa tuntas, berapa terbawa."""
    lines = "\n".join(f"| 3399012001 | {n} | 2021-0{5 - n}-01 |" for n in range(1, 5))
    milestones = done(f"| desa | tahap | tanggal |\n{lines}")
    progress = village_progress(LISTED, milestones, on=datetime.date(2022, 6, 30), needed=NEEDED)
    first = progress.row(0, named=True)
    assert (first["state"], first["completed_on"]) == ("tuntas", datetime.date(2021, 4, 1))
    assert wave_progress(progress).rows() == [(1, 2021, 2, 1, 1), (2, 2022, 1, 0, 0)]


@pytest.mark.parametrize("code", ["3399032001", "3399992001"])
def test_tahap_untuk_desa_di_luar_daftar_ditolak(code: str) -> None:
    """Juga tahap yang tidak dikenal."""
    stranger = done(f"| desa | tahap | tanggal |\n| {code} | 1 | 2021-02-01 |")
    with pytest.raises(InputFault, match="1 baris desa di luar daftar"):
        village_progress(LISTED, stranger, on=datetime.date(2022, 1, 1), needed=NEEDED)
    with pytest.raises(InputFault, match="1 baris memuat tahap"):
        village_progress(LISTED, stranger, on=datetime.date(2022, 1, 1), needed=NEEDED[1:])
