"""Pairs joined into groups, the strongest first; what was judged to be different people never meets in one group."""

from collections.abc import Sequence

import polars as pl

from sanding.matching.tables import CLUSTERS


def clusters_of(pairs: pl.DataFrame, never: Sequence[tuple[str, str]] = ()) -> pl.DataFrame:
    """CLUSTERS from pairs (left_id, right_id, weight) of one list; records in no pair are left out.

    >>> pairs = pl.DataFrame({"left_id": ["a", "b"], "right_id": ["b", "c"], "weight": [9.0, 5.0]})
    >>> clusters_of(pairs, never=[("a", "c")])["cluster"].to_list()
    ['a', 'a', 'c']
    """
    home: dict[str, str] = {}
    members: dict[str, set[str]] = {}
    apart: dict[str, set[str]] = {}
    for one, other in never:
        apart.setdefault(one, set()).add(other)
        apart.setdefault(other, set()).add(one)
    ordered = pairs.with_columns(pl.col("weight").round(6)).sort(
        "weight", "left_id", "right_id", descending=[True, False, False]
    )
    for one, other in ordered.select("left_id", "right_id").iter_rows():
        for each in (one, other):
            if each not in home:
                home[each], members[each] = each, {each}
        a, b = home[one], home[other]
        if a == b or any(apart.get(each, set()) & members[b] for each in members[a]):
            continue
        a, b = min(a, b), max(a, b)
        for each in members[b]:
            home[each] = a
        members[a] |= members.pop(b)
    rows = [(cluster, each, len(group)) for cluster, group in members.items() for each in group]
    frame = pl.DataFrame(rows, schema=["cluster", "record_id", "size"], orient="row")
    return CLUSTERS.conform(frame).sort("cluster", "record_id")
