"""A made-up kabupaten whose truth is known: everything follows from a seed and a number of persons."""

from dataclasses import dataclass
from typing import Any

import polars as pl

from sanding.synthetic.agencies import PRIORITY, make_agencies, make_pairs
from sanding.synthetic.events import make_truth
from sanding.synthetic.families import make_families
from sanding.synthetic.index import make_index
from sanding.synthetic.places import make_places
from sanding.synthetic.traits import with_traits


@dataclass(frozen=True)
class District:
    """Kabupaten Sumbersari: declared tables for the steps, and the truth behind them.

    villages (VILLAGES, with one code no longer in force), kecamatan, former_names, boundaries (GeoJSON),
    village_index (VILLAGE_INDEX), village_needs (VILLAGE_NEEDS), index_sheet and index_dimensions (the files' rows),
    agencies (AGENCIES), pairs (PAIRS of last year), priority (codes of the 54 hardest villages, hardest first),
    persons, families, events (truth; days are days since 1970).
    """

    seed: int
    size: int
    villages: pl.DataFrame
    kecamatan: pl.DataFrame
    former_names: pl.DataFrame
    boundaries: dict[str, Any]
    village_index: pl.DataFrame
    village_needs: pl.DataFrame
    index_sheet: pl.DataFrame
    index_dimensions: pl.DataFrame
    agencies: pl.DataFrame
    pairs: pl.DataFrame
    priority: tuple[str, ...]
    persons: pl.DataFrame
    families: pl.DataFrame
    events: pl.DataFrame


def make_district(seed: int, persons: int) -> District:
    """The district of ``seed`` with exactly ``persons`` people who lived there at some time from 2020 to 2026.

    The same seed and size give the same bytes on every machine. 10,000 suit tests, 60,000 the demo.
    """
    places = make_places(seed)
    index = make_index(seed, places)
    agencies = make_agencies(seed, places.seat)
    by_hardship = places.traits.sort("hardship", descending=True)["code"].to_list()
    priority, others = by_hardship[:PRIORITY], by_hardship[PRIORITY:]
    families, members = make_families(seed, persons, places.traits)
    truth = make_truth(seed, places, families, members)
    people, homes = with_traits(seed, truth.persons, truth.families)
    return District(
        seed=seed,
        size=persons,
        villages=places.villages,
        kecamatan=places.kecamatan,
        former_names=places.former_names,
        boundaries=places.boundaries,
        village_index=index.index,
        village_needs=index.needs,
        index_sheet=index.sheet,
        index_dimensions=index.dimensions,
        agencies=agencies,
        pairs=make_pairs(seed, agencies, priority, others),
        priority=tuple(priority),
        persons=people,
        families=homes,
        events=truth.events,
    )
