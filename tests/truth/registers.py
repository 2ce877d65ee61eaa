"""The invented district's registers as the registry accepts them, each row with its id and who it truly is."""

import secrets
from datetime import date
from pathlib import Path

import polars as pl

from sanding.registry.regions import Regions
from sanding.registry.stage import clean_frame, stage
from sanding.store import Folder
from sanding.synthetic.district import make_district
from sanding.synthetic.files import write_district

ON = date(2026, 10, 1)
FILES = {
    "p3ke": ("p3ke_2023_keluarga.xlsx", "p3ke_2023_individu.xlsx"),
    "dtsen": ("dtsen_tw3_2026_keluarga.csv", "dtsen_tw3_2026_individu.csv"),
    "bdt": ("bdt_2020_rumah_tangga.xls", "bdt_2020_individu.csv"),
    "dukcapil": ("dukcapil_balasan.xlsx",),
}


def district_registers(folder: Path, seed: int, persons: int) -> dict[str, pl.DataFrame]:
    """P3KE, DTSEN, BDT (PERSONS) and Dukcapil's reply (LISTED) with record_id, family_key and true_person_id.

    Rows the registry holds back are not in a register; the truth is written beside under ``truth/``.
    """
    district = make_district(seed, persons)
    names = [Path(file).stem for files in FILES.values() for file in files]
    write_district(district, folder, only=names)
    regions = Regions.from_frame(district.villages, district.former_names)
    records = pl.read_csv(folder / "truth/records.csv", schema_overrides={"sheet": pl.String})
    truth = records.select("file", pl.col("row").alias("source_row"), "true_person_id")
    registers = {}
    for name, files in FILES.items():
        place = folder / f"stage-{name}"
        place.mkdir()
        kept = Folder(place, secrets.token_bytes(32))
        stage([folder / "office" / file for file in files], kept, regions, on=ON)
        frame = clean_frame(kept, "listed" if name == "dukcapil" else "persons")
        if "family_key" not in frame.columns:
            frame = frame.with_columns(family_key=pl.col("kk"))
        registers[name] = frame.join(truth, on=["file", "source_row"], how="left", maintain_order="left").with_columns(
            record_id=pl.concat_str(pl.lit(f"{name}:"), "source_row")
        )
    return registers


def true_pairs(left: pl.DataFrame, right: pl.DataFrame) -> pl.DataFrame:
    """left_id, right_id, person: every pair of rows of one person."""
    return left.select(pl.col("record_id").alias("left_id"), person="true_person_id").join(
        right.select(pl.col("record_id").alias("right_id"), person="true_person_id"), on="person"
    )
