"""The figures a ranking uses: weights and fixed goalposts, as they were in force or as a person set them."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Literal

from sanding.errors import InputFault
from sanding.parameters import value
from sanding.targeting.rules import Category

Unit = Literal["keluarga", "orang"]
Component = Literal["count", "share", "index", "remoteness"]


@dataclass(frozen=True)
class Goalposts:
    """Need 0 at ``low``, need 1 at ``high``, straight on beyond both. A falling scale has ``low`` above ``high``.

    ``line`` divides high need from low in the quadrants; the middle where none is set.
    """

    low: float
    high: float
    line: float | None = None

    @property
    def dividing(self) -> float:
        """The line of the quadrants, in the unit of the posts."""
        return (self.low + self.high) / 2 if self.line is None else self.line

    def need(self, value: float) -> float:
        """A value as need.

        >>> Goalposts(low=1.0, high=0.5).need(0.75)
        0.5
        """
        return (value - self.low) / (self.high - self.low)

    def record(self) -> dict[str, float]:
        """Plain values; a line that is not set is left out."""
        return {name: number for name, number in asdict(self).items() if number is not None}


@dataclass(frozen=True)
class RankParameters:
    """What a ranking depends on besides its tables; ``record`` goes into the frozen decision.

    count       decile-1 families or persons of a village, by unit
    share       decile-1 share of a village, 0..1
    index       village index by its kind (IDM, ID): ``low`` is the best value, ``high`` the worst
    weights     of count, share, index and, where wanted, remoteness; need not sum to 1
    remoteness  road kilometres to the district seat; None where remoteness is not a component
    """

    count: Mapping[str, Goalposts]
    share: Goalposts
    index: Mapping[str, Goalposts]
    weights: Mapping[str, float]
    substitute_minimum: int
    category: Category
    remoteness: Goalposts | None = None

    def __post_init__(self) -> None:
        if min(self.weights.values()) < 0 or sum(self.weights.values()) <= 0:
            raise InputFault(
                "bobot tidak boleh negatif dan jumlahnya harus lebih dari 0",
                where="bobot metode",
                remedy="Isi sedikitnya satu bobot di atas 0.",
                code="SND-TGT-01",
            )
        if self.weights.get("remoteness") and self.remoteness is None:
            raise InputFault(
                "keterpencilan diberi bobot, tetapi tiangnya tidak ada",
                where="bobot metode",
                remedy="Isi tiang keterpencilan, atau beri bobot 0.",
                code="SND-TGT-08",
            )

    @property
    def components(self) -> dict[str, float]:
        """The components of the weighted methods with their parts, which sum to 1."""
        names = ["count", "share", "index", *(["remoteness"] if self.remoteness is not None else [])]
        return {name: self.weights.get(name, 0.0) / sum(self.weights.values()) for name in names}

    def weight(self, component: Component) -> float:
        """Share of one component in the weighted score, 0..1."""
        return self.weights[component] / sum(self.weights.values())

    def record(self) -> dict[str, Any]:
        """Plain values for a frozen decision; ``read`` turns them back."""
        plain = {
            "count": {unit: posts.record() for unit, posts in self.count.items()},
            "share": self.share.record(),
            "index": {kind: posts.record() for kind, posts in self.index.items()},
            "weights": dict(self.weights),
            "substitute_minimum": self.substitute_minimum,
            "category": asdict(self.category),
        }
        return plain if self.remoteness is None else {**plain, "remoteness": self.remoteness.record()}

    @classmethod
    def read(cls, record: Mapping[str, Any]) -> "RankParameters":
        """The parameters that ``record`` wrote."""
        return cls(
            count={unit: Goalposts(**posts) for unit, posts in record["count"].items()},
            share=Goalposts(**record["share"]),
            index={kind: Goalposts(**posts) for kind, posts in record["index"].items()},
            weights=record["weights"],
            substitute_minimum=record["substitute_minimum"],
            category=Category(**record["category"]),
            remoteness=Goalposts(**record["remoteness"]) if "remoteness" in record else None,
        )


def rank_parameters(on: date, *, weights: Mapping[str, float] | None = None) -> RankParameters:
    """The parameters in force on a date; ``weights`` of a person replace the dated ones.

    Remoteness is a component only where the weights name it.
    """
    parts = dict(weights or value("targeting.weights", on))
    remote = Goalposts(**value("targeting.remoteness_goalposts", on)) if "remoteness" in parts else None
    return RankParameters(
        count={unit: Goalposts(**posts) for unit, posts in value("targeting.count_goalposts", on).items()},
        share=Goalposts(**value("targeting.share_goalposts", on)),
        index={
            kind: Goalposts(low=posts["best"], high=posts["worst"], line=posts.get("line"))
            for kind, posts in value("targeting.index_goalposts", on).items()
        },
        weights=parts,
        substitute_minimum=value("targeting.index_substitute_minimum", on),
        category=Category(**value("targeting.category_minimum", on)),
        remoteness=remote,
    )
