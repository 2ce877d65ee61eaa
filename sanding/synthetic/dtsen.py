"""The DTSEN sheets of one quarter: KELUARGA with 52 variables and INDIVIDU with 48, as a kabupaten receives them."""

import polars as pl

from sanding.synthetic.district import District
from sanding.synthetic.places import DISTRICT_CODE
from sanding.synthetic.vintage import day_number, listed
from sanding.synthetic.words import words

VINTAGES = {"tw2": ("2026-04-01", 2025), "tw3": ("2026-07-01", 2026)}
_LATE = 300
_CODED = {
    "status_kepemilikan_rumah": "home_ownership", "jenis_lantai_terluas": "floor", "jenis_dinding_terluas": "wall",
    "jenis_atap_terluas": "roof", "sumber_air_minum_utama": "water", "sumber_penerangan_utama": "lighting",
    "daya_terpasang": "power", "bahan_bakar_utama_memasak": "fuel", "fasilitas_bab": "toilet", "jenis_kloset": "closet",
    "pembuangan_akhir_tinja": "sewage", "luas_lantai": "floor_area", "jumlah_ternak_sapi": "cattle",
    "jumlah_ternak_kerbau": "buffalo", "jumlah_ternak_kuda": "horse", "jumlah_ternak_babi": "pig",
    "jumlah_ternak_kambing_domba": "goat",
}  # fmt: skip
_ASSETS = {
    "tabung_gas": "gas_tube", "lemari_es": "fridge", "ac": "ac", "pemanas_air": "water_heater",
    "telepon_rumah": "phone", "tv_datar": "tv", "emas_perhiasan": "gold",
    "komputer_laptop_tablet": "computer", "sepeda_motor": "motorcycle",
    "sepeda": "bicycle", "mobil": "car", "perahu": "boat", "kapal_perahu_motor": "motor_boat",
    "smartphone": "smartphone",
}  # fmt: skip
_PERSONAL = {
    "status_kawin": "marital", "partisipasi_sekolah": "school", "jenjang_tertinggi_yang_diduduki": "school_level",
    "kelas_tertinggi_yang_diduduki": "school_class", "ijazah_tertinggi_yang_dimiliki": "diploma",
    "status_bekerja": "works",
    "lapangan_usaha_dari_pekerjaan_utama": "sector", "status_dalam_pekerjaan_utama": "work_status",
    "kepemilikan_usaha": "has_business", "lapangan_usaha_dari_usaha_utama": "business_sector", "gaji": "wage",
    "kondisi_gizi": "nutrition", "penglihatan": "sees", "pendengaran": "hears", "berjalan_atau_naik_tangga": "walks",
    "menggunakan_tangan_jari": "uses_hands", "belajar_kemampuan_intelektual": "learns",
    "pengendalian_perilaku": "controls_behaviour", "berbicara_komunikasi": "speaks", "mengurus_diri": "cares_for_self",
    "mengingat_berkonsentrasi": "remembers", "kesedihan_depresi": "depressed", "penyakit_kronis": "chronic_illness",
    "pekerjaan_ktp": "occupation_ktp", "pendidikan_akhir_ktp": "education_ktp",
}  # fmt: skip


def rows_of(district: District, vintage: str) -> pl.DataFrame:
    """Everybody the vintage lists, by village, family and place in the family, with the village's names."""
    day = day_number(VINTAGES[vintage][0])
    names = district.villages.select(
        "code", pl.col("name").str.to_uppercase().alias("village_name"), pl.col("kecamatan").str.to_uppercase()
    )
    rows = listed(district, day, late=_LATE, label=vintage).join(
        names, left_on="village", right_on="code", maintain_order="left"
    )
    return rows.with_columns(day=day).sort("village", "at", pl.col("relation") != 1, "relation", "birth", "person_id")


