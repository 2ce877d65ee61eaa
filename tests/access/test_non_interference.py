"""What lies outside a scope does not show inside it: every page of a local role is the same bytes when it changes.

This finds a queryset without scope and a count over all villages whatever the page looks like. A page that rightly
speaks of the whole district says so in its row (``district_wide``).
"""

from tests.access.checks import disturbed_pages, pages_of, views_of_the_site
from tests.access.disturbing import WORD, disturbed, small_counts
from tests.access.matrix import LOCAL, ROWS
from tests.access.world import World

VIEWS = views_of_the_site()
READ_AT_LEAST = 0.5
"""Share of a role's addresses that answer with a page: the others are of the whole district and answer 404."""


def test_pages_do_not_change_with_what_lies_outside_the_scope(world: World) -> None:
    wide = {name for name, row in ROWS.items() if row.district_wide}
    leaks, changed = [], set()
    for role in LOCAL:
        before = pages_of(world, VIEWS, ROWS, role)
        with disturbed(world, role):
            after = pages_of(world, VIEWS, ROWS, role)
        leaks += [
            f"{name} names a place outside to {role}"
            for name, (_, page) in after.items()
            if WORD.encode() in page and name not in wide
        ]
        leaks += [f"{name} changes for {role}" for name in disturbed_pages(before, after) if name not in wide]
        changed |= set(disturbed_pages(before, after))
        assert sum(status == 200 for status, _ in before.values()) >= READ_AT_LEAST * len(before), role
    assert not leaks
    assert wide <= changed, "these pages do not change: drop district_wide from their rows"


def test_small_counts_of_other_places_show_nowhere_not_even_on_pages_of_the_whole_district(world: World) -> None:
    with small_counts(world, "companion", 2):
        before = pages_of(world, VIEWS, ROWS, "companion")
    with small_counts(world, "companion", 3):
        after = pages_of(world, VIEWS, ROWS, "companion")
    assert disturbed_pages(before, after) == []
