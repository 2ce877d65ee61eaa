"""The invented district is hard enough to mean something: simple equality does not link its registers."""

from pathlib import Path

import fastexcel
import polars as pl
import pytest

from sanding.synthetic.district import make_district
from sanding.synthetic.files import write_district

MOST_BY_NIK, MOST_BY_NAME = 0.90, 0.75


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hardness")
    write_district(make_district(77, 10_000), folder, only=["p3ke_2023_individu", "dtsen_tw3_2026_individu"])
    return folder


def persons(folder: Path) -> tuple[pl.DataFrame, pl.DataFrame]:
    """P3KE 2023 and DTSEN TW3 as written: row, nik, name, birth (ISO where readable), village, true_person_id."""
    book = fastexcel.read_excel(folder / "office/p3ke_2023_individu.xlsx")
    raw = book.load_sheet(0, header_row=None, dtypes="string").to_polars()
    names = raw.row(1)
    place = {name: raw.columns[names.index(name)] for name in ("nik", "nama", "tanggal_lahir", "kode_kemdagri")}
    p3ke = raw.with_row_index("row", offset=1).select(
        pl.col("row").cast(pl.Int64),
        pl.col(place["nik"]).alias("nik"),
        pl.col(place["nama"]).alias("name"),
        pl.col(place["tanggal_lahir"])
        .str.replace(" .*", "")
        .str.to_date("%d/%m/%Y", strict=False)
        .cast(pl.String)
        .alias("birth"),
        pl.col(place["kode_kemdagri"]).alias("village"),
    )
    dtsen = pl.read_csv(
        folder / "office/dtsen_tw3_2026_individu.csv", separator=";", infer_schema=False
    ).with_row_index("row", offset=2)
    dtsen = dtsen.select(
        pl.col("row").cast(pl.Int64),
        pl.col("nomor_induk_kependudukan").alias("nik"),
        pl.col("nama").alias("name"),
        pl.col("tanggal_lahir").alias("birth"),
        pl.col("kode_kelurahan_desa_ktp").alias("village"),
    )
    records = pl.read_csv(folder / "truth/records.csv")
    p3ke = p3ke.join(records.filter(pl.col("file") == "p3ke_2023_individu.xlsx"), on="row")
    return p3ke, dtsen.join(records.filter(pl.col("file") == "dtsen_tw3_2026_individu.csv"), on="row")


def recall(left: pl.DataFrame, right: pl.DataFrame, on: list[str]) -> float:
    """Share of the persons in both registers whom equality of ``on`` brings together."""
    both = set(left["true_person_id"]) & set(right["true_person_id"])
    linked = left.drop_nulls(on).join(right.drop_nulls(on), on=on, suffix="_right")
    found = set(linked.filter(pl.col("true_person_id") == pl.col("true_person_id_right"))["true_person_id"])
    return len(found & both) / len(both)


def test_neither_nik_nor_name_birth_and_village_link_the_registers(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    p3ke, dtsen = persons(folder)
    by_nik = recall(p3ke, dtsen, ["nik"])
    by_name = recall(p3ke, dtsen, ["name", "birth", "village"])
    with capsys.disabled():
        print(f"\nP3KE 2023 × DTSEN TW3: NIK recall {by_nik:.3f}, name + birth + village recall {by_name:.3f}")  # noqa: T201
    assert 0.6 < by_nik <= MOST_BY_NIK
    assert 0.4 < by_name <= MOST_BY_NAME


def test_people_came_and_went_between_the_registers(folder: Path) -> None:
    p3ke, dtsen = persons(folder)
    left, right = set(p3ke["true_person_id"]), set(dtsen["true_person_id"])
    assert 0.01 < len(left - right) / len(left) < 0.15
    assert len(left & right) > 3_000
