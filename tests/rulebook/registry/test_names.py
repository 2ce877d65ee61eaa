"""Nama orang: gelar dipisah, tanda meninggal dicatat, Bin dan Binti tetap."""

from sanding.registry.names import read_name
from tests.rulebook.registry.cases import check_reader


def test_nama() -> None:
    check_reader(
        """
        | isi sel                | terbaca           | dikatakan              |
        | SUTRISNO               | SUTRISNO          | -                      |
        | Siti  Aminah           | SITI AMINAH       | -                      |
        | AHMAD BIN YUSUF        | AHMAD BIN YUSUF   | -                      |
        | SUTRISNO (ALM)         | SUTRISNO          | name_deceased          |
        | ALMH. WARSITI          | WARSITI           | name_deceased          |
        | H. SUTRISNO            | SUTRISNO          | name_titled            |
        | HJ SITI AMINAH         | SITI AMINAH       | name_titled            |
        | Drs. BUDIONO           | BUDIONO           | name_titled            |
        | BUDIONO, S.Pd          | BUDIONO           | name_titled            |
        | TN. KARSO              | KARSO             | name_titled            |
        | SUTRISNO/TRISNO        | SUTRISNO          | name_alias             |
        | SUTRISNO ALIAS TRISNO  | SUTRISNO          | name_alias             |
        | SUTRISNO AL. TRISNO    | SUTRISNO          | name_alias             |
        | AL HADI                | AL HADI           | -                      |
        | MUH H                  | MUH H             | -                      |
        | SITI␣AMINAH            | SITI AMINAH       | text_hidden_characters |
        | 12345                  | -                 | name_not_a_name        |
        | ***                    | -                 | name_not_a_name        |
        | ∅                      | -                 | name_blank             |
        """,
        read_name,
    )
