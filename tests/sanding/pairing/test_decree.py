"""The decree's words and annexes come from the frozen lists, in the form an Indonesian decree has."""

import io
import re
from dataclasses import replace
from datetime import date
from typing import Any

import polars as pl
import pytest
from docx import Document
from openpyxl import load_workbook

from sanding.documents.letterhead import Letterhead, Signatory
from sanding.errors import RuleBroken
from sanding.pairing.annexes import decree_xlsx
from sanding.pairing.assign import assign_agencies
from sanding.pairing.decree import Decree, decree_docx, decree_pdf, decree_values, default_copies, legal_bases
from tests.sanding.pairing import invented

HEAD = Letterhead("BUPATI", "KABUPATEN", "SERAYU KULON", "JAWA TENGAH", "Pakisarum", "Bappeda")
BASES = legal_bases(date(2027, 1, 1))
DECREE = Decree(HEAD, Signatory("RATNA WIJAYA", "Plt."), 2027, BASES["mengingat"], BASES["memperhatikan"])
CODE = "0123-4567-89ab"


def lists(seed: int = 1) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """The list of priority villages, the pairs, the agencies."""
    _, listed = invented.listing(9, seed)
    problem = invented.problem(4, 9, seed)
    return listed, assign_agencies(problem).pairs(), problem.agencies


def values(decree: Decree = DECREE, **changed: Any) -> dict[str, Any]:
    listed, pairs, agencies = lists()
    return decree_values(decree, listed, pairs, agencies, unit="keluarga", code=CODE, **changed)


def words(content: bytes) -> str:
    document = Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_the_decree_has_every_part_in_its_order() -> None:
    document = Document(io.BytesIO(decree_docx(values())))
    order = [part for block in document.iter_inner_content() for part in texts(block)]
    wanted = ["Menimbang", "Mengingat", "Memperhatikan", "MEMUTUSKAN:", "Menetapkan", "KESATU", "KEDUA", "KETUJUH"]
    wanted += ["Ditetapkan di Pakisarum", "pada tanggal ……", "Plt. BUPATI SERAYU KULON,", "RATNA WIJAYA"]
    wanted += ["LAMPIRAN I", "LAMPIRAN II", "LAMPIRAN III"]
    places = [order.index(one) for one in wanted]
    assert places == sorted(places)
    assert order[:2] == ["BUPATI SERAYU KULON", "PROVINSI JAWA TENGAH"]
    assert "NOMOR ……" in order


def texts(block: Any) -> list[str]:
    if hasattr(block, "rows"):
        return [paragraph.text for row in block.rows for cell in row.cells for paragraph in cell.paragraphs]
    return [block.text]


def test_considerations_end_with_semicolons_and_duties_with_a_full_stop() -> None:
    found = values()
    assert [one["huruf"] for one in found["menimbang"]] == ["a.", "b.", "c."]
    assert all(one["teks"].startswith("bahwa ") and one["teks"].endswith(";") for one in found["menimbang"])
    duties = next(one["rincian"] for one in found["diktum"] if one["rincian"])
    assert [one["teks"][-5:] for one in duties][-2:] == ["; dan", "ster."]
    assert [one["urutan"] for one in found["diktum"]][:3] == ["KESATU", "KEDUA", "KETIGA"]


def test_counts_are_written_in_figures_and_words_by_kind_of_agency() -> None:
    found = values()
    assert "9 (sembilan) desa/kelurahan prioritas" in found["diktum"][0]["teks"]
    assert "3 (tiga) Perangkat Daerah dan 1 (satu) Bagian pada Sekretariat Daerah" in found["diktum"][1]["teks"]


def test_a_number_a_date_copies_and_a_revoked_decree_are_written_when_given() -> None:
    full = replace(
        DECREE, number="400.9/12/2027", dated=date(2027, 1, 4), revoked="Keputusan Bupati Nomor 7 Tahun 2026",
        copies=["Gubernur Jawa Tengah", "Inspektur"], sources=["IDM 2024"],
    )  # fmt: skip
    text = words(decree_docx(values(full)))
    assert "NOMOR 400.9/12/2027" in text
    assert "pada tanggal 4 Januari 2027" in text
    assert "Keputusan Bupati Nomor 7 Tahun 2026 dicabut dan dinyatakan tidak berlaku." in text
    assert "2.\tInspektur." in text
    assert "Sumber: IDM 2024" in text
    assert "Tembusan" not in words(decree_docx(values()))
    assert "KEDELAPAN" not in words(decree_docx(values()))


def test_the_waves_annex_holds_every_priority_village_once_in_the_order_of_waves() -> None:
    listed, _pairs, _agencies = lists()
    rows = values()["gelombang"]
    chosen = listed.filter("priority")
    named = [name for row in rows for name in row["desa"].split(", ")]
    assert sorted(name.split(" ", 1)[1] for name in named) == sorted(chosen["name"])
    assert sum(int(row["jumlah"]) for row in rows) == chosen.height
    waves = [row["gelombang"] for row in rows if row["gelombang"] != ""]
    assert waves == sorted(set(chosen["wave"]))


def test_someone_who_signs_in_anothers_name_says_so_with_rank_and_nip() -> None:
    nip = "1970" + "01" * 7
    secretary = Signatory("SITI", title="SEKRETARIS DAERAH", on_behalf="BUPATI SERAYU KULON", rank="Pembina", nip=nip)
    text = words(decree_docx(values(replace(DECREE, signatory=secretary))))
    assert "a.n. BUPATI SERAYU KULON\nSEKRETARIS DAERAH," in text
    assert f"SITI\nPembina\nNIP {nip}" in text


