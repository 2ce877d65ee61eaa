"""Places and numbers of identity: which NIK may prove anything, and where a village stands."""

from sanding.matching.expressions import Rewrite, replaced, rewritten

DIGITS = Rewrite("digits", "tanda di antara angka dibuang", "[^0-9]+", "")
_SAME = tuple(digit * 16 for digit in "0123456789")


def nik_sql(column: str) -> str:
    """SQL: sixteen digits that a NIK can have; null for 0, blanks, temporary NIK, placeholders, impossible dates.

    Never merged on anything else: first digit not 0, day 1-31 or 41-71, month 1-12, serial not 0000, not one digit
    sixteen times, no letter in it.
    """
    text = f"trim(CAST({column} AS VARCHAR))"
    digits = rewritten(text, (Rewrite("marks", "tanda petik, titik dan spasi dibuang", r"[ .'’`\-]", ""),))
    day, month = f"substr({digits}, 7, 2)", f"substr({digits}, 9, 2)"
    possible = (
        f"regexp_matches({digits}, '^[1-9][0-9]{{15}}$') AND {month} BETWEEN '01' AND '12'"
        f" AND ({day} BETWEEN '01' AND '31' OR {day} BETWEEN '41' AND '71')"
        f" AND substr({digits}, 13, 4) <> '0000' AND {digits} NOT IN ({', '.join(repr(one) for one in _SAME)})"
    )
    return f"CASE WHEN {possible} THEN {digits} END"


def kk_sql(column: str) -> str:
    """SQL: sixteen digits of a family card, the date part possible; null otherwise."""
    return nik_sql(column)


def village_sql(column: str) -> str:
    """SQL: a region code without points."""
    return f"nullif({rewritten(f'CAST({column} AS VARCHAR)', (DIGITS,))}, '')"


def kecamatan_sql(village: str) -> str:
    return f"substr({village}, 1, 6)"


def plain_sql(column: str) -> str:
    """SQL: any other text, upper case, letters and digits alone, words parted by one space."""
    kept = rewritten(f"upper(CAST({column} AS VARCHAR))", (Rewrite("plain", "tanda baca", "[^A-Z0-9]+", " "),))
    return f"nullif(trim({kept}), '')"


ADDRESS_WORDS: tuple[tuple[str, str], ...] = (
    ("DUKUH", ""), ("DUSUN", ""), ("KEL ", " "), ("DESA", ""), ("JALAN", "JL"), ("RT ", "RT"), ("RW ", "RW"),
)  # fmt: skip


def address_sql(column: str) -> str:
    """SQL: an address without the words that say what kind of place it is."""
    return f"nullif(trim({replaced(plain_sql(column), ADDRESS_WORDS)}), '')"
