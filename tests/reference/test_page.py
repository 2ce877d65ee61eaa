"""docs/kasus-nyata.md says what the five districts give now: every figure is computed again."""

from pathlib import Path

import pytest

from sanding.targeting.methods import METHODS
from scripts.reference_cases import CASES
from scripts.reference_figures import Run, of_draws, of_method, run_case
from scripts.reference_run import PAGE, VERSIONS, page
from tests.reference.conftest import Districts

pytestmark = pytest.mark.reference


@pytest.fixture(scope="module")
def runs(reference: Path, districts: Districts) -> list[Run]:
    return [run_case(reference, case, districts.parameters) for case in CASES]


def lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if not line.startswith(VERSIONS)]


def test_the_page_is_what_the_districts_give(runs: list[Run]) -> None:
    now, written = lines(page(runs)), lines(PAGE.read_text(encoding="utf-8"))
    stale = [(old, new) for old, new in zip(written, now, strict=False) if old != new]
    assert not stale and len(now) == len(written), f"run python -m scripts.reference_run; first: {stale[:1]}"


def test_pemalangs_method_picks_big_villages_and_the_share_does_not(runs: list[Run]) -> None:
    for run in runs:
        mean = run.lists["pemalang"]["families"].mean()
        own, share, count = (of_method(run, method) for method in ("pemalang", "share", "count"))
        assert own["families"] > 1.15 * mean and share["families"] < own["families"]
        assert own["reached"] > share["reached"] and own["share"] < share["share"]
        assert count["shared"] > 0.85 * run.district.case.quota
        assert of_method(run, "pemalang")["shared"] == run.district.case.quota
        assert all(len(run.chosen(method)) == run.district.case.quota for method in METHODS)


def test_the_last_places_are_never_firm(runs: list[Run]) -> None:
    for run in runs:
        for method in run.draws:
            one, quota = of_draws(run, method), run.district.case.quota
            assert one["pasti"] + one["batas"] + one["tidak"] == run.district.villages.height
            assert one["band"][0] <= quota < one["band"][1]
            assert one["unsure_inside"] > 0


def test_one_ban_moves_one_village_more_once_one_per_cent_may_be_given_up(runs: list[Run]) -> None:
    for run in runs:
        for change, answers in run.changes.items():
            moves = [len(one.moves) for one in answers]
            assert moves == sorted(moves, reverse=True)
            assert all(one.proven and one.given_up <= one.loss * abs(one.best_worth) + 1e-9 for one in answers)
            if change == "one pair banned":
                assert [(one.loss, len(one.moves), one.forced) for one in answers[1:2]] == [(0.01, 2, 1)]