def test_a_draft_names_who_receives_a_copy() -> None:
    text = words(decree_docx(values(replace(DECREE, copies=default_copies(HEAD)))))
    assert "Tembusan disampaikan kepada Yth.:" in text and "Gubernur Jawa Tengah;" in text
    assert "Inspektur Kabupaten Serayu Kulon;" in text and "Kepala Desa/Lurah yang bersangkutan." in text


def test_on_a4_every_section_is_a4_and_the_text_keeps_its_width() -> None:
    folio, a4 = (Document(io.BytesIO(decree_docx(values(), paper=paper))) for paper in ("F4", "A4"))
    for before, after in zip(folio.sections, a4.sections, strict=True):
        sides = {round(after.page_width.cm, 1), round(after.page_height.cm, 1)}
        assert sides == {21.0, 29.7}
        text = [one.page_width - one.left_margin - one.right_margin for one in (before, after)]
        if after.page_width < after.page_height:
            assert abs(text[0] - text[1]) < 1000


def test_a_city_is_a_city_throughout() -> None:
    city = replace(HEAD, head_title="WALI KOTA", region_kind="KOTA", region="PAKISARUM")
    text = words(decree_docx(values(replace(DECREE, letterhead=city))))
    assert "WALI KOTA PAKISARUM" in text
    assert "Keputusan Wali Kota ini mulai berlaku" in text
    assert not re.search(r"bupati|kabupaten", re.sub(r"Peraturan Menteri.*|Tim Koordinasi.*Kota;", "", text), re.I)


def test_the_annexes_hold_every_village_once_and_every_companion_once() -> None:
    listed, pairs, agencies = lists()
    found = values()
    chosen = listed.filter("priority")
    assert len(found["prioritas"]) == len(found["pendamping"]) == chosen.height
    assert {row["kode"].replace(".", "") for row in found["pendamping"]} == set(pairs["village_code"])
    named = [row["unit"] for row in found["pendamping"] if row["unit"]]
    assert sorted(named) == sorted(agencies["name"])
    assert [row["no"] for row in found["pendamping"] if row["no"]] == ["1.", "2.", "3.", "4."]
    starred = {row["kode"] for row in found["prioritas"] if row["indeks"].endswith("*")}
    assert len(starred) == chosen.filter(pl.col("index_score").is_null()).height


def test_the_workbook_keeps_codes_as_text_and_counts_as_numbers() -> None:
    listed, pairs, agencies = lists()
    book = load_workbook(io.BytesIO(decree_xlsx(values(), listed, pairs, agencies, unit="keluarga")))
    assert book.sheetnames == ["Lampiran I", "Lampiran II", "Lampiran III"]
    first = book["Lampiran I"]
    codes = [cell.value for cell in first["C"][5 : 5 + 9]]
    assert sorted(codes) == sorted(pairs["village_code"])
    assert {cell.data_type for cell in first["C"][5 : 5 + 9]} == {"s"}
    assert {cell.data_type for cell in first["G"][5 : 5 + 9]} == {"n"}


def test_names_from_outside_stay_words_in_every_form() -> None:
    listed, pairs, agencies = lists()
    hostile = '=CMD()|{{ 7*7 }}<script>alert(1)</script>&"'
    listed = listed.with_columns(name=pl.lit(hostile))
    found = decree_values(DECREE, listed, pairs, agencies, unit="keluarga", code=CODE)
    assert f"Desa {hostile}" in words(decree_docx(found))
    book = load_workbook(io.BytesIO(decree_xlsx(found, listed, pairs, agencies, unit="keluarga")))
    assert (book["Lampiran I"]["D6"].value, book["Lampiran I"]["D6"].data_type) == (hostile, "s")
    assert decree_pdf(found).startswith(b"%PDF")


def test_every_form_is_the_same_bytes_again() -> None:
    listed, pairs, agencies = lists()
    assert decree_docx(values()) == decree_docx(values())
    assert decree_pdf(values()) == decree_pdf(values())
    books = [decree_xlsx(values(), listed, pairs, agencies, unit="keluarga") for _ in range(2)]
    assert books[0] == books[1]


def test_the_code_is_on_the_page_and_in_its_picture() -> None:
    one, other = (decree_docx(values(check_base=base)) for base in ("https://contoh.go.id", "https://lain.go.id"))
    footer = Document(io.BytesIO(one)).sections[0].footer.paragraphs[0].text
    assert footer.strip() == f"Kode periksa {CODE} – https://contoh.go.id/periksa/{CODE}"
    assert pictures(one) != pictures(other)


def pictures(content: bytes) -> list[bytes]:
    package = Document(io.BytesIO(content)).part.package
    return [part.blob for part in package.iter_parts() if part.partname.endswith(".png")]


def test_a_village_whose_wave_has_begun_without_companion_stops_the_decree() -> None:
    listed, pairs, agencies = lists()
    due = listed.filter(pl.col("priority") & (pl.col("year") <= 2027))["village_code"][0]
    fewer = pairs.filter(pl.col("village_code") != due)
    with pytest.raises(RuleBroken, match="1 desa/kelurahan prioritas belum berpendamping"):
        decree_values(DECREE, listed, fewer, agencies, unit="keluarga", code=CODE)


def test_persons_are_counted_where_the_unit_is_persons() -> None:
    listed, pairs, agencies = lists()
    people = decree_values(DECREE, listed, pairs, agencies, unit="orang", code=CODE)
    assert "DESIL 1 (orang)" in words(decree_docx(people))
    assert [row["jumlah"] for row in people["prioritas"]] != [row["jumlah"] for row in values()["prioritas"]]
