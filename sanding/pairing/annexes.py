"""The annexes of the decree, as rows to print and as a workbook: priority villages; waves; companions and villages."""

from typing import Any

import polars as pl

from sanding.documents.sheet import Cell, Column, Sheet, write_workbook
from sanding.documents.wording import number, percent
from sanding.targeting.goalposts import Unit


def dotted(code: str) -> str:
    """A Kemendagri code as it is printed.

    >>> dotted("3399012003")
    '33.99.01.2003'
    """
    return f"{code[:2]}.{code[2:4]}.{code[4:6]}.{code[6:]}"


def _listed_villages(listed: pl.DataFrame, unit: Unit) -> pl.DataFrame:
    count = "families_d1" if unit == "keluarga" else "persons_d1"
    return listed.filter(pl.col("priority")).sort("wave", "kecamatan_code", "village_code").with_columns(count=count)


def priority_rows(listed: pl.DataFrame, unit: Unit) -> list[dict[str, Any]]:
    """Annex I, one row per village, in the order of wave, kecamatan and code. An index that stands in is marked *."""
    return [
        {
            "no": place,
            "kode": dotted(row["village_code"]),
            "desa": _called(row),
            "kecamatan": row["kecamatan"],
            "jumlah": number(row["count"]),
            "bagian": percent(row["share_d1"]),
            "indeks": number(row["index_used"], 4) + ("*" if row["index_score"] is None else ""),
            "peringkat": number(row["rank"]),
            "gelombang": row["wave"],
            "tahun": row["year"],
        }
        for place, row in enumerate(_listed_villages(listed, unit).iter_rows(named=True), start=1)
    ]


def wave_rows(listed: pl.DataFrame) -> list[dict[str, Any]]:
    """Annex II, one row per wave and kecamatan with its villages; the wave stands in its first row only."""
    chosen = listed.filter(pl.col("priority")).sort("wave", "kecamatan_code", "village_code")
    rows: list[dict[str, Any]] = []
    before = None
    for (wave, year, _code, kecamatan), villages in chosen.group_by(
        "wave", "year", "kecamatan_code", "kecamatan", maintain_order=True
    ):
        names = [_called(row) for row in villages.iter_rows(named=True)]
        first = wave != before
        rows.append(
            {
                "gelombang": wave if first else "",
                "tahun": year if first else "",
                "kecamatan": kecamatan,
                "jumlah": number(len(names)),
                "desa": ", ".join(names),
            }
        )
        before = wave
    return rows


def _paired(listed: pl.DataFrame, pairs: pl.DataFrame, agencies: pl.DataFrame, unit: Unit) -> pl.DataFrame:
    order = {"PD": 0, "Bagian": 1, "BUMD": 2, "Kecamatan": 3}
    units = agencies.select("code", "kind", agency="name")
    return (
        pairs.select("agency_code", "village_code")
        .join(units, left_on="agency_code", right_on="code")
        .join(_listed_villages(listed, unit).drop("kind"), on="village_code")
        .with_columns(order=pl.col("kind").replace_strict(order, return_dtype=pl.Int64))
        .drop("kind")
        .join(listed.select("village_code", "kind"), on="village_code")
        .sort("order", "agency_code", "village_code")
    )


def companion_rows(
    listed: pl.DataFrame, pairs: pl.DataFrame, agencies: pl.DataFrame, unit: Unit
) -> list[dict[str, Any]]:
    """Annex III, one row per village, grouped by companion; number and name stand in the group's first row only."""
    rows: list[dict[str, Any]] = []
    seen: list[str] = []
    for row in _paired(listed, pairs, agencies, unit).iter_rows(named=True):
        new = row["agency_code"] not in seen
        if new:
            seen.append(row["agency_code"])
        rows.append(
            {
                "no": f"{len(seen)}." if new else "",
                "unit": row["agency"] if new else "",
                "desa": _called(row),
                "kode": dotted(row["village_code"]),
                "kecamatan": row["kecamatan"],
                "jumlah": number(row["count"]),
            }
        )
    return rows


