"""One byte form for one content: sorted, LF, so that a figure can be recomputed and compared byte by byte."""

import hashlib
import json
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Path):
        return str(value)
    raise TypeError(f"no canonical form for {type(value).__name__}")


def canonical_json(content: Any) -> bytes:
    """UTF-8 JSON with sorted keys, two-space indent and one final newline.

    >>> canonical_json({"b": 1, "a": [2.5, None]})
    b'{\\n  "a": [\\n    2.5,\\n    null\\n  ],\\n  "b": 1\\n}\\n'
    """
    text = json.dumps(content, sort_keys=True, indent=2, ensure_ascii=False, default=_plain, allow_nan=False)
    return (text + "\n").encode()


def canonical_line(content: Any) -> bytes:
    """The same content on one line of ASCII, without spaces and without a line end; any text has such a form.

    >>> canonical_line({"b": 1, "a": "é"})
    b'{"a":"\\\\u00e9","b":1}'
    """
    return json.dumps(content, sort_keys=True, separators=(",", ":"), default=_plain, allow_nan=False).encode("ascii")


def canonical_csv(frame: pl.DataFrame, *, by: list[str]) -> bytes:
    """CSV sorted by ``by``, LF line ends, floats in shortest exact form."""
    return frame.sort(by, nulls_last=True).write_csv(line_terminator="\n").encode()


def digest(content: bytes) -> str:
    """SHA-256 in lower-case hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def file_digest(path: Path) -> str:
    """SHA-256 of a file, read in blocks."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
