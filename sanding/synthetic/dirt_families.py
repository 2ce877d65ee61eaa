"""Dirt that concerns a family and its members: heads, spouses, sizes, cards, persons written twice."""

from collections.abc import Callable
from datetime import date

import polars as pl

from sanding.synthetic.dirt_cells import born, days, not_zero_at_end, redated, written
from sanding.synthetic.planting import Bed, Cells
from sanding.synthetic.regions import Regions
from sanding.synthetic.workbook import number_cell

_TODAY = days(date(2026, 7, 1))
_YEAR = 365.25


class Homes:
    """The family sheet (if there is one) and the person sheet of one register, planted together."""

    def __init__(self, family: Bed | None, person: Bed, regions: Regions) -> None:
        self.family = family
        self.person = person
        self.regions = regions
        self.case = 0
        self._members = _rows_by_family(person)
        self._heads = _rows_by_family(family) if family else {}

    def members(self, home: int) -> list[int]:
        return self._members.get(home, [])

    def family_rows(self, home: int) -> list[int]:
        return self._heads.get(home, [])

    def untouched(self, home: int) -> bool:
        free = not self.person.sheet.used.intersection(self.members(home))
        return free and not (self.family and self.family.sheet.used.intersection(self.family_rows(home)))

    def choose(self, count: int, where: pl.Expr) -> list[tuple[int, int]]:
        """Up to ``count`` (home, person row) whose family nothing is planted in; each home once."""
        chosen: list[tuple[int, int]] = []
        taken: set[int] = set()
        for number in self.person.candidates(where):
            home = int(self.person.sheet.rows["_family"][number])
            if home not in taken and self.untouched(home):
                taken.add(home)
                chosen.append((home, number))
                if len(chosen) == count:
                    break
        return chosen

    def note_all(self, home: int, kind: str, column: str = "") -> None:
        """The defect stands in every member's row and in the family's."""
        for number in self.members(home):
            self.person.note(number, column, kind, self.case)
        for number in self.family_rows(home):
            assert self.family
            self.family.note(number, column, kind, self.case)

    def rest(self, home: int) -> None:
        """All other rows of the family are no longer clean, though nothing is planted in them."""
        for bed, numbers in ((self.person, self.members(home)), (self.family, self.family_rows(home))):
            if bed:
                bed.beside([number for number in numbers if number not in bed.sheet.used], self.case)


def _rows_by_family(bed: Bed) -> dict[int, list[int]]:
    grouped = bed.sheet.rows.group_by("_family", maintain_order=True).agg("_row")
    return dict(grouped.iter_rows())


def damaged_card(kind: str) -> Callable[[Homes, int, int], None]:
    """The whole family's card number damaged alike, in both sheets."""

    def plant(homes: Homes, home: int, number: int) -> None:
        header = homes.person.header("kk")
        value = str(homes.person.row(number)[header])
        cell = _damaged(homes.person, kind, value)
        for bed, numbers in ((homes.person, homes.members(home)), (homes.family, homes.family_rows(home))):
            for row in numbers if bed else ():
                assert bed
                bed.change(row, {bed.header("kk"): cell})
                bed.note(row, bed.header("kk"), kind, homes.case)

    return plant


def _damaged(bed: Bed, kind: str, value: str) -> str | None:
    return {
        "kk_scientific": f"{value[0]}{bed.one_of(',.')}{value[1:6]}E+15",
        "kk_excel_rounded": number_cell(value[:15] + "0", value),
        "kk_wrong_length": value[: 15 - int(bed.rng.integers(3))],
        "kk_blank": None,
    }[kind]


def no_head(homes: Homes, home: int, number: int) -> None:
    homes.person.change(number, {homes.person.header("relation"): homes.person.roles["other_code"]})
    homes.note_all(home, "kk_no_head")


def two_heads(homes: Homes, home: int, number: int) -> None:
    homes.person.change(number, {homes.person.header("relation"): homes.person.roles["head_code"]})
    homes.note_all(home, "kk_two_heads")


def head_under_15(homes: Homes, home: int, number: int) -> None:
    bed, row = homes.person, homes.person.row(number)
    day = date(2014 + int(bed.rng.integers(3)), born(row).month, min(born(row).day, 28))
    nik = redated(row[bed.header("nik")], day, row["_female"], int(bed.rng.integers(7000, 9999)))
    bed.change(number, {bed.header("birth"): written(bed, day), bed.header("nik"): nik})
    bed.note(number, "", "head_under_15", homes.case)
    homes.rest(home)


