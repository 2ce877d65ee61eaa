"""Tiny invented sheets in the official order of columns, for tests of the registry."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl

from sanding.registry.layouts import all_layouts
from sanding.registry.regions import Regions

ON = date(2026, 7, 1)
VILLAGES = pl.DataFrame(
    {
        "code": ["3399012001", "3399012002", "3399021001"],
        "name": ["Sumberagung", "Karangjati", "Kotabaru"],
        "kind": ["desa", "desa", "kelurahan"],
        "kecamatan_code": ["339901", "339901", "339902"],
        "kecamatan": ["Wanasari", "Wanasari", "Kaliputih"],
        "district_code": ["3399"] * 3,
        "district": ["Kabupaten Contoh"] * 3,
        "bps_code": ["3399010001", "3399012001", None],
        "valid_to": [None] * 3,
        "successor": [None] * 3,
    },
    schema_overrides={"valid_to": pl.Date, "successor": pl.String},
)
FORMER = pl.DataFrame({"code": ["3399012001"], "former_name": ["Sumberejo"]})
_NAMES = "SUTRISNO WARSITI BUDIONO SITI AMINAH KARSONO LASTRI WAGIYO SUMINAH TARMUJI RUKMINI PONIJAN NGATINI".split()


def regions() -> Regions:
    return Regions.from_frame(VILLAGES, FORMER)


def nik(day: int, month: int, year: int, serial: int, *, female: bool = False) -> str:
    return f"339901{day + 40 * female:02d}{month:02d}{year % 100:02d}{serial:04d}"


def kk(number: int) -> str:
    return f"33990101011{number:05d}"


def headers(layout: str) -> list[str]:
    """The first spelling of every column of a layout, running numbers left out."""
    columns = all_layouts()[layout].columns
    return [column.headers[0] for column in columns if column.headers[0] != "no"]


def family(number: int, **changes: Any) -> dict[str, Any]:
    """One clean row of the DTSEN family sheet, family ``number``."""
    row: dict[str, Any] = {
        "nomor_kartu_keluarga": kk(number),
        "kode_kecamatan": "339901",
        "kecamatan": "WANASARI",
        "kode_kelurahan_desa": "3399012001",
        "kelurahan_desa": "SUMBERAGUNG",
        "alamat": "DUSUN KRAJAN",
        "jumlah_anggota_keluarga": "2",
        "nama_kepala_keluarga": _NAMES[number % len(_NAMES)],
        "desil_nasional": str(number % 10 + 1),
        "pbi_nas": "YA",
        "jenis_lantai_terluas": "2",
        "luas_lantai": "48",
    }
    return row | changes


def members(number: int) -> list[dict[str, Any]]:
    """Husband and wife of family ``number``."""
    year = 1950 + number % 40
    day = number % 28 + 1
    return [person(number, 0, day, 3, year), person(number, 1, day, 5, year + 2, female=True)]


def person(
    number: int, place: int, day: int, month: int, year: int, *, female: bool = False, **changes: Any
) -> dict[str, Any]:
    """One clean row of the DTSEN person sheet."""
    row: dict[str, Any] = {
        "nomor_induk_kependudukan": nik(day, month, year, number * 10 + place + 1, female=female),
        "nomor_kartu_keluarga": kk(number),
        "nama": f"{_NAMES[(number + place) % len(_NAMES)]} {'AB'[place % 2]}{chr(65 + number % 26)}",
        "tanggal_lahir": f"{year:04d}-{month:02d}-{day:02d}",
        "jenis_kelamin": "P" if female else "L",
        "status_hubungan_keluarga": str(place + 1),
        "kode_kecamatan_ktp": "339901",
        "kecamatan_ktp": "WANASARI",
        "kode_kelurahan_desa_ktp": "3399012001",
        "kelurahan_desa_ktp": "SUMBERAGUNG",
        "rt_ktp": "003",
        "rw_ktp": "001",
    }
    return row | changes


def grid(layout: str, rows: Sequence[dict[str, Any]]) -> list[list[Any]]:
    """The header row and the data rows."""
    names = headers(layout)
    return [names, *([row.get(name) for name in names] for row in rows)]


def write_xlsx(path: Path, sheets: dict[str, list[list[Any]]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def write_csv(path: Path, rows: Sequence[Sequence[Any]], *, delimiter: str = ";", encoding: str = "utf-8") -> Path:
    lines = [delimiter.join("" if cell is None else str(cell) for cell in row) for row in rows]
    path.write_bytes(("\n".join(lines) + "\n").encode(encoding))
    return path


def clean_district(families: int = 12) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    return [family(one) for one in range(families)], [row for one in range(families) for row in members(one)]


def workbook(path: Path, families: Sequence[dict[str, Any]], people: Sequence[dict[str, Any]], titles: int = 3) -> Path:
    """DTSEN as it comes: title rows, header, a row of column numbers, data."""
    sheets = {}
    for name, layout, rows in (("KELUARGA", "dtsen_keluarga", families), ("INDIVIDU", "dtsen_individu", people)):
        table = grid(layout, rows)
        numbers = [str(at) for at in range(1, len(table[0]) + 1)]
        sheets[name] = [*([f"DATA TUNGGAL {at}"] for at in range(titles)), table[0], numbers, *table[1:]]
    return write_xlsx(path, sheets)
