"""Ranking equals a plain reference that counts with dictionaries, on invented districts."""

import math
from statistics import median
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanding.targeting.goalposts import Goalposts
from sanding.targeting.rank import METHODS, Method, kecamatan_ranking, rank_villages
from tests.sanding.targeting import invented


def plain_scores(
    counts: pl.DataFrame, villages: pl.DataFrame, index: pl.DataFrame, method: str, unit: str
) -> dict[str, float | None]:
    """Scores by village code, one village at a time."""
    parameters = invented.parameters()
    score = dict(zip(index["village_code"], index["score"], strict=True))
    rows = {row["village_code"]: row for row in counts.to_dicts()}
    whole, part = ("families", "families_d1") if unit == "keluarga" else ("persons", "persons_d1")
    found: dict[str, float | None] = {}
    for code in villages["code"]:
        near = [value for other, value in score.items() if other[:6] == code[:6]]
        used = score.get(code) or median(near if len(near) >= 3 else list(score.values()))
        row = rows.get(code)
        if row is None or row[whole] == 0:
            found[code] = None
            continue
        share = row[part] / row[whole]
        goal = parameters.count[unit], parameters.share, parameters.index["IDM"]
        needs = [(v - g.low) / (g.high - g.low) for v, g in zip((row[part], share, used), goal, strict=True)]
        weights = [parameters.weights[name] for name in ("count", "share", "index")]
        weighted = sum(w * n for w, n in zip(weights, needs, strict=True)) / sum(weights)
        far = [math.hypot(*(w * max(side(n), 0) for w, n in zip(weights, needs, strict=True))) for side in SIDES]
        answers = {
            "pemalang": row[part] / used,
            "count": row[part],
            "share": share,
            "weighted": weighted,
            "topsis": far[0] / (far[0] + far[1]),
            "quadrant_count": plain_quadrant(needs[0], row[part] >= goal[0].dividing, used, goal[2]),
            "quadrant_share": plain_quadrant(needs[1], share >= goal[1].dividing, used, goal[2]),
        }
        found[code] = round(answers[method], 9)
    return found


SIDES = (lambda need: need, lambda need: 1 - need)


def plain_quadrant(need: float, poor: bool, index: float, posts: Goalposts) -> float:
    """Four steps by two yes-or-no questions; within a step, the mean need squeezed below the next step."""
    weak = index <= posts.dividing
    mean = (need + (index - posts.low) / (posts.high - posts.low)) / 2
    step = {(True, True): 4, (True, False): 3, (False, True): 2, (False, False): 1}[poor, weak]
    return step + 0.5 + mean / (2 + 2 * abs(mean))


@given(
    seed=st.integers(0, 10_000), method=st.sampled_from(sorted(METHODS)), unit=st.sampled_from(["keluarga", "orang"])
)
def test_every_method_ranks_as_the_plain_reference(seed: int, method: Method, unit: Any) -> None:
    places = invented.villages(kecamatan=3, each=4 + seed % 4, kelurahan=seed % 3)
    counts, index = invented.counts(places, seed), invented.index(places, seed)
    counts = counts.filter(pl.int_range(pl.len()) % 7 != seed % 7)
    ranked = rank_villages(counts, places, index, method=method, parameters=invented.parameters(), unit=unit)
    scores = plain_scores(counts, places, index, method, unit)
    expected = sorted((code for code in scores if scores[code] is not None), key=lambda code: (-scores[code], code))
    assert ranked.filter(pl.col("rank").is_not_null())["village_code"].to_list() == expected
    for code, score in ranked.select("village_code", "score").iter_rows():
        assert score == pytest.approx(scores[code])


@given(seed=st.integers(0, 10_000))
def test_kecamatan_counts_are_the_sums_of_their_villages(seed: int) -> None:
    places = invented.villages(kecamatan=5, each=3 + seed % 5)
    counts = invented.counts(places, seed)
    setting = {"method": "pemalang", "parameters": invented.parameters(), "unit": "keluarga"}
    ranked = rank_villages(counts, places, invented.index(places, seed), **setting)
    above = kecamatan_ranking(ranked, "IDM", **setting)
    for row in above.iter_rows(named=True):
        members = counts.filter(pl.col("village_code").str.starts_with(row["kecamatan_code"]))
        assert row["families_d1"] == members["families_d1"].sum()
        assert row["score"] == pytest.approx(row["families_d1"] / row["index_used"], abs=1e-8)
    assert above["rank"].to_list() == list(range(1, 6))
    assert above["score"].is_sorted(descending=True)