def spouse_same_sex(homes: Homes, home: int, number: int) -> None:
    """The spouse's sex and NIK both say the head's sex."""
    bed, row = homes.person, homes.person.row(number)
    head = bed.row(homes.members(home)[0])
    nik = redated(row[bed.header("nik")], born(row), not row["_female"], int(bed.rng.integers(7000, 9999)))
    bed.change(number, {bed.header("sex"): head[bed.header("sex")], bed.header("nik"): nik})
    bed.note(number, "", "spouse_same_sex", homes.case)
    homes.rest(home)


def size_differs(homes: Homes, home: int, number: int) -> None:
    assert homes.family
    bed = homes.family
    row = homes.family_rows(home)[0]
    size = int(bed.row(row)["_size"])
    bed.change(row, {bed.header("size"): str(size + int(bed.rng.integers(1, 4)))})
    bed.note(row, "", "size_differs", homes.case)
    homes.rest(home)


def two_villages(homes: Homes, home: int, number: int) -> None:
    """One member's place is another village, told coherently."""
    bed = homes.person
    code = homes.regions.another(bed.row(number)["_village"], bed.rng)
    cells: Cells = {
        bed.header("village_code"): code,
        bed.header("village_name"): homes.regions.names[code],
        bed.header("kecamatan"): homes.regions.kecamatan[code[:6]],
    }
    if "kecamatan_code" in bed.roles:
        cells[bed.header("kecamatan_code")] = code[:6]
    bed.change(number, cells)
    homes.note_all(home, "family_in_two_villages")


def member_without_family(homes: Homes, home: int, number: int) -> None:
    assert homes.family
    homes.family.dropped.update(homes.family_rows(home))
    homes.family.sheet.used.update(homes.family_rows(home))
    for row in homes.members(home):
        homes.person.note(row, "", "member_without_family", homes.case)


def family_without_members(homes: Homes, home: int, number: int) -> None:
    assert homes.family
    homes.person.dropped.update(homes.members(home))
    homes.person.sheet.used.update(homes.members(home))
    for row in homes.family_rows(home):
        homes.family.note(row, "", "family_without_members", homes.case)


def kk_repeated(homes: Homes, home: int, number: int) -> None:
    """The family twice, with another address the second time."""
    assert homes.family
    bed, row = homes.family, homes.family_rows(home)[0]
    again = bed.row(row) | {bed.header("text"): "DUSUN PERSIL"}
    copy = bed.insert(row, again)
    for one in (row, copy):
        bed.note(one, "", "kk_repeated", homes.case)
    homes.rest(home)


def row_repeated(bed: Bed, number: int, case: int) -> None:
    copy = bed.insert(number, bed.row(number))
    bed.note(copy, "", "row_repeated", case)
    bed.beside([number], case)


def head_nik_for_all(homes: Homes, home: int, number: int) -> None:
    bed = homes.person
    head = bed.row(homes.members(home)[0])
    for row in homes.members(home)[1:]:
        bed.change(row, {bed.header("nik"): head[bed.header("nik")]})
        bed.note(row, bed.header("nik"), "nik_of_head_repeated", homes.case)
    homes.rest(home)


def nik_twice_in_family(homes: Homes, home: int, number: int) -> None:
    """A member bears the NIK of another member who is not the head."""
    bed = homes.person
    first = next(row for row in homes.members(home)[1:] if row != number)
    bed.change(number, {bed.header("nik"): bed.row(first)[bed.header("nik")]})
    for row in (first, number):
        bed.note(row, bed.header("nik"), "nik_twice_in_family", homes.case)
    homes.rest(home)


def nik_kk_swapped(homes: Homes, home: int, number: int) -> None:
    bed = homes.person
    row = bed.row(number)
    nik, kk = bed.header("nik"), bed.header("kk")
    bed.change(number, {nik: row[kk], kk: row[nik]})
    bed.note(number, nik, "nik_kk_swapped", homes.case)
    homes.rest(home)


def nik_in_two_families(homes: Homes, home: int, number: int) -> None:
    """The person also stands in another family, with the same NIK."""
    copy = _also_elsewhere(homes, home, number, lambda row: {})
    if copy is not None:
        for one in (number, copy):
            homes.person.note(one, homes.person.header("nik"), "nik_in_two_families", homes.case)
        homes.rest(home)


