"""What the dirt needs to know of the villages: names, kecamatan, BPS codes, former names."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl

from sanding.synthetic.district import District


@dataclass(frozen=True)
class Regions:
    """Upper-case names by code of the villages in force, and everything that counts as a code or a name of one."""

    names: dict[str, str]
    kecamatan: dict[str, str]
    bps: dict[str, str]
    former: dict[str, str]
    codes: frozenset[str]

    def is_code(self, code: str) -> bool:
        """Whether it is a village's code in Kemendagri's list (ended ones too)."""
        return code in self.codes

    @cached_property
    def _order(self) -> list[str]:
        return sorted(self.names)

    def another(self, code: str, rng: np.random.Generator) -> str:
        """The code of another village with another name."""
        while True:
            other = self._order[int(rng.integers(len(self._order)))]
            if self.names[other] != self.names[code]:
                return other

    def another_name(self, code: str, rng: np.random.Generator) -> str:
        return self.names[self.another(code, rng)]

    def another_kecamatan(self, code: str, rng: np.random.Generator) -> tuple[str, str]:
        codes = [one for one in sorted(self.kecamatan) if one != code[:6]]
        chosen = codes[int(rng.integers(len(codes)))]
        return chosen, self.kecamatan[chosen]


def regions_of(district: District) -> Regions:
    in_force = district.villages.filter(pl.col("valid_to").is_null())
    upper = in_force.with_columns(pl.col("name", "kecamatan").str.to_uppercase())
    former = district.former_names.with_columns(pl.col("former_name").str.to_uppercase())
    return Regions(
        names=dict(upper.select("code", "name").iter_rows()),
        kecamatan=dict(upper.select("kecamatan_code", "kecamatan").unique().iter_rows()),
        bps=dict(upper.select("code", "bps_code").iter_rows()),
        former=dict(former.select("code", "former_name").iter_rows()),
        codes=frozenset(district.villages["code"].to_list()),
    )
