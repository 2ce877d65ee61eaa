"""The P3KE sheets of 2022 and 2023: the poorer families, in labels, with the slips of another office."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from sanding.synthetic.chance import chance, happens
from sanding.synthetic.district import District
from sanding.synthetic.dtsen import hidden
from sanding.synthetic.naming import respell
from sanding.synthetic.places import DISTRICT_CODE
from sanding.synthetic.vintage import day_number, listed
from sanding.synthetic.words import words

DAYS = {2022: "2022-03-01", 2023: "2023-02-01"}
_LATE = 500
_NO_NIK, _OTHER_NIK, _OTHER_DAY, _DIFFERING, _RESPELT = 0.05, 0.035, 0.35, 0.02, 0.22
_LAST_DECILE = 4


@dataclass(frozen=True)
class Slips:
    """Rows of a P3KE year; ``blank`` and ``differing`` are the persons whose slip a single-file rule can see."""

    rows: pl.DataFrame
    blank: frozenset[int]
    differing: frozenset[int]


def rows_of(district: District, year: int) -> Slips:
    """Everybody in a family of P3KE's deciles 1 to 4, as that office wrote them down.

    Slips: no NIK; the person's earlier NIK or a wrong serial; a birth date that is wrong, with no NIK beside it to show
    it, or that differs from the NIK; another spelling of the name.
    """
    day = day_number(DAYS[year])
    everyone = listed(district, day, late=_LATE, label=f"p3ke {year}").filter(pl.col(f"decile_{year}") <= _LAST_DECILE)
    places = district.villages.select(
        "code", pl.col("name").str.to_uppercase().alias("village_name"), pl.col("kecamatan").str.to_uppercase()
    )
    rows = everyone.join(places, left_on="village", right_on="code", maintain_order="left").with_columns(day=day)
    rows = rows.sort("village", "at", pl.col("relation") != 1, "relation", "birth", "person_id")
    return _with_slips(district.seed, rows.with_columns(decile=f"decile_{year}"))


def _with_slips(seed: int, rows: pl.DataFrame) -> Slips:
    """The slips of one person are the same in both years and both sheets."""
    rng = chance(seed, "p3ke slips")
    size = int(rows["person_id"].max() or 0) + 1  # type: ignore[arg-type]
    person = rows["person_id"].to_numpy()
    draw = rng.random(size)[person]
    blank = draw < _NO_NIK
    wrong = ~blank & (draw < _NO_NIK + _OTHER_NIK)
    differs = ~blank & ~wrong & (draw < _NO_NIK + _OTHER_NIK + _DIFFERING)
    respelt = happens(rng, size, _RESPELT)[person]
    other_day = (blank & (rng.random(size)[person] < _OTHER_DAY)) | differs
    shift = 1 + rng.integers(0, 3, size)[person]
    birth = rows["birth"].to_numpy() - np.where(other_day, 365 * shift + 2, 0)
    serial = (pl.col("nik").str.slice(12).cast(pl.Int64) + pl.Series(4000 + rng.integers(0, 900, size)[person])).cast(
        pl.String
    )
    nik = pl.when(pl.Series(blank)).then(None).when(pl.Series(wrong)).then(pl.col("nik").str.slice(0, 12) + serial)
    written = rows.with_columns(
        nik=nik.otherwise("nik_before"),
        name=respell(seed, rows["name"], respelt),
        birth=pl.Series(birth),
    )
    return Slips(written, frozenset(person[blank].tolist()), frozenset(person[differs].tolist()))


def keluarga(slips: Slips) -> pl.DataFrame:
    """One row per family: its head and its house, in labels."""
    heads = slips.rows.filter(pl.col("relation") == 1)
    cells = _shared(heads) | {
        "No": pl.int_range(1, pl.len() + 1),
        "id_keluarga_P3KE": _family_id(),
        "kepala_keluarga": pl.col("name"),
        "kepemilikan_rumah": _label("p3ke_home_ownership", "home_ownership"),
        "memiliki_simpananuang_perhiasan_ternak_lainnya": _yes_no(pl.col("asset_gold")),
        "jenis_atap": _label("p3ke_roof", "roof"),
        "jenis_dinding": _label("p3ke_wall", "wall"),
        "jenis_lantai": _label("p3ke_floor", "floor"),
        "sumber_penerangan": _label("p3ke_lighting", "lighting"),
        "bahan_bakar_memasak": _label("p3ke_fuel", "fuel"),
        "sumber_air_minum": _label("p3ke_water", "water"),
        "memiliki_fasilitas_buang_air_besar": _label("p3ke_toilet", "toilet"),
    }
    return heads.select(
        *(cells[name].cast(pl.String).alias(name) for name in words("layouts")["p3ke_keluarga"].split()), *hidden()
    )


def individu(slips: Slips) -> pl.DataFrame:
    """One row per person, in labels; columns usia_… say yes for the person's age group."""
    age = (pl.col("day") - pl.col("birth")) // 365.25
    spouse = (pl.col("relation") == 2) & ~pl.col("female")
    groups = {
        "usia_7_12": (7, 12),
        "usia_13_15": (13, 15),
        "usia_16_18": (16, 18),
        "usia_19_21": (19, 21),
        "usia_22_59": (22, 59),
    }
    cells = _shared(slips.rows) | {
        "id_keluarga_p3ke": _family_id(),
        "id_individu": pl.concat_str(_family_id(), pl.col("person_id").cast(pl.String).str.zfill(8)),
        "nama": pl.col("name"),
        "hubungan_dengan_kepala_keluarga": pl.when(spouse)
        .then(pl.lit("SUAMI"))
        .otherwise(_label("p3ke_relation", "relation")),
        "status_kawin": _label("p3ke_marital", "marital"),
        "usia_dibawah_7_tahun": _yes_no(age < 7),
        "usia_60_tahun_keatas": _yes_no(age >= 60),
        **{name: _yes_no(age.is_between(low, high)) for name, (low, high) in groups.items()},
    }
    return slips.rows.select(
        *(cells[name].cast(pl.String).alias(name) for name in words("layouts")["p3ke_individu"].split()), *hidden()
    )


