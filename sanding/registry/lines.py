"""Lines that are no data: blank, column numbers, subtotals, repeated headers. Each chunk gets a column ``_skip``."""

from collections.abc import Sequence

import polars as pl

_SUBTOTAL = r"^\s*(SUB\s*-?\s*)?(JUMLAH|TOTAL)\b"
_LOOK = 8


def with_skips(frame: pl.DataFrame, headers: Sequence[str]) -> pl.DataFrame:
    """The chunk with ``_skip``: null for data, else the id of the rule that leaves the line out.

    frame    all-text columns, ``_row`` aside
    headers  the header texts as shown, in the order of the columns
    """
    columns = [name for name in frame.columns if name != "_row"]
    if not _may_skip(frame, columns, headers):
        return frame.with_columns(_skip=pl.lit(None, dtype=pl.String))
    filled = pl.sum_horizontal(pl.col(name).is_not_null() for name in columns)
    marked = frame.with_columns(_filled=filled)
    wide = _wide(columns)
    few = marked["_filled"] <= wide
    numbered = pl.lit(False) if len(columns) < 3 else _counts_up(columns)
    repeated = pl.all_horizontal(
        pl.col(name).str.strip_chars() == shown for name, shown in zip(columns[:4], headers[:4], strict=False) if shown
    )
    skip = (
        pl.when(pl.col("_filled") == 0)
        .then(pl.lit("line_blank"))
        .when(numbered.fill_null(False))
        .then(pl.lit("line_column_numbers"))
        .when(repeated.fill_null(False) if any(headers[:4]) else pl.lit(False))
        .then(pl.lit("line_header_repeated"))
    )
    marked = marked.with_columns(_skip=skip)
    if few.any():
        marked = _few_filled(marked, columns, wide)
    return marked.drop("_filled")


def _wide(columns: Sequence[str]) -> int:
    """A row with at most so many filled cells is looked at closer."""
    return max(6, len(columns) // 4)


def _may_skip(frame: pl.DataFrame, columns: Sequence[str], headers: Sequence[str]) -> bool:
    """Whether any line can be no data, by a quick look: False is certain, True is not."""
    if sum(not frame[name].null_count() for name in columns) <= _wide(columns):
        return True
    at = next((at for at, shown in enumerate(headers[:4]) if shown), 0)
    first = frame[columns[0]].str.strip_chars("() -.").is_in(["1", "1.0"])
    return bool(first.any() or (frame[columns[at]].str.strip_chars() == headers[at]).any())


def _counts_up(columns: Sequence[str]) -> pl.Expr:
    """1, 2, 3 in the first three columns, bare, in brackets or with a minus (Excel's reading of brackets)."""
    return pl.all_horizontal(
        pl.col(name).str.strip_chars("() -.").is_in([str(at), f"{at}.0"])
        for at, name in enumerate(columns[:3], start=1)
    )


def _few_filled(marked: pl.DataFrame, columns: Sequence[str], wide: int) -> pl.DataFrame:
    """Look closer at the rows with few filled cells: subtotals and rows of spaces only."""
    rows = marked.filter((pl.col("_filled") <= wide) & pl.col("_skip").is_null()).select("_row", *columns)
    first = [pl.col(name).fill_null("").str.to_uppercase() for name in columns[:_LOOK]]
    subtotal = pl.any_horizontal(one.str.contains(_SUBTOTAL) for one in first)
    spaces = pl.all_horizontal(pl.col(name).fill_null("").str.strip_chars("\u00a0 \t") == "" for name in columns)
    found = rows.select(
        "_row", _more=pl.when(spaces).then(pl.lit("line_blank")).when(subtotal).then(pl.lit("line_subtotal"))
    ).filter(pl.col("_more").is_not_null())
    if found.is_empty():
        return marked
    joined = marked.join(found, on="_row", how="left", maintain_order="left")
    return joined.with_columns(_skip=pl.coalesce("_skip", "_more")).drop("_more")
