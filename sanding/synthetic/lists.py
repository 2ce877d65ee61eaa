"""Lists beside the registers: Dukcapil's reply, the village fund's cash aid (OMSPAN form), PKH recipients."""

from datetime import date, timedelta

import polars as pl

from sanding.synthetic.chance import chance
from sanding.synthetic.district import District
from sanding.synthetic.dtsen import hidden
from sanding.synthetic.events import NEVER
from sanding.synthetic.vintage import day_number
from sanding.synthetic.words import words
from sanding.synthetic.workbook import date_cell

ASKED = day_number("2026-09-01")
_EPOCH, _EXCEL_ZERO = date(1970, 1, 1), date(1899, 12, 30)
_BLT_HEADERS = (
    "NO", "NIK", "NAMA KEPALA KELUARGA", "JENIS KELAMIN", "TANGGAL LAHIR", "JUMLAH ANGGOTA KELUARGA", "ALAMAT",
    "RT", "RW", "JENIS PEKERJAAN", "KODE_JP", "KRITERIA BLT", "KODE_KRIT", "METODE PEMBAYARAN", "KODE_BAYAR",
)  # fmt: skip


def dukcapil(district: District, rows: pl.DataFrame) -> tuple[pl.DataFrame, list[int]]:
    """The reply for one in nine persons asked: today's data, or only the NIK and "Data Tidak Ditemukan".

    Returns the sheet and the numbers of the rows without data (the dead, and NIKs that are no longer used).
    """
    some = chance(district.seed, "dukcapil").random(rows.height) < 1 / 9
    asked = rows.filter(pl.Series(some))
    alive = pl.col("death") > ASKED
    titled = {"STATUS_KAWIN": ("p3ke_marital", "marital"), "PDDK_AKH": ("siak_education", "education_ktp")}
    cells = {
        "NO_KK": pl.col("kk"),
        "NAMA_LGKP": pl.col("name"),
        "STAT_HBKEL": _relation(),
        "JENIS_KLMIN": pl.when("female").then(pl.lit("PEREMPUAN")).otherwise(pl.lit("LAKI-LAKI")),
        "TMPT_LHR": pl.lit(words("places")["district"].upper()),
        "TGL_LHR": _date("%d-%m-%Y"),
        "JENIS_PKRJN": _label("siak_occupation", "occupation_ktp"),
        **{header: _label(*source) for header, source in titled.items()},
        "ALAMAT": pl.concat_str(pl.lit("DUSUN "), "dusun"),
        "NO_RT": pl.col("rt"),
        "NO_RW": pl.col("rw"),
        "DUSUN": pl.col("dusun"),
        "NO_KEL": pl.col("village").str.slice(6, 4),
        "KEL_NAME": pl.col("village_name"),
        "NO_KEC": pl.col("village").str.slice(4, 2),
        "KEC_NAME": pl.col("kecamatan"),
        "NO_KAB": pl.lit("99"),
        "KAB_NAME": pl.lit(words("places")["district"].upper()),
        "NO_PROP": pl.lit("33"),
        "PROP_NAME": pl.lit("JAWA TENGAH"),
    }
    headers = words("layouts")["dukcapil"].split()
    empty = pl.lit(None, dtype=pl.String)
    found = [
        pl.when(alive).then(cells.get(header, empty)).cast(pl.String).alias(header)
        for header in headers[:-1]
        if header != "NIK"
    ]
    response = pl.when(alive).then(pl.lit("Data Ditemukan")).otherwise(pl.lit("Data Tidak Ditemukan")).alias("RESPON")
    sheet = asked.select(pl.col("nik").alias("NIK"), *found, response, *hidden()).select(*headers, pl.col("^_.*$"))
    return sheet, [number for number, gone in enumerate(asked.select(~alive).to_series().to_list()) if gone]


def blt(district: District, rows: pl.DataFrame) -> pl.DataFrame:
    """Recipients of the village fund's cash aid: heads of the first decile, fifteen columns."""
    heads = rows.filter(pl.col("relation") == 1, pl.col("decile_2026") == 1, pl.col("death") == NEVER).with_row_index(
        "NO", offset=1
    )
    day = [_EPOCH + timedelta(days=one) for one in heads["birth"].to_list()]
    farm = pl.col("occupation_ktp") == "20"
    cells = {
        "NO": pl.col("NO"),
        "NIK": pl.col("nik"),
        "NAMA KEPALA KELUARGA": pl.col("name"),
        "JENIS KELAMIN": pl.when("female").then(pl.lit("P")).otherwise(pl.lit("L")),
        "TANGGAL LAHIR": pl.lit(
            pl.Series([date_cell((one - _EXCEL_ZERO).days, one.isoformat()) for one in day], dtype=pl.String)
        ),
        "JUMLAH ANGGOTA KELUARGA": pl.col("size"),
        "ALAMAT": pl.concat_str(pl.lit("DUSUN "), "dusun", pl.lit(" DESA "), "village_name"),
        "RT": pl.col("rt"),
        "RW": pl.col("rw"),
        "JENIS PEKERJAAN": pl.when(farm).then(pl.lit("BURUH TANI")).otherwise(pl.lit("LAINNYA")),
        "KODE_JP": pl.when(farm).then(pl.lit("P3")).otherwise(pl.lit("P15")),
        "KRITERIA BLT": pl.lit("MISKIN/MISKIN EKSTREM"),
        "KODE_KRIT": pl.lit("K7"),
        "METODE PEMBAYARAN": pl.lit("TUNAI"),
        "KODE_BAYAR": pl.lit("B1"),
    }
    return heads.select(*(cells[header].cast(pl.String).alias(header) for header in _BLT_HEADERS), *hidden())


def pkh(rows: pl.DataFrame) -> pl.DataFrame:
    """PKH recipients: the wife where there is one, else the head; amount per stage in rupiah."""
    pays = pl.col("relation").is_in([1, 2]) & pl.col("aid_pkh")
    chosen = rows.filter(pays).sort(
        "at", pl.col("female") & (pl.col("relation") == 2), descending=[False, True], maintain_order=True
    )
    chosen = chosen.unique("at", keep="first", maintain_order=True).sort("village", "at").with_row_index("NO", offset=1)
    cells = {
        "NO": pl.col("NO"),
        "NIK": pl.col("nik"),
        "NO_KK": pl.col("card"),
        "NAMA": pl.col("name"),
        "ALAMAT": pl.concat_str(pl.lit("DUSUN "), "dusun"),
        "DESA": pl.col("village_name"),
        "KECAMATAN": pl.col("kecamatan"),
        "KODE_DESA": pl.col("village"),
        "TAHAP": pl.lit("3"),
        "NOMINAL": pl.lit("225000") if chosen.is_empty() else (225_000 + 150_000 * (pl.col("size") % 4)),
    }
    return chosen.select(
        *(cells[header].cast(pl.String).alias(header) for header in words("layouts")["pkh"].split()), *hidden()
    )


def _relation() -> pl.Expr:
    spouse = (pl.col("relation") == 2) & ~pl.col("female")
    return pl.when(spouse).then(pl.lit("SUAMI")).otherwise(_label("siak_relation", "relation"))


def _label(labels: str, column: str) -> pl.Expr:
    return pl.col(column).cast(pl.String).replace_strict(words("labels")[labels], default=None, return_dtype=pl.String)


def _date(form: str) -> pl.Expr:
    return pl.col("birth").cast(pl.Int32).cast(pl.Date).dt.strftime(form)
