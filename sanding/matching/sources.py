"""Any table from a file, as the registry reads sheets: CSV, Excel, ODS with its header found; or Parquet. All text."""

from pathlib import Path

import polars as pl

from sanding.errors import InputFault
from sanding.registry.read import open_sheets

ROW = "_row"


def read_table(path: Path, sheet: str = "") -> pl.DataFrame:
    """The rows of a file's first sheet (or the named one) with ``_row`` as the spreadsheet counts it.

    Raises InputFault where the file cannot be read as a table or has no such sheet.
    """
    if not path.is_file():
        raise InputFault("berkas tidak ada", where=path.name, remedy="Periksa jalurnya.", code="SND-MAT-07")
    if path.suffix.lower() == ".parquet":
        return _parquet(path)
    sheets = [one for one in open_sheets(path) if sheet in ("", one.name)]
    if not sheets:
        raise InputFault(
            f"lembar {sheet} tidak ada" if sheet else "tidak ada tabel di dalamnya",
            where=path.name,
            remedy="Periksa nama lembar dan judul kolomnya.",
            code="SND-MAT-08",
        )
    rows = pl.concat(frame.filter(pl.col("_skip").is_null()) for frame in sheets[0].chunks())
    return rows.drop("_skip").select(pl.all().cast(pl.String))


def _parquet(path: Path) -> pl.DataFrame:
    try:
        frame = pl.read_parquet(path).select(pl.all().cast(pl.String))
    except pl.exceptions.PolarsError:
        raise InputFault(
            "bukan Parquet yang terbaca", where=path.name, remedy="Ekspor ulang berkasnya.", code="SND-MAT-08"
        ) from None
    if ROW in frame.columns:
        return frame
    return frame.with_columns(pl.int_range(1, pl.len() + 1).cast(pl.String).alias(ROW))
