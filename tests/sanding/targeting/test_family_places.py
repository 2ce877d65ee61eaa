"""A family's place is its own, else one member's; never put together from two people."""

import polars as pl
import pytest

from sanding.targeting.family_places import with_places
from tests.sanding.targeting import people

FAMILIES = people.families(
    {"family_key": "own", "dusun": "KRAJAN"},
    {"family_key": "head"},
    {"family_key": "member"},
    {"family_key": "dead"},
    {"family_key": "nobody"},
)
PERSONS = people.persons(
    {"family_key": "own", "relation": "1", "dusun": "WETAN", "rt": "003"},
    {"family_key": "head", "relation": "3", "dusun": "A", "rt": "001", "rw": "001"},
    {"family_key": "head", "relation": "1", "rt": "002"},
    {"family_key": "member", "relation": "1"},
    {"family_key": "member", "relation": "2", "dusun": "KULON", "rt": "004", "rw": "002"},
    {"family_key": "dead", "relation": "1", "dusun": "LOR", "deceased_hint": True},
)


@pytest.mark.parametrize("persons", [PERSONS, PERSONS.reverse()])
def test_the_place_comes_whole_from_one_row(persons: pl.DataFrame) -> None:
    found = with_places(FAMILIES, persons)
    assert found.columns == FAMILIES.columns
    assert found.select("family_key", "dusun", "rt", "rw").rows() == [
        ("own", "KRAJAN", None, None),
        ("head", None, "002", None),
        ("member", "KULON", "004", "002"),
        ("dead", None, None, None),
        ("nobody", None, None, None),
    ]
