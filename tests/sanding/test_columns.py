"""Declared tables: what does not fit is named, all at once, without quoting a value."""

import polars as pl
import pytest

from sanding.columns import Column, Table
from sanding.errors import InputFault

PEOPLE = Table(
    "people",
    "satu orang",
    (
        Column("id", "text", "kunci", required=True),
        Column("age", "integer", "umur", "tahun"),
        Column("born", "date", "lahir"),
    ),
    key=("id",),
)


def test_an_empty_table_fits_its_own_declaration() -> None:
    PEOPLE.check(PEOPLE.empty())
    assert PEOPLE.names == ["id", "age", "born"]


def test_conform_orders_casts_and_fills() -> None:
    frame = PEOPLE.conform(pl.DataFrame({"age": ["3"], "id": ["a"], "extra": [1]}))
    assert frame.to_dicts() == [{"id": "a", "age": 3, "born": None}]
    PEOPLE.check(frame)


def test_all_faults_are_named_at_once() -> None:
    frame = pl.DataFrame({"id": ["a", "a", None], "age": ["x", "y", "z"]})
    with pytest.raises(InputFault) as caught:
        PEOPLE.check(frame, file="orang.csv")
    assert [(fault.column, fault.what) for fault in caught.value.faults] == [
        ("id", "ada isi kosong"),
        ("age", "jenis isi lain"),
        ("born", "kolom tidak ada"),
        ("id", "1 kunci berulang"),
    ]
    assert str(caught.value).startswith("orang.csv: ")
