"""One choice over one set of inputs: the ranked list, its lots, its waves, and the kecamatan."""

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

import polars as pl

from sanding.parameters import value
from sanding.targeting.carried import assign_with_carried
from sanding.targeting.goalposts import RankParameters, rank_parameters
from sanding.targeting.index import index_label
from sanding.targeting.rank import kecamatan_ranking, rank_villages
from sanding.targeting.uncertainty import Uncertainty, uncertainty_in_force
from sanding.targeting.waves import Wave, automatic_plan
from sanding_web.targeting.choice import Choice
from sanding_web.targeting.inputs import Inputs

DRAWS = 5000
"""Rankings of the robustness test (TGT-05)."""


@dataclass(frozen=True, eq=False)
class Ranking:
    """The list that a choice gives on inputs; ``first_year`` is the year of wave 1.

    uncertainty  of weights and data; None where nothing says how old the data are
    draws        how many rankings test the list
    """

    inputs: Inputs
    choice: Choice
    parameters: RankParameters
    sizes: tuple[int, ...]
    first_year: int
    uncertainty: Uncertainty | None = None
    draws: int = DRAWS

    @cached_property
    def ranked(self) -> pl.DataFrame:
        """rank_villages' frame."""
        one = self.inputs
        return rank_villages(
            one.counts, one.villages, one.index,
            method=self.choice.method, parameters=self.parameters, unit=self.choice.unit, remoteness=one.remoteness,
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
        """The waves a person chose, else the automatic ones along the ranking of kecamatan; each with its own quota
        where quotas were given by wave."""
        given = self.choice.wave_quotas
        if given is None:
            return self._members
        return tuple(replace(wave, quota=given.get(str(wave.number), 0)) for wave in self._members)

    @property
    def _members(self) -> tuple[Wave, ...]:
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
    def quota(self) -> int | None:
        """The quota of the whole district; None where every wave has its own."""
        return self.choice.quota if self.choice.wave_quotas is None else None

    @property
    def wave_of(self) -> dict[str, int]:
        """Wave by kecamatan code; absent = outside the plan."""
        return {code: wave.number for wave in self.plan for code in wave.kecamatan}

    @cached_property
    def listed(self) -> pl.DataFrame:
        """assign_waves' frame, in order of rank, carried villages in their place; with a seed of lots also ``lot``
        (null where none was drawn)."""
        return assign_with_carried(
            self.ranked,
            self.quota,
            self.plan,
            category=self.parameters.category,
            carried=self.carried,
            lots=self.choice.lots,
        )

    @cached_property
    def carried(self) -> dict[str, tuple[int, int]]:
        """Wave and wave year by code of the villages that earlier waves left unfinished; they keep their place."""
        if self.inputs.carried is None:
            return {}
        return {code: (wave, year) for code, wave, year in self.inputs.carried.iter_rows()}

    @property
    def drawn_lots(self) -> pl.DataFrame:
        """The villages among which lots were drawn, in the order they were drawn in."""
        if "lot" not in self.listed.columns:
            return self.listed.clear()
        return self.listed.filter(pl.col("lot").is_not_null()).sort("rank")

    @property
    def size(self) -> int:
        """How many villages are listed."""
        return self.listed.height

    @cached_property
    def chosen(self) -> frozenset[str]:
        """Codes of the priority villages."""
        return frozenset(self.listed.filter(pl.col("priority"))["village_code"])


def rank(inputs: Inputs, choice: Choice, *, on: date, first_year: int) -> Ranking:
    """The ranking under the parameters in force on a date."""
    parameters = rank_parameters(on, weights={name: float(part) for name, part in choice.weights.items()})
    used = inputs if parameters.remoteness is not None else replace(inputs, remoteness=None)
    sizes = tuple(value("targeting.wave_sizes", on))
    return Ranking(used, choice, parameters, sizes, first_year, _uncertainty(inputs, on))


def _uncertainty(inputs: Inputs, on: date) -> Uncertainty | None:
    """None where the day of the counts is not known; counts decreed for a day ahead are as of today."""
    if inputs.counts_on is None:
        return None
    return uncertainty_in_force(on, counts_on=min(inputs.counts_on, on), index_year=int(inputs.index["year"][0]))