def person_two_niks(homes: Homes, home: int, number: int) -> None:
    """The person also stands in another family of the village, with a second valid NIK."""
    bed = homes.person
    nik = bed.header("nik")

    def renumber(row: dict[str, object]) -> Cells:
        return {nik: redated(str(row[nik]), born(row), bool(row["_female"]), int(bed.rng.integers(7000, 9999)))}

    copy = _also_elsewhere(homes, home, number, renumber)
    if copy is not None:
        for one in (number, copy):
            bed.note(one, "", "person_two_niks", homes.case)
        homes.rest(home)


def _also_elsewhere(homes: Homes, home: int, number: int, change: Callable[[dict[str, object]], Cells]) -> int | None:
    """Write the person into another untouched family of the village too, as "other", and count it there."""
    bed = homes.person
    row = bed.row(number)
    where = (pl.col("_village") == row["_village"]) & (pl.col("_family") != home) & (pl.col("_relation") == 1)
    found = homes.choose(1, where)
    if not found:
        return None
    host, host_row = found[0]
    target = bed.row(host_row)
    shared = [bed.header(role) for role in ("kk", "family_id") if role in bed.roles]
    cells = row | {header: target[header] for header in shared} | change(row)
    cells |= {bed.header("relation"): bed.roles["other_code"], "_family": host, "_relation": 8}
    if "person_id" in bed.roles:
        cells[bed.header("person_id")] = f"{row[bed.header('person_id')]}9"
    copy = bed.insert(homes.members(host)[-1], cells)
    if homes.family and "size" in homes.family.roles:
        for one in homes.family_rows(host):
            homes.family.change(one, {homes.family.header("size"): str(int(target["_size"]) + 1)})
    homes.rest(host)
    return copy


def decile_conflict(homes: Homes, home: int, number: int) -> None:
    bed = homes.person
    header = bed.header("decile")
    value = int(str(bed.row(number)[header]))
    bed.change(number, {header: str(value % 4 + 1)})
    bed.note(number, header, "decile_conflict", homes.case)
    homes.rest(home)


_SINGLE = pl.col("_size") == 1
_HEAD = pl.col("_relation") == 1
_GROWN = pl.col("_birth") < _TODAY - 20 * _YEAR
FamilyPlant = Callable[[Homes, int, int], None]


def card_kinds(header: str) -> dict[str, tuple[FamilyPlant, pl.Expr]]:
    """Damage of the card number, in small families; Excel's rounding only where it changes the number."""
    small = _HEAD & (pl.col("_size") <= 3)
    kinds = {kind: (damaged_card(kind), small) for kind in ("kk_scientific", "kk_wrong_length", "kk_blank")}
    return kinds | {"kk_excel_rounded": (damaged_card("kk_excel_rounded"), small & not_zero_at_end(header))}


def shared_kinds() -> dict[str, tuple[FamilyPlant, pl.Expr]]:
    """Kinds that every person sheet with families can have."""
    other = pl.col("_relation").is_in([3, 6, 8])
    return {
        "kk_no_head": (no_head, _HEAD & (pl.col("_size") >= 2)),
        "kk_two_heads": (two_heads, other & _GROWN),
        "head_under_15": (head_under_15, _HEAD & _SINGLE),
        "spouse_same_sex": (spouse_same_sex, pl.col("_relation") == 2),
        "family_in_two_villages": (two_villages, other),
        "nik_of_head_repeated": (head_nik_for_all, _HEAD & pl.col("_size").is_between(2, 3)),
        "nik_in_two_families": (nik_in_two_families, other),
        "person_two_niks": (person_two_niks, other),
    }


def dtsen_kinds() -> dict[str, tuple[FamilyPlant, pl.Expr]]:
    """Kinds that need the card number or the family's size."""
    return {
        "nik_kk_swapped": (nik_kk_swapped, pl.col("_relation") == 3),
        "size_differs": (size_differs, _HEAD),
        "kk_repeated": (kk_repeated, _HEAD & _SINGLE),
    }


def two_sheet_kinds() -> dict[str, tuple[FamilyPlant, pl.Expr]]:
    few = _HEAD & (pl.col("_size") <= 2)
    return {
        "member_without_family": (member_without_family, few),
        "family_without_members": (family_without_members, few),
        "nik_twice_in_family": (nik_twice_in_family, (pl.col("_relation") == 3) & (pl.col("_size") >= 3)),
    }
