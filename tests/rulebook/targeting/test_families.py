"""Keluarga sasaran: desil dahulu, lalu golongan rentan; setiap tanda dihitung dari data."""

import datetime
from typing import Any

import polars as pl

from sanding.registry.tables import PERSONS
from sanding.targeting.families import family_rules, target_families
from sanding.targeting.rules import TierRule, tier_of
from tests.rulebook.targeting.test_eligibility import rows
from tests.sanding.targeting import people

ON = datetime.date(2026, 11, 21)
RULES = family_rules(ON)
FLAG = {"ya": True, "tidak": False, "?": None}
RELATION = {"kepala": "1", "pasangan": "2", "anak": "3", "-": None}


def found(family: dict[str, Any], members: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    """The one row of a family K1."""
    frame = target_families(
        people.families({"family_key": "K1", **family}),
        people.persons(*({"family_key": "K1", **one} for one in members)) if members else PERSONS.empty(),
        rules=RULES, on=ON, source="DTSEN", source_date=datetime.date(2026, 7, 31), **more,
    )  # fmt: skip
    return frame.row(0, named=True)


def test_urutan_tingkat_keluarga_sasaran() -> None:
    """Desil 1 selalu sebelum desil 2 (S1.21); di dalamnya dua golongan atau lebih, lalu satu menurut urutan S4.8."""
    table = """
    | desil | golongan yang terbukti     | tingkat |
    | 1     | lone_elderly disability    | 1       |
    | 1     | migrant_worker woman_head  | 1       |
    | 1     | lone_elderly               | 2       |
    | 1     | disability                 | 3       |
    | 1     | migrant_worker             | 4       |
    | 1     | woman_head                 | 5       |
    | 1     | -                          | 6       |
    | 2     | lone_elderly woman_head    | 7       |
    | 2     | lone_elderly               | 8       |
    | 2     | -                          | 12      |
    | 3     | lone_elderly disability    | -       |
    | -     | lone_elderly disability    | -       |
    """
    for decile, groups, tier in rows(table):
        proven = [] if groups == "-" else groups.split()
        answer = tier_of(None if decile == "-" else int(decile), proven, RULES.tiers)
        assert str(answer or "-") == tier, (decile, groups)


def test_bila_aturan_meminta_tiga_golongan_dua_golongan_dibaca_menurut_yang_pertama() -> None:
    """Batas "beberapa golongan" adalah parameter bertanggal, bukan angka di dalam kode."""
    rule = TierRule(RULES.tiers.deciles, RULES.tiers.groups, several=3)
    assert tier_of(1, ["woman_head", "disability"], rule) == 3
    assert tier_of(1, ["woman_head", "disability", "lone_elderly"], rule) == 1


def test_lansia_tunggal() -> None:
    """Satu-satunya anggota yang hidup dan berumur 60 tahun atau lebih (UU 13/1998; S4.8)."""
    table = """
    | anggota                   | jumlah menurut lembar | lansia tunggal |
    | lansia                    | 1                     | ya             |
    | lansia                    | -                     | ya             |
    | dewasa                    | 1                     | tidak          |
    | lansia lansia             | 2                     | tidak          |
    | lansia dewasa             | 2                     | tidak          |
    | lansia                    | 3                     | ?              |
    | tanpa-tanggal             | 1                     | ?              |
    | -                         | 1                     | ?              |
    | lansia lansia-meninggal   | 2                     | ya             |
    | lansia-meninggal          | 1                     | ?              |
    """
    for members, declared, answer in rows(table):
        row = found(
            {"member_count": None if declared == "-" else int(declared)},
            [_member(one) for one in members.split() if one != "-"],
        )
        assert row["lone_elderly"] is FLAG[answer], (members, declared, row["lone_elderly_basis"])


def _member(word: str) -> dict[str, Any]:
    age, dead = word.removesuffix("-meninggal"), word.endswith("-meninggal")
    return {"deceased_hint": dead, **({} if age == "tanpa-tanggal" else {"age": age})}


def test_umur_dihitung_pada_hari_keputusan() -> None:
    """Ulang tahun ke-60 jatuh pada hari itu berarti sudah lansia; sehari sebelumnya belum."""
    table = """
    | tanggal lahir | lansia tunggal |
    | 1966-11-21    | ya             |
    | 1966-11-22    | tidak          |
    | 1966-12-01    | tidak          |
    | 1964-02-29    | ya             |
    """
    for born, answer in rows(table):
        row = found({}, [{"birth_date": datetime.date.fromisoformat(born)}])
        assert row["lone_elderly"] is FLAG[answer], born


def test_penyandang_disabilitas() -> None:
    """Kode 1 atau 2 pada salah satu dari sembilan ranah fungsi; depresi dan penyakit kronis tidak dibaca (S4.8)."""
    table = """
    | isian anggota pertama  | isian anggota kedua | disabilitas |
    | sees=1                 | -                   | ya          |
    | walks=2                | -                   | ya          |
    | remembers=3            | -                   | tidak       |
    | sees=4 hears=4         | cares_for_self=2    | ya          |
    | sees=4                 | -                   | tidak       |
    | -                      | -                   | ?           |
    | depressed=1            | chronic_illness=2   | ?           |
    | sees=4 depressed=1     | -                   | tidak       |
    | learns=1 meninggal     | sees=4              | tidak       |
    """
    for first, second, answer in rows(table):
        row = found({}, [_entries(first), _entries(second)])
        assert row["disability"] is FLAG[answer], (first, second, row["disability_basis"])


def _entries(words: str) -> dict[str, Any]:
    pairs = [one.split("=") for one in words.split() if "=" in one]
    return {**dict(pairs), "deceased_hint": "meninggal" in words}  # type: ignore[arg-type]


def test_kesembilan_ranah_dibaca() -> None:
    """Sembilan ranah 428a-i, masing-masing cukup sendiri."""
    assert len(RULES.flags.domains) == 9
    for domain in RULES.flags.domains:
        assert found({}, [{domain: "1"}])["disability"] is True, domain
        assert found({}, [{domain: "3"}])["disability"] is False, domain


def test_perempuan_kepala_keluarga() -> None:
    """Menurut hubungan dan jenis kelamin pada data orang; tanpa kepala yang jelas tandanya tidak diketahui (S4.8)."""
    table = """
    | anggota                          | perempuan kepala |
    | kepala/P                         | ya               |
    | kepala/L pasangan/P              | tidak            |
    | kepala/- anak/P                  | ?                |
    | pasangan/P anak/L                | ?                |
    | kepala/P kepala/L                | ?                |
    | kepala/L/meninggal pasangan/P    | ?                |
    | kepala/L/meninggal kepala/P      | ya               |
    """
    for members, answer in rows(table):
        parts = [(one.split("/") + [""])[:3] for one in members.split()]
        people_of = [
            {"relation": RELATION[role], "sex": None if sex == "-" else sex, "deceased_hint": state == "meninggal"}
            for role, sex, state in parts
        ]
        row = found({}, people_of)
        assert row["woman_head"] is FLAG[answer], (members, row["woman_head_basis"])


def test_nik_kepala_keluarga_menolong_bila_hubungan_tidak_ditulis() -> None:
    """Hanya bila tak seorang pun ditulis sebagai kepala keluarga."""
    nik = "3399010101600001"
    row = found({"head_nik": nik}, [{"nik": nik, "sex": "P"}, {"sex": "L"}])
    assert (row["woman_head"], "NIK" in row["woman_head_basis"]) == (True, True)
    other = found({"head_nik": nik}, [{"nik": nik, "sex": "P"}, {"sex": "L", "relation": "1"}])
    assert other["woman_head"] is False


def test_pekerja_migran_hanya_dari_keberadaan_anggota() -> None:
    """Register tidak memuatnya: tanpa isian keberadaan (Regsosek 404) tandanya tidak diketahui, bukan "tidak"."""
    table = """
    | keberadaan anggota | pekerja migran |
    | tidak ada berkas   | ?              |
    | kosong             | ?              |
    | 1 1                | tidak          |
    | 1 4                | ya             |
    | 3                  | tidak          |
    """
    for given, answer in rows(table):
        codes = [] if not given[0].isdigit() else given.split()
        known = pl.DataFrame(
            {"family_key": ["K1"] * len(codes), "presence": codes},
            schema={"family_key": pl.String, "presence": pl.String},
        )
        row = found({}, [{"age": "dewasa"}], presence=None if given == "tidak ada berkas" else known)
        assert row["migrant_worker"] is FLAG[answer], (given, row["migrant_worker_basis"])


def test_yang_tidak_diketahui_tidak_menaikkan_tingkat() -> None:
    """Hanya yang terbukti dihitung; yang tidak diketahui tetap disebut pada dasarnya."""
    row = found({}, [])
    assert (row["tier"], row["groups"]) == (6, 0)
    assert [row[name] for name in RULES.tiers.groups] == [None] * 4
