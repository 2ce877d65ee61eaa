"""What a linkage means for a person: PADAN, nama beda, tidak ditemukan, meninggal, pindah, ganda, KK beda, periksa."""

import polars as pl

from sanding.matching.outcomes import outcomes_of, village_lists
from tests.rulebook.registry.cases import rows

A, B = "3399010503700001", "3399014107900002"
ANSWERS = {"ada": "Data Ditemukan", "tidak ada": "Data Tidak Ditemukan", "-": None}
NIK = {"A": A, "B": B, "-": None}


def said(table: str) -> None:
    """Each line: NIK here, NIK there, link, name level, answer, village there, KK there → outcome (rule)."""
    for here, there, state, level, answer, village, card, expected in rows(table):
        person = pl.DataFrame(
            {"record_id": ["p"], "nik": [NIK[here]], "kk": ["1"], "village_code": ["3399012001"]},
            schema_overrides={"nik": pl.String},
        )
        reply = pl.DataFrame(
            {
                "record_id": ["r"],
                "nik": [NIK[there]],
                "kk": [None if card == "-" else card],
                "village_code": [None if village == "-" else village],
                "answer": [ANSWERS[answer]],
            },
            schema=dict.fromkeys(("record_id", "nik", "kk", "village_code", "answer"), pl.String),
        )
        links = pl.DataFrame(
            {"left_id": ["p"], "right_id": ["r"], "state": [state], "evidence": [f"nama={level}"], "score": [0.9]}
        )
        found = outcomes_of(person, reply=reply, reply_links=links)
        told = ", ".join(f"{row['outcome']} ({row['rule']})" for row in found.sort("outcome").to_dicts()) or "-"
        assert told == expected, (here, there, state, level, answer)


def test_what_a_reply_says_of_a_person() -> None:
    """Design: pemadanan accepts spelling; a NIK found under another name is not that person without a clerk."""
    said("""
    | NIK | di sana | tautan       | nama     | jawaban   | desa       | KK | hasil |
    | A   | A       | padan        | sama     | ada       | -          | -  | PADAN (padan) |
    | A   | A       | padan        | ejaan    | ada       | 3399012001 | 1  | PADAN (padan) |
    | A   | A       | padan        | dekat    | ada       | -          | -  | PADAN_NAMA_BEDA (nama_beda) |
    | A   | A       | bertentangan | lain     | ada       | -          | -  | PADAN_NAMA_BEDA (nama_beda) |
    | A   | A       | periksa      | -        | tidak ada | -          | -  | NIK_TIDAK_DITEMUKAN (tidak_ditemukan) |
    | A   | A       | padan        | sama     | -         | 3399012002 | 1  | PADAN (padan), PINDAH (pindah_desa) |
    | A   | A       | padan        | sama     | -         | 3399012001 | 2  | KK_BEDA (kk_lain), PADAN (padan) |
    | A   | B       | padan        | sama     | -         | 3399012001 | 1  | GANDA (dua_nik), PADAN (padan) |
    | -   | B       | padan        | mirip    | -         | 3399012001 | 1  | PADAN (padan) |
    | -   | B       | periksa      | mirip    | -         | 3399012002 | 2  | PERIKSA (petugas) |
    """)


def test_death_needs_a_list_and_a_mark_is_only_asked_about() -> None:
    """Domain 4.2: tidak ditemukan is not meninggal; ALM is evidence to be checked."""
    for table in rows("""
    | tautan kematian | ALM   | catatan | hasil                       |
    | padan           | tidak | 1       | MENINGGAL (kematian)        |
    | padan           | ya    | 1       | MENINGGAL (kematian)        |
    | -               | ya    | 1       | PERIKSA (tanda_meninggal)   |
    | periksa         | tidak | 1       | PERIKSA (daftar_kematian_ragu) |
    | -               | tidak | 2       | GANDA (ganda)               |
    | -               | tidak | 1       | -                           |
    """):
        state, mark, copies, expected = table
        person = pl.DataFrame({"record_id": ["p"], "deceased_hint": [mark == "ya"]})
        schema = {
            "left_id": pl.String,
            "right_id": pl.String,
            "state": pl.String,
            "evidence": pl.String,
            "score": pl.Float64,
        }
        links = pl.DataFrame([("p", "d", state, "", 0.9)] if state != "-" else [], schema=schema, orient="row")
        deaths = pl.DataFrame({"record_id": ["d"], "on": ["2026-03-01"]}).with_columns(pl.col("on").str.to_date())
        clusters = pl.DataFrame({"cluster": ["p"], "record_id": ["p"], "size": [int(copies)]})
        found = outcomes_of(person, deaths=deaths, death_links=links, clusters=clusters)
        told = ", ".join(f"{row['outcome']} ({row['rule']})" for row in found.to_dicts()) or "-"
        assert told == expected, table
        assert (found["on"].null_count() == 0) == (expected.startswith("MENINGGAL") or expected == "-")


def test_every_record_stands_in_a_list_of_its_village() -> None:
    """DQ-06: linked, only here, conflicting; who moved stands in the lists of both villages."""
    left = pl.DataFrame({"record_id": ["a", "b", "c", "d"], "village_code": ["1", "1", "1", "2"]})
    right = pl.DataFrame({"record_id": ["p", "q", "r", "s"], "village_code": ["1", "2", "1", "2"]})
    links = pl.DataFrame(
        [("a", "p", "padan"), ("b", "q", "padan"), ("c", "r", "bertentangan")],
        schema=["left_id", "right_id", "state"],
        orient="row",
    )
    found = village_lists(left, right, links)
    told = [
        tuple(row[name] or "-" for name in ("village_code", "list", "left_id", "right_id", "reason"))
        for row in found.to_dicts()
    ]
    assert told == [
        ("1", "bertentangan", "b", "q", "desa berbeda"),
        ("1", "bertentangan", "c", "r", "NIK sama, nama lain"),
        ("1", "padan", "a", "p", "-"),
        ("2", "bertentangan", "b", "q", "desa berbeda"),
        ("2", "hanya_kanan", "-", "s", "-"),
        ("2", "hanya_kiri", "d", "-", "-"),
    ]
