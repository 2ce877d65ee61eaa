"""How right a linkage is where the truth is known: precision, recall, F1, with the free baselines beside it."""

from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True)
class Rightness:
    """Pairs told, pairs that are true, pairs both told and true."""

    told: int
    true: int
    both: int

    @property
    def precision(self) -> float:
        return self.both / self.told if self.told else 1.0

    @property
    def recall(self) -> float:
        return self.both / self.true if self.true else 1.0

    @property
    def f1(self) -> float:
        whole = self.told + self.true
        return 2 * self.both / whole if whole else 1.0

    def __str__(self) -> str:
        return (
            f"presisi {self.precision:.4f}, temuan (recall) {self.recall:.4f}, F1 {self.f1:.4f} "
            f"({self.both} benar dari {self.told} yang ditautkan; {self.true} pasang sebenarnya)"
        )


def rightness(told: pl.DataFrame, truth: pl.DataFrame) -> Rightness:
    """Compare pairs with true pairs, both left_id, right_id (text)."""
    told, truth = (frame.select("left_id", "right_id").unique() for frame in (told, truth))
    both = told.join(truth, on=["left_id", "right_id"], how="semi").height
    return Rightness(told.height, truth.height, both)


def unordered(pairs: pl.DataFrame) -> pl.DataFrame:
    """Pairs within one table with the smaller id left."""
    return pairs.select(
        pl.min_horizontal("left_id", "right_id").alias("left_id"),
        pl.max_horizontal("left_id", "right_id").alias("right_id"),
    )


def by_equality(left: pl.DataFrame, right: pl.DataFrame, on: list[str]) -> pl.DataFrame:
    """The pairs that equality of some columns gives away for free: left_id, right_id."""
    sides = [frame.drop_nulls(on).select(pl.col("record_id").alias(name), *on)
             for frame, name in ((left, "left_id"), (right, "right_id"))]  # fmt: skip
    return sides[0].join(sides[1], on=on).select("left_id", "right_id")
