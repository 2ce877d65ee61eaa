"""The flags of target families are the truth of the invented district, wherever the register carries the data."""

from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest

from sanding.keys import load_or_create_keys
from sanding.registry.stage import stage
from sanding.registry.wilayah import load_wilayah_csv
from sanding.store import Folder, Store
from sanding.synthetic.district import make_district
from sanding.synthetic.files import write_district
from sanding.synthetic.vintage import day_number
from sanding.targeting.families import family_rules, target_families
from sanding.targeting.family_places import with_places

ON = date(2026, 9, 30)
FILES = ("dtsen_tw3_2026_keluarga.csv", "dtsen_tw3_2026_individu.csv")
RULES = family_rules(ON)
FLAGS = ("lone_elderly", "disability", "woman_head")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("flags")
    only = [name.removesuffix(".csv") for name in FILES] + ["wilayah_desa"]
    write_district(make_district(41, 10_000), folder, dirty=False, only=only)
    return folder


@pytest.fixture(scope="module")
def register(folder: Path) -> Folder:
    """The sheets as the product reads them."""
    draft = Store(folder / "vintages", load_or_create_keys(folder / "keys")).draft("dtsen")
    regions = load_wilayah_csv(folder / "office/wilayah_desa.csv")
    stage([folder / "office" / name for name in FILES], draft, regions, on=ON)
    return draft


@pytest.fixture(scope="module")
def truth(folder: Path, register: Folder) -> pl.DataFrame:
    """One row per family of the register: what is true of its members, whatever the sheets say of them.

    Its head is the head of old, else the spouse, else the oldest adult (deaths and departures move it on).
    """
    records = pl.read_csv(folder / "truth/records.csv").filter(pl.col("file") == FILES[1])
    people = pl.read_csv(folder / "truth/persons.csv", infer_schema_length=None)
    members = register.frame("persons", ["family_key", "source_row"]).join(
        records.select(source_row="row", true_person_id="true_person_id"), on="source_row"
    )
    known = members.join(people, on="true_person_id")
    birthday = date(ON.year - RULES.flags.elderly_age, ON.month, ON.day)
    codes = [str(one) for one in RULES.flags.disabled]
    disabled = pl.any_horizontal(pl.col(name).cast(pl.String).is_in(codes) for name in RULES.flags.domains)
    adult = pl.col("birth") < day_number("2026-09-30") - 17 * 365
    own = pl.col("founded").is_null() | (pl.col("founded") <= day_number("2026-09-30"))
    rank = pl.when((pl.col("relation") <= 2) & own & adult).then("relation").when(adult).then(3).otherwise(4)
    return (
        known.sort(rank, "birth", "true_person_id")
        .group_by("family_key", maintain_order=True)
        .agg(
            lone_elderly=(pl.len() == 1)
            & (pl.col("birth") <= (birthday - date(1970, 1, 1)) // timedelta(days=1)).all(),
            disability=disabled.fill_null(False).any(),
            woman_head=pl.col("female").first(),
        )
    )


@pytest.fixture(scope="module")
def judged(register: Folder, truth: pl.DataFrame) -> pl.DataFrame:
    targets = target_families(
        register.frame("families"), register.frame("persons"), rules=RULES, on=ON, source="DTSEN", source_date=ON
    )
    return targets.join(truth, on="family_key", suffix="_true", how="left")


@pytest.mark.parametrize("flag", FLAGS)
def test_each_known_flag_is_true_to_life(judged: pl.DataFrame, flag: str) -> None:
    known = judged.filter(pl.col(flag).is_not_null())
    hits = known.filter(pl.col(flag) & pl.col(f"{flag}_true")).height
    recall, precision = hits / known[f"{flag}_true"].sum(), hits / known[flag].sum()
    assert (recall, precision) == (1.0, 1.0)
    assert hits >= 50 and known.height >= 0.98 * judged.height


def test_nobody_is_known_to_be_a_migrant_worker(judged: pl.DataFrame) -> None:
    assert judged.height > 500 and judged["migrant_worker"].is_null().all()


def test_every_family_gets_the_place_of_its_members(register: Folder) -> None:
    families, persons = register.frame("families"), register.frame("persons")
    assert families["dusun"].is_null().all()
    placed = with_places(families, persons)
    assert placed.select("family_key").equals(families.select("family_key"))
    members = persons.select("family_key", "dusun", "rt", "rw").drop_nulls().unique()
    found = placed.join(members, on=["family_key", "dusun", "rt", "rw"], how="semi")
    assert found.height >= 0.98 * families.height
