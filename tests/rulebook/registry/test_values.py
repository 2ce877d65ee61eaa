"""Nilai: kode, label, jumlah, ya dan tidak, desil, jenis kelamin, hubungan."""

from sanding.registry.code_lists import code_list
from sanding.registry.values import boolean_reader, code_reader, decile_reader, read_number, sex_reader, tidy
from tests.rulebook.registry.cases import check_reader


def test_kode_dan_label_lantai() -> None:
    check_reader(
        """
        | isi sel            | terbaca | dikatakan        |
        | 2                  | 2       | -                |
        | 02                 | 2       | -                |
        | 2.0                | 2       | -                |
        | Keramik            | 2       | -                |
        | 01.Marmer/Granit   | 1       | code_with_label  |
        | 2. Keramik         | 2       | code_with_label  |
        | 2. Tanah           | -       | code_not_in_list |
        | 66                 | -       | code_not_in_list |
        | ∅                  | -       | -                |
        """,
        code_reader(code_list("dtsen.floor")),
    )


def test_kode_atap_berbeda_menurut_sumber() -> None:
    """Atap 5 pada DTSEN bambu; pada BDT 5 asbes dan 8 bambu. Label tidak mengikuti kode sumber lain."""
    dtsen, bdt = code_reader(code_list("dtsen.roof")), code_reader(code_list("bdt.roof"))
    assert dtsen("5").value == dtsen("bambu").value == bdt("8").value == bdt("08.Bambu").value == "5"
    assert dtsen("5. kayu/sirap").notes == ("code_not_in_list",)


def test_jumlah_ditulis_orang() -> None:
    check_reader(
        """
        | isi sel      | terbaca    | dikatakan         |
        | 300000       | 300000     | -                 |
        | 48.0         | 48         | -                 |
        | Rp 300.000,- | 300000     | number_written    |
        | Rp300.000    | 300000     | number_written    |
        | 300 rb       | 300000     | number_written    |
        | 1,2 jt       | 1200000    | number_written    |
        | 2,5 M        | 2500000000 | number_written    |
        | 1.234.567,89 | 1234567    | number_written    |
        | 36,5         | 36         | number_written    |
        | 48 m2        | 48         | number_written    |
        | banyak       | -          | number_unreadable |
        | -            | -          | -                 |
        """,
        read_number,
    )


def test_ya_dan_tidak() -> None:
    """Kode 2 berarti tidak; kosong berarti tidak diketahui, bukan tidak."""
    check_reader(
        """
        | isi sel | terbaca | dikatakan       |
        | YA      | 1       | -               |
        | Y       | 1       | -               |
        | V       | 1       | -               |
        | TRUE    | 1       | -               |
        | 1. Ya   | 1       | code_with_label |
        | Tidak   | 0       | -               |
        | 2       | 0       | -               |
        | 0       | 0       | -               |
        | -       | 0       | -               |
        | MUNGKIN | -       | boolean_unknown |
        | 9       | -       | boolean_unknown |
        | ∅       | -       | -               |
        """,
        boolean_reader(),
    )


def test_desil() -> None:
    """Desil kosong, 0 atau "-" = belum ditentukan BPS; nol tidak pernah menjadi desil 1."""
    check_reader(
        """
        | isi sel | terbaca | dikatakan           |
        | 1       | 1       | -                   |
        | 10      | 10      | -                   |
        | Desil 2 | 2       | -                   |
        | 0       | -       | decile_missing      |
        | -       | -       | decile_missing      |
        | ∅       | -       | decile_missing      |
        | 11      | -       | decile_out_of_range |
        | dua     | -       | decile_out_of_range |
        """,
        decile_reader(),
    )


def test_jenis_kelamin_dan_hubungan() -> None:
    check_reader(
        """
        | isi sel   | terbaca | dikatakan      |
        | L         | L       | -              |
        | Perempuan | P       | -              |
        | 2         | P       | -              |
        | X         | -       | sex_unreadable |
        | ∅         | -       | sex_unreadable |
        """,
        sex_reader(),
    )
    check_reader(
        """
        | isi sel         | terbaca | dikatakan           |
        | 1               | 1       | -                   |
        | KEPALA KELUARGA | 1       | -                   |
        | Istri           | 2       | -                   |
        | 99              | -       | relation_unreadable |
        | ∅               | -       | relation_unreadable |
        """,
        code_reader(code_list("dtsen.relation"), unknown="relation_unreadable", blank="relation_unreadable"),
    )


def test_huruf_tersembunyi() -> None:
    check_reader(
        """
        | isi sel       | terbaca      | dikatakan              |
        | DUSUN KRAJAN  | DUSUN KRAJAN | -                      |
        | DUSUN␣KRAJAN  | DUSUN KRAJAN | text_hidden_characters |
        | DUSUN→KRAJAN  | DUSUN KRAJAN | text_hidden_characters |
        | -             | -            | -                      |
        """,
        tidy,
    )
