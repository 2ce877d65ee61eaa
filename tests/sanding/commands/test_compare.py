"""``sanding compare`` on a finished cycle: every topic in words and in JSON, and nothing of the cycle is changed."""

from pathlib import Path
from typing import Any

import polars as pl
import pytest

from sanding.targeting.methods import METHODS
from tests.sanding.commands.conftest import QUOTA, Answer, Sanding

Cycle = tuple[Path, dict[str, Answer]]
LIMIT = ("--time-limit", 60)


def pairs_of(cycle: Cycle) -> list[dict[str, Any]]:
    return cycle[1]["pair"].json["pairs"]


def test_every_method_stands_beside_the_list_with_its_robustness(cycle: Cycle, sanding: Sanding) -> None:
    asked = ("compare", "metode", "--home", cycle[0], "--draws", 200, "--seed", 5)
    first, again = sanding(*asked, "--json").json, sanding(*asked, "--json").json
    assert first == again and first["seed"] == 5
    assert sum(first["classes"].values()) == len(first["rows"]) == 140
    assert {f"rank_{method}" for method in METHODS} <= set(first["rows"][0])
    assert len(first["correlations"]) == len(METHODS) * (len(METHODS) - 1) // 2
    said = sanding(*asked).out
    assert all(f"\n  {method} " in said for method in METHODS) and "200 undian, benih 5" in said
    kept = pl.read_csv(cycle[0] / "results" / "compare_metode.csv", infer_schema=False)
    assert kept.filter(pl.col("priority") == "true").height == QUOTA
    assert set(kept["class"]) <= {"pasti", "batas", "tidak"}


def test_a_forced_pair_has_its_price_and_alternatives_are_cheapest_first(cycle: Cycle, sanding: Sanding) -> None:
    first = pairs_of(cycle)[0]
    found = sanding("compare", "andai", "--home", cycle[0], "--json", "--village", first["village_code"], *LIMIT).json
    agencies = [row["agency_code"] for row in found["rows"]]
    assert len(agencies) == 5 and first["agency_code"] not in agencies
    forced = sanding(
        "compare", "andai", "--home", cycle[0], "--json", "--pair", f"{agencies[0]}={first['village_code']}", *LIMIT
    ).json["rows"]
    assert forced == [row for row in found["rows"] if row["agency_code"] == agencies[0]]
    assert all(row["proven"] and row["moves"] == len(row["moved"].split(";")) * bool(row["moved"]) for row in forced)
    told = sanding("compare", "andai", "--home", cycle[0], "--village", first["village_code"], *LIMIT).out
    assert "Harga: angka" in told and agencies[0] in told


def test_a_ban_and_a_dissolved_unit_show_loss_against_moves(cycle: Cycle, sanding: Sanding) -> None:
    first = pairs_of(cycle)[0]
    pair = f"{first['agency_code']}={first['village_code']}"
    for change, losses in (("--ban", pair), [0, 0.01, 0.05]), (("--gone", first["agency_code"]), [0, 0.5]):
        asked = ",".join(str(round(100 * one)) for one in losses)
        rows = sanding("compare", "perubahan", "--home", cycle[0], "--json", *change, "--loss", asked, *LIMIT).json
        moves = [row["moves"] for row in rows["rows"]]
        assert [row["loss"] for row in rows["rows"]] == losses
        assert moves == sorted(moves, reverse=True) and moves[-1] >= 1
        assert all(first["village_code"] in row["moved"] and row["forced"] >= 1 for row in rows["rows"])
    said = sanding("compare", "perubahan", "--home", cycle[0], "--ban", pair, "--loss", "5", *LIMIT).out
    assert "Kerugian dibolehkan" in said and "Terpaksa" in said


def test_a_list_made_by_hand_is_held_against_the_best(cycle: Cycle, sanding: Sanding, tmp_path: Path) -> None:
    best = pl.DataFrame(pairs_of(cycle)).select("village_code", "agency_code")
    same, other = tmp_path / "sama.csv", tmp_path / "tangan.csv"
    best.write_csv(same)
    asked = ("compare", "tangan", "--home", cycle[0], *LIMIT)
    assert sanding(*asked, "--json", "--list", same).json["as_good"] is True
    units = best["agency_code"].to_list()
    best.with_columns(agency_code=pl.Series([*units[1:], "PD99"])).write_csv(other)
    found = sanding(*asked, "--json", "--list", other).json
    assert found["as_good"] is False
    assert found["strangers"] == [["PD99", best["village_code"][-1]]]
    assert {"one lead"} <= {one["rule"] for one in found["broken"]}
    assert "Aturan dilanggar: one lead" in sanding(*asked, "--list", other).out


def test_near_ties_are_listed_under_their_threshold(cycle: Cycle, sanding: Sanding) -> None:
    asked = ("compare", "seri", "--home", cycle[0], *LIMIT)
    found = sanding(*asked, "--json", "--threshold", 1.5).json
    assert found["threshold"] == 1.5
    assert all(row["points"] < 1.5 and row["agency"] != row["instead"] for row in found["rows"])
    assert f"{len(found['rows'])} pasangan dapat diganti" in sanding(*asked, "--threshold", 1.5).out


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("andai",), "--pair atau --village"),
        (("perubahan",), "--lock atau --ban atau --gone"),
        (("tangan",), "--list"),
        (("tangan", "--list", "tidak-ada.csv"), "tidak dapat dibaca"),
        (("perubahan", "--gone", "PD99"), "unit PD99 tidak ada"),
        (("perubahan", "--ban", "PD99=3399012001"), "PD99"),
        (("andai", "--pair", "PD99=3399012001"), "PD99"),
        (("perubahan", "--gone", "PD04", "--loss", "200"), "antara 0 dan 100"),
    ],
)
def test_what_is_missing_or_unknown_is_named(cycle: Cycle, sanding: Sanding, asked: tuple[str, ...], said: str) -> None:
    answer = sanding("compare", *asked, "--home", cycle[0], *LIMIT)
    assert answer.code == 3 and said in answer.err


def test_a_list_without_its_columns_is_refused(cycle: Cycle, sanding: Sanding, tmp_path: Path) -> None:
    (tmp_path / "daftar.csv").write_text("desa,unit\n1,2\n")
    answer = sanding("compare", "tangan", "--home", cycle[0], "--list", tmp_path / "daftar.csv")
    assert answer.code == 3 and "village_code dan agency_code" in answer.err


def test_comparing_changes_nothing_that_is_frozen(cycle: Cycle, sanding: Sanding) -> None:
    folder = cycle[1]["penugasan"].json["folder"]
    assert sanding("freeze", "penugasan", "--home", cycle[0], "--verify", folder).code == 0
