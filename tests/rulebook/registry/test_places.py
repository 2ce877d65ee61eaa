"""Tempat: kode Kemendagri dan nama harus sepakat; BPS tidak pernah ditebak; RT dan RW di kolomnya."""

from sanding.registry.values import read_region_code, read_rt, read_rw
from tests.rulebook.registry.cases import check_reader, rows, said_of


def test_kode_wilayah_di_sel() -> None:
    check_reader(
        """
        | isi sel       | terbaca    | dikatakan     |
        | 3399012001    | 3399012001 | -             |
        | 33.99.01.2001 | 3399012001 | -             |
        | 3399012001.0  | 3399012001 | code_as_float |
        | 3.399012001E9 | 3399012001 | code_as_float |
        | 3,4E+09       | -          | -             |
        | desa          | -          | -             |
        """,
        read_region_code,
    )


def test_kode_nama_dan_kecamatan() -> None:
    """Desa 3399012001 Sumberagung (dulu Sumberejo) dan 3399012002 Karangjati di Kecamatan Wanasari; kode BPS 3399012001
    menunjuk Karangjati: kode yang sama di dua sistem tidak ditebak."""
    table = """
    | kode       | nama        | kecamatan | dikatakan                |
    | 3399012001 | SUMBERAGUNG | WANASARI  | -                        |
    | 3399012001 | SUMBER AGUNG | WANASARI | -                        |
    | 3399012001 | SUMBERAGUNK | WANASARI  | -                        |
    | 3399012001 | SUMBEREJO   | WANASARI  | village_name_old         |
    | 3399012001 | KOTABARU    | WANASARI  | village_name_differs     |
    | 3399012001 | KARANGJATI  | WANASARI  | code_other_system        |
    | 3399010001 | SUMBERAGUNG | WANASARI  | code_other_system        |
    | 3399012099 | SUMBERAGUNG | WANASARI  | village_code_unknown     |
    | 3399012001 | SUMBERAGUNG | KALIPUTIH | village_not_in_kecamatan |
    """
    names = ("kode_kelurahan_desa_ktp", "kelurahan_desa_ktp", "kecamatan_ktp")
    cases = [(dict(zip(names, place, strict=True)), expected) for *place, expected in rows(table)]
    assert said_of([place for place, _ in cases]) == [expected for _, expected in cases]


def test_rt_dan_rw() -> None:
    check_reader(
        """
        | isi kolom RT  | terbaca | dikatakan    |
        | 003           | 003     | -            |
        | 3             | 003     | -            |
        | RT 3          | 003     | -            |
        | 3.0           | 003     | -            |
        | 003/005       | 003/005 | rt_rw_joined |
        | RT 003/RW 005 | 003/005 | rt_rw_joined |
        | 3-May         | -       | rt_as_date   |
        | 2023-05-03 00:00:00 | - | rt_as_date   |
        | 0             | -       | -            |
        """,
        read_rt,
    )
    check_reader(
        """
        | isi kolom RW | terbaca | dikatakan   |
        | 01           | 001     | -           |
        | KRAJAN       | :KRAJAN | dusun_in_rw |
        """,
        read_rw,
    )
