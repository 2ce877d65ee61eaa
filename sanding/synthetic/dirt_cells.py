"""Dirt that stands in one cell: what the kinds of a single row look like. Each returns the changed cells or None."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import polars as pl

from sanding.synthetic.planting import Bed, Cells
from sanding.synthetic.regions import Regions
from sanding.synthetic.words import words
from sanding.synthetic.workbook import number_cell

Make = Callable[[Bed, dict[str, Any], Regions], Cells | None]
_EXCEL_ZERO = date(1899, 12, 30)
_EPOCH = date(1970, 1, 1)
MONTHS = "Januari Pebruari Maret April Mei Juni Juli Agustus September Oktober Nopember Desember".split()


@dataclass(frozen=True)
class CellKind:
    """A kind of dirt: the role whose column is written down, how it is made, and in which rows it may stand."""

    kind: str
    role: str
    make: Make
    where: Callable[[], pl.Expr] | None = None
    typed: bool = False


def born(row: dict[str, Any]) -> date:
    return _EPOCH + timedelta(days=int(row["_birth"]))


def days(day: date) -> int:
    return (day - _EPOCH).days


def _on(role: str, make: Callable[[Bed, str], str | None]) -> Make:
    """A change of one cell that needs nothing but its text."""

    def change(bed: Bed, row: dict[str, Any], regions: Regions) -> Cells | None:
        value = row[bed.header(role)]
        if value is None:
            return None
        return {bed.header(role): make(bed, value)}

    return change


def _fixed(role: str, *values: str | None) -> Make:
    """One of some values, whatever stood there."""

    def change(bed: Bed, row: dict[str, Any], regions: Regions) -> Cells | None:
        return {bed.header(role): values[int(bed.rng.integers(len(values)))]}

    return change


def _scientific(bed: Bed, value: str) -> str:
    return f"{value[0]}{bed.one_of(',.')}{value[1:6]}E+15"


def _rounded(bed: Bed, value: str) -> str | None:
    return number_cell(value[:15] + "0", value)


def _separated(bed: Bed, value: str) -> str:
    return bed.one_of((".", " ", "-", "\u00a0")).join((value[:6], value[6:12], value[12:]))


def _quoted(bed: Bed, value: str) -> str:
    return bed.one_of(("'", "’", "`")) + value


def _lettered(bed: Bed, value: str) -> str:
    """A letter l for the last 1, or an O for the first 0."""
    head, one, tail = value.rpartition("1")
    return f"{head}l{tail}" if one and bed.rng.random() < 0.5 else value.replace("0", "O", 1)


def _impossible_date(bed: Bed, value: str) -> str:
    wrong = bed.one_of(("00", "32", "36", "40", "72", "85"))
    if bed.rng.random() < 0.6:
        return value[:6] + wrong + value[8:]
    return value[:8] + bed.one_of(("00", "13", "17")) + value[10:]


def _temporary_nik(bed: Bed, row: dict[str, Any], regions: Regions) -> Cells | None:
    return {bed.header("nik"): f"0{row['_village']}{int(bed.rng.integers(1, 9999)):05d}"}


def _other_sex(bed: Bed, value: str) -> str:
    day = int(value[6:8])
    serial = int(bed.rng.integers(5000, 6999))  # far from all serials given, so that no other person's NIK comes out
    return f"{value[:6]}{day - 40 if day > 40 else day + 40:02d}{value[8:12]}{serial}"


def _birth_apart(bed: Bed, row: dict[str, Any], regions: Regions) -> Cells | None:
    """Another year, one to four earlier: no swap of day and month explains it."""
    day = born(row)
    other = date(day.year - int(bed.rng.integers(1, 5)), day.month, min(day.day, 28))
    return {bed.header("birth"): written(bed, other)}


def written(bed: Bed, day: date) -> str:
    """The date in the sheet's own form."""
    form: str = bed.roles["birth_form"]
    return (
        form.replace("%-d", str(day.day))
        .replace("%-m", str(day.month))
        .replace("%Y", str(day.year))
        .replace("%m", f"{day.month:02d}")
        .replace("%d", f"{day.day:02d}")
    )


def _swapped_birth(bed: Bed, row: dict[str, Any], regions: Regions) -> Cells | None:
    day = born(row)
    if day.day > 12 or day.day == day.month:
        return None
    return {bed.header("birth"): written(bed, date(day.year, day.day, day.month))}


def _serial_birth(bed: Bed, row: dict[str, Any], regions: Regions) -> Cells | None:
    serial = (born(row) - _EXCEL_ZERO).days
    return {bed.header("birth"): number_cell(str(serial), str(serial))} if serial > 10_000 else None


