"""Every pair has additive reasons; who is left over and what changed is always shown."""

from dataclasses import replace

import polars as pl
import pytest

from sanding.errors import InputFault
from sanding.pairing.assign import Pairing, assign_agencies
from sanding.pairing.explain import REASONS, compare_with_past, explain_pair, overload_parts, pair_values
from sanding.pairing.goals import Goal, Stage
from sanding.pairing.problem import build_problem
from sanding.pairing.solve import Answer
from sanding.pairing.staged import StagedModel
from tests.sanding.pairing import invented


def pairing(seed: int = 1, units: int = 4, villages: int = 9) -> Pairing:
    return assign_agencies(invented.problem(units, villages, seed))


def crowded(seed: int) -> Pairing:
    """Shares so small that agencies carry too much."""
    made = invented.problem(4, 9, seed)
    return assign_agencies(replace(made, fair_share=made.fair_share // 3))


def test_overload_is_shared_out_by_load_to_the_last_hundredth() -> None:
    found = crowded(1)
    bearing = [(a, int(beyond)) for a, beyond in enumerate(found.overload()) if beyond]
    assert bearing
    parts = overload_parts(found)
    for agency, beyond in bearing:
        mine = found.agency_of == agency
        exact = beyond * 10 * found.problem.load[mine] / found.problem.load[mine].sum()
        assert parts[mine].sum() == beyond * 10
        assert abs(parts[mine] - exact).max() < 1
    texts = [one.text for v in found.problem.village_codes for one in explain_pair(found, v)]
    assert any("; lebih " in text for text in texts)


@pytest.mark.parametrize("seed", range(6))
def test_reasons_sum_to_the_value_and_values_to_the_stages(seed: int) -> None:
    found = crowded(seed) if seed % 2 else pairing(seed)
    values = pair_values(found)
    by_goal = {stage.goal: stage.value for stage in found.stages}
    price = found.problem.parameters.overload_points
    for row in values.iter_rows(named=True):
        reasons = explain_pair(found, row["village_code"])
        assert round(sum(reason.value or 0 for reason in reasons), 2) == pytest.approx(row["value"])
    assert values["value"].sum() == pytest.approx(by_goal["worth"] - price * by_goal["overload"], abs=0.01)
    assert -values["Beban lebih"].sum() == pytest.approx(price * found.overload().sum())


def test_reasons_stand_in_a_fixed_order_with_words_and_unit() -> None:
    found = pairing()
    village = found.problem.villages.filter(pl.col("kind") == "desa")["village_code"][0]
    reasons = explain_pair(found, village)
    assert tuple(reason.name for reason in reasons) == REASONS
    assert {reason.unit for reason in reasons} == {"angka"}
    assert "dari kenaikan indeks yang mungkin" in reasons[0].text
    assert "km jalan (perkiraan: garis lurus × 1,4)" in reasons[1].text
    assert "bagian adil" in reasons[2].text


def test_a_kelurahan_without_sheet_and_an_unknown_seat_are_said() -> None:
    found = assign_agencies(invented.problem(1, 9, 1, lon=[None], max_villages=[20]))
    texts = [one.text for v in found.problem.village_codes for one in explain_pair(found, v)]
    assert any(text.startswith("Lembar indikator desa ini tidak ada") for text in texts)
    assert sum(text.startswith("Letak kantor atau desa belum diketahui") for text in texts) == 9


def test_what_changed_against_last_year_is_named() -> None:
    found = pairing()
    now = dict(found.pairs().select("village_code", "agency_code").iter_rows())
    first, second, third, *_ = now
    other = next(code for code in found.problem.agency_codes if code != now[second])
    rows = [(2026, now[first], first), (2026, other, second), (2026, "U01", "3399992001"), (2025, "U01", third)]
    past = pl.DataFrame(rows, schema=["year", "agency_code", "village_code"], orient="row")
    changes = dict(compare_with_past(found, past).select("village_code", "change").iter_rows())
    assert changes[first] == "tetap"
    assert changes[second] == "berganti"
    assert changes[third] == "baru"
    assert changes["3399992001"] == "tidak lagi prioritas"


def test_a_village_everyone_is_banned_from_stays_open_to_see() -> None:
    free = invented.problem(2, 4, 1)
    village = free.village_codes[0]
    found = assign_agencies(invented.problem(2, 4, 1, bans=tuple((a, village) for a in free.agency_codes)))
    assert found.villages_without() == [village]
    assert village not in found.pairs()["village_code"]
    assert found.broken_rules()[0].village == village
    past = pl.DataFrame({"year": [2026], "agency_code": ["U01"], "village_code": [village]})
    assert compare_with_past(found, past).row(0)[-1] == "tanpa pendamping"
    with pytest.raises(InputFault, match="tidak mempunyai pendamping"):
        explain_pair(found, village)


def test_locks_and_bans_always_hold() -> None:
    free = invented.problem(4, 9, 3)
    lock, ban = ("U03", free.village_codes[0]), ("U01", free.village_codes[1])
    leads = dict(
        assign_agencies(invented.problem(4, 9, 3, locks=(lock,), bans=(ban,)))
        .pairs().select("village_code", "agency_code").iter_rows()
    )  # fmt: skip
    assert leads[lock[1]] == "U03"
    assert leads[ban[1]] != "U01"


def test_the_order_of_agencies_does_not_change_the_pairs() -> None:
    places, listed = invented.listing(9, 4)
    units, sheet = invented.agencies(4, seed=4, competences=[""] * 4), invented.needs(places, 4)
    past = invented.past_pairs([], 4, 4)

    def solved(agencies: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
        made = build_problem(
            places, rows, sheet, agencies, past, on=invented.STARTS,
            parameters=invented.settings(distance_points=0.0),
        )  # fmt: skip
        return assign_agencies(made).pairs()

    assert solved(units, listed).equals(solved(units.reverse(), listed.reverse()))


def test_the_status_says_proof_or_gap_in_words() -> None:
    found = pairing()
    assert found.proven
    assert found.status == "Terbukti terbaik pada semua tahap."
    late = Stage("worth", "Keserasian: tugas", 90.0, 99.0, "angka", proven=False, seconds=1)
    tie = Stage("tie", "Pemutus seri tetap", 1.0, 0.0, "bilangan", proven=False, seconds=1)
    cut = Pairing(found.problem, found.agency_of, (*found.stages[:3], late, tie), (), None)
    assert cut.status == (
        "Terbaik yang ditemukan sampai batas waktu; belum terbukti pada keserasian (celah 10,00%), "
        "pemutus seri tetap (mungkin ada penugasan lain yang setara)."
    )


def test_the_runner_up_is_never_worth_more() -> None:
    found = pairing(2)
    assert found.runner_up is not None
    assert found.runner_up <= found.stages[3].value


def test_no_time_at_all_still_gives_an_honest_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sanding.pairing.staged._LEAST_TIME", 0.0)
    found = assign_agencies(invented.problem(4, 9, 1), time_limit=0.0)
    assert [stage.goal for stage in found.stages] == ["coverage", "counts", "overload", "worth", "tie"]
    assert found.stages[0].value == len(found.villages_without())
    if not found.proven:
        assert "belum terbukti" in found.status


def test_a_better_pairing_met_on_the_way_is_taken_where_time_cut_the_goal_short(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    whole = pairing(2)
    solve, cut = StagedModel._solve, []

    def short_of_time(model: StagedModel, goal: Goal) -> Answer:
        if goal == "worth" and not cut:
            cut.append(goal)
            return Answer(None, float("nan"), float("inf"), "time limit")
        return solve(model, goal)

    monkeypatch.setattr(StagedModel, "_settle_by_shares", lambda model: False)
    monkeypatch.setattr(StagedModel, "_solve", short_of_time)
    found = pairing(2)
    assert found.agency_of.tolist() == whole.agency_of.tolist()
    assert found.runner_up is None
    assert not found.proven
    assert "keserasian (celah belum diketahui)" in found.status
