"""What is spared for speed must change nothing: the quick ways agree with the long ones."""

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanding.registry import csv_file, lines
from sanding.registry.beside import Beside, ahead
from sanding.registry.stage import without_held

CELLS = st.sampled_from(["1", "(2)", "3", "1.0", "NIK", "JUMLAH", "TOTAL", " ", "", "BUDI", None])
WIDTH = 9


@given(st.lists(st.lists(CELLS, min_size=WIDTH, max_size=WIDTH), min_size=1, max_size=6))
def test_the_quick_look_never_lets_a_line_pass_that_the_long_one_leaves_out(rows: list[list[str | None]]) -> None:
    names = [f"c{at}" for at in range(WIDTH)]
    headers = ["NIK", "BUDI", "", "TOTAL", *names[4:]]
    frame = pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String), orient="row").with_row_index("_row")
    quick = lines.with_skips(frame, headers)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lines, "_may_skip", lambda *_: True)
        assert quick.equals(lines.with_skips(frame, headers))


@given(st.text(alphabet='ab;"\n', max_size=60).map(str.encode), st.integers(1, 6), st.integers(1, 7))
def test_blocks_together_are_the_file_and_each_knows_its_first_line(text: bytes, size: int, piece: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(csv_file, "_decoded", lambda *_: (text[at : at + piece] for at in range(0, len(text), piece)))
        found = list(csv_file.blocks(Path("x"), "utf-8", size))
    assert b"".join(block for block, _ in found) == text
    before = b""
    for block, first in found:
        assert first == before.count(b"\n") + 1
        before += block
    if b'"' not in text:
        assert all(block.count(b"\n") == size and block.endswith(b"\n") for block, _ in found[:-1])


PLACES = st.tuples(st.sampled_from(["a", "b"]), st.sampled_from(["", "s"]), st.integers(1, 6))


@given(st.lists(PLACES, max_size=8), st.lists(PLACES, max_size=8))
def test_held_rows_go_as_an_anti_join_would_take_them(
    rows: list[tuple[str, str, int]], held: list[tuple[str, str, int]]
) -> None:
    schema = {"file": pl.String, "sheet": pl.String, "source_row": pl.Int64}
    every, out = (pl.DataFrame(one, schema=schema, orient="row") for one in (rows, held))
    assert without_held(every, out).equals(every.join(out, on=list(schema), how="anti", maintain_order="left"))


def test_a_fault_of_the_work_beside_comes_out() -> None:
    with pytest.raises(ZeroDivisionError), Beside() as beside:
        beside.start(lambda: 1 // 0)


def test_a_fault_while_reading_ahead_comes_out_at_its_place() -> None:
    numbers = ahead(1 // one for one in (1, 0, 1))
    assert next(numbers) == 1
    with pytest.raises(ZeroDivisionError):
        next(numbers)