def _worded_birth(bed: Bed, row: dict[str, Any], regions: Regions) -> Cells | None:
    day, month = born(row), MONTHS[born(row).month - 1]
    return {bed.header("birth"): f"{day.day} {month if bed.rng.random() < 0.6 else month[:3]} {day.year}"}


def _future_birth(bed: Bed, row: dict[str, Any], regions: Regions) -> Cells | None:
    day = born(row)
    return {bed.header("birth"): written(bed, date(2030 + int(bed.rng.integers(9)), day.month, min(day.day, 28)))}


def _no_date(bed: Bed, row: dict[str, Any], regions: Regions) -> Cells | None:
    year = born(row).year
    texts = ("abcd", f"31/02/{year}", f"{year}-02-30", f"31/06/{year}", "tidak tahu")
    return {bed.header("birth"): bed.one_of(texts)}


def redated(nik: str, day: date, female: bool, serial: int) -> str:
    """The NIK with another birth date and serial."""
    return f"{nik[:6]}{day.day + (40 if female else 0):02d}{day.month:02d}{day.year % 100:02d}{serial:04d}"


def _too_old(bed: Bed, row: dict[str, Any], regions: Regions) -> Cells | None:
    day = born(row)
    old = date(1900 + int(bed.rng.integers(1, 14)), day.month, min(day.day, 28))
    nik = redated(row[bed.header("nik")], old, row["_female"], int(bed.rng.integers(7000, 9999)))
    return {bed.header("birth"): written(bed, old), bed.header("nik"): nik}


def _deceased(bed: Bed, value: str) -> str:
    return bed.one_of((f"ALM. {value}", f"{value} (ALM)", f"ALM {value}", f"(ALM) {value}", f"ALMH {value}"))


def _titled(bed: Bed, row: dict[str, Any], regions: Regions) -> Cells | None:
    value = row[bed.header("name")]
    women = (f"HJ. {value}", f"NY. {value}", f"{value}, S.Pd", f"Dra. {value}", f"{value}, A.Md.Keb")
    men = (f"H. {value}", f"TN. {value}", f"{value}, S.Pd", f"Drs. {value}", f"{value}, S.E.")
    return {bed.header("name"): bed.one_of(women if row["_female"] else men)}


def _aliased(bed: Bed, value: str) -> str:
    other = value.split()[0][-5:]
    return bed.one_of((f"{value}/{other}", f"{value} ALIAS {other}", f"{value} AL. {other}", f"{value} / {other}"))


def _hidden(bed: Bed, value: str) -> str:
    if " " in value:
        return value.replace(" ", bed.one_of(("\u00a0", "\t")), 1)
    return value + bed.one_of(("\u00a0", "\t"))


def _hidden_name(bed: Bed, value: str) -> str:
    return _hidden(bed, value) if bed.rng.random() < 0.6 else f"\u200b{value}"


def _unknown_village(bed: Bed, row: dict[str, Any], regions: Regions) -> Cells | None:
    code = f"{row['_village'][:7]}{int(bed.rng.integers(600, 999))}"
    return None if regions.is_code(code) else {bed.header("village_code"): code}


def _other_name(bed: Bed, row: dict[str, Any], regions: Regions) -> Cells | None:
    name = regions.another_name(row["_village"], bed.rng)
    return {bed.header("village_name"): name}


def _old_name(bed: Bed, row: dict[str, Any], regions: Regions) -> Cells | None:
    former = regions.former.get(row["_village"])
    return {bed.header("village_name"): former} if former else None


def _other_kecamatan(bed: Bed, row: dict[str, Any], regions: Regions) -> Cells | None:
    code, name = regions.another_kecamatan(row["_village"], bed.rng)
    cells: Cells = {bed.header("kecamatan"): name}
    if "kecamatan_code" in bed.roles:
        cells[bed.header("kecamatan_code")] = code
    return cells


def _float_code(bed: Bed, value: str) -> str:
    return f"{value}.0" if bed.rng.random() < 0.5 else f"{value[0]}.{value[1:]}E9"


def _bps_code(bed: Bed, row: dict[str, Any], regions: Regions) -> Cells | None:
    code = regions.bps[row["_village"]]
    return {bed.header("village_code"): code} if bed.rng.random() < 0.4 or regions.is_code(code) else None


def _dated_rt(bed: Bed, row: dict[str, Any], regions: Regions) -> Cells | None:
    return {bed.header("rt"): bed.one_of(("3-May", "5-Mar", "1-Feb", "2-Jan", "4-Jun"))}


def _joined_rt(bed: Bed, row: dict[str, Any], regions: Regions) -> Cells | None:
    rt, rw = row[bed.header("rt")], row[bed.header("rw")]
    return {
        bed.header("rt"): bed.one_of((f"{rt}/{rw}", f"RT {rt}/RW {rw}", f"{int(rt)}/{int(rw)}")),
        bed.header("rw"): None,
    }


