"""Sealed identity numbers: equal stays equal within a column, nothing opens with the wrong key or column."""

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanding.errors import EngineFault
from sanding.identity import Sealer, masked
from sanding.keys import Keys, load_or_create_keys

KEYS = Keys(master=b"m" * 32, identity=bytes(range(64)))
NUMBERS = st.lists(st.none() | st.text("0123456789", min_size=1, max_size=18), max_size=60)


@given(NUMBERS)
def test_sealing_a_column_agrees_with_sealing_each_value(numbers: list[str | None]) -> None:
    sealer = Sealer(KEYS)
    series = sealer.seal_series("nik", pl.Series("nik", numbers, dtype=pl.String))
    assert series.dtype == pl.Binary and series.name == "nik"
    assert series.to_list() == [None if number is None else sealer.seal("nik", number) for number in numbers]


@given(st.text(min_size=1, max_size=20))
def test_what_is_sealed_opens_again_and_only_for_its_column(number: str) -> None:
    sealer = Sealer(KEYS)
    assert sealer.unseal("nik", sealer.seal("nik", number)) == number
    with pytest.raises(EngineFault):
        sealer.unseal("kk", sealer.seal("nik", number))


def test_another_installations_key_does_not_open_it(tmp_path: Path) -> None:
    sealed = Sealer(KEYS).seal("nik", "3399010101010001")
    with pytest.raises(EngineFault) as caught:
        Sealer(load_or_create_keys(tmp_path)).unseal("nik", sealed)
    assert caught.value.code == "SND-KEY-04" and "3399" not in str(caught.value)


def test_the_sealed_form_does_not_hold_the_number() -> None:
    assert b"3399010101010001" not in Sealer(KEYS).seal("nik", "3399010101010001")


@pytest.mark.parametrize(
    ("number", "shown"),
    [("3399010101010017", "3399••••••••0017"), (None, "tak ada"), ("", "tak ada"), ("12345", "••••••••")],
)
def test_a_number_is_shown_masked(number: str | None, shown: str) -> None:
    assert masked(number) == shown
