"""``sanding link`` on two small tables: words, JSON, the file it writes, and what it says of a wrong spec."""

from pathlib import Path

import polars as pl
import pytest

from tests.sanding.commands.conftest import Sanding

LEFT = """id;nomor;nama;lahir;desa
a;3399010503700001;H. SOETRISNO;1970-03-05;3399012001
b;0;SITI AMINAH;1985-11-02;3399012001
c;3399014107900002;RUKMINI (ALM);01/07/1990;3399012002
"""
RIGHT = """no;nik;nama_lengkap;tgl;kode
1;3399010503700001;SUTRISNO;05-03-1970;33.99.01.2001
2;;ST. AMINAH;02-11-1985;33.99.01.2001
3;3399014107900002;WAGIMIN;1990-07-01;3399012002
"""
SPEC = """
name = "contoh"
certain = [["nik"]]
blocking = [["nama.key"], ["lahir"]]
expected = 0.9
[left]
id = "id"
[right]
id = "no"
[[compare]]
name = "nik"
kind = "nik"
left = "nomor"
right = "nik"
[[compare]]
name = "nama"
kind = "name"
left = "nama"
right = "nama_lengkap"
[[compare]]
name = "lahir"
kind = "date"
left = "lahir"
right = "tgl"
[[compare]]
name = "desa"
kind = "place"
left = "desa"
right = "kode"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "kiri.csv").write_text(LEFT)
    (tmp_path / "kanan.csv").write_text(RIGHT)
    (tmp_path / "spec.toml").write_text(SPEC)
    (tmp_path / "truth.csv").write_text("left_id,right_id\na,1\nb,2\n")
    return tmp_path


def asked(folder: Path) -> tuple[object, ...]:
    return (
        "link",
        folder / "kiri.csv",
        folder / "kanan.csv",
        "--spec",
        folder / "spec.toml",
        "--out",
        folder / "o.csv",
    )


def test_two_tables_are_linked_and_measured_by_their_truth(folder: Path, sanding: Sanding) -> None:
    answer = sanding(*asked(folder), "--truth", folder / "truth.csv", "--json").json
    assert answer["precision"] == answer["recall"] == answer["f1"] == 1
    links = pl.read_csv(folder / "o.csv", infer_schema=False)
    told = {(row["left_id"], row["right_id"]): (row["state"], row["method"]) for row in links.to_dicts()}
    assert told == {
        ("a", "1"): ("padan", "nomor"),
        ("b", "2"): ("padan", "peluang"),
        ("c", "3"): ("bertentangan", "nomor"),
    }
    assert "presisi 1.0000" in sanding(*asked(folder), "--truth", folder / "truth.csv").out
    assert not any(word in links["evidence"].str.join(" ").item() for word in ("SUTRISNO", "3399"))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (('kind = "date"', 'kind = "tanggal"'), "kind tidak dikenal"),
        (('["lahir"]]', '["lahir.bulan"]]'), "lahir.bulan: bagian tidak ada"),
        (('right = "tgl"', 'right = "tanggal"'), "kolom tanggal untuk lahir tidak ada"),
        (("expected = 0.9", "expected = 9"), "expected di luar 0 sampai 1"),
        (('name = "contoh"', "name = contoh"), "bukan TOML yang terbaca"),
        (('id = "id"', 'id = "desa"'), "kolom id desa kosong atau berulang"),
    ],
)
def test_a_wrong_spec_is_told_by_name(folder: Path, sanding: Sanding, change: tuple[str, str], said: str) -> None:
    (folder / "spec.toml").write_text(SPEC.replace(*change))
    answer = sanding(*asked(folder))
    assert answer.code == 3 and said in answer.err
