"""Properties of a linkage that hold whatever the data: order, sides, one to one, placeholders, judgements."""

import random

import polars as pl
import pytest

from sanding.matching.calibrate import Calibration, calibration_table
from sanding.matching.clusters import clusters_of
from sanding.matching.dedupe import dedupe
from sanding.matching.explain import explain_pair, reasons_of
from sanding.matching.link import link
from sanding.matching.registers import duplicates_spec, persons_spec
from sanding.matching.tables import CLUSTERS, LINKS

COLUMNS = ("record_id", "nik", "name", "birth_date", "sex", "village_code", "family_key")
NAMES = ("SUTRISNO", "SOETRISNO", "SITI AMINAH", "ST. AMINAH", "BUDI SANTOSO", "BUDI", "RATNA DEWI", "RATNA", "KARSO")
NUMBERS = (
    "3399010503700001",
    "3399014107900002",
    "3399010101800003",
    "0",
    "-",
    None,
    "9" * 16,
    "03399" + "01200100001",
)


def people(seed: int, count: int, letter: str) -> pl.DataFrame:
    """A small crowd with many namesakes, shared and empty numbers, so that every rule is met."""
    rng = random.Random(seed)
    rows = [
        (f"{letter}{at}", rng.choice(NUMBERS), rng.choice(NAMES), f"19{rng.randint(60, 64)}-0{rng.randint(1, 3)}-05",
         rng.choice("LP"), f"339901200{rng.randint(1, 3)}", f"K{rng.randint(1, count // 3)}")
        for at in range(count)
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=dict.fromkeys(COLUMNS, pl.String), orient="row")


@pytest.fixture(scope="module", params=[1, 2])
def crowd(request: pytest.FixtureRequest) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    left, right = people(request.param, 60, "l"), people(request.param + 50, 60, "r")
    return left, right, link(left, right, persons_spec()).links


Crowd = tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]


def test_the_same_rows_in_another_order_give_the_same_links(crowd: Crowd) -> None:
    left, right, links = crowd
    LINKS.check(links)
    again = link(left.sample(fraction=1, shuffle=True, seed=3), right.reverse(), persons_spec()).links
    same = ["left_id", "right_id", "state", "method", "evidence"]
    assert again.select(same).equals(links.select(same))
    assert (again["weight"] - links["weight"]).abs().max() < 1e-9


def test_sides_changed_over_give_the_same_pairs(crowd: Crowd) -> None:
    left, right, links = crowd
    turned = link(right, left, persons_spec().mirrored()).links
    told = {(row[1], row[0], row[2]) for row in turned.select("left_id", "right_id", "state").iter_rows()}
    assert told == set(links.select("left_id", "right_id", "state").iter_rows())


def test_nobody_is_linked_twice(crowd: Crowd) -> None:
    same = crowd[2].filter(pl.col("state") == "padan")
    assert same.height > 0
    assert same["left_id"].is_unique().all() and same["right_id"].is_unique().all()


@pytest.mark.parametrize("number", ["0", "-", "", "9" * 16, "0" * 16, "03399" + "01200100001", "xxxx0001"])
def test_two_people_are_never_merged_on_a_placeholder(number: str) -> None:
    """DQ, IMP-09: NIK 0, blank, temporary or one digit sixteen times is no number."""
    left = pl.DataFrame(
        [("a", number, "SUTRISNO", "1970-03-05", "L", "3399012001", "K1")], schema=COLUMNS, orient="row"
    )
    right = pl.DataFrame(
        [("b", number, "RUKMINI", "1985-11-02", "P", "3399012002", "K9")], schema=COLUMNS, orient="row"
    )
    assert link(left, right, persons_spec()).links.is_empty()
    both = pl.concat([left, right])
    assert dedupe(both, duplicates_spec()).clusters.is_empty()


