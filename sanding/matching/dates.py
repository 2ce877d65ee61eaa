"""Dates of birth as text yyyy-mm-dd: what other reading a date may have, and which dates are guesses.

A NIK's own date (day + 40 for women) resolves a swap of day and month where the two differ.
"""

_ISO = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}"
_DMY = r"^[0-9]{1,2}[-/.][0-9]{1,2}[-/.][0-9]{4}"
_SPLIT = "regexp_replace({column}, '[/.]', '-', 'g')"


def date_sql(column: str) -> str:
    """SQL: ISO text from ISO or day-month-year text (time behind it cut off); null where neither."""
    text = f"trim(CAST({column} AS VARCHAR))"
    parts = _SPLIT.format(column=f"split_part({text}, ' ', 1)")
    day, month, year = (f"split_part({parts}, '-', {at})" for at in (1, 2, 3))
    dmy = f"({year} || '-' || lpad({month}, 2, '0') || '-' || lpad({day}, 2, '0'))"
    iso = f"CASE WHEN regexp_matches({text}, '{_ISO}') THEN substr({text}, 1, 10) "
    return f"{iso}WHEN regexp_matches({text}, '{_DMY}') THEN {dmy} END"


def year_sql(iso: str) -> str:
    return f"substr({iso}, 1, 4)"


def month_day_sql(iso: str) -> str:
    return f"substr({iso}, 6, 5)"


def swapped_sql(iso: str) -> str:
    """SQL: the date with day and month changed over, where that is a date too."""
    swap = f"(substr({iso}, 1, 5) || substr({iso}, 9, 2) || '-' || substr({iso}, 6, 2))"
    return f"CASE WHEN substr({iso}, 9, 2) <= '12' THEN {swap} END"


def guessed_sql(iso: str) -> str:
    """SQL: 1 January, as offices write where only the year is known."""
    return f"(substr({iso}, 6, 5) = '01-01')"
