"""The invented district's registers as the registry accepts them, each row with its id and who it truly is."""

import secrets
from datetime import date
from pathlib import Path

import polars as pl

from sanding.matching.measure import Rightness, rightness
from sanding.registry.regions import Regions
from sanding.registry.stage import clean_frame, stage
from sanding.store import Folder
from sanding.synthetic.chance import chance
from sanding.synthetic.district import make_district
from sanding.synthetic.files import write_district
from sanding.synthetic.naming import respell

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


def civil_list(folder: Path, seed: int, what: str) -> pl.DataFrame:
    """A list as the civil registry would send it: ``deaths`` or ``moves`` out of the district, from 2020 to ``ON``.

    record_id, nik, name, birth_date, sex, village_code, family_key, on, true_person_id. The slips are those of P3KE:
    one NIK in twenty missing, one in thirty another, one name in five spelt otherwise, one birth date in fifty wrong.
    """
    persons = pl.read_csv(folder / "truth/persons.csv", infer_schema_length=None).join(
        pl.read_csv(folder / "truth/families.csv", infer_schema_length=None).select(
            "family_id", "village_code", "leave", "kk"
        ),
        on="family_id",
    )
    day = pl.col("death" if what == "deaths" else "leave")
    listed = persons.filter(day <= (ON - date(1970, 1, 1)).days, day == pl.min_horizontal("death", "leave"))
    rng = chance(seed, f"civil list {what}")
    draw, count = rng.random(listed.height), listed.height
    serial = pl.Series(4000 + rng.integers(0, 900, count)).cast(pl.String)
    wrong_birth = pl.Series(rng.random(count) < 0.02)
    nik = pl.col("nik").cast(pl.String)
    return listed.select(
        record_id=pl.concat_str(pl.lit(f"{what}:"), pl.int_range(count)),
        nik=pl.when(pl.Series(draw < 0.05))
        .then(None)
        .when(pl.Series(draw < 0.085))
        .then(nik.str.slice(0, 12) + serial)
        .otherwise(nik),
        name=respell(seed, listed["name"], rng.random(count) < 0.22),
        birth_date=(pl.col("birth") - pl.when(wrong_birth).then(367).otherwise(0)).cast(pl.Int32).cast(pl.Date),
        sex=pl.when("female").then(pl.lit("P")).otherwise(pl.lit("L")),
        village_code=pl.col("village_code").cast(pl.String),
        family_key=pl.col("kk").cast(pl.String),
        on=day.cast(pl.Int32).cast(pl.Date),
        true_person_id="true_person_id",
    )  # fmt: skip


def of_persons(told: pl.DataFrame, left: pl.DataFrame, right: pl.DataFrame) -> Rightness:
    """Precision over pairs; recall over persons who stand in both registers, however often."""
    truth = true_pairs(left, right)
    pairs = rightness(told, truth)
    found = told.join(truth, on=["left_id", "right_id"])["person"].n_unique()
    wrong = pairs.told - pairs.both
    return Rightness(found + wrong, truth["person"].n_unique(), found)
