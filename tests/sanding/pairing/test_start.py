"""Sheets of the time before Sanding: read as offices write them; one sure answer or candidates; no overlap."""

from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from sanding.errors import InputFault
from sanding.pairing.start_agencies import plan_agencies
from sanding.pairing.start_match import LEFT_OUT, Unit, match_unit, match_village, unit_key, village_key
from sanding.pairing.start_plan import Decree, Known, Plan, Span, plan_pairs, plan_priority
from sanding.pairing.start_read import StartRow, read_start
from sanding.registry.regions import Regions
from sanding.registry.tables import VILLAGES

ON = date(2026, 11, 22)
UNITS = (
    Unit("PD01", "Dinas Kesehatan", "Dinkes"),
    Unit("PD02", "Dinas Pekerjaan Umum dan Penataan Ruang", "DPUPR"),
    Unit("BG01", "Bagian Hukum pada Sekretariat Daerah", "Bag. Hukum"),
)


def _village(code: str, name: str, kecamatan: str, **more: Any) -> dict[str, Any]:
    kind = "kelurahan" if code[6] == "1" else "desa"
    plain = {"code": code, "name": name, "kind": kind, "kecamatan_code": code[:6], "kecamatan": kecamatan}
    return plain | {"district_code": "3399", "district": "Sumbersari"} | more


@pytest.fixture
def regions() -> Regions:
    rows = [
        _village("3399012001", "Banyusari", "Banyumili"),
        _village("3399011002", "Banyusari", "Banyumili"),
        _village("3399022001", "Karangrejo", "Karangdawa"),
        _village("3399032001", "Karangrejo", "Watulawang"),
        _village("3399032002", "Watuagung", "Watulawang"),
        _village("3399032009", "Watulama", "Watulawang", valid_to=date(2022, 1, 1), successor="3399032002"),
    ]
    former = pl.DataFrame({"code": ["3399032002"], "former_name": ["Watu Gedhe"]})
    return Regions.from_frame(VILLAGES.conform(pl.DataFrame(rows, infer_schema_length=None)), former)


@pytest.fixture
def known(regions: Regions) -> Known:
    return Known(regions, UNITS, {}, 0.6)


def _book(path: Path, rows: list[list[Any]], merges: tuple[tuple[int, int, int, int, str], ...] = ()) -> Path:
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        page = book.add_worksheet("LAMPIRAN")
        for at, row in enumerate(rows):
            for column, cell in enumerate(row):
                if cell is not None:
                    page.write(at, column, cell)
        for first_row, first_column, last_row, last_column, text in merges:
            page.merge_range(first_row, first_column, last_row, last_column, text)
    path.write_bytes(out.getvalue())
    return path


def test_an_annex_with_titles_merged_cells_and_several_villages_in_a_cell_is_read_row_by_row(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["LAMPIRAN KEPUTUSAN BUPATI SUMBERSARI"],
        ["NOMOR 050/77/2025"],
        [],
        ["NO", "PERANGKAT DAERAH PENDAMPING", None, None],
        [None, None, "KECAMATAN", "DESA/KELURAHAN"],
        [1, "Dinas Kesehatan", "Banyumili", "1. Desa Banyusari\n2. Kel. Banyusari"],
        [None, None, "Karangdawa", "Karangrejo"],
        [2, "DPUPR", None, "Karangrejo (Kec. Watulawang), Watuagung, Kec. Watulawang"],
        ["JUMLAH", None, None, 5],
    ]
    path = _book(tmp_path / "sk.xlsx", rows, ((3, 2, 3, 3, "WILAYAH DAMPINGAN"),))
    found = read_start(path, "pairs", on=ON)
    assert [(one.row, one.cells["agency_name"], one.cells["village_name"]) for one in found.rows] == [
        (6, "Dinas Kesehatan", "Desa Banyusari"),
        (6, "Dinas Kesehatan", "Kel. Banyusari"),
        (7, "Dinas Kesehatan", "Karangrejo"),
        (8, "DPUPR", "Karangrejo"),
        (8, "DPUPR", "Watuagung"),
    ]
    assert [one.cells.get("kecamatan_name") for one in found.rows[2:]] == ["Karangdawa", "Watulawang", "Watulawang"]
    assert [one.carried for one in found.rows[1:3]] == [(), ("agency_name",)]


