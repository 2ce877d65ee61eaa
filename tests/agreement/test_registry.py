"""The registry's fast ways agree with plain ones: vectorised cells, SQL, counts."""

from collections import Counter
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sanding.registry import csv_file
from sanding.registry.cells import kind_of, read_column
from sanding.registry.check import check_with_faults
from sanding.registry.counts import village_counts
from sanding.registry.layouts import all_layouts
from sanding.registry.normalise import NOTES
from sanding.registry.rules import facts, rules_by_id
from sanding.store import engine
from tests.sanding.registry.sheets import ON, clean_district, grid, regions, write_csv

_PIECES = (
    "3399010503700011 9 0 16 - . , ' ’ \u00a0 \u200b H. ALM SITI BUDI / ALIAS S.Pd 1990-02-30 1990-11-17 00:00:00 "
    "17/11/1990 05-03-1970 2 01.Keramik YA T Rp jt 1,2 Nopember 25708 RT 003 x O E+15 \t AL. TN null NA e9 "
    "3.399012001E9"
).split(" ")
texts = st.one_of(st.text(max_size=20), st.lists(st.sampled_from(_PIECES), max_size=4).map("".join),
                  st.lists(st.sampled_from(_PIECES), max_size=4).map(" ".join))  # fmt: skip
KINDS = sorted(
    {(column.kind, column.codes) for one in all_layouts().values() for column in one.columns} - {("ignore", "")}
)


@pytest.mark.parametrize(("kind", "codes"), KINDS)
@settings(max_examples=15)
@given(cells=st.lists(st.one_of(st.none(), texts), min_size=1, max_size=12))
def test_a_column_reads_as_its_cells(kind: str, codes: str, cells: list[str | None]) -> None:
    read = kind_of(kind, codes)
    values, notes = read_column(pl.Series("t", cells, dtype=pl.String), read)
    said = notes.to_list() if notes is not None else [None] * len(cells)
    expected = [read.read(cell or "") for cell in cells]
    assert values.to_list() == [one.value for one in expected]
    assert [tuple((one or "").split()) for one in said] == [one.notes for one in expected]


digits = st.integers(0, 99).map(lambda number: f"{number:02d}")
niks = st.builds("339901{}{}{}0001".format, digits, digits, digits)
births = st.dates(date(1925, 1, 1), date(2026, 6, 30))


def plain_judgement(nik: str, birth: date, sex: str) -> set[str]:
    """The NIK rules once more, as a person would do them with pencil and paper."""
    day, month, year = int(nik[6:8]), int(nik[8:10]), int(nik[10:12])
    if not (1 <= day <= 31 or 41 <= day <= 71) or not 1 <= month <= 12:
        return {"nik_date_impossible"}
    found = set()
    if (day > 40) != (sex == "P"):
        found.add("nik_sex_differs")
    own = (day - 40 if day > 40 else day, month, year)
    if own == (birth.day, birth.month, birth.year % 100):
        return found
    if own == (birth.month, birth.day, birth.year % 100):
        return found | {"birth_month_day_swapped"}
    return found | {"nik_birth_differs"}


@given(rows=st.lists(st.tuples(niks, births, st.sampled_from("LP")), min_size=1, max_size=30))
def test_nik_rules_in_sql_agree_with_pencil_and_paper(rows: list[tuple[str, date, str]]) -> None:
    wanted = ("nik_date_impossible", "nik_sex_differs", "birth_month_day_swapped", "nik_birth_differs")
    known = rules_by_id()
    counted = ", ".join(f"{sql} AS {name}" for name, (need, sql) in facts().items() if need != "kk")
    asked = ", ".join(f"coalesce({known[one].expression.replace('{notes}', 'NULL')}, false)" for one in wanted)
    frame = pl.DataFrame(rows, schema={"nik": pl.String, "birth_date": pl.Date, "sex": pl.String}, orient="row")
    connection = engine()
    try:
        connection.execute("SET preserve_insertion_order = true")
        connection.register("chunk", frame.to_arrow())
        parameters = {"on": ON} if "$on" in asked else {}
        answers = connection.execute(f"SELECT {asked} FROM (SELECT *, {counted} FROM chunk)", parameters).fetchall()
    finally:
        connection.close()
    for row, answer in zip(rows, answers, strict=True):
        assert {one for one, hit in zip(wanted, answer, strict=True) if hit} == plain_judgement(*row), row
    assert NOTES == "__notes"


