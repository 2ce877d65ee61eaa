from pathlib import Path

import polars as pl
import pytest

from sanding.errors import InputFault
from sanding.keys import load_or_create_keys
from sanding.registry.check import check_files
from sanding.registry.stage import Cancelled, clean_frame, clean_parts, fault_rows, stage, summary_bytes
from sanding.registry.tables import FAMILIES, LISTED, PERSONS
from sanding.store import Folder, Store
from tests.sanding.registry.sheets import ON, clean_district, grid, kk, regions, workbook, write_csv


def draft(folder: Path, name: str = "a") -> Folder:
    return Store(folder / "store", load_or_create_keys(folder / "keys")).draft(name)


def dirty_files(folder: Path) -> list[Path]:
    """Two text sheets with a fault of each scope."""
    families, people = clean_district(12)
    people[4]["nomor_induk_kependudukan"] = "339901"
    people[9]["jenis_kelamin"] = "X"
    people[11]["status_hubungan_keluarga"] = "1"
    people.append(dict(people[2]))
    families[7]["desil_nasional"] = "-"
    return [
        write_csv(folder / "keluarga.csv", grid("dtsen_keluarga", families)),
        write_csv(folder / "individu.csv", grid("dtsen_individu", people)),
    ]


def content(folder: Folder) -> dict[str, list[tuple[object, ...]]]:
    tables = {name: clean_frame(folder, name).rows() for name in ("families", "persons")}
    return tables | {"faults": fault_rows(folder).rows(), "held": sorted(folder.frame("held").rows())}


def test_clean_sheets_go_in_whole(tmp_path: Path) -> None:
    path = workbook(tmp_path / "dtsen.xlsx", *clean_district(12))
    folder = draft(tmp_path)
    summary = stage([path], folder, regions(), on=ON)
    assert (summary.read, summary.clean, summary.held, summary.warned) == (36, 36, 0, 0)
    FAMILIES.check(clean_frame(folder, "families"))
    PERSONS.check(clean_frame(folder, "persons"))
    assert set(fault_rows(folder)["rule"]) == {"line_title", "line_column_numbers"}


def test_a_second_call_changes_nothing(tmp_path: Path) -> None:
    files, folder = dirty_files(tmp_path), draft(tmp_path)
    first = stage(files, folder, regions(), on=ON, chunk=5)
    before, parts = content(folder), {path: path.stat().st_mtime_ns for path in folder.path.glob("*.parquet")}
    second = stage(files, folder, regions(), on=ON, chunk=5)
    assert summary_bytes(first) == summary_bytes(second) and content(folder) == before
    assert {path: path.stat().st_mtime_ns for path in folder.path.glob("*.parquet")} == parts


@pytest.mark.parametrize("stops", [1, 2, 4, 6])
def test_an_interrupted_import_ends_as_if_never_interrupted(tmp_path: Path, stops: int) -> None:
    files, whole, torn = dirty_files(tmp_path), draft(tmp_path, "whole"), draft(tmp_path, "torn")
    expected = summary_bytes(stage(files, whole, regions(), on=ON, chunk=5))
    asked = iter([False] * stops + [True])
    with pytest.raises(Cancelled):
        stage(files, torn, regions(), on=ON, chunk=5, cancelled=lambda: next(asked))
    (torn.path / ".persons-00009.parquet.abcd1234").write_bytes(b"half a part")
    assert summary_bytes(stage(files, torn, regions(), on=ON, chunk=5)) == expected
    assert content(torn) == content(whole)


def test_chunk_size_does_not_change_what_is_found(tmp_path: Path) -> None:
    files, small, large = dirty_files(tmp_path), draft(tmp_path, "small"), draft(tmp_path, "large")
    few = stage(files, small, regions(), on=ON, chunk=3)
    many = stage(files, large, regions(), on=ON)
    assert summary_bytes(few) == summary_bytes(many) and content(small) == content(large)


@pytest.mark.parametrize("most", [1, 4, 11])
def test_judging_by_portions_finds_what_judging_at_once_finds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    files, once, portions = dirty_files(tmp_path), draft(tmp_path, "once"), draft(tmp_path, "portions")
    whole = stage(files, once, regions(), on=ON, chunk=5)
    monkeypatch.setattr("sanding.registry.whole_file.PORTION", most)
    assert summary_bytes(stage(files, portions, regions(), on=ON, chunk=5)) == summary_bytes(whole)
    assert content(portions) == content(once)


def test_rows_held_by_a_rule_over_the_whole_file_leave_the_clean_parts(tmp_path: Path) -> None:
    folder = draft(tmp_path)
    summary = stage(dirty_files(tmp_path), folder, regions(), on=ON, chunk=5)
    faults = fault_rows(folder)
    held = faults.filter((pl.col("level") == "hold") & (pl.col("file") == "individu.csv"))["row"]
    clean = pl.concat(clean_parts(folder, "persons", ["source_row", "family_key"]))
    assert not set(held) & set(clean["source_row"])
    assert kk(5) not in clean["family_key"].to_list()
    assert {"kk_two_heads", "row_repeated", "nik_short", "sex_unreadable"} <= set(faults["rule"])
    assert summary.clean == clean.height + clean_frame(folder, "families").height


