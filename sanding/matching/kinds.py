"""The kinds of comparison: what is prepared from a column, at which levels two rows may agree, what may be blocked on.

Levels stand in order; the first that fits counts. Conditions use Levenshtein distance and equality alone, so that
DuckDB and Spark agree. Each comparison has an arm for what is missing: it speaks neither for nor against.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from sanding.matching import dates, names, places

Layers = tuple[dict[str, str], ...]


@dataclass(frozen=True)
class Level:
    """One degree of agreement. ``sql`` over ``{c}_l`` and ``{c}_r``; ``m``, ``u`` only where none were trained."""

    name: str
    words: str
    sql: str
    m: float
    u: float
    frequency: str = ""


@dataclass(frozen=True)
class Kind:
    """One kind of comparison. ``layers``: SQL by new column, each layer over the columns of the one before."""

    name: str
    meaning: str
    missing: str
    layers: Callable[[str], Layers]
    levels: tuple[Level, ...]
    parts: dict[str, str]


def _name_layers(c: str) -> Layers:
    key = f"{c}_key"
    return (
        {f"{c}_tidy": names.tidied(c), f"{c}_dead": names.deceased_sql(c)},
        {c: names.name_sql(f"{c}_tidy"), f"{c}_other": names.name_sql(f"{c}_tidy", 2)},
        {f"{c}_half": names.worded_sql(c), f"{c}_other": names.worded_sql(f"{c}_other")},
        {key: names.spelt_sql(f"{c}_half"), f"{c}_alias": names.spelt_sql(f"{c}_other")},
        {f"{c}_first": names.first_sql(key), f"{c}_last": names.last_sql(key)},
    )


def _date_layers(c: str) -> Layers:
    return (
        {c: dates.date_sql(c)},
        {
            f"{c}_swap": dates.swapped_sql(c),
            f"{c}_year": f"TRY_CAST({dates.year_sql(c)} AS INTEGER)",
            f"{c}_day": dates.month_day_sql(c),
        },
    )


def _one(make: Callable[[str], str]) -> Callable[[str], Layers]:
    return lambda c: ({c: make(c)},)


def _place_layers(c: str) -> Layers:
    return ({c: places.village_sql(c)}, {f"{c}_around": places.kecamatan_sql(c)})


def _text_layers(c: str) -> Layers:
    return ({c: places.plain_sql(c)}, {f"{c}_start": f"substr({c}, 1, 4)"})


def _either(condition: str) -> str:
    """The condition, or the same with the two rows changed over."""
    swapped = re.sub(r"_([lr])\b", lambda side: "_r" if side[1] == "l" else "_l", condition)
    return f"({condition} OR {swapped})"


_KEY_DISTANCE = "levenshtein({c}_key_l, {c}_key_r)"
_LONG = "least(length({c}_key_l), length({c}_key_r)) >= 6"
_DISTANCE = "levenshtein({c}_l, {c}_r)"

NAME = Kind(
    "name",
    "nama orang: gelar, ejaan, alias, singkatan, kata yang hilang",
    "{c}_l IS NULL OR {c}_r IS NULL OR {c}_key_l IS NULL OR {c}_key_r IS NULL",
    _name_layers,
    (
        Level("sama", "nama sama", "{c}_l = {c}_r", 0.72, 0.0005, "{c}"),
        Level("ejaan", "nama sama, ejaan lain", "{c}_key_l = {c}_key_r", 0.10, 0.0004, "{c}_key"),
        Level("alias", "nama lain (alias) sama", _either("{c}_alias_l = {c}_key_r"), 0.005, 0.0004),
        Level("mirip", "nama hampir sama: satu huruf berbeda", f"{_KEY_DISTANCE} <= 1", 0.09, 0.0008),
        Level("sebagian", "nama sama, yang satu lebih pendek", _either("{c}_key_l LIKE {c}_key_r || '%'"), 0.06, 0.002),
        Level("dekat", "nama dekat: dua huruf berbeda", f"{_KEY_DISTANCE} <= 2 AND {_LONG}", 0.02, 0.004),
        Level(
            "kata",
            "satu kata dalam nama sama",
            "({c}_first_l = {c}_first_r OR coalesce({c}_last_l, {c}_first_l) = coalesce({c}_last_r, {c}_first_r))",
            0.002,
            0.02,
        ),
        Level("lain", "nama lain", "", 0.003, 0.97),
    ),
    {"": "{c}", "key": "{c}_key", "first": "{c}_first", "last": "{c}_last"},
)  # fmt: skip

DATE = Kind(
    "date",
    "tanggal: hari dan bulan tertukar, 1 Januari sebagai taksiran, satu angka salah",
    "{c}_l IS NULL OR {c}_r IS NULL",
    _date_layers,
    (
        Level("sama", "tanggal sama", "{c}_l = {c}_r AND {c}_day_l <> '01-01'", 0.90, 0.00005),
        Level("taksiran", "tahun sama, tanggal 1 Januari (taksiran)", "{c}_l = {c}_r", 0.01, 0.0005),
        Level("tertukar", "hari dan bulan tertukar", "{c}_l = {c}_swap_r", 0.01, 0.00005),
        Level("mirip", "tanggal berbeda satu angka", f"{_DISTANCE} <= 1", 0.02, 0.001),
        Level("bedatahun", "hari dan bulan sama, tahun lain", "{c}_day_l = {c}_day_r", 0.01, 0.0027),
        Level("bagian", "tanggal berbeda dua angka", f"{_DISTANCE} <= 2", 0.02, 0.01),
        Level("tahun", "tahun berdekatan", "abs({c}_year_l - {c}_year_r) <= 3", 0.02, 0.09),
        Level("lain", "tanggal lain", "", 0.02, 0.89),
    ),
    {"": "{c}", "year": "{c}_year", "day": "{c}_day"},
)

IDENTITY = Kind(
    "nik",
    "NIK atau No. KK: 16 angka yang mungkin; 0, sementara dan pengisi tidak pernah dibandingkan",
    "{c}_l IS NULL OR {c}_r IS NULL",
    lambda c: ({c: places.nik_sql(c)},),
    (
        # no "nearly": a NIK holds region, birth and sex, so that those of other people born that day are near too
        Level("sama", "nomor sama", "{c}_l = {c}_r", 0.90, 0.000002),
        Level("lain", "nomor lain", "", 0.10, 0.999998),
    ),
    {"": "{c}"},
)

EXACT = Kind(
    "exact",
    "isi yang harus sama, misalnya jenis kelamin",
    "{c}_l IS NULL OR {c}_r IS NULL",
    _one(places.plain_sql),
    (Level("sama", "sama", "{c}_l = {c}_r", 0.97, 0.3), Level("lain", "berbeda", "", 0.03, 0.7)),
    {"": "{c}"},
)

TEXT = Kind(
    "levenshtein",
    "teks lain: sama, satu, dua atau beberapa huruf berbeda",
    "{c}_l IS NULL OR {c}_r IS NULL",
    _text_layers,
    (
        Level("sama", "sama", "{c}_l = {c}_r", 0.80, 0.005, "{c}"),
        Level("mirip", "hampir sama: satu huruf berbeda", f"{_DISTANCE} <= 1", 0.08, 0.002),
        Level("dekat", "dekat: dua huruf berbeda", f"{_DISTANCE} <= 2 AND length({{c}}_l) >= 4", 0.04, 0.006),
        Level(
            "sebagian",
            "sebagian sama",
            f"({_either('{c}_l LIKE {c}_r || ' + repr('%'))} OR {_DISTANCE} * 3 <= length({{c}}_l))",
            0.03,
            0.01,
        ),
        Level("lain", "lain", "", 0.05, 0.977),
    ),
    {"": "{c}", "start": "{c}_start"},
)

PLACE = Kind(
    "place",
    "kode desa/kelurahan: desa sama, kecamatan sama",
    "{c}_l IS NULL OR {c}_r IS NULL",
    _place_layers,
    (
        Level("sama", "desa sama", "{c}_l = {c}_r", 0.90, 0.005),
        Level("kecamatan", "kecamatan sama", "{c}_around_l = {c}_around_r", 0.02, 0.065),
        Level("lain", "kecamatan lain", "", 0.08, 0.93),
    ),
    {"": "{c}", "around": "{c}_around"},
)

NUMBER = Kind(
    "number",
    "angka: sama, selisih paling banyak satu",
    "{c}_l IS NULL OR {c}_r IS NULL",
    lambda c: ({c: f"TRY_CAST(CAST({c} AS VARCHAR) AS DOUBLE)"},),
    (
        Level("sama", "angka sama", "{c}_l = {c}_r", 0.75, 0.2),
        Level("dekat", "selisih satu", "abs({c}_l - {c}_r) <= 1", 0.15, 0.3),
        Level("lain", "angka lain", "", 0.10, 0.5),
    ),
    {"": "{c}"},
)

_KIN = "coalesce({c}_kin_l = {c}_kin_r, FALSE)"
_MATES = (
    "coalesce("
    + " OR ".join(_either(f"{{c}}_mates_l LIKE '%|' || {{c}}_{mate}_r || '|%'") for mate in ("mate1", "mate2"))
    + ", FALSE)"
)

FAMILY = Kind(
    "family",
    "kunci keluarga: anggota lain dari keluarga itu sudah padan, atau senama dan setahun lahir",
    # who moved has another village and another family: that is said once, by the village
    "(({c}_kin_l IS NULL OR {c}_kin_r IS NULL) AND ({c}_mates_l IS NULL OR {c}_mates_r IS NULL))"
    f" OR (coalesce({{c}}_at_l <> {{c}}_at_r, FALSE) AND NOT {_KIN} AND NOT {_MATES})",
    lambda c: ({c: f"nullif(trim(CAST({c} AS VARCHAR)), '')"},),
    (
        Level("padan", "anggota lain keluarganya padan", _KIN, 0.80, 0.00005),
        Level("senama", "anggota lain senama dan setahun lahir", _MATES, 0.10, 0.001),
        Level("lain", "anggota keluarganya lain", "", 0.10, 0.99895),
    ),
    {"": "{c}", "kin": "{c}_kin"},
)

KINDS: dict[str, Kind] = {one.name: one for one in (NAME, DATE, IDENTITY, EXACT, TEXT, PLACE, NUMBER, FAMILY)}
