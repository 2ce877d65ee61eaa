"""Families with their members as they are at the last vintage: ages and relations that fit together."""

import numpy as np
import polars as pl

from sanding.synthetic.chance import Flags, Ints, Reals, bell, chance, happens, pick

LAST = int(np.datetime64("2026-10-01", "D").astype(np.int64))  # ages below are ages on this day
_YEAR = 365.25
_MEAN_SIZE = 2.75
_BIRTHS = (0.93, 0.76, 0.42, 0.18, 0.06)  # share of couples with a first, second … child


class Household:
    """The families being put together: one entry per family in each array, members collected as they come."""

    def __init__(self, rng: np.random.Generator, count: int) -> None:
        self.rng = rng
        self.count = count
        self.parts: list[tuple[Ints, Ints, Flags, Reals]] = []

    def add(self, chosen: Flags, relation: int, female: Flags, age: Reals) -> None:
        """Add one member to each chosen family: relation (DTSEN 8 codes), sex, age in years."""
        place = np.flatnonzero(chosen)
        self.parts.append((place, np.full(len(place), relation), female[place], age[place]))


def make_families(seed: int, persons: int, traits: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Families (family_id, village_code, welfare) and exactly ``persons`` members; traits has code, size, hardship.

    Members: person_id, family_id, relation 1..8, female, birth (days since 1970), marital 1..4.
    """
    rng = chance(seed, "families")
    count = int(persons / _MEAN_SIZE) + 40
    home = Household(rng, count)
    kind = pick(rng, count, (0.72, 0.11, 0.09, 0.08))  # couple, one parent, alone and old, alone
    head_age = _head_ages(rng, kind)
    _add_members(home, kind, head_age)
    members = _assemble(home, persons)
    families = _place(seed, traits, int(members["family_id"].n_unique()))
    return families, members


def _head_ages(rng: np.random.Generator, kind: Ints) -> Reals:
    low = np.choose(kind, [20.0, 30.0, 60.0, 20.0])
    span = np.choose(kind, [62.0, 45.0, 32.0, 40.0])
    return np.asarray(low + span * (rng.random(len(kind)) + rng.random(len(kind))) / 2, dtype=np.float64)


def _add_members(home: Household, kind: Ints, head_age: Reals) -> None:
    rng, count = home.rng, home.count
    everyone = np.ones(count, dtype=np.bool_)
    couple, parent = kind == 0, kind <= 1
    female = np.where(couple, happens(rng, count, 0.03), happens(rng, count, np.choose(kind, [0.0, 0.8, 0.7, 0.3])))
    partner_age = np.clip(head_age - np.where(female, -3.0, 3.0) + 8 * (rng.random(count) - 0.5), 18.0, 96.0)
    home.add(everyone, 1, female, head_age)
    home.add(couple, 2, ~female, partner_age)
    mother = np.where(couple, np.where(female, head_age, partner_age), head_age)
    younger = np.minimum(mother, np.where(couple, np.minimum(head_age, partner_age), head_age))
    grown = _add_children(home, parent, younger)
    _add_others(home, kind, head_age, grown)


def _add_children(home: Household, parent: Flags, younger: Reals) -> Flags:
    """Children born when the younger parent was 19 to 43; most leave by 24. Returns where a grown child stays."""
    rng, count = home.rng, home.count
    at = 19.0 + 5 * rng.random(count)
    grown = np.zeros(count, dtype=np.bool_)
    for share in _BIRTHS:
        age = younger - at
        here = parent & happens(rng, count, share) & (age > 0.02) & (at < 43) & ((age < 24) | happens(rng, count, 0.14))
        home.add(here, 3, happens(rng, count, 0.49), age)
        grown |= here & (age > 21) & (age < 40)
        at = at + 1.5 + 5 * rng.random(count)
    return grown


def _add_others(home: Household, kind: Ints, head_age: Reals, grown: Flags) -> None:
    rng, count = home.rng, home.count
    old = head_age + 18 + 14 * rng.random(count)
    home.add((kind <= 1) & (head_age < 62) & (old < 97) & happens(rng, count, 0.09), 6, happens(rng, count, 0.65), old)
    in_law = grown & (head_age > 45) & happens(rng, count, 0.3)
    home.add(in_law, 4, happens(rng, count, 0.5), 21 + 12 * rng.random(count))
    has_grandchild = (in_law & happens(rng, count, 0.6)) | ((head_age > 58) & happens(rng, count, 0.06))
    home.add(has_grandchild, 5, happens(rng, count, 0.49), 0.1 + 11 * rng.random(count))
    home.add((kind != 2) & happens(rng, count, 0.03), 8, happens(rng, count, 0.5), 16 + 50 * rng.random(count))


def _assemble(home: Household, persons: int) -> pl.DataFrame:
    """Members sorted by family, cut to exactly ``persons``; a family cut in the middle loses its last members."""
    place, relation, female, age = (np.concatenate([part[index] for part in home.parts]) for index in range(4))
    order = np.argsort(place, kind="stable")[:persons]
    if len(order) < persons:
        raise AssertionError("too few families drawn for this size")
    birth = LAST - np.rint(age[order] * _YEAR).astype(np.int64)
    frame = pl.DataFrame(
        {
            "person_id": np.arange(1, persons + 1),
            "family_id": place[order] + 1,
            "relation": relation[order],
            "female": female[order],
            "birth": birth,
        }
    )
    return frame.with_columns(_marital(home.rng, frame))


def _marital(rng: np.random.Generator, frame: pl.DataFrame) -> pl.Series:
    """1 single, 2 married, 3 divorced, 4 widowed; married where the spouse is in the family."""
    age = (LAST - frame["birth"].to_numpy()) / _YEAR
    relation = frame["relation"].to_numpy()
    paired = frame.select((pl.col("relation") == 2).any().over("family_id")).to_series().to_numpy()
    alone = np.where(age < 25, 1, np.where(happens(rng, len(age), 0.35), 3, 4))
    alone = np.where(happens(rng, len(age), 0.15) & (age < 45), 1, alone)
    marital = np.select(
        [(relation == 2) | ((relation == 1) & paired), relation == 4, relation == 6, relation == 1],
        [2, 2, 4, alone],
        default=1,
    )
    return pl.Series("marital", np.where(age < 17, 1, marital))


def _place(seed: int, traits: pl.DataFrame, count: int) -> pl.DataFrame:
    """Each family's village, by village size, and its welfare (more is better off) from the village's hardship."""
    rng = chance(seed, "family places")
    where = pick(rng, count, traits["size"].to_list())
    welfare = bell(rng, count) - 0.62 * traits["hardship"].to_numpy()[where] + 0.05
    return pl.DataFrame(
        {
            "family_id": np.arange(1, count + 1),
            "village_code": traits["code"].gather(where),
            "welfare": np.round(welfare, 6),
        }
    )
