"""How numbers, money, dates and missing values are written."""

import math
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from sanding_web.ui import words
from sanding_web.ui.words import Missing

MONDAY = date(2026, 10, 12)


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (1234567.8, 1, "1.234.567,8"),
        (58214, None, "58.214"),
        (0, None, "0"),
        (-8.3, 1, "−8,3"),
        (-0.04, 1, "0,0"),
        (Decimal("0.8090"), None, "0,8090"),
        (None, None, "tak ada"),
        (math.nan, None, "tidak dapat dihitung"),
        (Missing.SUPPRESSED, None, "disamarkan"),
        ("", None, "belum diisi"),
    ],
)
def test_numbers_read_as_an_office_writes_them(value: object, digits: int | None, text: str) -> None:
    assert words.number(value, digits) == text  # type: ignore[arg-type]


@given(st.integers(min_value=-(10**15), max_value=10**15), st.integers(min_value=0, max_value=4))
def test_a_written_number_reads_back_as_itself(units: int, digits: int) -> None:
    value = Decimal(units).scaleb(-digits)
    text = words.number(value, digits)
    assert Decimal(text.replace(".", "").replace(",", ".").replace("−", "-")) == value


def test_signs_stand_before_all_but_zero() -> None:
    assert [words.signed(value, 1) for value in (65.4, -8.3, 0.0, 0.01)] == ["+65,4", "−8,3", "0,0", "0,0"]


def test_shares_are_percent_and_their_differences_percentage_points() -> None:
    assert words.percent(0.1087, 2) == "10,87%"
    assert words.percentage_points(-0.0046) == "−0,46 poin persen"
    assert words.percent(None) == "tak ada"


@pytest.mark.parametrize(
    ("amount", "full", "short"),
    [
        (1_260_000, "Rp1.260.000", "Rp1,3 juta"),
        (2_400_000, "Rp2.400.000", "Rp2,4 juta"),
        (1_200_000_000, "Rp1.200.000.000", "Rp1,2 miliar"),
        (3_000_000_000_000, "Rp3.000.000.000.000", "Rp3 triliun"),
        (900_000, "Rp900.000", "Rp900.000"),
        (-5_000_000, "−Rp5.000.000", "−Rp5 juta"),
        (None, "tak ada", "tak ada"),
    ],
)
def test_money_is_whole_rupiah_or_short_in_words(amount: int | None, full: str, short: str) -> None:
    assert (words.rupiah(amount), words.rupiah_short(amount)) == (full, short)


def test_dates_are_indonesian_words() -> None:
    assert words.long_date(MONDAY) == "12 Oktober 2026"
    assert words.short_date(MONDAY) == "12 Okt 2026"
    assert words.weekday_date(MONDAY) == "Senin, 12 Oktober 2026"
    assert words.clock(datetime(2026, 10, 12, 14, 20)) == "14.20 WIB"  # noqa: DTZ001
    assert words.long_date(None) == "tak ada"


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (-3, ("Lewat 3 hari", "batas 9 Okt", "late")),
        (0, ("Hari ini", "12 Okt", "now")),
        (1, ("Besok", "13 Okt", "soon")),
        (2, ("Rabu", "14 Okt", "soon")),
        (19, ("31 Oktober", "19 hari lagi", "later")),
    ],
)
def test_a_deadline_says_words_first_and_the_date_second(days: int, expected: tuple[str, str, str]) -> None:
    assert words.due(MONDAY + timedelta(days), MONDAY) == expected


def test_what_waits_says_since_when() -> None:
    assert words.waiting(date(2026, 10, 7), MONDAY) == ("5 hari", "sejak 7 Okt")


def test_english_writes_numbers_its_own_way() -> None:
    with translation.override("en"):
        assert words.number(1234567.8) == "1,234,567.8"


def test_durations_are_rounded_to_one_unit() -> None:
    assert [words.duration(seconds) for seconds in (0.2, 40, 240, 7200)] == ["1 detik", "40 detik", "4 menit", "2 jam"]
