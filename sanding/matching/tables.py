"""What matching hands on: links with their score and evidence, lists per village, outcomes, groups of duplicates."""

from sanding.columns import Column, Table

METHODS = ("keputusan", "nomor", "persis", "peluang")
STATES = ("padan", "periksa", "bertentangan")
OUTCOMES = (
    "PADAN", "PADAN_NAMA_BEDA", "NIK_TIDAK_DITEMUKAN", "MENINGGAL", "PINDAH", "GANDA", "KK_BEDA", "PERIKSA",
)  # fmt: skip

LINKS = Table(
    "links",
    "satu pasang catatan dari dua register",
    (
        Column("left_id", "text", "id catatan kiri", privacy="personal", required=True),
        Column("right_id", "text", "id catatan kanan", privacy="personal", required=True),
        Column(
            "state",
            "text",
            "padan = orang yang sama; periksa = diputuskan petugas; bertentangan = NIK sama tetapi nama lain",
            allowed=STATES,
            required=True,
        ),
        Column(
            "method",
            "text",
            "keputusan = diputuskan petugas; nomor = NIK sama dan unik, dijaga nama; persis = isian sama dan unik; "
            "peluang = skor Splink",
            allowed=METHODS,
            required=True,
        ),
        Column("score", "real", "peluang orang yang sama", "0..1", required=True),
        Column("weight", "real", "bobot bukti seluruhnya, peluang awal termasuk", "bit", required=True),
        Column("evidence", "text", "derajat kesamaan per isian, tanpa isi: nama=ejaan lahir=sama", required=True),
    ),
    key=("left_id", "right_id"),
)

CLUSTERS = Table(
    "clusters",
    "satu catatan yang mungkin ganda di satu daftar",
    (
        Column("cluster", "text", "id kelompok: id catatan terkecil di dalamnya", privacy="personal", required=True),
        Column("record_id", "text", "id catatan", privacy="personal", required=True),
        Column("size", "integer", "banyak catatan di kelompok", "catatan", required=True),
    ),
    key=("record_id",),
)

CALIBRATION = Table(
    "calibration",
    "satu bagian skor pada pasangan yang sudah diperiksa",
    (
        Column("from_score", "real", "skor dari", "0..1", required=True),
        Column("to_score", "real", "skor sampai", "0..1", required=True),
        Column("pairs", "integer", "pasangan yang diperiksa", "pasang", required=True),
        Column("foretold", "real", "rata-rata skor", "0..1", required=True),
        Column("observed", "real", "bagian yang ternyata orang yang sama", "0..1", required=True),
        Column("low", "real", "batas bawah selang 95 persen", "0..1", required=True),
        Column("high", "real", "batas atas selang 95 persen", "0..1", required=True),
    ),
    key=("from_score",),
)

REASONS = Table(
    "reasons",
    "satu isian yang dibandingkan pada satu pasang",
    (
        Column("comparison", "text", "nama perbandingan", required=True),
        Column("level", "text", "derajat kesamaan; kosong = tidak ada pada salah satu", required=True),
        Column("words", "text", "derajat kesamaan dalam kata, tanpa isi", required=True),
        Column("bits", "real", "bobot: positif mendukung, negatif menentang", "bit", required=True),
    ),
    key=("comparison",),
)

VILLAGE_LISTS = Table(
    "village_lists",
    "satu catatan pada salah satu dari tiga daftar desa",
    (
        Column("village_code", "text", "desa/kelurahan menurut catatan itu sendiri"),
        Column("list", "text", "daftar", allowed=("padan", "hanya_kiri", "hanya_kanan", "bertentangan"), required=True),
        Column("left_id", "text", "id catatan kiri; kosong pada hanya_kanan", privacy="personal"),
        Column("right_id", "text", "id catatan kanan; kosong pada hanya_kiri", privacy="personal"),
        Column("reason", "text", "mengapa bertentangan: NIK, desa, atau menunggu petugas"),
    ),
)

OUTCOME_ROWS = Table(
    "outcomes",
    "satu orang register dengan satu hasil pemadanan",
    (
        Column("record_id", "text", "id catatan register", privacy="personal", required=True),
        Column("outcome", "text", "hasil", allowed=OUTCOMES, required=True),
        Column("rule", "text", "aturan yang mendasarinya, lihat docs/aturan", required=True),
        Column("evidence_id", "text", "id catatan di daftar yang membuktikannya", privacy="personal"),
        Column("on", "date", "tanggal peristiwa bila disebut daftar"),
    ),
    key=("record_id", "outcome"),
)
