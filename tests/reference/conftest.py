"""The five real districts with invented people, built once, in their real size."""

from functools import cache
from pathlib import Path

import polars as pl
import pytest

from sanding.pairing.assign import Pairing
from sanding.targeting.goalposts import RankParameters, rank_parameters
from scripts.reference_cases import CASES, STARTS, District, in_waves, load_district, paired, ranked_by

BY_CODE = {case.code: case for case in CASES}
CODES = tuple(BY_CODE)


class Districts:
    """Districts, priority lists and pairings of the cases, each made when first asked for."""

    def __init__(self, reference: Path) -> None:
        self.reference = reference
        self.parameters: RankParameters = rank_parameters(STARTS)
        self.district = cache(self._district)
        self.priority = cache(self._priority)
        self.pairing = cache(self._pairing)

    def _district(self, code: str) -> District:
        return load_district(self.reference, BY_CODE[code])

    def _priority(self, code: str, method: str = "pemalang") -> pl.DataFrame:
        district = self.district(code)
        return in_waves(district, ranked_by(district, method, self.parameters), self.parameters)

    def _pairing(self, code: str, time_limit: float = 60.0) -> Pairing:
        return paired(self.district(code), self.priority(code), time_limit=time_limit)


@pytest.fixture(scope="session")
def districts(reference: Path) -> Districts:
    return Districts(reference)
