"""What a pair is worth comes from the tables: tasks, distance, last year's companion, fair shares."""

from datetime import date

import numpy as np
import polars as pl
import pytest

from sanding.errors import InputFault
from sanding.pairing.distance import road_distance, straight_line
from sanding.pairing.fit import competence_fit
from sanding.pairing.problem import build_problem, fair_shares
from sanding.pairing.tables import PAIRS
from sanding.registry.tables import VILLAGE_NEEDS
from tests.sanding.pairing import invented

A, B = "3399012002", "3399012003"


def needs(*rows: tuple[str, str, float, str]) -> pl.DataFrame:
    """(village, indicator, gain, actor)."""
    names = ["village_code", "indicator", "gain", "actor"]
    frame = pl.DataFrame(rows, schema=names, orient="row").with_columns(dimension=pl.lit("IKS"), score=pl.lit(1))
    return VILLAGE_NEEDS.conform(frame)


def test_fit_is_the_share_of_the_gain_that_is_the_agencys_task() -> None:
    units = invented.agencies(3, competences=["DINKES", "dinkes; PU", ""])
    sheet = needs((A, "dokter", 0.03, "DINKES"), (A, "jalan", 0.01, "PU"), (B, "bank", 0.02, "OJK"))
    fit, known = competence_fit(units, [A, B], sheet)
    assert np.allclose(fit, [[0.75, 0], [1.0, 0], [0, 0]])
    assert known.tolist() == [True, True]


def test_an_indicator_with_several_actors_counts_once() -> None:
    units = invented.agencies(2, competences=["PU", "DLH"])
    sheet = needs((A, "air minum", 0.02, "PU/DLH"), (A, "air minum", 0.02, "DINKES"), (A, "sampah", 0.02, "DLH"))
    fit, _ = competence_fit(units, [A], sheet)
    assert np.allclose(fit, [[0.5], [1.0]])


def test_a_village_without_sheet_fits_nobody_and_is_marked() -> None:
    fit, known = competence_fit(invented.agencies(2), [B], needs((A, "dokter", 0.03, "DINKES")))
    assert not fit.any()
    assert known.tolist() == [False]


def test_a_degree_of_latitude_is_111_kilometres() -> None:
    assert float(straight_line(109, -7, 109, -8)) == pytest.approx(111.19, abs=0.01)


def test_an_unknown_place_stands_at_the_median_and_is_marked() -> None:
    here = pl.DataFrame({"lon": [109.5, None], "lat": [-7.0, None]}, schema={"lon": pl.Float64, "lat": pl.Float64})
    there = pl.DataFrame({"lon": [109.5, 109.5, 109.5], "lat": [-7.0, -7.1, -7.2]})
    distance, known = road_distance(here, there, factor=1.5)
    assert known.tolist() == [[True] * 3, [False] * 3]
    assert distance[0].tolist() == [0.0, 16.7, 33.4]
    assert distance[1].tolist() == [16.7] * 3
    nowhere, _ = road_distance(here[1:], there, factor=1.5)
    assert nowhere.tolist() == [[0.0] * 3]


def test_fair_shares_follow_staff_with_a_floor_and_a_margin() -> None:
    shares = fair_shares(np.array([300, 300]), np.array([4, 10, 40]), invented.settings())
    assert shares.tolist() == [115, 115, 460]  # 600 by 10 : 10 : 40, each 15 per cent more


def test_the_last_year_paired_before_the_start_counts_as_continued() -> None:
    places, listed = invented.listing(3, 1)
    codes = listed.filter("priority")["village_code"].sort().to_list()
    rows = [(2024, "U01", codes[0]), (2026, "U02", codes[0]), (2025, "U03", codes[1]), (2027, "U01", codes[2])]
    past = pl.DataFrame(rows, schema=PAIRS.schema(), orient="row")
    problem = build_problem(
        places, listed, needs((A, "x", 0.1, "PU")), invented.agencies(3), past,
        on=invented.STARTS, parameters=invented.settings(),
    )  # fmt: skip
    found = {(problem.agency_codes[a], problem.village_codes[v]) for a, v in zip(*np.nonzero(problem.continued))}  # noqa: B905
    assert found == {("U02", codes[0]), ("U03", codes[1])}
    assert problem.continuity_points.sum() == 2 * 1500


def test_points_are_fit_minus_distance_plus_continuity() -> None:
    problem = invented.problem(3, 5, 2)
    expected = problem.fit * 100 - problem.distance * 0.5 + problem.continued * 15
    assert np.abs(problem.points / 100 - expected).max() <= 0.01 + 1e-9


def test_only_agencies_in_force_take_part() -> None:
    problem = invented.problem(
        3, 4, 1, valid_from=[None, date(2027, 6, 1), date(2020, 1, 1)], valid_to=[None, None, date(2027, 1, 1)]
    )
    assert problem.agency_codes == ["U01", "U03"]
    with pytest.raises(InputFault, match="belum ada unit"):
        invented.problem(1, 4, 1, valid_to=[date(2026, 12, 31)])


def test_a_sheet_may_set_the_counts_of_an_agency() -> None:
    problem = invented.problem(2, 4, 1, min_villages=[0, None], max_villages=[None, 7])
    assert problem.min_count.tolist() == [0, 1]
    assert problem.max_count.tolist() == [5, 7]


def test_a_lock_on_who_is_not_there_is_refused() -> None:
    with pytest.raises(InputFault, match="U09"):
        invented.problem(2, 4, 1, locks=(("U09", A),))


def test_the_figures_in_force_can_be_recorded_and_replaced() -> None:
    assert invented.settings(staff_floor=3).record()["staff_floor"] == 3
    assert invented.settings().record()["fair_share_margin"] == 0.15


def test_no_priority_village_is_refused() -> None:
    with pytest.raises(InputFault, match="belum ada desa prioritas"):
        invented.problem(2, 0, 1)
