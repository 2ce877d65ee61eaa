"""The registers and lists as sheets ready to be written: clean rows first, then dirt where it is wanted."""

import polars as pl

from sanding.synthetic import bdt, dtsen, lists, p3ke
from sanding.synthetic.dirt import plant_apart, plant_dtsen, plant_family_list, plant_p3ke
from sanding.synthetic.district import District
from sanding.synthetic.p3ke import Slips
from sanding.synthetic.regions import regions_of
from sanding.synthetic.sheets import Planted, Sheet, new_sheet
from sanding.synthetic.words import words

_DTSEN_NUMERIC = frozenset(("jumlah_anggota_keluarga", "luas_lantai", "usia", "gaji", "jumlah_usaha"))

_TWICE = {("individu", 2023): ("penerima_pkh", "penerima_bpnt"), ("keluarga", 2022): ("penerima_pkh",)}


def dtsen_sheets(district: District, vintage: str, *, dirty: bool) -> list[Sheet]:
    """KELUARGA and INDIVIDU of one quarter."""
    rows = dtsen.rows_of(district, vintage)
    title = f"DATA TUNGGAL SOSIAL DAN EKONOMI NASIONAL TRIWULAN {vintage[-1]} TAHUN 2026"
    titles = (title, "KABUPATEN SUMBERSARI", "RAHASIA - HANYA UNTUK TKPK")
    frames = {"KELUARGA": dtsen.keluarga(rows, vintage), "INDIVIDU": dtsen.individu(rows)}
    lines = 4 if dirty else 0
    family, person = (
        new_sheet(
            f"dtsen_{vintage}_2026.xlsx",
            name,
            frame,
            titles=titles,
            numbered=True,
            extra_lines=lines,
            numeric=_DTSEN_NUMERIC,
        )
        for name, frame in frames.items()
    )
    if dirty:
        plant_dtsen(district.seed, family, person, regions_of(district))
    return [family, person]


def p3ke_sheets(district: District, year: int, *, dirty: bool) -> list[Sheet]:
    """The family and person sheets of one year, each a file of its own; of 2022 only the family sheet went round."""
    slips = p3ke.rows_of(district, year)
    ending = "ods" if year == 2022 else "xlsx"
    frames = {"keluarga": p3ke.keluarga(slips), "individu": p3ke.individu(slips)}
    sheets = []
    for name, frame in frames.items():
        misspelt = words("layouts").get(f"p3ke_{name}_{year}_misspelt", {})
        titles = (f"DATA P3KE {name.upper()} TAHUN {year}",)
        twice = {f"{header} lagi": header for header in _TWICE.get((name, year), ())} if dirty else {}
        frame = frame.with_columns(pl.col(header).alias(again) for again, header in twice.items())
        sheet = new_sheet(
            f"p3ke_{year}_{name}.{ending}",
            "Sheet1",
            frame,
            titles=titles,
            headers=dict(misspelt),
            duplicated=twice,
            extra_lines=2 if dirty else 0,
        )
        _note_slips(sheet, slips)
        sheets.append(sheet)
    if dirty and year == 2022:
        plant_family_list(district.seed, sheets[0], "p3ke_keluarga", regions_of(district))
    elif dirty:
        plant_p3ke(district.seed, sheets[0], sheets[1], regions_of(district))
    return sheets


def _note_slips(sheet: Sheet, slips: Slips) -> None:
    """The slips that a single-file rule can see are defects too; they are in the data, planted dirt or not."""
    for row, person in sheet.rows.select("_row", "_person").iter_rows():
        if person in slips.blank:
            sheet.planted.append(Planted(row, "nik", "nik_blank", 0))
        elif person in slips.differing:
            sheet.planted.append(Planted(row, "tanggal_lahir", "nik_birth_differs", 0))
        else:
            continue
        sheet.used.add(row)


def bdt_sheets(district: District, *, dirty: bool) -> list[Sheet]:
    rows = bdt.rows_of(district)
    family = new_sheet(
        "bdt_2020_rumah_tangga.xls",
        "RT",
        bdt.rumah_tangga(rows),
        headers=dict(words("layouts")["bdt_rumah_tangga_misspelt"]),
    )
    person = new_sheet("bdt_2020_individu.csv", "", bdt.individu(rows))
    if dirty:
        plant_apart(district.seed, {"bdt_rumah_tangga": family, "bdt_individu": person}, regions_of(district))
    return [family, person]


def list_sheets(district: District, *, dirty: bool) -> dict[str, Sheet]:
    """Dukcapil's reply, the cash aid of the village fund, PKH."""
    rows = dtsen.rows_of(district, "tw3")
    reply, gone = lists.dukcapil(district, rows)
    sheets = {
        "dukcapil_balasan": new_sheet("dukcapil_balasan.xlsx", "BALASAN", reply),
        "blt_dd_2026_omspan": new_sheet(
            "blt_dd_2026_omspan.xlsx",
            "BNBA",
            lists.blt(district, rows),
            titles=("DAFTAR KELUARGA PENERIMA MANFAAT BLT DANA DESA", "TAHUN ANGGARAN 2026"),
            numbered=True,
            extra_lines=2 if dirty else 0,
        ),
        "bantuan_pkh": new_sheet("bantuan_pkh.csv", "", lists.pkh(rows)),
    }
    answer = sheets["dukcapil_balasan"]
    answer.context.extend((number, 0) for number in gone)
    answer.used.update(gone)
    if dirty:
        for name, layout in {"blt_dd_2026_omspan": "blt", "bantuan_pkh": "pkh", "dukcapil_balasan": "dukcapil"}.items():
            plant_family_list(district.seed, sheets[name], layout, regions_of(district))
    return sheets
