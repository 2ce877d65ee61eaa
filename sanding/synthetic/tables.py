"""The office's own sheets: villages, boundaries, index, agencies, last year's pairs. No persons here."""

import json
from collections.abc import Callable
from pathlib import Path

import polars as pl

from sanding.synthetic.district import District
from sanding.synthetic.index import YEARS
from sanding.synthetic.places import DISTRICT_CODE
from sanding.synthetic.workbook import Laid, write_xlsx

_LEVELS = ("PUSAT", "PROV", "KAB", "DESA", "CSR", "LAINNYA")
_EMPTY = pl.lit("")


def _text(column: str) -> pl.Expr:
    return pl.col(column).cast(pl.String).fill_null("")


def idm(district: District) -> tuple[pl.DataFrame, str]:
    """IDM 2023 and 2024 side by side, one row per desa, upper-case names."""
    frame = _desa(district)
    for year in YEARS:
        scores = district.village_index.filter(pl.col("index") == "IDM", pl.col("year") == year).select(
            pl.col("village_code").alias("code"),
            pl.col("iks").cast(pl.String).alias(f"IKS {year}"),
            pl.col("ike").cast(pl.String).alias(f"IKE {year}"),
            pl.col("ikl").cast(pl.String).alias(f"IKL {year}"),
            pl.col("score").cast(pl.String).alias(f"NILAI IDM {year}"),
            pl.col("status").alias(f"STATUS IDM {year}"),
        )
        frame = frame.join(scores, on="code", maintain_order="left")
    return _upper(frame), "INDEKS DESA MEMBANGUN 2023-2024"


def _desa(district: District) -> pl.DataFrame:
    return _in_force(district).filter(pl.col("kind") == "desa")


def _in_force(district: District) -> pl.DataFrame:
    return district.villages.filter(pl.col("valid_to").is_null()).sort("code")


def _upper(frame: pl.DataFrame) -> pl.DataFrame:
    scores = [name for name in frame.columns if " 20" in name]
    return frame.select(
        pl.lit("33").alias("KODE PROV"),
        pl.lit("JAWA TENGAH").alias("NAMA PROVINSI"),
        pl.lit(DISTRICT_CODE).alias("KODE KAB"),
        pl.col("district").str.to_uppercase().alias("NAMA KABUPATEN"),
        pl.col("kecamatan_code").alias("KODE KEC"),
        pl.col("kecamatan").str.to_uppercase().alias("NAMA KECAMATAN"),
        pl.col("code").alias("KODE DESA"),
        pl.col("name").str.to_uppercase().alias("NAMA DESA"),
        *scores,
    )


def indicators(district: District) -> tuple[pl.DataFrame, str]:
    """All fifty indicators of each desa; the actor stands in the column of its level; NILAI = gain of IDM."""
    places = district.villages.select("code", "name", "kecamatan")
    frame = district.index_sheet.join(places, left_on="village_code", right_on="code", maintain_order="left")
    short = pl.col("score") < 5
    levels = [
        pl.when(short & (pl.col("level") == level)).then("actor").otherwise(_EMPTY).alias(level) for level in _LEVELS
    ]
    sheet = frame.select(
        pl.col("village_code").alias("KODE DESA"),
        pl.col("name").str.to_uppercase().alias("NAMA DESA"),
        pl.col("kecamatan").str.to_uppercase().alias("KECAMATAN"),
        pl.col("dimension").alias("DIMENSI"),
        pl.col("indicator").alias("INDIKATOR"),
        _text("score").alias("SKOR"),
        _text("gain").alias("NILAI"),
        pl.when(short).then("activity").otherwise(_EMPTY).alias("KEGIATAN"),
        *levels,
    )
    return sheet, "INDIKATOR INDEKS DESA MEMBANGUN 2024"


def indeks_desa(district: District) -> tuple[pl.DataFrame, str]:
    """Indeks Desa 2025 as a village list has it."""
    frame = _desa(district).join(
        district.index_dimensions, left_on="code", right_on="village_code", maintain_order="left"
    )
    names = ("dld", "ds", "de", "dl", "da", "dtkpd")
    sheet = frame.select(
        "kecamatan",
        pl.col("code").alias("kode"),
        pl.col("name").alias("desa"),
        *(_text(name).alias(name) for name in names),
        _text("score").alias("skor"),
        "status",
    )
    return sheet, "INDEKS DESA TAHUN 2025"


def agencies(district: District) -> tuple[pl.DataFrame, str]:
    sheet = district.agencies.select(
        pl.col("code").alias("KODE"),
        pl.col("name").alias("NAMA PERANGKAT DAERAH"),
        pl.col("short").alias("SINGKATAN"),
        pl.col("kind").alias("JENIS"),
        _text("staff").alias("JUMLAH PEGAWAI"),
        _text("vehicles").alias("JUMLAH KENDARAAN"),
        _text("budget").alias("ANGGARAN"),
        _text("lat").alias("LINTANG"),
        _text("lon").alias("BUJUR"),
        pl.col("competences").alias("KOMPETENSI"),
        _text("min_villages").alias("MIN DESA"),
        _text("max_villages").alias("MAKS DESA"),
    )
    return sheet, "PERANGKAT DAERAH PENDAMPING"