def test_every_sheet_of_the_file_with_the_columns_is_read(tmp_path: Path) -> None:
    out = tmp_path / "dua.xlsx"
    with xlsxwriter.Workbook(str(out)) as book:
        for name in ("KEC A", "KEC B"):
            page = book.add_worksheet(name)
            for at, row in enumerate((["Kecamatan", "Desa", "Gelombang"], ["Banyumili", "Banyusari", "II"])):
                page.write_row(at, 0, row)
        book.add_worksheet("CATATAN").write(0, 0, "bukan tabel")
    found = read_start(out, "priority", on=ON)
    assert [(one.sheet, one.cells["wave"]) for one in found.rows] == [("KEC A", "II"), ("KEC B", "II")]


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([["Nama", "Alamat"], ["x", "y"]], "SND-STA-01"),
        ([["OPD Pendamping", "Desa"], ["Dinas Kesehatan", None]], "SND-STA-02"),
        ([["OPD Pendamping", "Desa"], *[["Dinas Kesehatan", f"Desa {n}"] for n in range(3001)]], "SND-STA-03"),
    ],
)
def test_a_sheet_of_another_kind_empty_or_too_long_is_refused_with_the_remedy(
    tmp_path: Path, rows: list[list[Any]], code: str
) -> None:
    with pytest.raises(InputFault) as refused:
        read_start(_book(tmp_path / "lain.xlsx", rows), "pairs", on=ON)
    assert refused.value.code == code and refused.value.remedy


@pytest.mark.parametrize(
    ("name", "kecamatan", "code", "note"),
    [
        ("Karangrejo", "Kec. Karangdawa", "3399022001", "nama"),
        ("KARANG REJO", "339903", "3399032001", "nama"),
        ("Kel. Banyusari", "Banyumili", "3399011002", "nama"),
        ("Desa Banyusari", "", "3399012001", "nama"),
        ("Watu Gedhe", "", "3399032002", "nama lama"),
        ("Watulama", "Watulawang", "3399032002", "nama lama"),
    ],
)
def test_a_village_is_known_by_name_kecamatan_kind_former_name_and_successor(
    regions: Regions, name: str, kecamatan: str, code: str, note: str
) -> None:
    found = match_village(regions, code="", name=name, kecamatan=kecamatan, choices={}, likeness=0.6)
    assert (found.code, found.note) == (code, note)


@pytest.mark.parametrize(
    ("name", "kecamatan", "why", "candidates"),
    [
        ("Karangrejo", "", "nama ini ada lebih dari satu", {"3399022001", "3399032001"}),
        ("Banyusari", "Banyumili", "nama ini ada lebih dari satu", {"3399012001", "3399011002"}),
        ("Karangrejo", "Banyumili", "desa ini tidak ada di kecamatan itu", {"3399022001", "3399032001"}),
        ("Karangrejoo", "Karangdawa", "nama desa tidak dikenal", {"3399022001", "3399032001"}),
        ("Xyz", "", "nama desa tidak dikenal", set()),
    ],
)
def test_what_is_not_sure_is_never_guessed(
    regions: Regions, name: str, kecamatan: str, why: str, candidates: set[str]
) -> None:
    found = match_village(regions, code="", name=name, kecamatan=kecamatan, choices={}, likeness=0.6)
    assert (found.code, found.why) == ("", why)
    assert {one.code for one in found.candidates} == candidates


def test_a_code_is_cross_checked_with_the_name(regions: Regions) -> None:
    match = {"kecamatan": "", "choices": {}, "likeness": 0.6}
    assert match_village(regions, code="33.99.02.2001", name="Karangrejo", **match).code == "3399022001"
    assert match_village(regions, code="3399022001.0", name="", **match).code == "3399022001"
    assert match_village(regions, code="3399022001", name="Watuagung", **match).code == ""


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("DINAS KESEHATAN", "PD01"),
        ("Dinkes", "PD01"),
        ("Dinas Kesehatan (DINKES) Kab.", "PD01"),
        ("Din. Pekerjaan Umum & Penataan Ruang", "PD02"),
        ("Bag. Hukum Setda", "BG01"),
        ("Dinas Kesehatn", ""),
        ("Dinas", ""),
    ],
)
def test_an_agency_is_known_by_its_names_and_nothing_near_them(name: str, code: str) -> None:
    found = match_unit(UNITS, code="", name=name, choices={}, likeness=0.6)
    assert found.code == code
    if name == "Dinas Kesehatn":
        assert found.candidates[0].code == "PD01"


