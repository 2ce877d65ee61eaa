"""Housing, goods, school, work and health of the invented people, in DTSEN codes, fitting age and welfare."""

from collections.abc import Sequence

import numpy as np
import polars as pl

from sanding.synthetic.chance import Flags, Ints, Reals, chance, happens, pick, ranks
from sanding.synthetic.families import LAST
from sanding.synthetic.words import words

_YEAR = 365.25
# codes from the poorest to the best off, repeated by how common they are
_HOUSING = {
    "home_ownership": (3, 1, 1, 3, 1, 1, 2, 1, 1, 1, 4, 1),
    "floor": (8, 8, 7, 6, 6, 5, 6, 4, 4, 2, 2, 2, 1),
    "wall": (6, 4, 4, 3, 2, 3, 1, 1, 1, 1, 1),
    "roof": (7, 5, 6, 3, 4, 2, 2, 2, 2, 2, 1),
    "water": (9, 8, 10, 6, 6, 5, 7, 4, 5, 4, 3, 3, 2, 1),
    "lighting": (4, 3, 2, 2, 1, 1, 1, 1, 1, 1),
    "power": (0, 1, 1, 1, 1, 2, 2, 2, 3, 3, 4, 5),
    "fuel": (10, 10, 9, 7, 10, 4, 4, 4, 4, 4, 3, 2, 1),
    "toilet": (6, 5, 4, 3, 2, 1, 1, 1, 1, 1),
    "closet": (4, 4, 3, 2, 1, 1, 1, 1, 1),
    "sewage": (5, 4, 3, 4, 1, 1, 1, 1, 1),
}
_ASSETS = {  # share among the poorest and among the best off
    "asset_gas_tube": (0.5, 0.98), "asset_fridge": (0.1, 0.95), "asset_ac": (0.0, 0.35),
    "asset_water_heater": (0.0, 0.12), "asset_phone": (0.0, 0.15), "asset_tv": (0.15, 0.9), "asset_gold": (0.02, 0.6),
    "asset_computer": (0.01, 0.6),
    "asset_motorcycle": (0.25, 0.98), "asset_bicycle": (0.3, 0.6), "asset_car": (0.0, 0.5), "asset_boat": (0.02, 0.01),
    "asset_motor_boat": (0.005, 0.02), "asset_smartphone": (0.4, 0.99), "asset_land": (0.05, 0.4),
    "asset_house": (0.0, 0.2),
}  # fmt: skip
_LIVESTOCK = {"cattle": (0.18, 3), "buffalo": (0.02, 2), "horse": (0.003, 1), "pig": (0.01, 4), "goat": (0.3, 6)}
_FUNCTIONS = "sees hears walks uses_hands learns controls_behaviour speaks cares_for_self remembers".split()


