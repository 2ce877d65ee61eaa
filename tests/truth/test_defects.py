"""Every defect planted in the invented district is found, and clean rows stay in peace."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from sanding.registry.check import check_with_faults
from sanding.registry.rules import all_rules
from sanding.registry.wilayah import load_wilayah_csv
from sanding.synthetic.district import make_district
from sanding.synthetic.files import write_district

ON = date(2026, 7, 1)
MOST_ALARMS = 0.001
GROUPS: dict[str, tuple[str, ...]] = {
    "dtsen workbook": ("dtsen_tw3_2026.xlsx",),
    "dtsen text export": ("dtsen_tw3_2026_keluarga.csv", "dtsen_tw3_2026_individu.csv"),
    "p3ke 2023": ("p3ke_2023_keluarga.xlsx", "p3ke_2023_individu.xlsx"),
    "p3ke 2022": ("p3ke_2022_keluarga.ods",),
    "bdt": ("bdt_2020_rumah_tangga.xls", "bdt_2020_individu.csv"),
    "cash aid": ("blt_dd_2026_omspan.xlsx",),
    "pkh": ("bantuan_pkh.csv",),
    "dukcapil": ("dukcapil_balasan.xlsx",),
}
# Kinds that no rule can see in one file, with the reason; at most five.
UNDETECTABLE: dict[str, str] = {}
# Held because the family's own row is held: a consequence of another defect, not a false alarm.
CONSEQUENCE = "member_without_family"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("district")
    write_district(make_district(7, 10_000), folder)
    return folder / "office"


def truth_of(office: Path, files: tuple[str, ...]) -> pl.DataFrame:
    table = pl.read_csv(office.parent / "truth/defects.csv", infer_schema=False).filter(pl.col("file").is_in(files))
    return table.with_columns(pl.col("row").cast(pl.Int64).fill_null(0), pl.col("sheet", "column").fill_null(""))


@pytest.fixture(scope="module", params=sorted(GROUPS))
def judged(request: pytest.FixtureRequest, office: Path) -> tuple[pl.DataFrame, pl.DataFrame, int]:
    """The planted defects, the findings and the number of rows read of one group of files."""
    files = GROUPS[request.param]
    regions = load_wilayah_csv(office / "wilayah_desa.csv")
    summary, faults = check_with_faults([office / name for name in files], regions, on=ON)
    assert summary.read == summary.clean + summary.held
    return truth_of(office, files), faults.with_columns(pl.col("row").fill_null(0)), summary.read


def test_every_planted_defect_is_found_where_it_stands(judged: tuple[pl.DataFrame, pl.DataFrame, int]) -> None:
    planted, faults, _ = judged
    found = faults.select("file", "sheet", "row", pl.col("rule").alias("kind"), pl.col("column").alias("blamed"))
    matched = planted.join(found, on=["file", "sheet", "row", "kind"], how="left", maintain_order="left")
    told = matched.group_by("file", "sheet", "row", "kind", "column").agg(
        hit=(pl.col("blamed").is_not_null() & ((pl.col("column") == "") | (pl.col("column") == pl.col("blamed")))).any()
    )
    missed = told.filter(~pl.col("hit") & ~pl.col("kind").is_in(list(UNDETECTABLE)))
    assert missed.is_empty(), missed.group_by("kind").len().rows()


def test_clean_rows_raise_no_alarm(judged: tuple[pl.DataFrame, pl.DataFrame, int]) -> None:
    planted, faults, read = judged
    alarms = faults.filter(pl.col("level").is_in(["hold", "warn"]) & (pl.col("rule") != CONSEQUENCE))
    false = alarms.join(planted, on=["file", "sheet", "row"], how="anti").select("file", "sheet", "row", "rule")
    clean = read - planted.select("file", "sheet", "row").n_unique()
    assert false.select("file", "sheet", "row").n_unique() <= MOST_ALARMS * clean, false.group_by("rule").len().rows()


def test_members_are_held_for_their_family_only_when_it_is(office: Path) -> None:
    """The consequence is no excuse: each such member's family is absent from the clean families."""
    regions = load_wilayah_csv(office / "wilayah_desa.csv")
    files = GROUPS["p3ke 2023"]
    _, faults = check_with_faults([office / name for name in files], regions, on=ON)
    held = faults.filter((pl.col("level") == "hold") & (pl.col("file") == files[0]))["row"].to_list()
    families = _sheet(office / files[0]).filter(~pl.col("row").is_in(held))["id_keluarga_P3KE"]
    members = faults.filter((pl.col("rule") == CONSEQUENCE) & (pl.col("file") == files[1]))["row"].to_list()
    concerned = _sheet(office / files[1]).filter(pl.col("row").is_in(members))["id_keluarga_p3ke"]
    assert len(concerned) and not set(concerned) & set(families)


def _sheet(path: Path) -> pl.DataFrame:
    from sanding.registry.read import open_sheets

    return pl.concat(open_sheets(path)[0].chunks()).rename({"_row": "row"})


def test_the_truth_holds_every_kind_the_registry_knows(office: Path) -> None:
    """At least the kinds of one row: a rule that nothing was planted for would go untested."""
    planted = set(pl.read_csv(office.parent / "truth/defects.csv", infer_schema=False)["kind"])
    unplanted = {rule.id for rule in all_rules()} - planted
    assert len(UNDETECTABLE) <= 5
    assert not unplanted, unplanted


def test_a_big_file_judged_by_portions_says_the_same(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    regions = load_wilayah_csv(office / "wilayah_desa.csv")
    files = [office / name for name in GROUPS["dtsen workbook"]]
    _, once = check_with_faults(files, regions, on=ON)
    monkeypatch.setattr("sanding.registry.whole_file.PORTION", 1_000)
    _, portions = check_with_faults(files, regions, on=ON)
    assert once.height > 100 and portions.equals(once)
