"""BDT 2020: the household and member files of the bottom forty per cent, with BPS codes and codes of their own."""

import polars as pl

from sanding.synthetic.district import District
from sanding.synthetic.dtsen import hidden
from sanding.synthetic.vintage import day_number, listed
from sanding.synthetic.words import words

DAY = "2020-10-01"
_LAST_DECILE = 4
# DTSEN code → code of the BDT questionnaire, in the order 0 (or 1), 1, 2 …
_CODES = {
    "floor": ("", "1", "2", "3", "4", "5", "6", "7", "9", "10"),
    "wall": ("", "1", "2", "3", "4", "5", "6", "7"),
    "roof": ("", "1", "4", "6", "5", "8", "7", "9", "10"),
    "water": ("", "1", "2", "3", "5", "6", "7", "8", "9", "10", "11", "12"),
    "lighting": ("", "1", "1", "2", "3"),
    "power": ("6", "1", "2", "3", "4", "5"),
    "fuel": ("9", "1", "2", "2", "3", "4", "4", "5", "6", "7", "8", "9"),
    "toilet": ("", "1", "2", "3", "3", "4", "4"),
    "closet": ("", "1", "2", "2", "3"),
    "sewage": ("", "1", "2", "4", "3", "5", "6"),
    "school": ("", "0", "1", "11"),
}
_ASSETS = {
    "Ada_tabung_gas": "gas_tube", "Ada_lemari_es": "fridge", "Ada_ac": "ac", "Ada_pemanas": "water_heater",
    "Ada_telpon": "phone", "Ada_tv": "tv", "Ada_emas": "gold", "Ada_laptop": "computer", "Ada_sepeda": "bicycle",
    "Ada_motor": "motorcycle", "Ada_mobil": "car", "Ada_perahu": "boat", "Ada_motor_tempel": "motor_boat",
    "Aset_tak_bergerak": "land", "Rumah_lain": "house",
}  # fmt: skip


def rows_of(district: District) -> pl.DataFrame:
    """Everybody in a household of the first four deciles of 2020, with the BPS code of the village."""
    day = day_number(DAY)
    codes = district.villages.select("code", "bps_code", pl.col("name").str.to_uppercase().alias("village_name"))
    rows = listed(district, day, late=500, label="bdt").filter(pl.col("decile_2020") <= _LAST_DECILE)
    rows = rows.join(codes, left_on="village", right_on="code", maintain_order="left").with_columns(day=day)
    rows = rows.sort("village", "at", pl.col("relation") != 1, "relation", "birth", "person_id")
    return rows.with_columns(nik="nik_before", order=pl.int_range(1, pl.len() + 1).over("at"))


def rumah_tangga(rows: pl.DataFrame) -> pl.DataFrame:
    """One row per household."""
    heads = rows.filter(pl.col("relation") == 1)
    cells = _shared() | {
        "RUTA6": pl.col("at").cast(pl.String).str.zfill(6),
        "Alamat": pl.concat_str(pl.lit("DUSUN "), "dusun"),
        "Nama_SLS": pl.concat_str(pl.lit("RT "), "rt"),
        "Nama_KRT": pl.col("name"),
        "Jumlah_ART": pl.col("size"),
        "Jumlah_Keluarga": pl.lit("1"),
        "Sta_bangunan": pl.col("home_ownership"),
        "Luas_lantai": pl.col("floor_area"),
        "Lantai": _coded("floor"),
        "Dinding": _coded("wall"),
        "Atap": _coded("roof"),
        "Sumber_airminum": _coded("water"),
        "Sumber_penerangan": _coded("lighting"),
        "Daya": _coded("power"),
        "bb_masak": _coded("fuel"),
        "Fasbab": _coded("toilet"),
        "Kloset": _coded("closet"),
        "Buang_tinja": _coded("sewage"),
        **{header: _one_two(pl.col(f"asset_{trait}")) for header, trait in _ASSETS.items()},
        **{
            f"Jumlah_{name}": pl.col(trait)
            for name, trait in {
                "sapi": "cattle",
                "kerbau": "buffalo",
                "kuda": "horse",
                "babi": "pig",
                "kambing": "goat",
            }.items()
        },
        "Sta_pkh": _one_two(pl.col("aid_pkh")),
        "Sta_kis": _one_two(pl.col("pbi_national")),
        "Sta_rastra": _one_two(pl.col("aid_bpnt")),
        "Percentile": (pl.col("decile_2020") - 1) * 10 + 1 + pl.col("at") % 10,
    }
    return _sheet(heads, "bdt_rumah_tangga", cells)


def individu(rows: pl.DataFrame) -> pl.DataFrame:
    """One row per member; the NIK is the one the person had then."""
    cells = _shared() | {
        "kd_wilayah": pl.col("bps_code"),
        "IDARTBDT": pl.concat_str(_household(), pl.col("person_id").cast(pl.String).str.zfill(8)),
        "Nama": pl.col("name"),
        "JnsKel": pl.when("female").then(pl.lit("2")).otherwise(pl.lit("1")),
        "TmpLahir": pl.lit(words("places")["district"].upper()),
        "TglLahir": pl.col("birth").cast(pl.Int32).cast(pl.Date).dt.strftime("%d/%m/%Y"),
        "HubKRT": pl.col("relation"),
        "NIK": pl.col("nik"),
        "NoKK": pl.col("card"),
        "NUK": pl.lit("1"),
        "Hubkel": pl.col("relation"),
        "Umur": ((pl.col("day") - pl.col("birth")) // 365.25).cast(pl.Int64),
        "Sta_kawin": pl.col("marital"),
        "Partisipasi_sekolah": _coded("school"),
        "Sta_Bekerja": pl.col("works"),
        "Ada_pkh": _one_two(pl.col("aid_pkh")),
        "Ada_pbi": _one_two(pl.col("pbi_national")),
        "Ada_BPNT": _one_two(pl.col("aid_bpnt")),
    }
    return _sheet(rows, "bdt_individu", cells)


def _sheet(rows: pl.DataFrame, layout: str, cells: dict[str, pl.Expr]) -> pl.DataFrame:
    """Questions that this district did not key in stay empty, as they do in the files that go round."""
    headers = words("layouts")[layout].split()
    empty = pl.lit(None, dtype=pl.String)
    return rows.select(*(cells.get(header, empty).cast(pl.String).alias(header) for header in headers), *hidden())


def _coded(trait: str) -> pl.Expr:
    codes = {str(code): told for code, told in enumerate(_CODES[trait]) if told}
    return pl.col(trait).replace_strict(codes, default=None, return_dtype=pl.String)


def _household() -> pl.Expr:
    return pl.concat_str(pl.col("bps_code"), pl.col("at").cast(pl.String).str.zfill(8))


def _shared() -> dict[str, pl.Expr]:
    code = pl.col("bps_code")
    return {
        "IDBDT": _household(),
        "KDPROP": code.str.slice(0, 2),
        "KDKAB": code.str.slice(2, 2),
        "KDKEC": code.str.slice(4, 3),
        "KDDESA": code.str.slice(7, 3),
    }


def _one_two(flag: pl.Expr) -> pl.Expr:
    return pl.when(flag).then(pl.lit("1")).otherwise(pl.lit("2"))