def with_traits(seed: int, persons: pl.DataFrame, families: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The truth frames with their traits added; codes are texts, wage is rupiah per month."""
    homes = families.with_columns(_homes(seed, families))
    joined = persons.join(homes.select("family_id", "welfare"), on="family_id", maintain_order="left")
    return persons.with_columns(_people(seed, joined)), homes


def _graded(rng: np.random.Generator, rank: Reals, codes: Sequence[int]) -> pl.Series:
    """A code along the list by welfare rank, with chance."""
    where = np.clip((0.72 * rank + 0.28 * rng.random(len(rank))) * len(codes), 0, len(codes) - 1).astype(np.int64)
    return pl.Series("", np.array(codes)[where]).cast(pl.String)


def _homes(seed: int, families: pl.DataFrame) -> list[pl.Series]:
    rng = chance(seed, "homes")
    rank, count = ranks(families["welfare"].to_numpy()), families.height
    columns = [_graded(rng, rank, codes).alias(name) for name, codes in _HOUSING.items()]
    for name, (low, high) in _ASSETS.items():
        columns.append(pl.Series(name, happens(rng, count, low + (high - low) * rank)))
    for name, (share, most) in _LIVESTOCK.items():
        columns.append(pl.Series(name, np.where(happens(rng, count, share), 1 + rng.integers(0, most, count), 0)))
    columns.append(pl.Series("floor_area", 16 + (rank * 70).astype(np.int64) + rng.integers(0, 30, count)))
    dusun = words("places")["dusun"]
    columns.append(pl.Series("dusun", np.array(dusun)[rng.integers(0, len(dusun), count)]))
    columns.append(pl.Series("rt", 1 + rng.integers(0, 6, count)).cast(pl.String).str.zfill(3))
    columns.append(pl.Series("rw", 1 + rng.integers(0, 5, count)).cast(pl.String).str.zfill(3))
    poor = families["decile_2025"].to_numpy()
    for name, share in {"aid_pkh": 0.45, "aid_bpnt": 0.6, "aid_sembako": 0.3, "aid_bst": 0.15, "aid_bpum": 0.1}.items():
        columns.append(pl.Series(name, happens(rng, count, np.where(poor <= 3, share, 0.03))))
    columns.append(pl.Series("pbi_national", happens(rng, count, np.where(poor <= 4, 0.8, 0.1))))
    columns.append(pl.Series("pbi_local", happens(rng, count, 0.12)) & ~columns[-1])
    columns.append(pl.Series("stunting_risk", happens(rng, count, np.where(poor <= 3, 0.2, 0.05))))
    return columns


def _people(seed: int, persons: pl.DataFrame) -> list[pl.Series]:
    rng = chance(seed, "people traits")
    age = (LAST - persons["birth"].to_numpy()) / _YEAR
    rank = ranks(persons["welfare"].to_numpy())
    female = persons["female"].to_numpy()
    schooled = _schooling(rng, age, rank)
    worked = _work(rng, age, rank, female, schooled["diploma"])
    text = [
        pl.Series(name, values).cast(pl.String) for name, values in {**schooled, **worked, **_health(rng, age)}.items()
    ]
    return [_blank_zero(series) for series in text]


def _blank_zero(series: pl.Series) -> pl.Series:
    """Where a question does not apply (0 here) the cell stays empty."""
    return (
        series.to_frame().select(pl.when(pl.col(series.name) != "0").then(series.name).alias(series.name)).to_series()
    )


def _schooling(rng: np.random.Generator, age: Reals, rank: Reals) -> dict[str, Ints]:
    """Participation, level, class and diploma; years of school rise with welfare and for the younger."""
    count = len(age)
    years = np.clip(
        4 + 7 * rank + np.where(age < 45, 3, 0) - np.where(age > 65, 4, 0) + 4 * (rng.random(count) - 0.5), 0, 16
    )
    years = np.minimum(years, np.maximum(age - 6.5, 0))
    reached = np.select([years < 1, years < 7, years < 10, years < 13], [0, 3, 8, 13], default=19)
    reached = np.where((reached == 13) & happens(rng, count, 0.4), 15, reached)
    now = (age >= 7) & (age < 19) & happens(rng, count, np.where(age < 15, 0.97, 0.72))
    diploma = np.select([years < 6, years < 9, years < 12, years < 16], [23, 3, 8, 13], default=19)
    in_school = np.select([now, reached == 0], [2, 1], default=3)
    level = np.where(now & (reached == 0), 3, reached)
    grade = np.where(level == 0, 0, np.where(now, 1 + np.minimum(rng.integers(0, 6, count), 5), 8))
    asked = age >= 5
    return {
        "school": np.where(asked, in_school, 0),
        "school_level": np.where(asked, level, 0),
        "school_class": np.where(asked, grade, 0),
        "diploma": np.where(asked, diploma, 0),
        "education_ktp": np.select(
            [diploma == 3, diploma == 8, diploma == 13, diploma == 19, years >= 1], [3, 4, 5, 8, 2], 1
        ),
    }


def _work(rng: np.random.Generator, age: Reals, rank: Reals, female: Flags, diploma: Ints) -> dict[str, Ints]:
    count = len(age)
    adult = (age >= 15) & ((age >= 19) | (diploma != 13))
    share = np.where(age > 68, 0.3, np.where(female, 0.55, 0.92)) * np.where(age < 18, 0.15, 1.0)
    works = adult & happens(rng, count, share)
    sector = np.where(
        rank < 0.55,
        np.array([1, 1, 2, 11, 12, 8, 5, 1])[pick(rng, count, [1] * 8)],
        np.array([12, 8, 13, 20, 21, 24, 1, 14])[pick(rng, count, [1] * 8)],
    )
    status = np.where(
        sector <= 5,
        np.array([6, 6, 1, 2, 8])[pick(rng, count, [3, 2, 2, 1, 1])],
        np.array([7, 4, 1, 4, 5])[pick(rng, count, [3, 3, 2, 2, 1])],
    )
    business = works & (status <= 3)
    wage = np.where(
        works & ((status == 4) | (status == 5)), 600_000 + 50_000 * np.floor(rank * 50 + 10 * rng.random(count)), 0
    )
    job = np.select(
        [works & (status == 6), works & (sector <= 3), works & (status == 7), works & (status == 5), works & business,
         works,
         (age >= 6) & (age < 19), female & (age >= 19)],
        [20, 9, 19, 5, 88, 15, 3, 2], default=1,
    )  # fmt: skip
    return {
        "works": np.where(age >= 5, np.where(works, 1, 2), 0),
        "sector": np.where(works, sector, 0),
        "work_status": np.where(works, status, 0),
        "has_business": np.where(age >= 5, np.where(business, 1, 2), 0),
        "business_sector": np.where(business, sector, 0),
        "wage": wage.astype(np.int64),
        "occupation_ktp": job,
    }


def _health(rng: np.random.Generator, age: Reals) -> dict[str, Ints]:
    count = len(age)
    codes: dict[str, Ints] = {}
    asked = age >= 2
    frail = 0.006 + 0.05 * np.clip((age - 55) / 35, 0, 1)
    for name in _FUNCTIONS:
        drawn = np.where(happens(rng, count, frail), pick(rng, count, (1, 3, 6)) + 1, 4)
        codes[name] = np.where(asked, drawn, 0)
    codes["depressed"] = np.where(asked, 4 - pick(rng, count, (90, 7, 2, 1)), 0)
    ill = happens(rng, count, 0.02 + 0.35 * np.clip((age - 35) / 50, 0, 1))
    codes["chronic_illness"] = np.where(
        ill, np.array([2, 3, 4, 5, 6, 7, 8, 13, 18])[pick(rng, count, [5, 4, 2, 1, 3, 1, 1, 2, 1])], 1
    )
    codes["nutrition"] = np.where(age < 5, np.array([3, 2, 1, 8])[pick(rng, count, (85, 8, 3, 4))], 0)
    return codes
