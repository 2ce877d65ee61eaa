"""Code tables of real districts: our own list, a list with dotted codes and renamings beside it, and idn-area-data."""

from pathlib import Path

import polars as pl

from sanding.errors import InputFault
from sanding.registry.read_tables import read_plain
from sanding.registry.regions import Regions
from sanding.registry.tables import VILLAGES

FORMER = {"code": pl.String, "former_name": pl.String}
_RENAMED = "perubahan_kode_nama.csv"
_IDN = ("provinces.csv", "regencies.csv", "districts.csv", "villages.csv")


def load_wilayah_csv(path: Path, *, districts: frozenset[str] | None = None) -> Regions:
    """The regions of a code table; ``districts`` (4 digits) keeps only these, None all."""
    villages, former = read_wilayah(path, districts=districts)
    return Regions.from_frame(villages, former)


def read_wilayah(path: Path, *, districts: frozenset[str] | None = None) -> tuple[pl.DataFrame, pl.DataFrame]:
    """VILLAGES and former names (code, former_name).

    path   our wilayah_desa.csv; a list with dotted codes (with perubahan_kode_nama.csv beside it, if there); the folder
           of idn-area-data 4 or its villages.csv
    """
    folder = path if path.is_dir() else path.parent
    if path.is_dir() or (path.name == _IDN[3] and all((folder / name).exists() for name in _IDN)):
        villages, former = _idn_area_data(folder), pl.DataFrame(schema=FORMER)
    else:
        villages, former = _own_list(path)
        former = pl.concat([former, _renamings(folder / _RENAMED)]).unique(maintain_order=True)
    if districts is not None:
        villages = villages.filter(pl.col("district_code").is_in(sorted(districts)))
        former = former.filter(pl.col("code").str.slice(0, 4).is_in(sorted(districts)))
    if villages.is_empty():
        raise InputFault(
            "tidak ada desa yang terbaca", where=path.name, remedy="Periksa kolom kode dan nama.", code="SND-WIL-01"
        )
    return villages, former


def _plain(name: str) -> pl.Expr:
    return pl.col(name).str.replace_all(r"[^0-9]", "")


def _own_list(path: Path) -> tuple[pl.DataFrame, pl.DataFrame]:
    raw = read_plain(path, "wilayah_desa")
    code = _plain("code")
    number = {name: pl.col(name).cast(pl.Float64, strict=False) for name in ("lon", "lat", "area_km2")}
    frame = raw.with_columns(
        code=code,
        kind=pl.col("kind").str.to_lowercase(),
        kecamatan_code=_plain("kecamatan_code"),
        district_code=code.str.slice(0, 4),
        district=pl.coalesce("district", code.str.slice(0, 4)),
        bps_code=_plain("bps_code"),
        successor=_plain("successor"),
        valid_from=pl.col("valid_from").str.to_date("%Y-%m-%d", strict=False),
        valid_to=pl.col("valid_to").str.to_date("%Y-%m-%d", strict=False),
        **number,
    )
    former = frame.select("code", pl.col("former").str.split(";").alias("former_name")).explode("former_name")
    former = former.with_columns(pl.col("former_name").str.strip_chars()).filter(
        pl.col("former_name").str.len_chars() > 0
    )
    return VILLAGES.conform(frame.with_columns(pl.col("bps_code", "successor").replace("", None))), former


def _renamings(path: Path) -> pl.DataFrame:
    if not path.exists():
        return pl.DataFrame(schema=FORMER)
    raw = pl.read_csv(path, infer_schema=False)
    renamed = raw.filter((pl.col("jenis_perubahan") == "ganti_nama") & pl.col("nama_lama").is_not_null())
    return renamed.select(_plain("kode").alias("code"), pl.col("nama_lama").alias("former_name"))


def _idn_area_data(folder: Path) -> pl.DataFrame:
    """Columns code, parent code, name; codes dotted."""
    tables = {name: pl.read_csv(folder / name, infer_schema=False) for name in _IDN[1:]}
    villages = tables["villages.csv"].select(
        _plain("code").alias("code"), "name", _plain("district_code").alias("kecamatan_code")
    )
    kecamatan = tables["districts.csv"].select(
        _plain("code").alias("kecamatan_code"), pl.col("name").alias("kecamatan")
    )
    districts = tables["regencies.csv"].select(_plain("code").alias("district_code"), pl.col("name").alias("district"))
    is_ward = pl.col("code").str.slice(6, 1) == "1"
    joined = (
        villages.with_columns(
            district_code=pl.col("code").str.slice(0, 4),
            kind=pl.when(is_ward).then(pl.lit("kelurahan")).otherwise(pl.lit("desa")),
        )
        .join(kecamatan, on="kecamatan_code", how="left")
        .join(districts, on="district_code", how="left")
    )
    return VILLAGES.conform(joined.sort("code"))
