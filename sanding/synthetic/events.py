"""What happens to the invented families between 2020 and 2026: deaths, moves, new families, second NIKs, welfare."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from sanding.synthetic.chance import Flags, Ints, bell, chance, happens, ranks
from sanding.synthetic.families import LAST
from sanding.synthetic.naming import make_names
from sanding.synthetic.numbers import as_text, make_kk, make_nik
from sanding.synthetic.places import Places

FIRST = int(np.datetime64("2020-01-15", "D").astype(np.int64))
NEVER = 10**6  # a day after all days
_YEAR = 365.25
DECILE_YEARS = (2020, 2022, 2023, 2025, 2026)


@dataclass(frozen=True)
class Truth:
    """``persons`` one row per person ever here, ``families`` one row per family, ``events`` what happened when.

    Days are whole days since 1970-01-01; NEVER where something has not happened.
    """

    persons: pl.DataFrame
    families: pl.DataFrame
    events: pl.DataFrame


def make_truth(seed: int, places: Places, families: pl.DataFrame, members: pl.DataFrame) -> Truth:
    families = _family_history(seed, places, families)
    members = _deaths(seed, members)
    members = _new_families(seed, families, members)
    members = _identity(seed, families, members)
    families = _welfare(seed, _cards(seed, families, members))
    return Truth(persons=members, families=families, events=_events(members, families))


def _between(rng: np.random.Generator, low: Ints | int, high: Ints | int, count: int) -> Ints:
    return np.asarray(low + np.floor(rng.random(count) * np.maximum(np.subtract(high, low), 1)), dtype=np.int64)


def _family_history(seed: int, places: Places, families: pl.DataFrame) -> pl.DataFrame:
    """When a family came (arrive), left the district (leave), or moved within it (moved, village_before)."""
    rng, count = chance(seed, "family moves"), families.height
    arrive = np.where(happens(rng, count, 0.02), _between(rng, FIRST, LAST - 60, count), -NEVER)
    leave = np.where(happens(rng, count, 0.03) & (arrive < 0), _between(rng, FIRST, LAST - 20, count), NEVER)
    moves = happens(rng, count, 0.07) & (arrive < 0) & (leave == NEVER)
    moved = np.where(moves, _between(rng, FIRST, LAST - 20, count), -NEVER)
    codes = places.traits["code"]
    before = codes.gather(rng.integers(0, len(codes), count)).rename("village_before")
    return families.with_columns(
        before, pl.Series("arrive", arrive), pl.Series("leave", leave), pl.Series("moved", moved)
    ).with_columns(
        pl.when(pl.col("moved") > 0).then("village_before").otherwise("village_code").alias("village_before")
    )


def _deaths(seed: int, members: pl.DataFrame) -> pl.DataFrame:
    """Day of death (NEVER for the living), likelier with age; those born in the period die after birth."""
    rng, count = chance(seed, "deaths"), members.height
    birth = members["birth"].to_numpy()
    age = (LAST - birth) / _YEAR
    share = np.select([age < 1, age < 50, age < 65, age < 75, age < 85], [0.01, 0.006, 0.03, 0.10, 0.24], default=0.42)
    death = np.where(happens(rng, count, share), _between(rng, np.maximum(birth + 3, FIRST), LAST - 5, count), NEVER)
    return members.with_columns(pl.Series("death", death))


def _new_families(seed: int, families: pl.DataFrame, members: pl.DataFrame) -> pl.DataFrame:
    """Young couples and singles who lived with their parents until they founded their family (``founded``).

    Adds family_before, founded: until that day the person was a child (relation 3) of family_before.
    """
    rng = chance(seed, "new families")
    heads = members.filter(pl.col("relation") == 1).select("family_id", head_birth="birth")
    first_child = members.filter(pl.col("relation") >= 3).group_by("family_id").agg(oldest=pl.col("birth").min())
    young = (
        heads.join(first_child, on="family_id", how="left", maintain_order="left")
        .join(families.select("family_id", "arrive", "moved", "leave"), on="family_id", maintain_order="left")
        .filter(
            pl.col("head_birth") > LAST - int(31 * _YEAR),
            pl.col("arrive") < 0,
            pl.col("moved") < 0,
            pl.col("leave") == NEVER,
            pl.col("oldest").is_null() | (pl.col("oldest") > FIRST + 500),
        )
    )
    until = young["oldest"].fill_null(LAST - 40).to_numpy() - 20
    founded = _between(rng, np.maximum(FIRST, young["head_birth"].to_numpy() + int(18.5 * _YEAR)), until, young.height)
    dated = young.select("family_id").with_columns(pl.Series("founded", founded)).filter(pl.Series(founded < until))
    older = _older(families, members)
    movers = members.filter(pl.col("relation") <= 2).join(dated, on="family_id", maintain_order="left")
    movers = movers.filter(pl.Series(happens(rng, movers.height, 0.8)))
    parents = older.gather(rng.integers(0, len(older), movers.height)).rename("family_before")
    link = movers.select("person_id", "founded").with_columns(parents)
    return members.join(link, on="person_id", how="left", maintain_order="left")


def _older(families: pl.DataFrame, members: pl.DataFrame) -> pl.Series:
    """Families that stayed put and whose living head and spouse are 50 to 66: they may be the parents."""
    settled = families.filter(pl.col("leave") == NEVER, pl.col("arrive") < 0, pl.col("moved") < 0).select("family_id")
    age = pl.col("birth").is_between(LAST - int(66 * _YEAR), LAST - int(50 * _YEAR))
    pairs = members.filter(pl.col("relation") <= 2, pl.col("death") == NEVER, age)
    both = pairs.group_by("family_id").len().filter(pl.col("len") == 2).select("family_id")
    return both.join(settled, on="family_id", how="semi").sort("family_id").to_series()


def _identity(seed: int, families: pl.DataFrame, members: pl.DataFrame) -> pl.DataFrame:
    """Name, NIK, and for some an earlier NIK. Name + birth date + sex is unique, so that equal ones are duplicates."""
    rng = chance(seed, "identity")
    female = members["female"].to_numpy()
    name = make_names(seed, female, (LAST - members["birth"].to_numpy()) / _YEAR)
    members = _apart(members.with_columns(name))
    home = members.join(families.select("family_id", "village_before"), on="family_id", maintain_order="left")
    region = home["village_before"].str.slice(0, 6).cast(pl.Int64).to_numpy()
    elsewhere = 339901 + rng.integers(0, 14, len(region))
    birth = members["birth"].to_numpy()
    first = np.where(happens(rng, len(region), 0.1), elsewhere, region)
    twice = happens(rng, len(region), 0.035) & (birth < FIRST)
    both = make_nik(
        np.concatenate([first, elsewhere[twice]]),
        np.concatenate([birth, birth[twice]]),
        np.concatenate([female, female[twice]]),
    )
    earlier = both[: len(region)].copy()
    earlier[twice] = both[len(region) :]
    return members.with_columns(as_text(both[: len(region)]).alias("nik"), as_text(earlier).alias("nik_before"))


def _apart(members: pl.DataFrame) -> pl.DataFrame:
    """Shift the birth day of whoever shares name, birth date and sex with somebody else, until none does."""
    for _ in range(20):
        turn = pl.int_range(pl.len()).over("name", "birth", "female")
        repeated = members.select(turn.alias("turn"))["turn"]
        if not repeated.max():
            return members
        members = members.with_columns(birth=pl.col("birth") - 1 * repeated.cast(pl.Int64))
    raise AssertionError("names and birth dates still coincide")


def _cards(seed: int, families: pl.DataFrame, members: pl.DataFrame) -> pl.DataFrame:
    """No. KK now and before a move; the card's date lies before the last vintage."""
    rng, count = chance(seed, "cards"), families.height
    start = int(np.datetime64("2007-02-01", "D").astype(np.int64))
    founded = families.join(
        members.filter(pl.col("relation") == 1).select("family_id", "founded"),
        on="family_id",
        how="left",
        maintain_order="left",
    )["founded"]
    earlier = _between(rng, start, FIRST - 200, count)
    moved, arrive = families["moved"].to_numpy(), families["arrive"].to_numpy()
    issued = np.where(moved > 0, moved, np.where(arrive > 0, arrive, founded.fill_null(-1).to_numpy()))
    issued = np.where(issued > 0, issued, earlier)
    now = families["village_code"].str.slice(0, 6).cast(pl.Int64).to_numpy()
    before = families["village_before"].str.slice(0, 6).cast(pl.Int64).to_numpy()
    movers: Flags = moved > 0
    taken = np.union1d(members["nik"].cast(pl.Int64).to_numpy(), members["nik_before"].cast(pl.Int64).to_numpy())
    both = make_kk(np.concatenate([now, before[movers]]), np.concatenate([issued, earlier[movers]]), taken)
    old = both[:count].copy()
    old[movers] = both[count:]
    return families.with_columns(as_text(both[:count]).alias("kk"), as_text(old).alias("kk_before"))


