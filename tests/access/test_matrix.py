"""Every URL × every role: who may open what, in and out of scope. A URL without a row fails and says what to add."""

import pytest

from tests.access.checks import (
    nameless,
    restricted,
    told_apart,
    views_of_the_site,
    without_outside,
    without_row,
    wrong_answers,
)
from tests.access.matrix import ROWS
from tests.access.world import World

VIEWS = views_of_the_site()
PARTS = 4
REACHED_AT_LEAST = 0.9


def _part(number: int) -> list[str]:
    """Every fourth address: each part builds its world once."""
    return restricted(VIEWS)[number::PARTS]


def test_every_url_has_a_row() -> None:
    assert not without_row(VIEWS, ROWS)


def test_no_row_without_a_url() -> None:
    assert not sorted(set(ROWS) - set(VIEWS))


def test_every_view_names_its_audience_and_whether_it_writes() -> None:
    assert not nameless(VIEWS)


def test_every_address_of_an_object_has_one_out_of_scope_or_says_why_not() -> None:
    assert not without_outside(ROWS)


def test_nearly_every_row_reaches_an_object_that_is_there() -> None:
    missed = sorted(name for name in restricted(VIEWS) if not ROWS[name].reaches)
    assert len(missed) <= (1 - REACHED_AT_LEAST) * len(restricted(VIEWS)), missed


@pytest.mark.parametrize("part", range(PARTS))
def test_only_the_roles_with_the_right_come_in(world: World, part: int) -> None:
    assert not wrong_answers(world, VIEWS, ROWS, _part(part))


def test_out_of_scope_and_unknown_are_the_same_bytes_from_as_many_queries(world: World) -> None:
    assert not told_apart(world, VIEWS, ROWS, sorted(ROWS))
