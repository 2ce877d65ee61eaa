"""Columns and tables: type, unit, allowed values and whether a value is personal data.

A step declares what it hands on in its ``tables.py``; the data dictionary in the docs is printed from these.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import polars as pl

from sanding.errors import Fault, InputFault

Kind = Literal["text", "integer", "real", "date", "boolean", "bytes"]
Privacy = Literal["open", "personal", "specific"]

_POLARS: dict[Kind, Any] = {
    "text": pl.String,
    "integer": pl.Int64,
    "real": pl.Float64,
    "date": pl.Date,
    "boolean": pl.Boolean,
    "bytes": pl.Binary,
}


@dataclass(frozen=True)
class Column:
    """One column. ``privacy``: ``personal`` = general personal data, ``specific`` = UU 27/2022 Art. 4(2)."""

    name: str
    kind: Kind
    meaning: str
    unit: str = ""
    allowed: tuple[str, ...] | str = ()
    privacy: Privacy = "open"
    required: bool = False


@dataclass(frozen=True)
class Table:
    """A declared frame: its name, what one row is, its columns and the key that is unique in it."""

    name: str
    row: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()

    @property
    def names(self) -> list[str]:
        return [column.name for column in self.columns]

    def schema(self) -> dict[str, Any]:
        """Polars types by column name, in order."""
        return {column.name: _POLARS[column.kind] for column in self.columns}

    def empty(self) -> pl.DataFrame:
        return pl.DataFrame(schema=self.schema())

    def conform(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The frame with exactly these columns in this order and these types; absent ones become null."""
        return frame.select(
            pl.col(column.name).cast(_POLARS[column.kind])
            if column.name in frame.columns
            else pl.lit(None, dtype=_POLARS[column.kind]).alias(column.name)
            for column in self.columns
        )

    def check(self, frame: pl.DataFrame, *, file: str = "") -> None:
        """Raise InputFault where a column is missing, of another type, empty though required, or the key repeats."""
        faults = [*self._shape_faults(frame, file), *self._key_faults(frame, file)]
        if faults:
            raise InputFault(
                f"tabel {self.name} tidak sesuai: {'; '.join(str(fault) for fault in faults)}",
                where=file,
                remedy="Periksa kolom yang disebut.",
                code="SND-TBL-01",
                faults=faults,
            )

    def _shape_faults(self, frame: pl.DataFrame, file: str) -> list[Fault]:
        faults = []
        for column in self.columns:
            if column.name not in frame.columns:
                faults.append(Fault(file or self.name, "kolom tidak ada", "Tambahkan kolomnya.", column=column.name))
            elif frame.schema[column.name] != _POLARS[column.kind]:
                faults.append(
                    Fault(file or self.name, "jenis isi lain", f"Isi sebagai {column.kind}.", column=column.name)
                )
            elif column.required and frame[column.name].null_count():
                faults.append(Fault(file or self.name, "ada isi kosong", "Lengkapi kolom wajib.", column=column.name))
        return faults

    def _key_faults(self, frame: pl.DataFrame, file: str) -> Sequence[Fault]:
        if not self.key or not set(self.key) <= set(frame.columns):
            return []
        repeated = frame.height - frame.select(self.key).n_unique()
        if not repeated:
            return []
        return [
            Fault(file or self.name, f"{repeated} kunci berulang", "Hapus baris ganda.", column=" + ".join(self.key))
        ]