def _row(row: int, **cells: str) -> StartRow:
    return StartRow("LAMPIRAN", row, cells)


def _pairs(known: Known, rows: list[StartRow], *, standing: tuple[Span, ...] = (), year: int = 2025) -> Plan:
    return plan_pairs(rows, known, Decree(year, date(year, 3, 1)), standing, file="sk.xlsx")


def test_a_name_chosen_by_a_person_is_taken_and_one_left_out_is_not_entered(known: Known) -> None:
    rows = [
        _row(2, agency_name="Dinas Kesehatn", village_name="Karangrejo"),
        _row(3, agency_name="DPUPR", village_name="Entah"),
    ]
    asked = _pairs(known, rows)
    assert not asked.ready
    assert {one.key: one.rows for one in asked.names} == {
        f"pd|{unit_key('Dinas Kesehatn')}": (2,),
        village_key("Karangrejo", ""): (2,),
        village_key("Entah", ""): (3,),
    }
    choices = {
        f"pd|{unit_key('Dinas Kesehatn')}": "PD01",
        village_key("Karangrejo", ""): "3399022001",
        village_key("Entah", ""): LEFT_OUT,
    }
    told = _pairs(Known(known.regions, UNITS, choices, 0.6), rows)
    assert told.ready
    assert [(one.village, one.agency, one.state) for one in told.lines] == [
        ("3399022001", "PD01", "baru"), ("", "", "dilewati"),
    ]  # fmt: skip


def test_two_leads_of_one_village_in_a_year_are_a_fault_with_both_rows(known: Known) -> None:
    rows = [_row(n, agency_name=name, village_name="Watuagung") for n, name in ((4, "Dinkes"), (9, "DPUPR"))]
    plan = _pairs(known, rows)
    assert not plan.ready
    assert [(one.row, "baris 4, 9" in one.what) for one in plan.faults] == [(9, True)]


def test_an_open_pair_ends_the_day_before_the_decree_and_the_same_pair_is_not_written_twice(known: Known) -> None:
    row = [_row(2, agency_name="Dinkes", village_name="Watuagung")]
    open_one = Span("3399032002", "PD02", 2024, date(2024, 1, 1), None, 7)
    plan = _pairs(known, row, standing=(open_one,))
    assert plan.close == ((7, date(2025, 2, 28)),)
    assert [(one.start, one.end) for one in plan.create] == [(date(2025, 3, 1), None)]
    same = Span("3399032002", "PD01", 2025, date(2025, 3, 1), None, 8)
    again = _pairs(known, row, standing=(same,))
    assert [one.state for one in again.lines] == ["sama"]
    assert not again.create and not again.close and not again.faults


def test_an_older_annex_ends_before_what_stands_and_one_on_top_of_it_is_a_fault(known: Known) -> None:
    row = [_row(2, agency_name="Dinkes", village_name="Watuagung")]
    later = Span("3399032002", "PD02", 2026, date(2026, 1, 1), None, 7)
    plan = _pairs(known, row, standing=(later,))
    assert [(one.start, one.end) for one in plan.create] == [(date(2025, 3, 1), date(2025, 12, 31))]
    ended = Span("3399032002", "PD02", 2025, date(2025, 1, 1), date(2025, 6, 30), 7)
    assert [one.state for one in _pairs(known, row, standing=(ended,)).lines] == ["salah"]


@given(
    st.lists(st.tuples(st.sampled_from(["Dinkes", "DPUPR", "Bag. Hukum"]), st.integers(2019, 2025)), max_size=7),
    st.lists(st.tuples(st.integers(2018, 2025), st.booleans()), max_size=3, unique_by=lambda one: one[0]),
)
def test_spans_of_a_village_never_overlap_whatever_the_sheet_and_the_register_say(
    rows: list[tuple[str, int]], before: list[tuple[int, bool]]
) -> None:
    frame = pl.DataFrame([_village("3399032002", "Watuagung", "Watulawang")])
    known = Known(Regions.from_frame(VILLAGES.conform(frame)), UNITS, {}, 0.6)
    years = sorted(before)
    standing = tuple(
        Span(
            "3399032002",
            "PD03",
            year,
            date(year, 2, 1),
            None if at == len(years) - 1 and last else date(year, 11, 30),
            at,
        )
        for at, (year, last) in enumerate(years)
    )
    sheet = [
        _row(n, agency_name=name, village_name="Watuagung", year=str(year)) for n, (name, year) in enumerate(rows, 2)
    ]
    plan = plan_pairs(sheet, known, Decree(2025, date(2025, 1, 1)), standing, file="sk.xlsx")
    closed = dict(plan.close)
    after = [(one.start, closed.get(one.key or 0, one.end) if one.key in closed else one.end) for one in standing]
    after += [(one.start, one.end) for one in plan.create if one.start]
    ordered = sorted(after)
    for (_start, end), (following, _end) in zip(ordered, ordered[1:], strict=False):
        assert end is not None and end < following
    assert all(end is None or start - timedelta(days=1) < end for start, end in ordered)
    assert len(plan.create) + sum(one.state != "baru" for one in plan.lines) == len(sheet)