def test_an_equal_nik_with_another_name_links_nobody() -> None:
    row = ("3399010503700001", "SUTRISNO", "1970-03-05", "L", "3399012001", "K1")
    left = pl.DataFrame([("a", *row)], schema=COLUMNS, orient="row")
    right = pl.DataFrame([("b", row[0], "WAGIMIN", *row[2:])], schema=COLUMNS, orient="row")
    found = link(left, right, persons_spec()).links
    assert found["state"].to_list() == ["bertentangan"]


def test_what_a_clerk_decided_stands_whatever_the_data_say(crowd: Crowd) -> None:
    left, right, links = crowd
    was = links.filter(pl.col("state") == "padan").row(0, named=True)
    free = next(one for one in right["record_id"] if one != was["right_id"])
    judged = pl.DataFrame({"left_id": [was["left_id"]] * 2, "right_id": [was["right_id"], free], "same": [False, True]})
    found = link(left, right, persons_spec(), judged=judged).links
    of_person = found.filter(pl.col("left_id") == was["left_id"], pl.col("state") == "padan")
    assert of_person.select("right_id", "method").rows() == [(free, "keputusan")]
    assert found.filter(pl.col("left_id") == was["left_id"], pl.col("right_id") == was["right_id"]).is_empty()


def test_groups_of_duplicates_keep_apart_what_was_judged_apart() -> None:
    crowd = people(7, 60, "d").with_columns(nik=pl.lit(None, dtype=pl.String), birth_date=pl.lit("1970-03-05"))
    free = dedupe(crowd, duplicates_spec())
    CLUSTERS.check(free.clusters)
    group = free.clusters.filter(pl.col("size") > 2)["cluster"].first()
    members = free.clusters.filter(pl.col("cluster") == group)["record_id"].to_list()
    kept = dedupe(crowd, duplicates_spec(), never=[(members[0], members[1])])
    home = dict(kept.clusters.select("record_id", "cluster").iter_rows())
    assert home[members[0]] != home[members[1]]
    told = kept.pairs.filter(pl.col("state") == "padan").select("left_id", "right_id").iter_rows()
    assert all(home[one] == home[other] for one, other in told)
    assert clusters_of(LINKS.empty()).is_empty()


def test_a_score_is_told_in_words_without_quoting_anybody() -> None:
    names = {"nik": None, "birth_date": "1970-03-05", "sex": "L", "village_code": "3399012001", "family_key": "K"}
    reasons = explain_pair(
        {"name": "SUTRISNO", **names}, {"name": "SOETRISMO", **names}, persons_spec(left_id="", right_id="")
    )
    told = {one.comparison: one for one in reasons}
    assert told["nama"].words == "nama hampir sama: satu huruf berbeda" and told["nama"].bits > 0
    assert told["nik"].level == "" and "kosong" in str(told["nik"])
    assert "mendukung" in str(told["lahir"]) and not any("TRIS" in str(one) for one in reasons)
    assert sum(one.bits for one in reasons_of("nik=lain nama=lain", persons_spec())) < 0


def test_the_score_is_bent_by_reviewed_pairs_and_only_by_enough_of_them() -> None:
    rng = random.Random(5)
    weights = [rng.uniform(-8, 8) for _ in range(4000)]
    same = [rng.random() < 1 / (1 + 2 ** -(0.5 * one + 2)) for one in weights]
    fitted = Calibration.fit(weights, same)
    assert fitted.slope == pytest.approx(0.5, abs=0.07) and fitted.shift == pytest.approx(2, abs=0.2)
    assert not Calibration.fit(weights[:30], same[:30]).fitted and not Calibration.fit(weights, [True] * 4000).fitted
    scores = pl.DataFrame({"weight": weights}).select(fitted.apply(pl.col("weight"))).to_series()
    table = calibration_table(scores.to_list(), same)
    assert table["pairs"].sum() == 4000
    off = (table["foretold"] - table["observed"]).abs()
    assert off.max() < 0.1
