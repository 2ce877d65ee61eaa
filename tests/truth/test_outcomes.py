"""The dead, the moved and the doubled of the invented district are found, and hardly anybody else is called so."""

from pathlib import Path

import polars as pl
import pytest

from sanding.matching.dedupe import dedupe
from sanding.matching.link import link
from sanding.matching.outcomes import outcomes_of
from sanding.matching.registers import duplicates_spec, persons_spec
from tests.truth.registers import civil_list, district_registers, true_pairs

SEED, PERSONS = 204, 8_000
Given = tuple[Path, dict[str, pl.DataFrame]]


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> Given:
    folder = tmp_path_factory.mktemp("district")
    return folder, district_registers(folder, SEED, PERSONS)


def held_to_bounds(told: set[object], true: set[object], *, recall: float, capsys: pytest.CaptureFixture[str]) -> None:
    both = len(told & true)
    with capsys.disabled():
        print(f"\n{len(true)} true, recall {both / len(true):.3f}, precision {both / len(told):.3f}")  # noqa: T201
    assert both / len(true) >= recall and both / len(told) >= 0.98


@pytest.mark.parametrize(("what", "outcome"), [("deaths", "MENINGGAL"), ("moves", "PINDAH")])
def test_who_is_on_a_civil_list_is_found_in_the_register(
    given: Given, what: str, outcome: str, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, registers = given
    listed = civil_list(folder, SEED, what)
    told: set[object] = set()
    true: set[object] = set()
    for name in ("dtsen", "p3ke", "bdt"):
        register = registers[name]
        links = link(register, listed, persons_spec(expected=0.3)).links
        given_lists = (
            {"deaths": listed, "death_links": links} if what == "deaths" else {"moves": listed, "move_links": links}
        )
        found = outcomes_of(register, **given_lists).filter(pl.col("outcome") == outcome)
        assert found["on"].null_count() == 0
        told |= set(found["record_id"])
        true |= set(register.join(listed, on="true_person_id", how="semi").unique("true_person_id")["record_id"])
    held_to_bounds(told, true, recall=0.95, capsys=capsys)


def test_who_stands_in_another_village_by_now_is_found_as_moved(
    given: Given, capsys: pytest.CaptureFixture[str]
) -> None:
    _, registers = given
    old, new = registers["p3ke"], registers["dtsen"]
    found = outcomes_of(old, reply=new, reply_links=link(old, new, persons_spec()).links)
    told = set(found.filter(pl.col("outcome") == "PINDAH")["record_id"])
    places = true_pairs(old, new).join(old.select(left_id="record_id", was="village_code"), on="left_id")
    places = places.join(new.select(right_id="record_id", now="village_code"), on="right_id")
    held_to_bounds(told, set(places.filter(pl.col("was") != pl.col("now"))["left_id"]), recall=0.95, capsys=capsys)


def test_who_stands_twice_in_a_register_is_found(given: Given, capsys: pytest.CaptureFixture[str]) -> None:
    _, registers = given
    told: set[object] = set()
    true: set[object] = set()
    for name in ("dtsen", "p3ke", "bdt"):
        register = registers[name]
        found = dedupe(register, duplicates_spec()).clusters.filter(pl.col("size") > 1)
        told |= set(outcomes_of(register, clusters=found).filter(pl.col("outcome") == "GANDA")["record_id"])
        true |= set(register.filter(pl.len().over("true_person_id") > 1)["record_id"])
    assert len(true) >= 20
    held_to_bounds(told, true, recall=0.90, capsys=capsys)