def keluarga(rows: pl.DataFrame, vintage: str) -> pl.DataFrame:
    """One row per family; cells are text. Hidden columns _person (the head) and _family."""
    heads = rows.filter(pl.col("relation") == 1)
    decile = f"decile_{VINTAGES[vintage][1]}"
    cells = {
        **_place("village", "village_name", "kecamatan", ""),
        "nomor_kartu_keluarga": pl.col("card"),
        "alamat": _address(),
        "jumlah_anggota_keluarga": pl.col("size"),
        "nama_kepala_keluarga": pl.col("name"),
        "desil_nasional": pl.col(decile),
        "desil_provinsi": pl.col(f"{decile}_province"),
        "desil_kabupaten_kota": pl.col(f"{decile}_district"),
        "pbi_nas": _yes_no("pbi_national"),
        "pbi_pemda": _yes_no("pbi_local"),
        "id_pelanggan_pln": _meter(),
        "kepemilikan_aset": _one_two(pl.any_horizontal(f"asset_{one}" for one in _ASSETS.values())),
        **{header: pl.col(trait) for header, trait in _CODED.items()},
        **{f"aset_bergerak_{header}": _one_two(pl.col(f"asset_{trait}")) for header, trait in _ASSETS.items()},
        "aset_tidak_bergerak_lahan_lainnya": _one_two(pl.col("asset_land")),
        "aset_tidak_bergerak_rumah_lainnya": _one_two(pl.col("asset_house")),
    }
    return _sheet(heads, "dtsen_keluarga", cells)


def individu(rows: pl.DataFrame) -> pl.DataFrame:
    """One row per person; cells are text. Hidden columns _person and _family."""
    age = (pl.col("day") - pl.col("birth")) // 365.25
    cells = {
        **_place("village", "village_name", "kecamatan", "_ktp"),
        "nomor_induk_kependudukan": pl.col("nik"),
        "nomor_kartu_keluarga": pl.col("card"),
        "nama": pl.col("name"),
        "tanggal_lahir": birth_text("%Y-%m-%d"),
        "jenis_kelamin": pl.when("female").then(pl.lit("P")).otherwise(pl.lit("L")),
        "status_hubungan_keluarga": pl.col("relation"),
        "pbi_nas": _yes_no("pbi_national"),
        "pbi_pemda": _yes_no("pbi_local"),
        "usia": age.cast(pl.Int64),
        "jumlah_usaha": pl.when(pl.col("has_business") == "1").then(pl.lit("1")),
        "gaji_bulanan": pl.when(pl.col("wage").is_not_null()).then(pl.lit("1")),
        "rt_ktp": pl.col("rt"),
        "rw_ktp": pl.col("rw"),
        "dusun_ktp": pl.col("dusun"),
        "alamat_ktp": _address(),
        **{header: pl.col(trait) for header, trait in _PERSONAL.items()},
    }
    return _sheet(rows, "dtsen_individu", cells)


def birth_text(form: str) -> pl.Expr:
    return pl.col("birth").cast(pl.Int32).cast(pl.Date).dt.strftime(form)


def _sheet(rows: pl.DataFrame, layout: str, cells: dict[str, pl.Expr]) -> pl.DataFrame:
    headers = words("layouts")[layout].split()
    return rows.select(*(cells[header].cast(pl.String).alias(header) for header in headers), *hidden())


def hidden() -> list[pl.Expr]:
    """The hidden columns of a sheet's rows: who it is, and what planting needs to know."""
    names = {
        "_person": "person_id",
        "_family": "at",
        "_relation": "relation",
        "_birth": "birth",
        "_female": "female",
        "_village": "village",
        "_size": "size",
    }
    return [pl.col(name).alias(hidden_name) for hidden_name, name in names.items()]


def _place(code: str, name: str, kecamatan: str, suffix: str) -> dict[str, pl.Expr]:
    return {
        f"kode_provinsi{suffix}": pl.lit(DISTRICT_CODE[:2]),
        f"provinsi{suffix}": pl.lit("JAWA TENGAH"),
        f"kode_kabupaten_kota{suffix}": pl.lit(DISTRICT_CODE),
        f"kabupaten_kota{suffix}": pl.lit(f"KAB. {words('places')['district'].upper()}"),
        f"kode_kecamatan{suffix}": pl.col(code).str.slice(0, 6),
        f"kecamatan{suffix}": pl.col(kecamatan),
        f"kode_kelurahan_desa{suffix}": pl.col(code),
        f"kelurahan_desa{suffix}": pl.col(name),
    }


def _address() -> pl.Expr:
    return pl.concat_str(pl.lit("DUSUN "), "dusun")


def _meter() -> pl.Expr:
    """A customer number of twelve digits where there is a meter."""
    return pl.when(pl.col("lighting") == "1").then(
        pl.lit("52") + (pl.col("at") * 7919 % 10**10).cast(pl.String).str.zfill(10)
    )


def _yes_no(column: str) -> pl.Expr:
    return pl.when(column).then(pl.lit("YA")).otherwise(pl.lit("TIDAK"))


def _one_two(flag: pl.Expr) -> pl.Expr:
    return pl.when(flag).then(pl.lit("1")).otherwise(pl.lit("2"))