def _called(row: dict[str, Any]) -> str:
    return f"{'Kelurahan' if row['kind'] == 'kelurahan' else 'Desa'} {row['name']}"


def decree_xlsx(
    values: dict[str, Any], listed: pl.DataFrame, pairs: pl.DataFrame, agencies: pl.DataFrame, *, unit: Unit
) -> bytes:
    """The annexes as a workbook: codes as text, numbers as numbers; ``values`` as ``decree_values`` returns them."""
    head = [f"KEPUTUSAN {values['jabatan']} NOMOR {values['nomor']}", f"TENTANG {values['tentang']}"]
    first = Sheet(
        "Lampiran I",
        ["LAMPIRAN I", *head],
        _priority_columns(unit),
        [_priority_cells(row) for row in _listed_villages(listed, unit).iter_rows(named=True)],
        note=values["sumber"],
    )
    second = Sheet("Lampiran II", ["LAMPIRAN II", *head], _WAVE_COLUMNS, _wave_cells(listed), note=values["sumber"])
    third = Sheet(
        "Lampiran III",
        ["LAMPIRAN III", *head],
        _companion_columns(unit),
        [_companion_cells(row) for row in _paired(listed, pairs, agencies, unit).iter_rows(named=True)],
        note=values["sumber"],
    )
    footer = f"Kode periksa {values['kode']}  {values['alamat_periksa']}"
    return write_workbook([first, second, third], title=f"Lampiran Keputusan {values['jabatan']}", footer=footer)


_WAVE_COLUMNS = (
    Column("Gelombang", 11, 0),
    Column("Tahun", 8),
    Column("Kode kecamatan", 12),
    Column("Kecamatan", 22),
    Column("Desa/kelurahan", 12, 0),
    Column("Nama desa/kelurahan", 70),
)


def _wave_cells(listed: pl.DataFrame) -> list[list[Cell]]:
    chosen = listed.filter(pl.col("priority")).sort("wave", "kecamatan_code", "village_code")
    groups = chosen.group_by("wave", "year", "kecamatan_code", "kecamatan", maintain_order=True)
    return [
        [wave, str(year), code, kecamatan, rows.height, ", ".join(_called(row) for row in rows.iter_rows(named=True))]
        for (wave, year, code, kecamatan), rows in groups
    ]


def _priority_columns(unit: Unit) -> list[Column]:
    return [
        Column("Gelombang", 11, 0),
        Column("Tahun", 8),
        Column("Kode", 13),
        Column("Desa/Kelurahan", 28),
        Column("Jenis", 11),
        Column("Kecamatan", 20),
        Column(f"Desil 1 ({unit})", 12, 0),
        Column(f"Bagian desil 1 ({unit})", 13, 1, percent=True),
        Column("Indeks dipakai", 10, 4),
        Column("Sumber indeks", 34),
        Column("Peringkat", 10, 0),
    ]


def _priority_cells(row: dict[str, Any]) -> list[Cell]:
    return [
        row["wave"], str(row["year"]), row["village_code"], row["name"], row["kind"], row["kecamatan"],
        row["count"], row["share_d1"], row["index_used"], row["index_source"], row["rank"],
    ]  # fmt: skip


def _companion_columns(unit: Unit) -> list[Column]:
    return [
        Column("Kode unit", 12),
        Column("Unit pendamping", 44),
        Column("Kode desa", 13),
        Column("Desa/Kelurahan", 28),
        Column("Jenis", 11),
        Column("Kecamatan", 20),
        Column(f"Desil 1 ({unit})", 12, 0),
    ]


def _companion_cells(row: dict[str, Any]) -> list[Cell]:
    return [
        row["agency_code"], row["agency"], row["village_code"], row["name"],
        row["kind"], row["kecamatan"], row["count"],
    ]  # fmt: skip
