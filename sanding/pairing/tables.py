"""Agencies and past pairs: what pairing needs beyond the priority villages, and what it hands on."""

from sanding.columns import Column, Table

AGENCIES = Table(
    "agencies",
    "satu unit pendamping pada satu masa berlaku",
    (
        Column("code", "text", "kode unit", required=True),
        Column("name", "text", "nama resmi", required=True),
        Column("short", "text", "singkatan", required=True),
        Column("kind", "text", "jenis unit", allowed=("PD", "Bagian", "BUMD", "Kecamatan"), required=True),
        Column("staff", "integer", "pegawai yang dapat turun", "orang", required=True),
        Column("vehicles", "integer", "kendaraan", "unit"),
        Column("budget", "integer", "anggaran pendampingan", "rupiah"),
        Column("lon", "real", "bujur kantor", "derajat WGS84"),
        Column("lat", "real", "lintang kantor", "derajat WGS84"),
        Column(
            "competences",
            "text",
            "pelaku pada lembar indikator yang dijabat unit ini, dipisah ';' (misalnya DINKES;PU)",
        ),
        Column("min_villages", "integer", "paling sedikit", "desa"),
        Column("max_villages", "integer", "paling banyak", "desa"),
        Column("valid_from", "date", "berlaku sejak"),
        Column("valid_to", "date", "berlaku sampai"),
    ),
    key=("code",),
)

PAIRS = Table(
    "pairs",
    "satu desa dengan pendamping utamanya pada satu tahun",
    (
        Column("year", "integer", "tahun pendampingan", required=True),
        Column("agency_code", "text", "kode unit", required=True),
        Column("village_code", "text", "kode Kemendagri 10 angka", required=True),
    ),
    key=("year", "village_code"),
)