cells = st.text(alphabet='ab;"\n\r ,é', max_size=6)


@given(rows=st.lists(st.lists(cells, min_size=3, max_size=3), min_size=1, max_size=12), lines=st.integers(1, 5))
def test_csv_blocks_give_every_cell_and_its_line(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], lines: int
) -> None:
    """However a file is cut, the cells are those that were written, on the lines where they stand."""
    folder = tmp_path_factory.mktemp("csv")
    path = Path(folder) / "a.csv"
    quoted = [
        "; ".join("") or ";".join('"' + cell.replace("\r", "").replace('"', '""') + '"' for cell in row) for row in rows
    ]
    path.write_text("\n".join(quoted) + "\n", encoding="utf-8")
    read = pl.concat(
        csv_file.parse_block(block, at, ";", ("a", "b", "c")) for block, at in csv_file.blocks(path, "utf-8", lines)
    )
    starts, at = [], 1
    for line in quoted:
        starts.append(at)
        at += line.count("\n") + 1
    assert [[cell or "" for cell in row] for row in read.select("a", "b", "c").rows()] == [
        [cell.replace("\r", "") for cell in row] for row in rows
    ]
    assert read["_row"].to_list() == starts


dirt = st.sampled_from(
    ["", "0", "X", "99", "3,39901E+15", "12345", "ALM BUDI", "31/02/1990", "1990-01-01", "3399012099", "-"]
)
spots = st.lists(st.tuples(st.integers(0, 19), st.sampled_from([0, 1, 2, 3, 4, 5, 8, 40]), dirt), max_size=12)


@settings(max_examples=12)
@given(spots=spots)
def test_every_row_read_is_clean_or_held(
    tmp_path_factory: pytest.TempPathFactory, spots: list[tuple[int, int, str]]
) -> None:
    families, people = clean_district(10)
    table = grid("dtsen_individu", people)
    for row, column, text in spots:
        table[row + 1][column] = text
    folder = tmp_path_factory.mktemp("rows")
    paths = [
        write_csv(folder / "individu.csv", table),
        write_csv(folder / "keluarga.csv", grid("dtsen_keluarga", families)),
    ]
    summary, faults = check_with_faults(paths, regions(), on=ON)
    assert summary.read == summary.clean + summary.held == 30
    held = faults.filter(pl.col("level") == "hold").select("file", "row").unique()
    assert summary.held == held.height


places = st.sampled_from(["3399012001", "3399012002", "3399021001"])
homes = st.lists(st.tuples(places, st.one_of(st.none(), st.integers(1, 10)), st.integers(0, 4)), max_size=20)


@given(homes=homes)
def test_village_counts_agree_with_counting_by_hand(homes: list[tuple[str, int | None, int]]) -> None:
    families = [(f"k{at}", village, decile) for at, (village, decile, _) in enumerate(homes)]
    people = [(f"k{at}", village, None) for at, (village, _, size) in enumerate(homes) for _ in range(size)]
    schema = {"family_key": pl.String, "village_code": pl.String, "decile": pl.Int64}
    counted = village_counts(
        pl.DataFrame(families, schema=schema, orient="row"), pl.DataFrame(people, schema=schema, orient="row")
    )
    expected: Counter[tuple[str, str]] = Counter()
    for village, decile, size in homes:
        expected[village, "families"] += 1
        expected[village, "families_d1"] += decile == 1
        expected[village, "families_d1_2"] += decile in (1, 2)
        expected[village, "persons"] += size
        expected[village, "persons_d1"] += size if decile == 1 else 0
    for row in counted.iter_rows(named=True):
        assert all(row[name] == expected[row["village_code"], name] for name in row if name != "village_code")
    assert set(counted["village_code"]) == {village for village, _, _ in homes}
