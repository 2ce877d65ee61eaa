"""The programme's own five districts: real villages, real IDM 2024, real boundaries; people and agencies invented.

Read plainly here, so that the product's own readers can be checked against another reading.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from sanding.pairing.assign import Pairing, assign_agencies
from sanding.pairing.problem import Pair, Problem, build_problem
from sanding.pairing.settings import pairing_parameters
from sanding.pairing.tables import PAIRS
from sanding.registry.tables import VILLAGE_COUNTS, VILLAGE_INDEX, VILLAGES
from sanding.synthetic.onto import invent_counts
from sanding.synthetic.onto_office import invent_agencies, invent_needs
from sanding.targeting.goalposts import RankParameters
from sanding.targeting.rank import Method, kecamatan_ranking, rank_villages
from sanding.targeting.waves import assign_waves, automatic_plan

SEED = 20261122
STARTS = date(2027, 1, 1)


@dataclass(frozen=True)
class Case:
    """One district. ``population``: Sem II 2024, Kemendagri 2025. ``stated`` says what the source article gives."""

    code: str
    name: str
    population: int
    quota: int
    waves: tuple[int, ...]
    kinds: tuple[str, ...]
    stated: str


CASES = (
    Case("3306", "Purworejo", 809_651, 54, (16,), ("PD", "Bagian"), "S1.3, S1.4: 24 + 9 units, 54 villages"),
    Case("3327", "Pemalang", 1_601_007, 79, (5, 5, 4), ("PD", "Bagian"), "S2.4, S2.5: 79 of 223, 5+5+4; units ours"),
    Case("3318", "Pati", 1_385_904, 48, (21,), ("PD", "Kecamatan"), "S3.1: every OPD, 48 villages; number of OPD ours"),
    Case("3316", "Blora", 927_961, 48, (16,), ("PD", "Kecamatan"), "quota and units are our choice"),
    Case("5205", "Dompu", 277_837, 24, (4, 4), ("PD",), "quota, waves and units are our choice"),
)


def plain_code(dotted: str) -> pl.Expr:
    return pl.col(dotted).cast(pl.String).str.replace_all(".", "", literal=True)


def read_villages(reference: Path) -> pl.DataFrame:
    """wilayah_desa.csv as VILLAGES."""
    table = pl.read_csv(reference / "wilayah_desa.csv", infer_schema=False)
    return VILLAGES.conform(
        table.select(
            plain_code("kode").alias("code"),
            pl.col("nama").alias("name"),
            pl.col("jenis").alias("kind"),
            plain_code("kode_kecamatan").alias("kecamatan_code"),
            "kecamatan",
            plain_code("kode_kabupaten").alias("district_code"),
            pl.col("kabupaten").alias("district"),
            pl.col("lng").alias("lon"),
            "lat",
            pl.col("luas_km2_poligon").alias("area_km2"),
        )
    )


def read_former_names(reference: Path) -> pl.DataFrame:
    """perubahan_kode_nama.csv: code, former_name, one row each; codes that are new have no former name."""
    table = pl.read_csv(reference / "perubahan_kode_nama.csv", infer_schema=False)
    named = table.filter(pl.col("nama_lama").fill_null("") != "")
    columns = plain_code("kode").alias("code"), pl.col("nama_lama").alias("former_name")
    return named.select(columns).unique().sort("code", "former_name")


def read_index(reference: Path) -> pl.DataFrame:
    """idm_2024_desa.csv as VILLAGE_INDEX."""
    table = pl.read_csv(reference / "idm_2024_desa.csv", infer_schema=False)
    return VILLAGE_INDEX.conform(
        table.select(
            plain_code("kode_kemendagri").alias("village_code"),
            "iks", "ike", "ikl", pl.col("idm").alias("score"), "status",
            pl.lit(2024).alias("year"), pl.lit("IDM").alias("index"),
        )
    )  # fmt: skip


def read_boundaries(reference: Path, district_code: str) -> dict[str, dict[str, Any]]:
    """Geometry by village code, without dots."""
    dotted = f"{district_code[:2]}.{district_code[2:]}"
    (path,) = (reference / "boundaries").glob(f"desa_{dotted}_*.geojson")
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    return {one["properties"]["kode"].replace(".", ""): one["geometry"] for one in features}


def counts_of(families: pl.DataFrame, persons: pl.DataFrame) -> pl.DataFrame:
    """VILLAGE_COUNTS by plain group-by."""
    first = (pl.col("decile") == 1).fill_null(False)
    homes = families.group_by("village_code").agg(
        families=pl.len(), families_d1=first.sum(), families_d1_2=(pl.col("decile") <= 2).fill_null(False).sum()
    )
    poor = persons.drop("decile").join(families.select("family_key", "decile"), on="family_key", how="left")
    people = poor.group_by("village_code").agg(persons=pl.len(), persons_d1=first.sum())
    return VILLAGE_COUNTS.conform(homes.join(people, on="village_code")).sort("village_code")


@dataclass(frozen=True)
class District:
    """The tables of one case, people included only as counts."""

    case: Case
    villages: pl.DataFrame
    index: pl.DataFrame
    counts: pl.DataFrame
    needs: pl.DataFrame
    agencies: pl.DataFrame


def load_district(reference: Path, case: Case, *, seed: int = SEED, population: int | None = None) -> District:
    """Real villages and index of one case with invented people, as counts (its own population unless another given)."""
    villages = read_villages(reference).filter(pl.col("district_code") == case.code)
    index = read_index(reference).filter(pl.col("village_code").str.starts_with(case.code))
    return District(
        case=case,
        villages=villages,
        index=index,
        counts=invent_counts(villages, seed=seed, population=population or case.population, index=index),
        needs=invent_needs(index, seed=seed),
        agencies=invent_agencies(villages, seed=seed, kinds=case.kinds),
    )


def ranked_by(district: District, method: Method, parameters: RankParameters) -> pl.DataFrame:
    return rank_villages(
        district.counts, district.villages, district.index, method=method, parameters=parameters, unit="keluarga"
    )


def in_waves(district: District, ranked: pl.DataFrame, parameters: RankParameters) -> pl.DataFrame:
    """The ranked villages with the quota taken along the kecamatan in the case's waves."""
    (method,) = ranked["method"].unique()
    kecamatan = kecamatan_ranking(ranked, "IDM", method=method, parameters=parameters, unit="keluarga")
    plan = automatic_plan(kecamatan, sizes=district.case.waves, first_year=STARTS.year)
    return assign_waves(ranked, district.case.quota, plan, category=parameters.category)


def problem_of(district: District, priority: pl.DataFrame, *, bans: Iterable[Pair] = (), gone: str = "") -> Problem:
    """The pairing to solve, with some pairs banned or one agency dissolved."""
    agencies = district.agencies.filter(pl.col("code") != gone)
    return build_problem(
        district.villages, priority, district.needs, agencies, PAIRS.empty(),
        on=STARTS, parameters=pairing_parameters(STARTS), bans=bans,
    )  # fmt: skip


def paired(district: District, priority: pl.DataFrame, *, time_limit: float = 60.0) -> Pairing:
    return assign_agencies(problem_of(district, priority), time_limit=time_limit)
