"""The village index a ranking uses: the published score, or an open substitute where there is none (TGT-10)."""

import polars as pl

from sanding.errors import InputFault


def index_label(index: pl.DataFrame) -> tuple[str, str]:
    """Kind and label of one year of one index, as ("IDM", "IDM 2024"); InputFault where years or kinds are mixed."""
    pairs = index.select("index", "year").unique()
    if pairs.height != 1:
        raise InputFault(
            f"tabel indeks memuat {pairs.height} gabungan jenis dan tahun; peringkat memakai tepat satu",
            where="indeks desa",
            remedy="Pilih satu jenis indeks (IDM atau ID) dan satu tahun.",
            code="SND-TGT-02",
        )
    kind, year = pairs.row(0)
    return kind, f"{kind} {year}"


def index_in_use(villages: pl.DataFrame, index: pl.DataFrame, *, minimum: int) -> pl.DataFrame:
    """The index of every village, or the median of the desa around it, never a silent zero.

    villages  VILLAGES; index VILLAGE_INDEX of one year and one kind
    minimum   fewest desa with an index in a kecamatan for its median to stand in; else the district's median
    Returns   village_code, index_score (null where not published), index_used, index_source

    Substitutes come from the published table alone, so that leaving a village out of the list moves no other.
    """
    _, label = index_label(index)
    scores = index.filter(pl.col("score") > 0).select(
        village_code="village_code",
        index_score="score",
        kecamatan_code=pl.col("village_code").str.slice(0, 6),
        district_code=pl.col("village_code").str.slice(0, 4),
    )
    near = scores.group_by("kecamatan_code").agg(near=pl.col("index_score").median(), near_n=pl.len())
    far = scores.group_by("district_code").agg(far=pl.col("index_score").median())
    has_near = pl.col("near_n").fill_null(0) >= minimum
    published = pl.col("index_score").is_not_null()
    return (
        villages.select(
            village_code="code",
            kecamatan_code=pl.col("code").str.slice(0, 6),
            district_code=pl.col("code").str.slice(0, 4),
        )
        .join(scores.select("village_code", "index_score"), on="village_code", how="left")
        .join(near, on="kecamatan_code", how="left")
        .join(far, on="district_code", how="left")
        .select(
            "village_code",
            "index_score",
            index_used=pl.when(published).then("index_score").when(has_near).then("near").otherwise("far"),
            index_source=pl.when(published)
            .then(pl.lit(label))
            .when(has_near)
            .then(pl.lit(f"pengganti: median desa sekecamatan, {label}"))
            .when(pl.col("far").is_not_null())
            .then(pl.lit(f"pengganti: median desa sekabupaten, {label}"))
            .otherwise(pl.lit("tak ada")),
        )
    )
