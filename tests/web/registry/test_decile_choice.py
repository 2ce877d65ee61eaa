"""S1.21: priority is on deciles 1 and 2 of each village; the set can be chosen, and hides what is small."""

import pytest
from django.test import Client

from sanding_web.registry.models import VillageCount
from sanding_web.registry.pages.village import chosen_count, in_words
from sanding_web.registry.queries import Counted
from sanding_web.ui.words import Missing

PAGE = "/data/desa/"


def counted(**by_decile: int) -> Counted:
    families = {name.strip("d"): count for name, count in by_decile.items()}
    return Counted(None, VillageCount(by_decile=families))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("deciles", "expected"),
    [([1, 2], 30), ([1, 2, 3], 60), ([3], 30), ([4], 0), ([1, 4], 10)],
)
def test_the_families_of_the_chosen_deciles_are_added(deciles: list[int], expected: int) -> None:
    assert chosen_count(counted(d1=10, d2=20, d3=30), deciles, 5) == expected


def test_a_set_that_holds_a_suppressed_decile_is_suppressed() -> None:
    found = counted(d1=3, d2=20, d3=30)
    assert chosen_count(found, [1, 2], 5) is Missing.SUPPRESSED
    assert chosen_count(found, [3], 5) == 30


def test_a_village_without_counts_has_none() -> None:
    assert chosen_count(Counted(None, None), [1], 5) is None  # type: ignore[arg-type]


def test_deciles_are_said_as_ranges() -> None:
    assert [in_words(one) for one in ([1, 2], [1, 2, 3, 5], [10])] == ["1–2", "1–3, 5", "10"]


def test_the_page_starts_with_the_programmes_deciles_and_takes_others(cast, client_for) -> None:
    client: Client = client_for(cast.siti)
    assert "Desil 1–2" in client.get(PAGE).content.decode()
    chosen = client.get(PAGE, {"desil": ["1", "2", "3", "x", "99"]}).content.decode()
    assert "Desil 1–3" in chosen and 'value="3" checked' in chosen