def _welfare(seed: int, families: pl.DataFrame) -> pl.DataFrame:
    """Deciles by year: welfare drifts, some families fall or rise. 2025 stands for TW2, 2026 for TW3.

    The district is poorer than the nation: 12 of 100 families are in the first national decile.
    """
    rng = chance(seed, "welfare")
    level = families["welfare"].to_numpy()
    spread_of_year = {2020: 0.75, 2022: 0.55, 2023: 0.5, 2025: 0.12, 2026: 0.0}
    columns = []
    for year in DECILE_YEARS:
        shifted = level + spread_of_year[year] * bell(rng, len(level))
        rank = ranks(shifted)
        for name, share in (
            ("", rank * (0.8 + 0.2 * rank)),
            ("_province", rank * (0.88 + 0.12 * rank)),
            ("_district", rank),
        ):
            columns.append(pl.Series(f"decile_{year}{name}", 1 + np.floor(10 * share).astype(np.int64)))
    return families.with_columns(columns)


def _events(members: pl.DataFrame, families: pl.DataFrame) -> pl.DataFrame:
    """true_person_id, kind (death, move, birth, duplicate, welfare), date; family events are told of every member."""
    lived = members.join(families, on="family_id", maintain_order="left")
    parts = [
        _told(members.filter(pl.col("death") < NEVER), "death", pl.col("death")),
        _told(members.filter(pl.col("birth") > FIRST), "birth", pl.col("birth")),
        _told(lived.filter(pl.col("moved") > 0), "move", pl.col("moved")),
        _told(lived.filter(pl.col("leave") < NEVER), "move", pl.col("leave")),
        _told(lived.filter(pl.col("arrive") > 0), "move", pl.col("arrive")),
        _told(members.filter(pl.col("founded").is_not_null()), "move", pl.col("founded")),
        _told(members.filter(pl.col("nik") != pl.col("nik_before")), "duplicate", pl.lit(FIRST)),
        _told(lived.filter((pl.col("decile_2023") <= 2) != (pl.col("decile_2026") <= 2)), "welfare", pl.lit(LAST - 90)),
    ]
    return pl.concat(parts).sort("true_person_id", "kind", "date")


def _told(frame: pl.DataFrame, kind: str, day: pl.Expr) -> pl.DataFrame:
    return frame.select(
        pl.col("person_id").cast(pl.Int64).alias("true_person_id"),
        pl.lit(kind).alias("kind"),
        day.cast(pl.Int32).cast(pl.Date).alias("date"),
    )
