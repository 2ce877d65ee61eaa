"""NIK dan No. KK: yang dirapikan, yang ditahan, yang diberi peringatan. Tak satu angka pun ditebak."""

from sanding.registry.values import read_kk, read_nik
from tests.rulebook.registry.cases import check_reader, found_rules, one_person, rows, said_of
from tests.sanding.registry.sheets import kk, nik, person


def test_nik_di_sel() -> None:
    """Permendagri 118/2017: NIK 16 angka. Angka yang hilang di lembar kerja tidak dapat dipulihkan."""
    check_reader(
        """
        | isi sel               | terbaca          | dikatakan           |
        | 3399010503700011      | 3399010503700011 | -                   |
        | '3399010503700011     | 3399010503700011 | nik_quoted          |
        | 3399010503700011.0    | 3399010503700011 | nik_decimal_tail    |
        | 339901.050370.0011    | 3399010503700011 | nik_separated       |
        | 339901␣050370␣0011    | 3399010503700011 | nik_separated       |
        | ３３９９０１０５０３７０００１１ | 3399010503700011 | nik_fullwidth       |
        | 3,39901E+15           | -                | nik_scientific      |
        | 3.39901E+15           | -                | nik_scientific      |
        | 339901050370001       | -                | nik_short           |
        | 33990105037000111     | -                | nik_long            |
        | 33990105O3700011      | -                | nik_letters         |
        | 0                     | -                | nik_placeholder     |
        | -                     | -                | nik_placeholder     |
        | xxxx0001              | -                | nik_placeholder     |
        | ∅                     | -                | nik_blank           |
        | 0 + kode desa + urut   | -                | nik_temporary       |
        """.replace("0 + kode desa + urut", "0" + "3399012001" + "00001"),
        read_nik,
    )


def test_pengganti_nik_dari_satu_angka() -> None:
    """Enam belas angka yang sama bukan NIK: orangnya mendapat identitas sementara."""
    assert read_nik("9" * 16).notes == read_nik("0" * 16).notes == ("nik_placeholder",)


def test_kk_di_sel() -> None:
    """Di lembar DTSEN No. KK adalah kunci keluarga: tanpa kunci yang sah baris ditahan."""
    check_reader(
        """
        | isi sel            | terbaca          | dikatakan       |
        | 3399010101100001   | 3399010101100001 | -               |
        | '3399010101100001  | 3399010101100001 | kk_quoted       |
        | 3399 0101 0110 0001 | 3399010101100001 | kk_separated   |
        | 3399010101100001.0 | 3399010101100001 | kk_separated    |
        | 3,39901E+15        | -                | kk_scientific   |
        | 33990101011000     | -                | kk_wrong_length |
        | 339901010110000A   | -                | kk_wrong_length |
        | ∅                  | -                | kk_blank        |
        """,
        read_kk,
    )


def test_isi_nik_dibandingkan_dengan_orangnya() -> None:
    """Angka 7-12 NIK memuat tanggal lahir, perempuan + 40. Perbedaan hanya peringatan: NIK tetap seumur hidup."""
    table = """
    | NIK (wilayah, hari, bulan, tahun, urut) | dikatakan           |
    | 33.99.01 05 03 70 0011                  | -                   |
    | 28.99.01 05 03 70 0011                  | nik_region_unknown  |
    | 33.99.01 32 03 70 0011                  | nik_date_impossible |
    | 33.99.01 00 03 70 0011                  | nik_date_impossible |
    | 33.99.01 72 03 70 0011                  | nik_date_impossible |
    | 33.99.01 05 13 70 0011                  | nik_date_impossible |
    | 33.99.01 05 03 70 0000                  | nik_serial_zero     |
    | 33.99.01 06 03 70 0011                  | nik_birth_differs   |
    | 33.99.01 45 03 70 0011                  | nik_sex_differs     |
    """
    cases = rows(table)
    numbers = ["".join(one for one in number if one.isdecimal()) for number, _ in cases]
    assert said_of([{"nomor_induk_kependudukan": one} for one in numbers]) == [expected for _, expected in cases]


def test_nik_dan_kk_tertukar_terbukti_dari_tanggal_lahir() -> None:
    """Nilai di kolom KK memuat tanggal lahir dan jenis kelamin orang ini, nilai di kolom NIK tidak."""
    own = nik(5, 3, 1970, 11)
    assert "nik_kk_swapped" in one_person(nomor_induk_kependudukan=kk(1), nomor_kartu_keluarga=own)
    assert one_person(nomor_induk_kependudukan=own, nomor_kartu_keluarga=own[:6] + "050370" + "9999") == []


def test_nik_di_dua_keluarga_dan_nik_kepala_dipakai_anggota() -> None:
    head, other = person(1, 0, 5, 3, 1970), person(2, 0, 6, 4, 1980)
    wife = person(1, 1, 5, 5, 1972, female=True, nomor_induk_kependudukan=head["nomor_induk_kependudukan"])
    assert "nik_of_head_repeated" in found_rules([head, wife, other])["P2"]
    moved = {**head, "nomor_kartu_keluarga": kk(2), "status_hubungan_keluarga": "8"}
    said = found_rules([head, other, moved])
    assert said["P1"] == said["P3"] == ["nik_in_two_families"] and "P2" not in said


def test_satu_nik_untuk_dua_anggota_bukan_kepala() -> None:
    """Keduanya ditahan: tidak ada yang tahu siapa pemiliknya. Baris yang sama persis cukup satu yang masuk."""
    head, child = person(1, 0, 5, 3, 1970), person(1, 1, 6, 4, 1999, status_hubungan_keluarga="3")
    other = person(1, 2, 7, 4, 2003, status_hubungan_keluarga="3")
    same = {**other, "nomor_induk_kependudukan": child["nomor_induk_kependudukan"]}
    said = found_rules([head, child, same])
    assert "nik_twice_in_family" in said["P2"] and "nik_twice_in_family" in said["P3"] and "P1" not in said
    assert "nik_twice_in_family" not in str(found_rules([head, child, other]))
    assert found_rules([head, child, child]).get("P2", []) == []
