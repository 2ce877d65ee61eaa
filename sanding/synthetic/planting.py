"""Planting: which rows of a sheet get which defect, so that at most one stands in a row and all are written down."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import polars as pl

from sanding.synthetic.sheets import Planted, Sheet

Cells = dict[str, str | None]


class Bed:
    """One sheet being planted. Rows are known by their ``_row``; changes are kept aside and applied once."""

    def __init__(self, sheet: Sheet, roles: Mapping[str, Any], rng: np.random.Generator) -> None:
        self.sheet = sheet
        self.roles = roles
        self.rng = rng
        self.edits: dict[str, dict[int, str | None]] = {}
        self.dropped: set[int] = set()
        self.inserted: list[tuple[int, dict[str, Any]]] = []
        self.next_row = sheet.rows.height
        self.before = len(sheet.planted)
        self.context: list[tuple[int, int]] = []

    def header(self, role: str) -> str:
        return str(self.roles[role])

    def row(self, number: int) -> dict[str, Any]:
        """The row as it stands, changes included."""
        row = self.sheet.rows.row(number, named=True)
        return row | {column: cells[number] for column, cells in self.edits.items() if number in cells}

    def candidates(self, where: pl.Expr | None) -> Iterable[int]:
        """Unused rows that satisfy ``where``, in random order."""
        rows = self.sheet.rows if where is None else self.sheet.rows.filter(where)
        numbers = rows["_row"].to_numpy()
        for number in self.rng.permutation(numbers).tolist():
            if number not in self.sheet.used:
                yield number

    def change(self, number: int, cells: Cells) -> None:
        for column, value in cells.items():
            self.edits.setdefault(column, {})[number] = value

    def note(self, number: int, column: str, kind: str, case: int = 0) -> None:
        """Write a defect down; ``column`` as header of the layout, '' for the row."""
        self.sheet.planted.append(Planted(number, column, kind, case))
        self.sheet.used.add(number)

    def beside(self, numbers: Iterable[int], case: int) -> None:
        """Rows in which nothing is planted but which belong to a planted case: not clean either."""
        for number in numbers:
            self.context.append((number, case))
            self.sheet.used.add(number)

    def insert(self, after: int, cells: dict[str, Any]) -> int:
        """Add a row below ``after``; returns its number."""
        number = self.next_row
        self.next_row += 1
        self.inserted.append((after, {**cells, "_row": number}))
        return number

    def one_of(self, values: Sequence[str]) -> str:
        return values[int(self.rng.integers(len(values)))]

    def homes_touched(self) -> set[int]:
        """Families in which this planting has put something, in rows that are here or added."""
        numbers = [one.row for one in self.sheet.planted[self.before :]]
        numbers += [number for number, _ in self.context]
        added = {cells["_row"]: int(cells["_family"]) for _, cells in self.inserted}
        homes = self.sheet.rows["_family"]
        there = {int(homes[number]) for number in numbers if number < self.sheet.rows.height}
        return there | {added[number] for number in numbers if number in added}

    def finish(self, homes: set[int]) -> None:
        """Apply all changes to the sheet's rows; rows of ``homes`` without a defect of their own become context."""
        rows = self.sheet.rows
        columns = []
        for column, cells in self.edits.items():
            values = rows[column].to_list()
            for number, value in cells.items():
                if number < rows.height:
                    values[number] = value
            columns.append(pl.Series(column, values, dtype=pl.String))
        rows = rows.with_columns(columns).with_columns((pl.col("_row") * 2).alias("_order"))
        if self.inserted:
            added = [{**cells, "_order": after * 2 + 1} for after, cells in self.inserted]
            rows = pl.concat([rows, pl.DataFrame(added, schema=rows.schema)]).sort("_order", maintain_order=True)
        self.sheet.rows = rows.filter(~pl.col("_row").is_in(sorted(self.dropped))).drop("_order")
        named = {one.row for one in self.sheet.planted}
        touched = self.sheet.rows.filter(pl.col("_family").is_in(sorted(homes)))["_row"].to_list()
        known = {number for number, _ in self.context}
        self.sheet.context.extend(self.context)
        self.sheet.context.extend((number, 0) for number in touched if number not in named and number not in known)
