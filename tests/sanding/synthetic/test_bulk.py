"""The bulk writer for benchmarks: as many rows as asked, unique numbers, families that fit, little dirt."""

from pathlib import Path

import polars as pl
import pytest

from sanding.errors import InputFault
from sanding.synthetic import bulk
from sanding.synthetic.bulk import MOST, write_persons_csv


def read(path: Path) -> pl.DataFrame:
    return pl.read_csv(path, separator=";", infer_schema=False)


def test_blocks_repeat_people_but_no_number(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "CHUNK", 2_000)
    made = write_persons_csv(tmp_path / "orang.csv", 9_000, 4)
    persons, families = read(made.persons), read(made.families)
    assert persons.shape == (9_000, 48) and made.rows == 9_000
    assert families.shape == (made.family_rows, 52)
    whole = persons["nomor_induk_kependudukan"].drop_nulls()
    whole = whole.filter(whole.str.len_chars() == 16)
    assert whole.is_unique().all() and whole.len() > 8_900
    assert families["nomor_kartu_keluarga"].is_unique().all()
    members = persons.group_by("nomor_kartu_keluarga").len().join(families, on="nomor_kartu_keluarga")
    assert members.height == families.height
    assert (members["len"].cast(pl.String) == members["jumlah_anggota_keluarga"]).all()
    assert persons.select("nama", "tanggal_lahir", "jenis_kelamin", "kode_kelurahan_desa_ktp").is_unique().mean() > 0.99


def test_about_one_row_in_a_hundred_is_dirty(tmp_path: Path) -> None:
    made = write_persons_csv(tmp_path / "orang.csv", 20_000, 4)
    assert 0.007 < made.dirty_rows / made.rows < 0.013


def test_more_rows_than_serials_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputFault):
        write_persons_csv(tmp_path / "orang.csv", MOST + 1, 4)
