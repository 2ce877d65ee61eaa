"""Plants every named kind of dirt into the sheets of a register and writes down where."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import polars as pl

from sanding.synthetic import dirt_cells as cells
from sanding.synthetic import dirt_families as families
from sanding.synthetic.chance import chance
from sanding.synthetic.dirt_cells import CellKind
from sanding.synthetic.dirt_families import Homes
from sanding.synthetic.planting import Bed
from sanding.synthetic.regions import Regions
from sanding.synthetic.sheets import Sheet
from sanding.synthetic.words import words

LEAST = 8  # of each kind in a register; three files carry most kinds, so at least twenty in all
_ROWS_PER_DEFECT = 1200


def plant_dtsen(seed: int, family: Sheet, person: Sheet, regions: Regions) -> None:
    """All kinds that the two DTSEN sheets can carry."""
    beds = _bed(seed, family, "dtsen_keluarga"), _bed(seed, person, "dtsen_individu")
    homes = Homes(*beds, regions)
    count = _count(person)
    _plant_families(homes, families.card_kinds(beds[1].header("kk")), count)
    kinds = families.shared_kinds() | families.dtsen_kinds() | families.two_sheet_kinds()
    _plant_families(homes, kinds, count)
    _plant_cells(beds[1], _person_kinds(beds[1]) + cells.KK + cells.HOUSE_NUMBER, count, regions)
    _plant_cells(beds[0], (*cells.KK, *cells.PLACE, *cells.TEXT, *cells.DECILE), count, regions)
    for bed in beds:
        _plant_values(bed, count)
        _plant_copies(bed, homes, count)
    _finish(beds)


def plant_p3ke(seed: int, family: Sheet, person: Sheet, regions: Regions) -> None:
    """All kinds that the two P3KE sheets can carry: no card number, labels for codes, a decile on both."""
    beds = _bed(seed, family, "p3ke_keluarga"), _bed(seed, person, "p3ke_individu")
    homes = Homes(*beds, regions)
    count = LEAST
    _plant_families(homes, families.shared_kinds() | families.two_sheet_kinds(), count)
    _plant_families(homes, {"decile_conflict": (families.decile_conflict, pl.col("_relation") == 3)}, 3 * LEAST)
    _plant_cells(beds[1], (*_person_kinds(beds[1]), *cells.DECILE), count, regions)
    _plant_cells(beds[0], (*cells.NIK, *cells.PLACE, *cells.TEXT, *cells.DECILE), count, regions)
    for bed in beds:
        _plant_values(bed, count)
    _finish(beds)


def plant_family_list(seed: int, sheet: Sheet, layout: str, regions: Regions) -> None:
    """A sheet that stands alone: cell kinds for whatever roles it has."""
    bed = _bed(seed, sheet, layout)
    _plant_alone(bed, regions)
    bed.finish(set())


def _plant_alone(bed: Bed, regions: Regions) -> None:
    typed = bed.sheet.file.endswith(".xlsx")
    kinds = [kind for kind in _all_cells() if kind.role in bed.roles and (typed or not kind.typed)]
    _plant_cells(bed, kinds, LEAST // 2, regions)
    _plant_values(bed, LEAST // 2)


def plant_apart(seed: int, sheets: Mapping[str, Sheet], regions: Regions) -> None:
    """Two sheets of one register, by layout, that share families but no planted case: cell kinds only."""
    beds = [_bed(seed, sheet, layout) for layout, sheet in sheets.items()]
    for bed in beds:
        _plant_alone(bed, regions)
    _finish(beds)


def _finish(beds: Sequence[Bed]) -> None:
    """Apply the changes; all rows of a family in which something is planted stop counting as clean."""
    homes = {home for bed in beds for home in bed.homes_touched()}
    for bed in beds:
        bed.finish(homes)


def _bed(seed: int, sheet: Sheet, layout: str) -> Bed:
    roles: Mapping[str, Any] = words("roles")[layout]
    return Bed(sheet, roles, chance(seed, f"dirt {sheet.file} {sheet.name}"))


def _count(sheet: Sheet) -> int:
    return max(LEAST, sheet.rows.height // _ROWS_PER_DEFECT)


def _person_kinds(bed: Bed) -> tuple[CellKind, ...]:
    kinds = (
        *cells.NIK, *cells.NIK_AND_SEX, *cells.NIK_AND_BIRTH, *cells.BIRTH, *cells.NAME, *cells.PLACE, *cells.SEX,
        *cells.RELATION,
    )  # fmt: skip
    return kinds


def _all_cells() -> tuple[CellKind, ...]:
    return (
        *cells.NIK, *cells.KK, *cells.NAME, *cells.PLACE, *cells.SEX, *cells.DECILE, *cells.TEXT,
    )  # fmt: skip


def _plant_families(homes: Homes, kinds: Mapping[str, tuple[families.FamilyPlant, pl.Expr]], count: int) -> None:
    for plant, where in kinds.values():
        for home, number in homes.choose(count, where):
            if homes.untouched(home):
                homes.case += 1
                plant(homes, home, number)


def _plant_cells(bed: Bed, kinds: Iterable[CellKind], count: int, regions: Regions) -> None:
    for kind in kinds:
        done = 0
        for number in bed.candidates(_where(bed, kind, regions)):
            made = kind.make(bed, bed.row(number), regions)
            if made is None:
                continue
            bed.change(number, made)
            bed.note(number, bed.header(kind.role), kind.kind)
            done += 1
            if done == count:
                break


def _where(bed: Bed, kind: CellKind, regions: Regions) -> pl.Expr:
    if kind.typed:
        return cells.not_zero_at_end(bed.header(kind.role))
    if kind.kind == "village_name_old":
        return pl.col("_village").is_in(sorted(regions.former))
    return kind.where() if kind.where else pl.col(bed.header(kind.role)).is_not_null()


def _plant_values(bed: Bed, count: int) -> None:
    """Codes, labels, amounts and yes/no that cannot be read as they stand."""
    roles = bed.roles
    if numbers := roles.get("numbers"):
        _set(bed, numbers, "number_written", count, lambda value: _amount(bed, value))
        _set(bed, numbers, "number_unreadable", count, lambda value: bed.one_of(("banyak", "tdk tentu", "sekitar 300")))
    if booleans := roles.get("booleans"):
        _set(bed, booleans, "boolean_unknown", count, lambda value: bed.one_of(("MUNGKIN", "9", "?", "X")))
    if codes := roles.get("codes"):
        _set(bed, list(codes), "code_not_in_list", count, lambda value: bed.one_of(("95", "97", "98")))
        labelled = [header for header, labels in codes.items() if labels]
        for header in labelled:
            labels = words("labels")[codes[header]]
            _set(
                bed,
                [header],
                "code_with_label",
                -(-count // len(labelled)),
                lambda value, labels=labels: _label(bed, value, labels),
            )


def _set(bed: Bed, headers: list[str], kind: str, count: int, make: Any) -> None:
    per_header = -(-count // len(headers))
    for header in headers:
        done = 0
        for number in bed.candidates(pl.col(header).is_not_null()):
            bed.change(number, {header: make(str(bed.row(number)[header]))})
            bed.note(number, header, kind)
            done += 1
            if done == per_header:
                break


def _label(bed: Bed, value: str, labels: dict[str, str]) -> str:
    label = labels[value]
    return f"{int(value):02d}.{label}" if bed.rng.random() < 0.5 else f"{value}. {label}"


def _amount(bed: Bed, value: str) -> str:
    """The same amount as people write it."""
    amount = int(value)
    if amount < 10_000:
        return f"{amount} m2"
    grouped = f"{amount:,}".replace(",", ".")
    million = f"{amount / 1_000_000:g}".replace(".", ",")
    return bed.one_of((f"Rp {grouped},-", f"Rp{grouped}", f"{million} jt", f"{amount // 1000} rb"))


def _plant_copies(bed: Bed, homes: Homes, count: int) -> None:
    done = 0
    for number in bed.candidates(None):
        homes.case += 1
        families.row_repeated(bed, number, homes.case)
        done += 1
        if done == count:
            break
