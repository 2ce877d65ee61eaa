"""Garis kemiskinan yang berlaku pada suatu hari."""

import datetime

import pytest

from sanding.errors import EngineFault
from sanding.targeting.poverty_lines import extreme_line, extreme_lines, national_line
from tests.rulebook.targeting.test_eligibility import rows


def test_garis_kemiskinan_ekstrem_menurut_tanggal() -> None:
    """S4.12: garis disertai tahun, dasar PPP dan banyak hari sebulan; angka lain tidak dipakai diam-diam."""
    table = """
    | hari       | sehari | sebulan   | dolar | dasar PPP |
    | 2021-12-31 | 11941  | 358233    | 1.9   | 2011      |
    | 2023-03-01 | 11732  | 351957.4  | 1.9   | 2011      |
    | 2024-05-06 | 11732  | 351957.4  | 1.9   | 2011      |
    | 2026-11-21 | 13033  | 391000    | 2.15  | 2017      |
    """
    for day, per_day, per_month, dollars, base in rows(table):
        line = extreme_line(datetime.date.fromisoformat(day))
        assert (line.per_day, line.per_month) == (float(per_day), float(per_month)), day
        assert (line.ppp_dollars, line.ppp_base) == (float(dollars), int(base)), day
        assert line.source


def test_sehari_dan_sebulan_cocok_menurut_harinya() -> None:
    """Rupiah sehari dikali hari sebulan sama dengan rupiah sebulan, sampai pembulatan rupiah sehari."""
    known = extreme_lines()
    assert [day for day, _ in known] == sorted(day for day, _ in known)
    for day, line in known:
        assert abs(line.per_day * line.days - line.per_month) <= line.days / 2, day
        assert line.of_family(4) == 4 * line.per_month


def test_sebelum_garis_pertama_tidak_ada_angka() -> None:
    """Tidak ada garis yang ditebak ke belakang."""
    with pytest.raises(EngineFault, match="tidak berlaku"):
        extreme_line(datetime.date(2020, 12, 31))


def test_garis_kemiskinan_nasional_menurut_tanggal() -> None:
    """BPS, rupiah per orang per bulan; antara dua Susenas berlaku yang terakhir."""
    table = """
    | hari       | sebulan |
    | 2019-03-31 | 425250  |
    | 2022-05-01 | 505469  |
    | 2025-08-31 | 609160  |
    | 2026-11-21 | 641443  |
    """
    for day, per_month in rows(table):
        line, source = national_line(datetime.date.fromisoformat(day))
        assert (line, source[:3]) == (float(per_month), "BPS"), day
