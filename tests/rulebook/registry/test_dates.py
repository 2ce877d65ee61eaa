"""Tanggal lahir: bentuk yang terbaca, yang ditahan, hari dan bulan yang tertukar."""

from sanding.registry.dates import date_reader
from tests.rulebook.registry.cases import check_reader, one_person, rows, said_of


def test_bentuk_tanggal() -> None:
    """Urutan hari-bulan-tahun; nama bulan Indonesia juga ejaan lama."""
    check_reader(
        """
        | isi sel            | terbaca    | dikatakan          |
        | 1990-11-17         | 1990-11-17 | -                  |
        | 1990-11-17 00:00:00 | 1990-11-17 | -                 |
        | 17/11/1990         | 1990-11-17 | -                  |
        | 17-11-1990         | 1990-11-17 | -                  |
        | 7/1/1973 0:00:00   | 1973-01-07 | -                  |
        | 17 Nopember 1990   | 1990-11-17 | birth_text_month   |
        | 3 Pebruari 1990    | 1990-02-03 | birth_text_month   |
        | 17 Nop 1990        | 1990-11-17 | birth_text_month   |
        | 25708              | 1970-05-20 | birth_excel_serial |
        | 31/02/1990         | -          | birth_impossible   |
        | abcd               | -          | birth_impossible   |
        | ∅                  | -          | birth_blank        |
        """,
        date_reader(),
    )


def test_tanggal_lahir_seorang_yang_niknya_5_maret_1970() -> None:
    """Hari dan bulan tertukar hanya bila NIK membuktikannya; tanggal data 1 Juli 2026."""
    table = """
    | tanggal lahir | dikatakan               |
    | 1970-03-05    | -                       |
    | 05/03/1970    | -                       |
    | 1970-05-03    | birth_month_day_swapped |
    | 1970-03-06    | nik_birth_differs       |
    | 2030-03-05    | birth_future            |
    | 1900-03-05    | birth_too_old nik_birth_differs |
    | ∅             | birth_blank             |
    | 30/02/1970    | birth_impossible        |
    | 12/31/1970    | birth_impossible        |
    """
    cases = rows(table)
    assert said_of([{"tanggal_lahir": text} for text, _ in cases]) == [expected for _, expected in cases]


def test_bulan_di_depan_diterima_bila_nik_sama() -> None:
    """12/25/1970 tak mungkin hari-bulan; NIK 25 Desember membuktikan bulan di depan."""
    number = "339901" + "251270" + "0011"
    assert one_person(tanggal_lahir="12/25/1970", nomor_induk_kependudukan=number) == ["birth_month_day_swapped"]
