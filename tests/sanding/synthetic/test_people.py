"""The invented people fit together: ages and relations, numbers and dates, and what happens to them."""

import polars as pl
import pytest

from sanding.synthetic.chance import chance
from sanding.synthetic.district import District, make_district
from sanding.synthetic.events import NEVER
from sanding.synthetic.vintage import day_number, listed

YEAR = 365.25
DAYS = ("2020-10-01", "2023-02-01", "2026-04-01", "2026-07-01")


def nik_date_agrees() -> pl.Expr:
    born = pl.col("birth").cast(pl.Int32).cast(pl.Date)
    day = born.dt.day().cast(pl.Int64) + pl.when("female").then(40).otherwise(0)
    return pl.col("nik").str.slice(6, 6) == pl.concat_str(day.cast(pl.String).str.zfill(2), born.dt.strftime("%m%y"))


def test_the_stream_of_chance_is_the_same_on_every_machine() -> None:
    assert chance(1, "names").integers(0, 1_000_000, 4).tolist() == [417239, 21435, 754031, 399612]


def test_the_same_seed_gives_the_same_district_and_another_seed_another() -> None:
    one, again, other = (make_district(seed, 800) for seed in (5, 5, 6))
    assert one.persons.equals(again.persons) and one.families.equals(again.families) and one.events.equals(again.events)
    assert not one.persons.equals(other.persons)


@pytest.mark.parametrize("size", [60, 1_000, 3_333])
def test_the_district_has_exactly_as_many_persons_as_asked(size: int) -> None:
    assert make_district(3, size).persons.height == size


def test_every_number_is_unique_and_lies_in_the_invented_region(district: District) -> None:
    persons = district.persons
    twice = persons.filter(pl.col("nik") != pl.col("nik_before"))
    assert twice.height > 100
    numbers = pl.concat([persons["nik"], twice["nik_before"].alias("nik"), district.families["kk"].alias("nik")])
    assert numbers.n_unique() == numbers.len()
    assert numbers.str.contains(r"^3399(0[1-9]|1[0-4])\d{6}\d{4}$").all()
    assert not numbers.str.ends_with("0000").any()


def test_nik_tells_birth_date_and_sex(district: District) -> None:
    assert district.persons.select(nik_date_agrees().all()).item()


def test_no_two_persons_share_name_birth_date_and_sex(district: District) -> None:
    assert district.persons.select("name", "birth", "female").is_unique().all()


@pytest.mark.parametrize("seed", [5, 6])
@pytest.mark.parametrize("day", DAYS)
def test_every_listed_family_has_one_head_of_age_and_at_most_one_spouse_of_the_other_sex(seed: int, day: str) -> None:
    district = make_district(seed, 10_000)
    rows = listed(district, day_number(day), late=300, label=day)
    assert rows["person_id"].is_unique().all()
    families = rows.group_by("at").agg(
        heads=(pl.col("relation") == 1).sum(),
        spouses=(pl.col("relation") == 2).sum(),
        sexes=pl.col("female").filter(pl.col("relation") <= 2).n_unique(),
        rows=pl.len(),
        size=pl.col("size").first(),
        villages=pl.col("village").n_unique(),
        cards=pl.col("card").n_unique(),
    )
    assert (families["heads"] == 1).all() and (families["spouses"] <= 1).all()
    assert (families.filter(pl.col("spouses") == 1)["sexes"] == 2).all()
    assert (families["rows"] == families["size"]).all()
    assert (families["villages"] == 1).all() and (families["cards"] == 1).all()
    heads = rows.filter(pl.col("relation") == 1)
    assert (day_number(day) - heads["birth"] > 17 * YEAR).all()


def test_children_are_at_least_fifteen_years_younger_than_head_and_spouse(district: District) -> None:
    rows = listed(district, day_number(DAYS[-1]), late=300, label="ages")
    parents = rows.filter(pl.col("relation") <= 2).group_by("at").agg(pl.col("birth").max().alias("younger"))
    children = rows.filter(pl.col("relation") == 3).join(parents, on="at")
    assert children.height > 2_000
    assert (children["birth"] - children["younger"] > 15 * YEAR).all()
    old = rows.filter(pl.col("relation") == 6).join(rows.filter(pl.col("relation") == 1), on="at", suffix="_head")
    assert (old["birth_head"] - old["birth"] > 15 * YEAR).all()


def test_codes_fit_ages(district: District) -> None:
    persons = district.persons.with_columns(age=(day_number("2026-10-01") - pl.col("birth")) / YEAR)
    assert persons.filter(pl.col("age") < 15)["works"].is_in(["1"]).sum() == 0
    assert persons.filter(pl.col("age") < 16)["marital"].unique().to_list() == [1]
    assert persons.filter(pl.col("age") >= 5.1)["nutrition"].null_count() == persons.filter(pl.col("age") >= 5.1).height
    assert persons.filter(pl.col("wage").is_not_null())["works"].unique().to_list() == ["1"]


def test_people_die_are_born_move_and_change_welfare(district: District) -> None:
    told = dict(district.events.group_by("kind").len().iter_rows())
    assert set(told) == {"death", "birth", "move", "duplicate", "welfare"}
    assert min(told.values()) > 100
    assert set(district.events["true_person_id"]) <= set(district.persons["person_id"])


def test_the_dead_stay_listed_for_a_while_and_then_leave(district: District) -> None:
    day = day_number("2026-07-01")
    dead = district.persons.filter(pl.col("death") <= day)
    shown = dead.filter(pl.col("person_id").is_in(listed(district, day, late=300, label="late")["person_id"].implode()))
    assert 0 < shown.height < dead.height / 2
    assert (shown["death"] > day - 300).all()
    alive = listed(district, day, late=0, label="prompt").filter(pl.col("death") <= day)
    assert alive.is_empty()
    assert district.persons.filter(pl.col("death") == NEVER).height > 9_000


def test_hard_villages_have_more_families_in_the_first_decile() -> None:
    district = make_district(11, 60_000)
    share = district.families.group_by("village_code").agg(d1=(pl.col("decile_2026") == 1).mean(), families=pl.len())
    assert float(share["d1"].min()) < 0.05 and float(share["d1"].max()) > 0.22  # type: ignore[arg-type]
    assert float(share["families"].max()) > 3 * float(share["families"].min())  # type: ignore[arg-type]
    hard = share.filter(pl.col("village_code").is_in(district.priority))["d1"].mean()
    rest = share.filter(~pl.col("village_code").is_in(district.priority))["d1"].mean()
    assert float(hard) > 1.6 * float(rest)  # type: ignore[arg-type]