def test_waves_take_their_year_and_a_wave_of_two_years_or_a_place_given_twice_is_a_fault(known: Known) -> None:
    rows = [
        _row(2, village_name="Watuagung", wave="Gelombang I", rank="1"),
        _row(3, village_name="Karangrejo", kecamatan_name="Karangdawa", wave="II", rank="2"),
        _row(4, village_name="Karangrejo", kecamatan_name="Watulawang", wave="2", rank="3", year="2024"),
    ]
    good = plan_priority(rows[:2], known, Decree(2021, date(2021, 1, 1)), file="sk.xlsx")
    assert good.ready
    assert [(one.rank, one.wave, one.year) for one in good.create] == [(1, 1, 2021), (2, 2, 2022)]
    odd = plan_priority(rows, known, Decree(2021, date(2021, 1, 1)), file="sk.xlsx")
    assert [one.row for one in odd.faults] == [4]
    twice = [rows[0], _row(5, village_name="Desa Banyusari", rank="1")]
    assert not plan_priority(twice, known, Decree(2021, date(2021, 1, 1)), file="sk.xlsx").ready


def test_twenty_four_agencies_and_nine_divisions_load_from_a_sheet_without_codes(tmp_path: Path) -> None:
    """S1.3 Purworejo."""
    names = [f"Dinas Urusan {chr(65 + n)}" for n in range(24)] + [f"Bagian Tugas {chr(65 + n)}" for n in range(9)]
    rows = [["DAFTAR OPD"], ["No", "Nama OPD", "Jumlah ASN", "Anggaran"]]
    rows += [[n, name, 10 + n, "Rp 75.000.000,00"] for n, name in enumerate(names, 1)]  # type: ignore[list-item]
    read = read_start(_book(tmp_path / "opd.xlsx", rows), "agencies", on=ON)  # type: ignore[arg-type]
    plan = plan_agencies(read.rows, [], file="opd.xlsx")
    assert plan.ready and len(plan.create) == 33
    kinds = [one.values["kind"] for one in plan.lines]
    assert (kinds.count("PD"), kinds.count("Bagian")) == (24, 9)
    assert len({one.values["code"] for one in plan.lines}) == 33
    assert plan.lines[0].values["budget"] == 75_000_000
    again = plan_agencies(read.rows, [dict(one.values) for one in plan.lines], file="opd.xlsx")
    assert not again.create and not again.faults


@pytest.mark.parametrize(
    "cells",
    [
        {"name": "Dinas Baru"},
        {"name": "Dinas Baru", "staff": "banyak"},
        {"name": "Dinas Baru", "staff": "5", "kind": "Perusahaan"},
        {"name": "Dinas Baru", "staff": "5", "lat": "710"},
        {"name": "Dinas Baru", "staff": "5", "min_villages": "3", "max_villages": "2"},
        {"name": "D" * 201, "staff": "5"},
    ],
)
def test_a_wrong_agency_row_is_named_and_nothing_is_ready(cells: dict[str, str]) -> None:
    plan = plan_agencies([StartRow("L", 3, cells)], [], file="opd.xlsx")
    assert [one.row for one in plan.faults] == [3]
    assert not plan.ready


def test_the_same_agency_on_two_rows_is_one_fault() -> None:
    rows = [
        StartRow("L", n, {"name": name, "staff": "5"}) for n, name in ((2, "Bagian Hukum"), (3, "Bag. Hukum Setda"))
    ]
    assert [one.row for one in plan_agencies(rows, [], file="opd.xlsx").faults] == [3]
