"""The lists of a frozen pairing: pairs, reasons, agencies and goals, each a declared table."""

from sanding.columns import Column, Table

PAIRED = Table(
    "penugasan",
    "satu desa prioritas dan pendamping utamanya",
    (
        Column("rank", "integer", "urutan pada daftar prioritas"),
        Column("village_code", "text", "kode Kemendagri 10 angka", required=True),
        Column("name", "text", "nama desa/kelurahan"),
        Column("kind", "text", "desa atau kelurahan"),
        Column("kecamatan", "text", "nama kecamatan"),
        Column("wave", "integer", "gelombang"),
        Column("families_d1", "integer", "keluarga desil 1", "keluarga"),
        Column("persons_d1", "integer", "orang di keluarga desil 1", "orang"),
        Column("agency", "text", "kode unit pendamping; kosong bila tidak ada"),
        Column("value", "real", "nilai pasangan", "angka"),
        Column("before", "text", "kode unit pendamping sebelumnya"),
        Column("change", "text", "tetap, berganti, baru, tanpa pendamping, tidak lagi prioritas"),
    ),
    key=("village_code",),
)
WHY = Table(
    "alasan",
    "satu alasan satu pasangan",
    (
        Column("village_code", "text", "kode Kemendagri 10 angka", required=True),
        Column("position", "integer", "urutan alasan", required=True),
        Column("name", "text", "alasan"),
        Column("points", "real", "angka", "angka"),
        Column("text", "text", "penjelasan"),
    ),
    key=("village_code", "position"),
)
UNITS = Table(
    "perangkat",
    "satu unit pendamping dalam penugasan",
    (
        Column("code", "text", "kode unit", required=True),
        *(Column(name, "text", "unit") for name in ("name", "short", "kind")),
        *(Column(name, "integer", "hitungan") for name in ("staff", "load", "fair_share", "least", "most", "kept")),
        *(Column(name, "real", "letak kantor", "derajat WGS84") for name in ("lon", "lat")),
    ),
    key=("code",),
)
STAGES = Table(
    "tahap",
    "satu tujuan penugasan dan apa yang dicapai",
    (
        Column("position", "integer", "urutan tujuan", required=True),
        Column("goal", "text", "tujuan"),
        Column("value", "real", "yang dicapai"),
        Column("proven", "boolean", "terbukti terbaik"),
    ),
    key=("position",),
)
SUPPORT = Table(
    "pendukung",
    "satu unit pendukung di satu desa, di samping pendamping utamanya",
    (
        Column("village_code", "text", "kode Kemendagri 10 angka", required=True),
        Column("agency", "text", "kode unit pendukung", required=True),
        Column(
            "adds", "real", "bagian kekurangan desa yang menjadi tugasnya dan bukan tugas pendamping utama", "bagian"
        ),
        Column("indicators", "text", "indikator yang belum penuh, dipisah ;"),
    ),
    key=("village_code", "agency"),
)
