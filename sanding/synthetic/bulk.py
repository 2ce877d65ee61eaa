"""Millions of invented persons as DTSEN files, chunk by chunk, for benchmarks; about one row in a hundred is dirty."""

from dataclasses import dataclass
from pathlib import Path
from typing import IO

import numpy as np
import polars as pl

from sanding.errors import InputFault
from sanding.synthetic.chance import chance
from sanding.synthetic.district import make_district
from sanding.synthetic.dtsen import individu, keluarga, rows_of

CHUNK = 50_000
MOST = 4_900_000
_SERIALS = 100
_DIRTY = 0.01


@dataclass(frozen=True)
class BulkFiles:
    """What was written: paths and how many persons, families and dirty person rows are in them."""

    persons: Path
    families: Path
    rows: int
    family_rows: int
    dirty_rows: int


def write_persons_csv(path: Path, rows: int, seed: int) -> BulkFiles:
    """Write ``rows`` persons (48 columns) to ``path`` and their families (52 columns) beside it, "_keluarga" added.

    Semicolons, UTF-8, LF. Memory stays that of one chunk: one block of families is invented and written again and again
    with other numbers and birth dates: NIK and KK are unique over all blocks, names and houses repeat.
    Raises InputFault above 4.9 million rows, where the serials would run out.
    """
    if rows > MOST:
        raise InputFault(f"paling banyak {MOST} baris", remedy="Minta lebih sedikit baris.", code="SND-SYN-01")
    homes, people = _block(seed, min(rows, CHUNK))
    beside = path.with_name(f"{path.stem}_keluarga{path.suffix}")
    done = families = dirty = turn = 0
    with path.open("wb") as person_file, beside.open("wb") as family_file:
        while done < rows:
            left = rows - done
            turned_people, turned_homes = _turned(people, homes, turn, left)
            soiled, count = _soiled(turned_people, chance(seed, f"bulk dirt {turn}"))
            _append(person_file, soiled, header=turn == 0)
            _append(family_file, turned_homes, header=turn == 0)
            done, families, dirty, turn = done + soiled.height, families + turned_homes.height, dirty + count, turn + 1
    return BulkFiles(path, beside, done, families, dirty)


def _block(seed: int, size: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The families and persons of one block, as sheet rows with _family."""
    rows = rows_of(make_district(seed, max(size + size // 10, 60)), "tw3")
    return keluarga(rows, "tw3"), individu(rows)


def _turned(people: pl.DataFrame, homes: pl.DataFrame, turn: int, left: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The block again with numbers of its own: whole families only, cut where no more rows are wanted."""
    chosen = people.head(left)
    kept = homes.filter(pl.col("_family").is_in(chosen["_family"].unique().implode()))
    if chosen.height < people.height:
        sizes = chosen.group_by("_family").len("members")
        kept = kept.join(sizes, on="_family", maintain_order="left")
        kept = kept.with_columns(jumlah_anggota_keluarga=pl.col("members").cast(pl.String)).drop("members")
    return _renumbered(chosen, turn), _renumbered(kept, turn)


def _renumbered(rows: pl.DataFrame, turn: int) -> pl.DataFrame:
    """In each turn everybody is born a day earlier, NIK included, and serials (below 100 in the block) are others."""
    if not turn:
        return rows
    kk = _other_serial("nomor_kartu_keluarga", pl.col("nomor_kartu_keluarga").str.slice(0, 12), turn)
    if "nomor_induk_kependudukan" not in rows.columns:
        return rows.with_columns(kk)
    born = (pl.col("_birth") - turn).cast(pl.Int32).cast(pl.Date)
    day = (born.dt.day().cast(pl.Int64) + pl.when("_female").then(40).otherwise(0)).cast(pl.String).str.zfill(2)
    stem = pl.concat_str(pl.col("nomor_induk_kependudukan").str.slice(0, 6), day, born.dt.strftime("%m%y"))
    return rows.with_columns(
        kk, _other_serial("nomor_induk_kependudukan", stem, turn), born.dt.strftime("%Y-%m-%d").alias("tanggal_lahir")
    )


def _other_serial(column: str, stem: pl.Expr, turn: int) -> pl.Expr:
    serial = pl.col(column).str.slice(12).cast(pl.Int64) + _SERIALS * turn
    return pl.concat_str(stem, serial.cast(pl.String).str.zfill(4)).alias(column)


def _soiled(people: pl.DataFrame, rng: np.random.Generator) -> tuple[pl.DataFrame, int]:
    """One cell spoilt in about one row of a hundred: NIK, birth date, name or village name. Hidden columns go."""
    kind = np.where(rng.random(people.height) < _DIRTY, rng.integers(1, 6, people.height), 0)
    dirt = pl.Series("_dirt", kind)
    nik, birth = pl.col("nomor_induk_kependudukan"), pl.col("tanggal_lahir")
    soiled = people.with_columns(dirt).with_columns(
        pl.when(pl.col("_dirt") == 1)
        .then(nik.str.slice(0, 15))
        .when(pl.col("_dirt") == 2)
        .then(None)
        .otherwise(nik)
        .name.keep(),
        pl.when(pl.col("_dirt") == 3).then(pl.lit("31/02/1990")).otherwise(birth).name.keep(),
        pl.when(pl.col("_dirt") == 4).then(pl.concat_str(pl.lit("ALM. "), "nama")).otherwise("nama").alias("nama"),
        pl.when(pl.col("_dirt") == 5)
        .then(pl.lit("TIDAK ADA"))
        .otherwise("kelurahan_desa_ktp")
        .alias("kelurahan_desa_ktp"),
    )
    return soiled, int((kind > 0).sum())


def _append(file: IO[bytes], rows: pl.DataFrame, *, header: bool) -> None:
    shown = [name for name in rows.columns if not name.startswith("_")]
    rows.select(shown).write_csv(file, separator=";", line_terminator="\n", null_value="", include_header=header)
