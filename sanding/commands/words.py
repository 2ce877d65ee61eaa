"""Tables and answers as a terminal shows them."""

import json
from collections.abc import Sequence
from typing import Any


def print_json(content: Any) -> None:
    """One JSON document on stdout."""
    print(json.dumps(content, ensure_ascii=False, indent=2, default=str))


def lined_up(headers: Sequence[str], rows: Sequence[Sequence[str]], *, right: Sequence[int] = ()) -> list[str]:
    """Lines of a table in columns of equal width; the columns in ``right`` are flush right.

    >>> lined_up(["Desa", "Desil 1"], [["Karangsari", "9"]], right=[1])
    ['Desa        Desil 1', 'Karangsari        9']
    """
    table = [list(headers), *(list(row) for row in rows)]
    widths = [max(len(row[at]) for row in table) for at in range(len(headers))]

    def line(row: Sequence[str]) -> str:
        cells = [
            cell.rjust(width) if at in right else cell.ljust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        return "  ".join(cells).rstrip()

    return [line(row) for row in table]


def print_table(headers: Sequence[str], rows: Sequence[Sequence[str]], *, right: Sequence[int] = ()) -> None:
    """Print ``lined_up``, indented by two."""
    for line in lined_up(headers, rows, right=right):
        print(f"  {line}")


def called(kind: str, name: str) -> str:
    """A village as people say it.

    >>> called("kelurahan", "Sumbersari")
    'Kelurahan Sumbersari'
    """
    return f"{'Kelurahan' if kind == 'kelurahan' else 'Desa'} {name}"
