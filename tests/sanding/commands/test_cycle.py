"""A cycle on the command line: import, rank, pair, freeze and verify."""

import json
import re
import shutil
import zipfile
from pathlib import Path

import polars as pl
import pytest

from sanding.commands.papers import read_letterhead
from sanding.commands.workspace import Workspace
from sanding.registry.tables import VILLAGES
from tests.sanding.commands.conftest import QUOTA, Answer, Sanding

Cycle = tuple[Path, dict[str, Answer]]
NUMBER_OF_A_PERSON = re.compile(r"3399\d{12}(?!\d)")


def test_sheets_without_persons_become_tables(cycle: Cycle) -> None:
    home, answers = cycle
    entries = {entry["table"] for entry in answers["tables"].json["tables"]}
    assert entries == {"villages", "village_index", "village_needs", "agencies", "pairs"}
    villages = Workspace(home).table("villages")
    VILLAGES.check(villages)
    assert villages.filter(pl.col("valid_to").is_null()).height == 140
    assert villages.filter(pl.col("valid_to").is_null())["lon"].null_count() == 0
    assert villages["district"].unique().to_list() == ["Sumbersari"]


def test_a_vintage_says_where_it_comes_from_and_adds_up(cycle: Cycle, office: Path) -> None:
    vintage = cycle[1]["import"].json["vintage"]
    assert (vintage["name"], vintage["source"], vintage["penetapan"]) == (
        "dtsen-2026-09-30",
        "Dinas Sosial",
        "2026-09-30",
    )
    assert list(vintage["inputs"]) == ["dtsen_tw3_2026.xlsx"]
    totals = vintage["summary"]["totals"]
    assert totals["read"] == totals["clean"] + totals["held"] and totals["held"] > 0
    assert vintage["counts"]["families"] + vintage["counts"]["persons"] == totals["clean"]


def test_no_person_is_readable_in_the_home(cycle: Cycle) -> None:
    home, _ = cycle
    for path in home.rglob("*"):
        if path.is_file() and path.suffix in (".csv", ".json", ".parquet"):
            assert not NUMBER_OF_A_PERSON.search(path.read_bytes().decode("latin-1")), path
    assert list(home.glob("vintages/*/persons-*.parquet"))


def test_importing_the_same_files_again_changes_nothing(cycle: Cycle, sanding: Sanding, office: Path) -> None:
    home, _ = cycle
    said = ("--penetapan", "2026-09-30", "--source", "Dinas Sosial")
    again = sanding("import", office / "dtsen_tw3_2026.xlsx", "--home", home, *said)
    assert again.code == 0 and "sudah dimuat dari berkas yang sama" in again.out
    other = sanding("import", office / "dtsen_tw3_2026_keluarga.csv", "--home", home, *said)
    assert other.code == 3 and "Pakai --name lain" in other.err


def test_an_interrupted_import_goes_on_and_does_not_mix_files(
    cycle: Cycle, sanding: Sanding, office: Path, tmp_path: Path
) -> None:
    shutil.copytree(cycle[0] / "tables", tmp_path / "tables")
    begun = Workspace(tmp_path).store.draft("tw3")
    (begun.path / "begun.json").write_text('{"inputs": {"other.xlsx": ""}}')
    mixed = sanding("import", office / "dtsen_tw3_2026_keluarga.csv", "--home", tmp_path, "--name", "tw3")
    assert mixed.code == 3 and "SND-CLI-07" in mixed.err
    (begun.path / "begun.json").unlink()
    assert sanding("import", office / "dtsen_tw3_2026_keluarga.csv", "--home", tmp_path, "--name", "tw3").code == 0


def test_the_list_has_its_quota_in_waves_with_count_share_and_index(cycle: Cycle) -> None:
    answer = cycle[1]["rank"].json
    assert answer["villages"] == QUOTA == len(answer["priority"])
    assert {row["year"] for row in answer["priority"]} <= {2027, 2028, 2029}
    for row in answer["priority"]:
        assert None not in (row["families_d1"], row["share_d1"], row["index_used"], row["index_source"])


@pytest.mark.parametrize("method", ["pemalang", "share", "weighted"])
def test_ranking_is_said_in_words_by_wave(cycle: Cycle, sanding: Sanding, tmp_path: Path, method: str) -> None:
    home = tmp_path / "home"
    shutil.copytree(cycle[0], home)
    answer = sanding("rank", "--home", home, "--method", method, "--unit", "orang", "--year", 2030)
    assert answer.code == 0
    assert "Gelombang 1, tahun 2030" in answer.out and "54 dari 140" in answer.out


def test_every_priority_village_has_a_companion_and_the_proof_is_told(cycle: Cycle) -> None:
    answer = cycle[1]["pair"].json
    assert (answer["proven"], answer["villages_without"], answer["agencies_without"]) == (True, [], [])
    assert len(answer["pairs"]) == QUOTA and all(row["agency_code"] for row in answer["pairs"])


