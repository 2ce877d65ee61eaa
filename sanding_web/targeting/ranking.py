"""One choice over one set of inputs: the ranked list, its waves, and the kecamatan."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import polars as pl

from sanding.parameters import value
from sanding.targeting.goalposts import Goalposts, RankParameters, rank_parameters
from sanding.targeting.index import index_label
from sanding.targeting.rank import kecamatan_ranking, rank_villages
from sanding.targeting.rules import Category
from sanding.targeting.waves import Wave, assign_waves, automatic_plan
from sanding_web.targeting.choice import Choice
from sanding_web.targeting.inputs import Inputs


@dataclass(frozen=True, eq=False)
class Ranking:
    """The list that a choice gives on inputs; ``first_year`` is the year of wave 1."""

    inputs: Inputs
    choice: Choice
    parameters: RankParameters
    sizes: tuple[int, ...]
    first_year: int

    @cached_property
    def ranked(self) -> pl.DataFrame:
        """rank_villages' frame."""
        one = self.inputs
        return rank_villages(
            one.counts, one.villages, one.index,
            method=self.choice.method, parameters=self.parameters, unit=self.choice.unit,
        )  # fmt: skip

    @cached_property
    def kecamatan(self) -> pl.DataFrame:
        """kecamatan_ranking's frame."""
        return kecamatan_ranking(
            self.ranked, self.index[0], method=self.choice.method, parameters=self.parameters, unit=self.choice.unit
        )

    @cached_property
    def index(self) -> tuple[str, str]:
        """Kind and label of the index in use."""
        return index_label(self.inputs.index)

    @cached_property
    def plan(self) -> tuple[Wave, ...]:
        """The waves a person chose, else the automatic ones along the ranking of kecamatan."""
        if self.choice.waves is None:
            return automatic_plan(self.kecamatan, sizes=self.sizes, first_year=self.first_year)
        members: dict[int, list[str]] = {}
        for code, number in sorted(self.choice.waves.items()):
            members.setdefault(number, []).append(code)
        return tuple(
            Wave(number, self.first_year + number - 1, tuple(codes))
            for number, codes in sorted(members.items())
            if number
        )

    @property
    def wave_of(self) -> dict[str, int]:
        """Wave by kecamatan code; absent = outside the plan."""
        return {code: wave.number for wave in self.plan for code in wave.kecamatan}

    @cached_property
    def listed(self) -> pl.DataFrame:
        """assign_waves' frame, in order of rank."""
        return assign_waves(self.ranked, self.choice.quota, self.plan, category=self.parameters.category)

    @property
    def size(self) -> int:
        """How many villages are listed."""
        return self.listed.height

    @property
    def chosen(self) -> frozenset[str]:
        """Codes of the priority villages."""
        return frozenset(self.listed.filter(pl.col("priority"))["village_code"])


def rank(inputs: Inputs, choice: Choice, *, on: date, first_year: int) -> Ranking:
    """The ranking under the parameters in force on a date."""
    parameters = rank_parameters(on, weights={name: float(part) for name, part in choice.weights.items()})
    return Ranking(inputs, choice, parameters, tuple(value("targeting.wave_sizes", on)), first_year)


def read_parameters(record: Mapping[str, Any]) -> RankParameters:
    """The parameters that ``RankParameters.record`` wrote."""
    return RankParameters(
        count={unit: Goalposts(**posts) for unit, posts in record["count"].items()},
        share=Goalposts(**record["share"]),
        index={kind: Goalposts(**posts) for kind, posts in record["index"].items()},
        weights=record["weights"],
        substitute_minimum=record["substitute_minimum"],
        category=Category(**record["category"]),
    )