def pairs(district: District) -> tuple[pl.DataFrame, str]:
    units = district.agencies.select("code", pl.col("name").alias("unit"))
    places = district.villages.select("code", "name", "kecamatan")
    frame = district.pairs.join(units, left_on="agency_code", right_on="code", maintain_order="left")
    frame = frame.join(places, left_on="village_code", right_on="code", maintain_order="left")
    sheet = frame.select(
        _text("year").alias("TAHUN"),
        pl.col("agency_code").alias("KODE PERANGKAT DAERAH"),
        pl.col("unit").alias("PERANGKAT DAERAH"),
        pl.col("village_code").alias("KODE DESA"),
        pl.col("name").alias("NAMA DESA"),
        pl.col("kecamatan").alias("KECAMATAN"),
    )
    return sheet, "PENUGASAN PERANGKAT DAERAH PENDAMPING DESA"


def villages(district: District) -> pl.DataFrame:
    """wilayah_desa.csv: every code in force and the one that ended; one former name per code at most."""
    frame = district.villages.join(district.former_names, on="code", how="left", maintain_order="left")
    return frame.select(
        pl.col("code").alias("KODE"),
        pl.col("name").alias("NAMA"),
        pl.col("kind").alias("JENIS"),
        pl.col("kecamatan_code").alias("KODE KECAMATAN"),
        pl.col("kecamatan").alias("KECAMATAN"),
        pl.col("bps_code").alias("KODE BPS"),
        pl.col("valid_from").cast(pl.String).alias("BERLAKU SEJAK"),
        pl.col("valid_to").cast(pl.String).alias("BERLAKU SAMPAI"),
        pl.col("successor").alias("PENGGANTI"),
        pl.col("former_name").alias("NAMA LAMA"),
    )


SHEETS: dict[str, Callable[[District], tuple[pl.DataFrame, str]]] = {
    "idm_2024": idm,
    "idm_2024_indikator": indicators,
    "indeks_desa_2025": indeks_desa,
    "perangkat_daerah": agencies,
    "penugasan_2026": pairs,
}
_AS_NUMBERS = (
    "IKS",
    "IKE",
    "IKL",
    "NILAI",
    "SKOR",
    "JUMLAH",
    "ANGGARAN",
    "LINTANG",
    "BUJUR",
    "MIN ",
    "MAKS ",
    "TAHUN",
    "skor",
    "d",
)
_TITLED = ("idm_2024", "idm_2024_indikator", "perangkat_daerah")


def write_sheet(district: District, name: str, path: Path) -> Path:
    """One of SHEETS as xlsx, its figures as numbers, codes as text, some under a title line."""
    frame, title = SHEETS[name](district)
    header = pl.DataFrame({column: [column] for column in frame.columns})
    lines = [header, frame]
    if name in _TITLED:
        lines.insert(
            0, pl.DataFrame({column: [title if place == 0 else ""] for place, column in enumerate(frame.columns)})
        )
    numeric = frozenset(
        i
        for i, column in enumerate(frame.columns)
        if column.startswith(_AS_NUMBERS) and column not in ("desa", "STATUS")
    )
    above = len(lines) - 2
    return write_xlsx(path, [Laid("Sheet1", pl.concat(lines), above + 1, numeric=numeric, merged=above)])


def write_office(district: District, folder: Path, only: Callable[[str], bool]) -> dict[str, Path]:
    written = {name: write_sheet(district, name, folder / f"{name}.xlsx") for name in SHEETS if only(name)}
    if only("wilayah_desa"):
        written["wilayah_desa"] = folder / "wilayah_desa.csv"
        written["wilayah_desa"].write_bytes(villages(district).write_csv(line_terminator="\n").encode())
    if only("batas_desa"):
        written["batas_desa"] = folder / "batas_desa.geojson"
        written["batas_desa"].write_text(
            json.dumps(district.boundaries, separators=(",", ":")) + "\n", encoding="utf-8"
        )
    return written


def write_declared(district: District, folder: Path) -> dict[str, Path]:
    """The tables in the declared column names, plain CSV, for setting up the demo."""
    frames = {
        "villages": district.villages,
        "kecamatan": district.kecamatan,
        "former_names": district.former_names,
        "village_index": district.village_index,
        "village_needs": district.village_needs,
        "agencies": district.agencies,
        "pairs": district.pairs,
    }
    written = {}
    for name, frame in frames.items():
        written[f"district/{name}"] = folder / f"{name}.csv"
        written[f"district/{name}"].write_bytes(frame.write_csv(line_terminator="\n").encode())
    return written