def test_the_decree_and_its_annexes_are_written(cycle: Cycle) -> None:
    files = [Path(one) for one in cycle[1]["pair"].json["files"]]
    assert {path.suffix for path in files} >= {".csv", ".docx", ".xlsx"} and all(path.exists() for path in files)
    code = cycle[1]["penugasan"].json["code"]
    docx = next(path for path in files if path.suffix == ".docx")
    with zipfile.ZipFile(docx) as book:
        assert any(code.encode() in book.read(name) for name in book.namelist() if name.endswith(".xml"))


def test_locks_and_bans_are_kept(cycle: Cycle, sanding: Sanding, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(cycle[0], home)
    first = cycle[1]["pair"].json["pairs"][0]
    other = "PD04" if first["agency_code"] != "PD04" else "PD05"
    banned = cycle[1]["pair"].json["pairs"][1]
    answer = sanding(
        "pair", "--home", home, "--json", "--time-limit", 20,
        "--lock", f"{other}={first['village_code']}", "--ban", f"{banned['agency_code']}={banned['village_code']}",
    )  # fmt: skip
    pairs = {row["village_code"]: row["agency_code"] for row in answer.json["pairs"]}
    assert pairs[first["village_code"]] == other and pairs[banned["village_code"]] != banned["agency_code"]


@pytest.mark.parametrize("kind", ["prioritas", "penugasan"])
def test_a_frozen_decision_verifies_as_equal(cycle: Cycle, sanding: Sanding, kind: str) -> None:
    home, answers = cycle
    answer = sanding("freeze", kind, "--home", home, "--verify", answers[kind].json["folder"])
    assert answer.code == 0 and "Sama persis" in answer.out


def test_a_changed_input_is_named(cycle: Cycle, sanding: Sanding, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(cycle[0], home)
    workspace = Workspace(home)
    index = workspace.table("village_index")
    lower = pl.when(pl.col("year") == 2024).then(pl.col("score") - 0.01).otherwise("score")
    workspace.write("tables/village_index.csv", index.with_columns(score=lower))
    answer = sanding("freeze", "prioritas", "--home", home, "--json", "--verify", cycle[1]["prioritas"].json["folder"])
    assert answer.code == 1 and answer.json["equal"] is False
    named = {(one["kind"], one["name"]) for one in answer.json["differences"]}
    assert named == {("masukan", "village_index"), ("daftar", "desa_prioritas")}


def test_a_decision_changed_on_disk_or_of_another_kind_is_refused(
    cycle: Cycle, sanding: Sanding, tmp_path: Path
) -> None:
    folder = tmp_path / "keputusan"
    shutil.copytree(cycle[1]["prioritas"].json["folder"], folder)
    other = sanding("freeze", "penugasan", "--home", cycle[0], "--verify", folder)
    assert other.code == 3 and "prioritas" in other.err
    with (folder / "desa_prioritas.csv").open("a") as file:
        file.write("\n")
    changed = sanding("freeze", "prioritas", "--home", cycle[0], "--verify", folder / "keputusan.json")
    assert changed.code == 3 and "desa_prioritas.csv" in changed.err


def test_freezing_again_gives_the_same_code(cycle: Cycle, sanding: Sanding) -> None:
    again = sanding("freeze", "prioritas", "--home", cycle[0], "--json")
    assert again.json == cycle[1]["prioritas"].json


def test_a_command_too_early_says_which_comes_first(sanding: Sanding, tmp_path: Path) -> None:
    assert "sanding import" in sanding("rank", "--home", tmp_path).err
    early = sanding("pair", "--home", tmp_path, "--json")
    assert early.code == 3 and "sanding rank" in early.json["error"]
    assert sanding("freeze", "prioritas", "--home", tmp_path).code == 3


def test_without_a_quota_and_without_past_pairs_the_quota_is_asked_for(
    cycle: Cycle, sanding: Sanding, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    shutil.copytree(cycle[0], home)
    (home / "tables" / "pairs.csv").unlink()
    assert "--quota" in sanding("rank", "--home", home).err


def test_the_offices_own_letterhead_stands_on_the_decree(cycle: Cycle, sanding: Sanding, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(cycle[0], home)
    head = tmp_path / "kepala.yaml"
    head.write_text(
        json.dumps({"head_title": "WALI KOTA", "region_kind": "KOTA", "region": "CONTOH", "province": "JAWA TENGAH",
                    "place": "Contoh", "secretariat": "Bapperida", "signatory": {"name": "NAMA PEJABAT"}})
    )  # fmt: skip
    office, signatory = read_letterhead(Workspace(tmp_path / "empty"), head)
    assert (office.office, signatory.name) == ("WALI KOTA CONTOH", "NAMA PEJABAT")
    assert sanding("pair", "--home", home, "--time-limit", 1, "--letterhead", head).code == 0
    with zipfile.ZipFile(home / "documents" / "sk_pendamping.docx") as book:
        assert "WALI KOTA CONTOH" in re.sub(r"<[^>]+>", "", book.read("word/document.xml").decode())
    head.write_text("region: [")
    broken = sanding("pair", "--home", home, "--letterhead", head)
    assert broken.code == 3 and "SND-CLI-05" in broken.err