def test_a_rule_can_be_switched_off_and_a_needed_one_cannot(tmp_path: Path) -> None:
    files = dirty_files(tmp_path)
    summary = check_files(files, regions(), on=ON, disabled=frozenset({"nik_short", "row_repeated"}))
    assert "nik_short" not in summary.rules() and "row_repeated" not in summary.rules()
    assert summary.disabled == ["nik_short", "row_repeated"]
    with pytest.raises(InputFault, match="kk_blank"):
        check_files(files, regions(), on=ON, disabled=frozenset({"kk_blank"}))


def test_without_regions_codes_are_checked_by_form_and_the_summary_says_so(tmp_path: Path) -> None:
    families, _ = clean_district(3)
    families[0]["kode_kelurahan_desa"] = "5205012099"
    families[1]["kode_kelurahan_desa"] = "12"
    summary = check_files([write_csv(tmp_path / "k.csv", grid("dtsen_keluarga", families))], None, on=ON)
    assert not summary.regions_checked and summary.held == 1


def test_the_summary_tells_columns_that_are_gone_and_columns_nobody_knows(tmp_path: Path) -> None:
    families, _ = clean_district(2)
    table = [[*row, "x"] for row in grid("dtsen_keluarga", families)]
    table[0][-1] = "catatan_lokal"
    gone = table[0].index("desil_provinsi")
    table = [row[:gone] + row[gone + 1 :] for row in table]
    summary = check_files([write_csv(tmp_path / "k.csv", table)], regions(), on=ON)
    assert summary.sheets[0].unknown == ["catatan_lokal"] and "desil_provinsi" in summary.sheets[0].missing
    assert (summary.sheets[0].encoding, summary.sheets[0].delimiter) == ("utf-8", ";")


def test_unknown_sheets_are_named_with_what_they_lack(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "k.csv", [["nomor_kartu_keluarga", "desil_nasional"], [kk(1), "1"]])
    with pytest.raises(InputFault, match="kode_kelurahan_desa"):
        check_files([path], regions(), on=ON)


def test_a_sheet_unlike_any_layout_is_told_what_can_be_read_and_not_what_it_lacks(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "k.csv", [["judul", "nilai", "catatan"], ["a", "1", "b"]])
    with pytest.raises(InputFault, match="DTSEN keluarga.*SND-IMP-11") as raised:
        check_files([path], regions(), on=ON)
    assert "belum ada" not in raised.value.remedy


def test_a_sheet_with_column_names_only_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(InputFault, match="SND-IMP-17"):
        check_files([write_csv(tmp_path / "k.csv", grid("dtsen_keluarga", []))], regions(), on=ON)


def test_aid_lists_and_replies_become_listed_rows(tmp_path: Path) -> None:
    rows = [
        ["NO", "NIK", "NO_KK", "NAMA", "DESA", "KECAMATAN", "KODE_DESA", "TAHAP", "NOMINAL"],
        ["1", "3399010503700011", "", "SUTRISNO", "SUMBERAGUNG", "WANASARI", "3399012001", "3", "Rp 225.000,-"],
    ]
    folder = draft(tmp_path)
    stage([write_csv(tmp_path / "pkh.csv", rows)], folder, regions(), on=ON)
    listed = clean_frame(folder, "listed")
    LISTED.check(listed)
    assert listed.select("nik", "amount", "village_code").row(0) == ("3399010503700011", 225000, "3399012001")
    assert fault_rows(folder)["rule"].to_list() == ["number_written"]


def test_no_value_of_a_cell_reaches_findings_or_summary(tmp_path: Path) -> None:
    folder = draft(tmp_path)
    summary = stage(dirty_files(tmp_path), folder, regions(), on=ON)
    told = summary_bytes(summary).decode() + fault_rows(folder).write_csv()
    for secret in ("SUTRISNO", kk(5), "339901050370"):
        assert secret not in told


def test_progress_names_the_sheet_and_counts_rows(tmp_path: Path) -> None:
    said: list[tuple[str, int, int | None]] = []
    path = workbook(tmp_path / "dtsen.xlsx", *clean_district(6))
    stage([path], draft(tmp_path), regions(), on=ON, chunk=4, progress=lambda *one: said.append(one))
    assert said[0][0] == "dtsen.xlsx, lembar KELUARGA" and said[-1][0] == "memeriksa seluruh berkas"
    assert [done for what, done, _ in said if "INDIVIDU" in what] == [8, 12, 16, 17]
