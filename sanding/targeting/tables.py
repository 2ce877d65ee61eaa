"""What targeting hands on besides the list: distances, robustness, target families, pockets and progress."""

from sanding.columns import Column, Table

_VILLAGE = Column("village_code", "text", "desa/kelurahan, kode Kemendagri 10 angka tanpa titik", required=True)

REMOTENESS = Table(
    "remoteness",
    "satu desa/kelurahan dan jaraknya ke pusat kabupaten",
    (
        _VILLAGE,
        Column("road_km", "real", "garis lurus ke pusat kabupaten × pengali jalan (pairing.road_factor)", "km jalan"),
        Column("road_source", "text", "asal jarak: titik desa, atau pengganti", required=True),
    ),
    key=("village_code",),
)

ROBUSTNESS = Table(
    "robustness",
    "satu desa/kelurahan dan kekokohan tempatnya dalam daftar",
    (
        _VILLAGE,
        Column("rank", "integer", "peringkat tanpa gangguan; kosong = data belum lengkap"),
        Column("share_in", "real", "bagian undian yang memasukkan desa ini", "0..1"),
        Column("share_error", "real", "galat baku share_in karena banyaknya undian", "0..1"),
        Column("rank_low", "integer", "ujung pita peringkat yang terdepan"),
        Column("rank_high", "integer", "ujung pita peringkat yang terbelakang"),
        Column("class", "text", "golongan; kosong = data belum lengkap", allowed=("pasti", "batas", "tidak")),
    ),
    key=("village_code",),
)

_FLAG = (
    ("lone_elderly", "lansia tunggal: satu-satunya anggota dan berumur lansia"),
    ("disability", "ada anggota dengan disabilitas menurut sembilan ranah fungsi"),
    ("migrant_worker", "ada anggota pekerja migran"),
    ("woman_head", "kepala keluarga perempuan"),
)

TARGET_FAMILIES = Table(
    "target_families",
    "satu keluarga sasaran dengan tingkat dan alasannya",
    (
        Column("family_key", "text", "kunci keluarga seperti pada families", privacy="personal", required=True),
        _VILLAGE,
        Column("decile", "integer", "desil nasional", privacy="specific", required=True),
        Column("tier", "integer", "tingkat: 1 didahulukan; keluarga setingkat setara", privacy="specific"),
        Column("groups", "integer", "banyaknya golongan rentan yang terbukti", privacy="specific"),
        *(Column(name, "boolean", f"{text}; kosong = tidak diketahui", privacy="specific") for name, text in _FLAG),
        *(Column(f"{name}_basis", "text", f"dasar tanda {name}", required=True) for name, _ in _FLAG),
        Column("source", "text", "sumber data", required=True),
        Column("source_date", "date", "tanggal data", required=True),
    ),
    key=("family_key",),
)

FAMILY_COUNTS = Table(
    "family_counts",
    "satu hitungan keluarga sasaran di satu tempat",
    (
        Column("level", "text", "tingkat wilayah", allowed=("desa", "kecamatan", "kabupaten"), required=True),
        Column("code", "text", "kode Kemendagri tanpa titik", required=True),
        Column("subject", "text", "yang dihitung: sasaran, desil, tingkat, golongan rentan", required=True),
        Column("part", "text", "bagiannya; kosong = seluruhnya", required=True),
        Column("families", "integer", "keluarga", "keluarga", required=True),
        Column("hidden", "boolean", "disamarkan bagi pembaca yang tidak melihat angka kecil", required=True),
    ),
    key=("level", "code", "subject", "part"),
)

POCKETS = Table(
    "pockets",
    "satu dusun atau RT di satu desa",
    (
        _VILLAGE,
        Column("part", "text", "dusun, atau RT/RW; kosong = keluarga yang tempatnya tidak diisi"),
        Column("families", "integer", "keluarga di register; kosong = disamarkan", "keluarga"),
        Column("families_d1", "integer", "keluarga desil 1; kosong = disamarkan", "keluarga"),
        Column("share_d1", "real", "bagian desil 1; kosong = disamarkan atau terlalu kecil", "0..1"),
        Column("share_low", "real", "batas bawah Wilson bagian desil 1", "0..1"),
        Column("share_village", "real", "bagian desil 1 desa seluruhnya", "0..1", required=True),
        Column("share_district", "real", "bagian desil 1 kabupaten", "0..1", required=True),
        Column("pocket", "boolean", "kantong kemiskinan menurut aturan", required=True),
        Column("note", "text", "mengapa tidak dinilai atau disamarkan"),
    ),
    key=("village_code", "part"),
)

MILESTONES = Table(
    "milestones",
    "satu tahap yang selesai di satu desa",
    (
        _VILLAGE,
        Column("milestone", "text", "tahap, menurut completion_milestones", required=True),
        Column("done_on", "date", "tanggal selesai", required=True),
    ),
    key=("village_code", "milestone"),
)

CARRIED = Table(
    "carried",
    "satu desa yang terbawa dari gelombang sebelumnya karena belum tuntas",
    (
        _VILLAGE,
        Column("wave", "integer", "gelombang asalnya", required=True),
        Column("year", "integer", "tahun gelombang asalnya", required=True),
    ),
    key=("village_code",),
)

PROGRESS = Table(
    "progress",
    "satu desa prioritas pada satu hari",
    (
        _VILLAGE,
        Column("wave", "integer", "gelombang", required=True),
        Column("wave_year", "integer", "tahun gelombang", required=True),
        Column("year", "integer", "tahun yang dinilai", required=True),
        Column("done", "integer", "tahap yang selesai", "tahap", required=True),
        Column("needed", "integer", "tahap yang harus selesai", "tahap", required=True),
        Column("missing", "text", "tahap yang belum selesai, menurut urutan", required=True),
        Column(
            "state",
            "text",
            "keadaan",
            allowed=("terjadwal", "belum mulai", "berjalan", "tuntas", "belum tuntas"),
            required=True,
        ),
        Column("completed_on", "date", "tanggal tahap terakhir selesai; kosong bila belum tuntas"),
        Column("carried", "boolean", "tahun gelombangnya lewat dan belum tuntas: terbawa", required=True),
    ),
    key=("village_code",),
)
