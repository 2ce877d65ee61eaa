"""What a linkage means for one person of a register: outcomes of pemadanan, each with the rule it rests on.

Rules are SQL over the facts of one record (``FACTS``). Being not found is not death; a mark of death in a name is asked
about, not believed; nothing is deleted by any of them.
"""

from dataclasses import dataclass

FACTS = {
    "reply_state": "keadaan tautan ke balasan Dukcapil atau register lain; kosong = tidak ada",
    "reply_answer": "jawaban Dukcapil pada baris itu",
    "name_level": "derajat kesamaan nama pada tautan",
    "nik": "NIK sah di register",
    "reply_nik": "NIK sah pada baris yang tertaut",
    "kk": "No. KK di register",
    "reply_kk": "No. KK pada baris yang tertaut",
    "village_code": "desa di register",
    "reply_village": "desa pada baris yang tertaut",
    "death_state": "keadaan tautan ke daftar kematian",
    "move_state": "keadaan tautan ke daftar pindah keluar",
    "copies": "banyak catatan orang ini di register yang sama",
    "deceased_hint": "register atau daftar memuat ALM/ALMH",
}  # fmt: skip
_SAME_NAME = "name_level IN ('sama', 'ejaan', 'alias', 'mirip', 'sebagian')"
_FOUND = "reply_state = 'padan' AND coalesce(reply_answer, '') NOT ILIKE '%tidak%'"


@dataclass(frozen=True)
class OutcomeRule:
    """One rule: where ``condition`` holds, the person has ``outcome``. ``event``: whose list proves and dates it."""

    id: str
    outcome: str
    meaning: str
    condition: str
    event: str = "reply"


RULES: tuple[OutcomeRule, ...] = (
    OutcomeRule("padan", "PADAN", "tertaut, dan namanya sama atau berbeda ejaan", f"{_FOUND} AND {_SAME_NAME}"),
    OutcomeRule(
        "nama_beda",
        "PADAN_NAMA_BEDA",
        "NIK sama, nama berbeda melebihi ejaan",
        f"(reply_state = 'bertentangan' AND nik = reply_nik) OR ({_FOUND} AND NOT {_SAME_NAME})",
    ),
    OutcomeRule(
        "tidak_ditemukan",
        "NIK_TIDAK_DITEMUKAN",
        "Dukcapil menjawab data tidak ditemukan; bukan bukti meninggal",
        "reply_answer ILIKE '%tidak ditemukan%'",
    ),
    OutcomeRule("kematian", "MENINGGAL", "tertaut ke daftar kematian", "death_state = 'padan'", "death"),
    OutcomeRule("pindah_keluar", "PINDAH", "tertaut ke daftar pindah keluar", "move_state = 'padan'", "move"),
    OutcomeRule(
        "pindah_desa",
        "PINDAH",
        "tertaut, tetapi di desa lain",
        f"{_FOUND} AND reply_village <> village_code AND coalesce(move_state, '') <> 'padan'",
    ),
    OutcomeRule("ganda", "GANDA", "tercatat lebih dari sekali di register yang sama", "copies > 1", "own"),
    OutcomeRule(
        "dua_nik",
        "GANDA",
        "tertaut ke orang yang sama dengan NIK sah yang lain",
        f"{_FOUND} AND nik <> reply_nik AND coalesce(copies, 1) <= 1",
    ),
    OutcomeRule("kk_lain", "KK_BEDA", "tertaut, No. KK berbeda", f"{_FOUND} AND kk <> reply_kk"),
    OutcomeRule(
        "petugas",
        "PERIKSA",
        "pasangannya menunggu keputusan petugas",
        "reply_state = 'periksa' AND coalesce(reply_answer, '') NOT ILIKE '%tidak%'",
    ),
    OutcomeRule(
        "daftar_kematian_ragu", "PERIKSA", "mungkin ada di daftar kematian", "death_state = 'periksa'", "death"
    ),
    OutcomeRule(
        "tanda_meninggal",
        "PERIKSA",
        "ada tanda ALM/ALMH, belum ada di daftar kematian",
        "deceased_hint AND coalesce(death_state, '') <> 'padan'",
        "own",
    ),
)


def rules_by_id() -> dict[str, OutcomeRule]:
    return {rule.id: rule for rule in RULES}