def _dusun_rw(bed: Bed, row: dict[str, Any], regions: Regions) -> Cells | None:
    return {bed.header("rw"): bed.one_of(words("places")["dusun"])}


def not_zero_at_end(header: str) -> pl.Expr:
    """Only such a number is changed when Excel rounds its sixteenth digit to 0."""
    return pl.col(header).str.contains("[1-9]$")


def _not_head() -> pl.Expr:
    return pl.col("_relation") != 1


def _elder() -> pl.Expr:
    return (pl.col("_birth") < -6000) & pl.col("_relation").is_in([1, 6])


NIK = (
    CellKind("nik_scientific", "nik", _on("nik", _scientific)),
    CellKind("nik_excel_rounded", "nik", _on("nik", _rounded), typed=True),
    CellKind("nik_decimal_tail", "nik", _on("nik", lambda bed, value: f"{value}.0")),
    CellKind("nik_quoted", "nik", _on("nik", _quoted)),
    CellKind("nik_separated", "nik", _on("nik", _separated)),
    CellKind("nik_fullwidth", "nik", _on("nik", lambda bed, value: "".join(chr(ord(one) + 0xFEE0) for one in value))),
    CellKind("nik_short", "nik", _on("nik", lambda bed, value: value[: 15 - int(bed.rng.integers(2))])),
    CellKind("nik_long", "nik", _on("nik", lambda bed, value: value + str(int(bed.rng.integers(10))))),
    CellKind("nik_letters", "nik", _on("nik", _lettered)),
    CellKind("nik_placeholder", "nik", _fixed("nik", "0", "-", "0" * 16, "9" * 16, "xxxx0001")),
    CellKind("nik_blank", "nik", _fixed("nik", None)),
    CellKind("nik_temporary", "nik", _temporary_nik),
    CellKind(
        "nik_region_unknown", "nik", _on("nik", lambda bed, value: bed.one_of(("99", "88", "47", "28")) + value[2:])
    ),
    CellKind("nik_date_impossible", "nik", _on("nik", _impossible_date)),
    CellKind("nik_serial_zero", "nik", _on("nik", lambda bed, value: value[:12] + "0000")),
)
NIK_AND_SEX = (CellKind("nik_sex_differs", "nik", _on("nik", _other_sex)),)
NIK_AND_BIRTH = (
    CellKind("nik_birth_differs", "birth", _birth_apart),
    CellKind("birth_month_day_swapped", "birth", _swapped_birth),
    CellKind("birth_too_old", "birth", _too_old, _elder),
)
BIRTH = (
    CellKind("birth_impossible", "birth", _no_date),
    CellKind("birth_future", "birth", _future_birth),
    CellKind("birth_blank", "birth", _fixed("birth", None)),
    CellKind("birth_excel_serial", "birth", _serial_birth),
    CellKind("birth_text_month", "birth", _worded_birth),
)
KK = (
    CellKind("kk_quoted", "kk", _on("kk", _quoted)),
    CellKind("kk_separated", "kk", _on("kk", _separated)),
)
NAME = (
    CellKind("name_blank", "name", _fixed("name", None)),
    CellKind("name_not_a_name", "name", _fixed("name", "12345", "0", "????", "***")),
    CellKind("name_deceased", "name", _on("name", _deceased)),
    CellKind("name_titled", "name", _titled),
    CellKind("name_alias", "name", _on("name", _aliased)),
    CellKind("text_hidden_characters", "name", _on("name", _hidden_name)),
)
TEXT = (CellKind("text_hidden_characters", "text", _on("text", _hidden)),)
PLACE = (
    CellKind("village_code_unknown", "village_code", _unknown_village),
    CellKind("village_name_differs", "village_name", _other_name),
    CellKind("village_name_old", "village_name", _old_name),
    CellKind("village_not_in_kecamatan", "kecamatan", _other_kecamatan),
    CellKind("code_as_float", "village_code", _on("village_code", _float_code)),
    CellKind("code_other_system", "village_code", _bps_code),
)
HOUSE_NUMBER = (
    CellKind("rt_as_date", "rt", _dated_rt),
    CellKind("rt_rw_joined", "rt", _joined_rt),
    CellKind("dusun_in_rw", "rw", _dusun_rw),
)
SEX = (CellKind("sex_unreadable", "sex", _fixed("sex", "X", "?", "3", "LP")),)
RELATION = (CellKind("relation_unreadable", "relation", _fixed("relation", "99", "?", "TIDAK JELAS"), _not_head),)
DECILE = (
    CellKind("decile_missing", "decile", _fixed("decile", None, "0", "-")),
    CellKind("decile_out_of_range", "decile", _fixed("decile", "11", "12", "15", "99")),
)
