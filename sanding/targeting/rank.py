"""Villages and kecamatan in order of priority, by a named method (S2.3); count, share and index always together."""

from collections.abc import Mapping

import numpy as np
import polars as pl

from sanding.errors import InputFault
from sanding.targeting.goalposts import Goalposts, RankParameters, Unit
from sanding.targeting.index import index_in_use, index_label
from sanding.targeting.methods import METHODS as METHODS
from sanding.targeting.methods import QUADRANTS, WITHOUT_INDEX, Figures, quadrant, quadrant_lines, scores
from sanding.targeting.methods import Method as Method
from sanding.targeting.tables import REMOTENESS

COUNTS: Mapping[Unit, tuple[str, str]] = {
    "keluarga": ("families", "families_d1"),
    "orang": ("persons", "persons_d1"),
}
"""Whole and decile-1 part of a village, by unit."""
DECIMALS = 9
"""Scores are compared as people see them, not by the last bit of a float."""


def rank_villages(
    counts: pl.DataFrame,
    villages: pl.DataFrame,
    index: pl.DataFrame,
    *,
    method: Method,
    parameters: RankParameters,
    unit: Unit,
    remoteness: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """Every village with its counts, index, score and rank (1 = first); equal scores are ordered by village code.

    counts    VILLAGE_COUNTS; villages VILLAGES; index VILLAGE_INDEX of one year and one kind
    unit      what is counted: families or persons of decile 1
    remoteness  REMOTENESS of the district's villages, needed where the parameters weigh it
    Returns   village_code, name, kind, kecamatan_code, kecamatan, families, families_d1, persons, persons_d1,
              share_d1 [0..1 of the unit], index_score, index_used, index_source, need_count, need_share, need_index
              [0..1 between the goalposts], score, rank, tied, method, unit; with remoteness also road_km, road_source
              and need_remoteness, with a quadrant method also quadrant [1..4]; a village without counts has neither
              score nor rank and comes last
    Raises    InputFault for counts of an unknown village, for mixed or absent indices
    Source    S2.3; the fixed goalposts keep the order of the others when a village leaves (no rank reversal)
    """
    _refuse_unknown(counts, villages)
    kind, _ = index_label(index)
    table = (
        villages.select("code", "name", "kind", "kecamatan_code", "kecamatan")
        .rename({"code": "village_code"})
        .join(
            counts.select("village_code", "families", "families_d1", "persons", "persons_d1"),
            on="village_code",
            how="left",
        )
        .join(index_in_use(villages, index, minimum=parameters.substitute_minimum), on="village_code", how="left")
    )
    _refuse_without_index(table, method)
    if parameters.remoteness is not None:
        table = _with_road(table, remoteness)
    return _ordered(_scored(table, kind, method, parameters, unit), "village_code")


def kecamatan_ranking(
    ranked: pl.DataFrame, index_kind: str, *, method: Method, parameters: RankParameters, unit: Unit
) -> pl.DataFrame:
    """The same ranking one level up, from the villages of ``rank_villages`` (S2.3: at kecamatan level too).

    Counts are summed; the index is the mean of the desa that have one, or of the substitutes where none has.
    Returns   kecamatan_code, kecamatan, villages, kelurahan, the counts, index_used, index_source, needs, score,
              rank, tied, method, unit. Count goalposts are per village, so the mean village of the kecamatan is placed
              wherever a method reads needs; pemalang and count take the sum. Remoteness is the mean of the villages.
    """
    summed = ("families", "families_d1", "persons", "persons_d1")
    published = pl.col("index_score").mean()
    road = [pl.col("road_km").mean()] if "road_km" in ranked.columns else []
    table = ranked.group_by("kecamatan_code", "kecamatan").agg(
        pl.len().cast(pl.Int64).alias("villages"),
        pl.col("kind").eq("kelurahan").sum().cast(pl.Int64).alias("kelurahan"),
        *(pl.col(name).sum() for name in summed),
        pl.coalesce(published, pl.col("index_used").mean()).alias("index_used"),
        pl.when(published.is_not_null())
        .then(pl.format("rata-rata {} desa berindeks", pl.col("index_score").count()))
        .otherwise(pl.lit("pengganti: tak satu pun desa berindeks"))
        .alias("index_source"),
        *road,
    )
    return _ordered(_scored(table, index_kind, method, parameters, unit, places="villages"), "kecamatan_code")


def _scored(
    table: pl.DataFrame, kind: str, method: Method, parameters: RankParameters, unit: Unit, *, places: str = ""
) -> pl.DataFrame:
    whole, part = COUNTS[unit]
    per_place = pl.col(part) / pl.col(places) if places else pl.col(part)
    with_needs = table.with_columns(
        share_d1=pl.when(pl.col(whole) > 0).then(pl.col(part) / pl.col(whole)),
    ).with_columns(
        need_count=_placed(per_place, parameters.count[unit]),
        need_share=_placed(pl.col("share_d1"), parameters.share),
        need_index=_placed(pl.col("index_used"), parameters.index[kind]),
    )
    if parameters.remoteness is not None:
        with_needs = with_needs.with_columns(need_remoteness=_placed(pl.col("road_km"), parameters.remoteness))
    lines = quadrant_lines(parameters, kind, unit)
    figures = figures_of(with_needs, part)
    score = pl.Series("score", scores(method, figures, parameters.components, lines)).fill_nan(None).round(DECIMALS)
    scored = with_needs.with_columns(score, method=pl.lit(method), unit=pl.lit(unit))
    return scored if method not in QUADRANTS else _with_quadrant(scored, QUADRANTS[method], figures, lines)


def figures_of(table: pl.DataFrame, part: str) -> Figures:
    """The columns a method reads, as arrays in the order of the rows; null becomes NaN."""
    needs = [name for name in table.columns if name.startswith("need_")]
    return Figures(
        part=_array(table, part),
        share=_array(table, "share_d1"),
        index=_array(table, "index_used"),
        needs={name.removeprefix("need_"): _array(table, name) for name in needs},
    )


def _array(table: pl.DataFrame, column: str) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    return table[column].cast(pl.Float64).fill_null(float("nan")).to_numpy()


def _with_quadrant(table: pl.DataFrame, axis: str, figures: Figures, lines: Mapping[str, float]) -> pl.DataFrame:
    found = quadrant(figures.needs[axis], figures.needs["index"], lines[axis], lines["index"])
    return table.with_columns(pl.Series("quadrant", found).fill_nan(None).cast(pl.Int64))


def _with_road(table: pl.DataFrame, remoteness: pl.DataFrame | None) -> pl.DataFrame:
    """The table with road_km and road_source; a village that has none is refused, never put at 0 km."""
    known = REMOTENESS.empty() if remoteness is None else remoteness
    joined = table.join(known.select("village_code", "road_km", "road_source"), on="village_code", how="left")
    missing = joined["road_km"].null_count()
    if missing:
        raise InputFault(
            f"{missing} desa/kelurahan tidak mempunyai jarak ke pusat kabupaten, padahal keterpencilan diberi bobot",
            where="tabel keterpencilan",
            remedy="Hitung jarak untuk semua desa, atau beri keterpencilan bobot 0.",
            code="SND-TGT-09",
        )
    return joined


def _placed(column: pl.Expr, posts: Goalposts) -> pl.Expr:
    """Need between two goalposts; beyond them the line goes on, so that order is never lost to a cap."""
    return (column - posts.low) / (posts.high - posts.low)


def _ordered(table: pl.DataFrame, key: str) -> pl.DataFrame:
    """Ranks 1, 2, …; a null score has no rank. ``tied`` marks scores that another row has too."""
    ordered = table.sort(["score", key], descending=[True, False], nulls_last=True)
    scored = pl.col("score").is_not_null()
    return ordered.with_columns(
        rank=pl.when(scored).then(pl.int_range(1, pl.len() + 1, dtype=pl.Int64)),
        tied=scored & (pl.len().over("score") > 1),
    )


def _refuse_unknown(counts: pl.DataFrame, villages: pl.DataFrame) -> None:
    unknown = counts.join(villages, left_on="village_code", right_on="code", how="anti")["village_code"]
    if unknown.len():
        some = ", ".join(unknown.sort().head(3).to_list())
        raise InputFault(
            f"{unknown.len()} kode desa pada hitungan tidak dikenal, misalnya {some}",
            where="hitungan desa",
            remedy="Muat tabel kode wilayah yang memuatnya, atau periksa sistem kodenya (Kemendagri atau BPS).",
            code="SND-TGT-03",
        )


def _refuse_without_index(table: pl.DataFrame, method: Method) -> None:
    missing = table["index_used"].null_count()
    if missing and method not in WITHOUT_INDEX:
        raise InputFault(
            f"{missing} desa/kelurahan tidak berindeks dan tidak ada desa lain yang dapat menggantikannya",
            where="indeks desa",
            remedy="Muat tabel indeks kabupaten ini, atau pilih metode bagian desil 1.",
            code="SND-TGT-04",
        )
