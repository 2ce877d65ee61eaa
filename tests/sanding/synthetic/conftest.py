"""One invented district of 10,000 persons and its files, made once for all tests of this folder."""

from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pytest

from sanding.synthetic.district import District, make_district
from sanding.synthetic.files import write_district

SEED = 20261001


@dataclass(frozen=True)
class Written:
    folder: Path
    paths: dict[str, Path]

    def truth(self, name: str) -> pl.DataFrame:
        types = {"row": pl.Int64, "case": pl.Int64}
        return pl.read_csv(self.paths[f"truth/{name}"], schema_overrides=types).with_columns(
            pl.col(pl.String).fill_null("")
        )


@pytest.fixture(scope="session")
def district() -> District:
    return make_district(SEED, 10_000)


@pytest.fixture(scope="session")
def written(district: District, tmp_path_factory: pytest.TempPathFactory) -> Written:
    folder = tmp_path_factory.mktemp("district")
    return Written(folder, write_district(district, folder))
