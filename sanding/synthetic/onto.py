"""Invented people in given villages: real places and their index are ranked and paired without one real person.

NIK and KK stand in region 33.99, which does not exist, so that no number can belong to anyone.
"""

from statistics import NormalDist

import numpy as np
import polars as pl

from sanding.registry.tables import FAMILIES, PERSONS, VILLAGE_COUNTS
from sanding.synthetic.chance import Ints, Reals, bell, chance
from sanding.synthetic.families import LAST, make_families
from sanding.synthetic.naming import make_names
from sanding.synthetic.numbers import as_text, make_kk, make_nik

FILE = "karangan"
_REGION = 339_900
_KECAMATAN = 14
_YEAR = 365.25
_ISSUED = int(np.datetime64("2014-01-01", "D").astype(np.int64))
_DECILES = np.array([NormalDist().inv_cdf(tenth / 10) for tenth in range(1, 10)])


def invent_people(
    villages: pl.DataFrame,
    *,
    seed: int,
    population: int | None = None,
    persons_per_village: int | None = None,
    index: pl.DataFrame | None = None,
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Families and persons living in ``villages``; the same arguments give the same people on every machine.

    villages    VILLAGES in force; population in all, or persons_per_village on average (200 where neither is given)
    index       VILLAGE_INDEX of one year and kind: where it is low, hardship is a little higher; None leaves it out
    Returns     FAMILIES and PERSONS; decile 1..10 against fixed cuts, so that districts and villages differ
    """
    persons = population if population is not None else villages.height * (persons_per_village or 200)
    traits = village_traits(villages, seed=seed, index=index)
    homes, members = make_families(seed, persons, traits)
    members = members.join(homes, on="family_id", maintain_order="left")
    people = _numbered(seed, members)
    return _families(people), _persons(people)


def invent_counts(
    villages: pl.DataFrame, *, seed: int, population: int, index: pl.DataFrame | None = None
) -> pl.DataFrame:
    """VILLAGE_COUNTS of the people of ``invent_people``, far sooner: nobody gets a name or a number."""
    homes, members = make_families(seed, population, village_traits(villages, seed=seed, index=index))
    sizes = members.group_by("family_id").agg(persons=pl.len())
    known = homes.with_columns(decile=_decile(homes["welfare"])).join(sizes, on="family_id")
    first = pl.col("decile") == 1
    counts = known.group_by("village_code").agg(
        families=pl.len(),
        families_d1=first.sum(),
        families_d1_2=(pl.col("decile") <= 2).sum(),
        persons=pl.col("persons").sum(),
        persons_d1=pl.col("persons").filter(first).sum(),
    )
    return VILLAGE_COUNTS.conform(counts).sort("village_code")


def _decile(welfare: pl.Series) -> pl.Series:
    return pl.Series(1 + np.searchsorted(_DECILES, welfare.to_numpy())).cast(pl.Int64)


def village_traits(villages: pl.DataFrame, *, seed: int, index: pl.DataFrame | None = None) -> pl.DataFrame:
    """What drives the invented people of each village.

    Returns  code, size (weight), hardship (about -1.5..1.5; more is poorer): a village's own part, its kecamatan's
             part, a weak part of a low index, and less for kelurahan
    """
    table = villages.select("code", "kecamatan_code", "kind").sort("code")
    rng, count = chance(seed, "onto villages"), table.height
    ward = (table["kind"] == "kelurahan").to_numpy()
    # sizes between about a third and three times the middle one, as desa of one district are; kelurahan larger
    size = (0.35 + rng.random(count) + rng.random(count) * rng.random(count)) * np.where(ward, 1.9, 1.0)
    own, around = 0.42 * bell(rng, count), 0.25 * _of_kecamatan(rng, table["kecamatan_code"])
    hardship = own + around + 0.15 * _low_index(table["code"], index) - 0.3 * ward + 0.08
    return pl.DataFrame({"code": table["code"], "size": size, "hardship": np.round(hardship, 6)})


def _of_kecamatan(rng: np.random.Generator, codes: pl.Series) -> Reals:
    places = codes.rank("dense").to_numpy().astype(np.int64) - 1
    drawn = bell(rng, int(places.max(initial=0)) + 1)
    return np.asarray(drawn[places], dtype=np.float64)


def _low_index(codes: pl.Series, index: pl.DataFrame | None) -> Reals:
    """How far below the district's mean the index stands, in standard deviations; 0 where there is none."""
    if index is None or index.height < 2:
        return np.zeros(len(codes))
    scores = codes.to_frame("village_code").join(index, on="village_code", how="left", maintain_order="left")
    mean, spread = pl.col("score").mean(), pl.col("score").std()
    below = scores.select(((mean - pl.col("score")) / spread).fill_nan(0.0).fill_null(0.0))
    return np.asarray(below.to_series().to_numpy(), dtype=np.float64)


def _numbered(seed: int, members: pl.DataFrame) -> pl.DataFrame:
    """Members with name, NIK, KK and the decile of their family."""
    female, birth = members["female"].to_numpy(), members["birth"].to_numpy()
    region = _region(members["village_code"])
    nik = make_nik(region, birth, female)
    heads = members.select("family_id", region=pl.Series(region)).unique("family_id", keep="first", maintain_order=True)
    issued = _ISSUED + chance(seed, "onto cards").integers(0, LAST - _ISSUED, heads.height)
    cards = heads.select("family_id", kk=as_text(make_kk(heads["region"].to_numpy(), issued, nik)))
    return members.with_columns(
        nik=as_text(nik),
        name=make_names(seed, female, (LAST - birth) / _YEAR),
        decile=_decile(members["welfare"]),
        source_row=pl.int_range(2, members.height + 2, dtype=pl.Int64),
    ).join(cards, on="family_id", maintain_order="left")


def _region(codes: pl.Series) -> Ints:
    """A kecamatan of the invented region for each village, six digits from 339901."""
    numbers: Ints = codes.rank("dense").to_numpy().astype(np.int64)
    return _REGION + 1 + numbers % _KECAMATAN


def _families(people: pl.DataFrame) -> pl.DataFrame:
    head = (pl.col("relation") == 1).arg_max()
    table = people.group_by("family_id", maintain_order=True).agg(
        pl.col("kk", "village_code", "decile").first(),
        head_name=pl.col("name").get(head),
        head_nik=pl.col("nik").get(head),
        member_count=pl.len(),
    )
    rows = pl.int_range(2, pl.len() + 2, dtype=pl.Int64)
    return FAMILIES.conform(table.with_columns(**_source("KELUARGA"), family_key="kk", source_row=rows))


def _persons(people: pl.DataFrame) -> pl.DataFrame:
    return PERSONS.conform(
        people.with_columns(
            **_source("INDIVIDU"),
            relation=pl.col("relation").cast(pl.String),
            marital=pl.col("marital").cast(pl.String),
            family_key="kk",
            nik_state=pl.lit("sah"),
            name_given="name",
            birth_date=pl.col("birth").cast(pl.Int32).cast(pl.Date),
            sex=pl.when("female").then(pl.lit("P")).otherwise(pl.lit("L")),
            deceased_hint=pl.lit(False),
            decile=pl.lit(None, dtype=pl.Int64),
        )
    )


def _source(sheet: str) -> dict[str, pl.Expr]:
    return {"file": pl.lit(FILE), "sheet": pl.lit(sheet)}
