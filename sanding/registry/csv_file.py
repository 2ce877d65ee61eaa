"""CSV as offices send it: encoding and delimiter detected, read in bounded pieces, physical line numbers kept."""

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Literal

import numpy as np
import polars as pl

from sanding.errors import InputFault

DELIMITERS = (";", ",", "\t", "|")
_PIECE = 4 << 20
_LARGEST_BLOCK = 256 << 20


def detect_encoding(path: Path) -> str:
    """utf-8-sig, utf-16, utf-8 where the whole file is valid, else cp1252."""
    with path.open("rb") as file:
        head = file.read(4)
        if head.startswith(codecs.BOM_UTF8):
            return "utf-8-sig"
        if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        decoder = codecs.getincrementaldecoder("utf-8")()
        file.seek(0)
        try:
            while piece := file.read(_PIECE):
                if not piece.isascii() or decoder.getstate()[0]:
                    decoder.decode(piece)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8"


def detect_delimiter(sample: str) -> str:
    """The delimiter that parts most lines into the same number of fields."""
    lines = [line for line in sample.splitlines()[:200] if line.strip()]

    def weight(mark: str) -> tuple[int, int]:
        counts = Counter(n for line in lines if (n := _outside_quotes(line).count(mark)))
        if not counts:
            return (0, 0)
        fields, times = max(counts.items(), key=lambda one: one[0] * one[1])
        return (fields * times, times)

    return max(DELIMITERS, key=weight)


def _outside_quotes(line: str) -> str:
    return "".join(line.split('"')[::2]) if '"' in line else line


def _decoded(path: Path, encoding: str) -> Iterator[bytes]:
    """The file as UTF-8 with LF, piece by piece."""
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    plain = encoding in ("utf-8", "utf-8-sig")
    with path.open("rb") as file:
        if encoding == "utf-8-sig":
            file.read(3)
        while piece := file.read(_PIECE):
            yield piece if plain else decoder.decode(piece).encode()
        if not plain:
            yield decoder.decode(b"", final=True).encode()


def head_text(path: Path, encoding: str, size: int = 1 << 18) -> str:
    """The beginning of a file, whole lines only when there is more."""
    kept = b""
    for piece in _decoded(path, encoding):
        kept += piece
        if len(kept) > size:
            kept = kept[: kept.rfind(b"\n", 0, size) + 1] or kept[:size]
            break
    return kept.decode("utf-8", errors="replace")


def blocks(path: Path, encoding: str, lines: int) -> Iterator[tuple[bytes, int]]:
    """Blocks of about ``lines`` whole lines with the line number (from 1) at which each begins."""
    kept: list[bytes] = []
    at, ended = 1, 0
    for piece in _decoded(path, encoding):
        before, ended = ended, ended + piece.count(b"\n")
        kept.append(piece)
        if ended < lines and sum(map(len, kept)) > _LARGEST_BLOCK:
            raise _endless(at)
        while ended >= lines:
            whole = b"".join(kept)
            cut = _cut(whole, lines, skip=len(whole) - len(kept[-1]), before=before)
            kept, before = [whole], 0
            if cut is None:
                break
            yield whole[:cut], at
            gone = whole.count(b"\n", 0, cut)
            kept, at, ended = [whole[cut:]], at + gone, ended - gone
    if whole := b"".join(kept):
        yield whole, at


def _cut(kept: bytes, lines: int, *, skip: int, before: int) -> int | None:
    """Where to part a block: after ``lines`` lines, outside quotes; None while too little is there.

    skip, before   this many bytes at the beginning hold this many line ends, fewer than ``lines``
    """
    if b'"' not in kept:
        ends = np.flatnonzero(np.frombuffer(kept, dtype=np.uint8, offset=skip) == 10)
        return skip + int(ends[lines - before - 1]) + 1
    seen = np.frombuffer(kept, dtype=np.uint8)
    ends = np.flatnonzero(seen == 10)
    quotes = np.flatnonzero(seen == 34)
    outside = ends[lines - 1 :][np.searchsorted(quotes, ends[lines - 1 :]) % 2 == 0]
    if len(outside):
        return int(outside[0]) + 1
    return int(ends[lines - 1]) + 1 if len(ends) > 2 * lines else None


def parse_block(block: bytes, first_line: int, delimiter: str, names: Sequence[str]) -> pl.DataFrame:
    """One block as text columns ``names`` plus ``_row``; short lines are filled with null."""
    count = block.count(b"\n") + (not block.endswith(b"\n"))
    quoted = b'"' in block
    frame = _fast(block, delimiter, names, quoted)
    if frame is not None and frame.height == count:
        return frame.with_columns(pl.int_range(first_line, first_line + count, dtype=pl.Int64).alias("_row"))
    return _careful(block, first_line, delimiter, names)


def _fast(block: bytes, delimiter: str, names: Sequence[str], quoted: bool) -> pl.DataFrame | None:
    """In one go; strictly as UTF-8 first, which is quicker."""
    found = _read_csv(block, delimiter, names, quoted, "utf8")
    return found if found is not None else _read_csv(block, delimiter, names, quoted, "utf8-lossy")


def _read_csv(
    block: bytes, delimiter: str, names: Sequence[str], quoted: bool, encoding: Literal["utf8", "utf8-lossy"]
) -> pl.DataFrame | None:
    try:
        return pl.read_csv(
            io.BytesIO(block),
            has_header=False,
            schema=dict.fromkeys(names, pl.String),
            separator=delimiter,
            quote_char='"' if quoted else None,
            truncate_ragged_lines=True,
            missing_columns="insert",
            infer_schema=False,
            encoding=encoding,
        )
    except pl.exceptions.PolarsError:
        return None


def _careful(block: bytes, first_line: int, delimiter: str, names: Sequence[str]) -> pl.DataFrame:
    """Row by row, for blocks with line ends inside quotes or stray quotes."""
    text = block.decode("utf-8", errors="replace")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    width = len(names)
    rows: list[list[str | None]] = []
    numbers: list[int] = []
    before = 0
    try:
        for row in reader:
            rows.append([cell or None for cell in row[:width]] + [None] * (width - len(row)))
            numbers.append(first_line + before)
            before = reader.line_num
    except csv.Error:
        raise _endless(first_line + before) from None
    frame = pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String), orient="row")
    return frame.with_columns(pl.Series("_row", numbers, dtype=pl.Int64))


def head_rows(text: str, delimiter: str) -> list[list[str]]:
    """The first rows, for finding the header."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        return list(islice(reader, 80))
    except csv.Error:
        raise _endless(reader.line_num) from None


def _endless(row: int) -> InputFault:
    """The csv module stops at 131,072 signs in one cell."""
    return InputFault(
        f"ada isian yang tidak berakhir, mulai baris {row}",
        remedy="Tutup tanda kutipnya, atau simpan ulang sebagai .xlsx dari aplikasi lembar kerja.",
        code="SND-IMP-93",
    )


def refuse_if_no_table(path: Path, rows: Sequence[Sequence[str]]) -> None:
    if not any(len(row) > 1 for row in rows):
        raise InputFault(
            "berkas bukan tabel",
            where=path.name,
            remedy="Pastikan pemisah kolom titik koma, koma, tab atau |, lalu unggah kembali.",
            code="SND-IMP-08",
        )