def _shared(rows: pl.DataFrame) -> dict[str, pl.Expr]:
    date = pl.col("birth").cast(pl.Int32).cast(pl.Date)
    parts = (
        date.dt.day().cast(pl.String),
        pl.lit("/"),
        date.dt.month().cast(pl.String),
        pl.lit("/"),
        date.dt.year().cast(pl.String),
    )
    return {
        "provinsi": pl.lit("JAWA TENGAH"),
        "kabupaten_kota": pl.lit(words("places")["district"].upper()),
        "kecamatan": pl.col("kecamatan"),
        "desa_kelurahan": pl.col("village_name"),
        "kode_kemdagri": pl.col("village"),
        "desil_kesejahteraan": pl.col("decile"),
        "alamat": pl.concat_str(pl.lit("DUSUN "), "dusun"),
        "nik": pl.col("nik"),
        "padan_dukcapil": _yes_no(pl.col("nik").is_not_null()),
        "jenis_kelamin": pl.when("female").then(pl.lit("PEREMPUAN")).otherwise(pl.lit("LAKI-LAKI")),
        "tanggal_lahir": pl.concat_str(*parts, pl.lit(" 0:00:00")),
        "pekerjaan": _label("p3ke_occupation", "occupation_ktp"),
        "pendidikan": _label("p3ke_education", "education_ktp"),
        **{f"penerima_{aid}": _yes_no(pl.col(f"aid_{aid}")) for aid in ("bpnt", "bpum", "bst", "pkh", "sembako")},
        "risiko_stunting": _yes_no(pl.col("stunting_risk")),
    }


def _family_id() -> pl.Expr:
    return pl.concat_str(pl.lit(f"{DISTRICT_CODE}P3KE"), pl.col("at").cast(pl.String).str.zfill(8))


def _label(labels: str, column: str) -> pl.Expr:
    return pl.col(column).cast(pl.String).replace_strict(words("labels")[labels], default=None, return_dtype=pl.String)


def _yes_no(flag: pl.Expr) -> pl.Expr:
    """YA and TIDAK in mixed case, as these sheets have it (by row, not by chance)."""
    odd = pl.col("person_id") % 7 == 0
    return (
        pl.when(flag & odd)
        .then(pl.lit("Ya"))
        .when(flag)
        .then(pl.lit("YA"))
        .when(odd)
        .then(pl.lit("Tidak"))
        .otherwise(pl.lit("TIDAK"))
    )
