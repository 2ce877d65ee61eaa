"""Drawn tables of cases: what stands in a cell or a family, and what the registry says of it."""

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sanding.registry.check import check_with_faults
from sanding.registry.values import Reader
from tests.sanding.registry.sheets import ON, clean_district, family, grid, members, person, regions, write_csv

SPECIAL = {"␣": "\u00a0", "→": "\t", "∅": ""}


def rows(table: str) -> list[list[str]]:
    """The cells of a drawn table, without its heading; ␣ is a no-break space, → a tab, ∅ an empty cell."""
    lines = [line for line in table.strip().splitlines() if "|" in line]
    cells = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines[1:]]
    return [["".join(SPECIAL.get(one, one) for one in cell) for cell in line] for line in cells]


def check_reader(table: str, read: Reader) -> None:
    """Each line: what stands there, what is read (- for nothing), what is said (- for nothing)."""
    for text, value, notes in rows(table):
        found = read(text)
        assert (found.value or "-", " ".join(found.notes) or "-") == (value, notes), text


def found_rules(
    people: Sequence[dict[str, Any]], families: Sequence[dict[str, Any]] | None = None
) -> dict[str, list[str]]:
    """Rules by "P2" or "K1" (place in the person or family sheet), lines and sheet findings left out."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        paths = [write_csv(folder / "individu.csv", grid("dtsen_individu", people))]
        if families is not None:
            paths.append(write_csv(folder / "keluarga.csv", grid("dtsen_keluarga", families)))
        _, faults = check_with_faults(paths, regions(), on=ON)
    said: dict[str, list[str]] = {}
    for file, row, rule in faults.sort("rule").select("file", "row", "rule").iter_rows():
        said.setdefault(f"{'P' if file.startswith('i') else 'K'}{row - 1}", []).append(rule)
    return said


def one_person(**changes: Any) -> list[str]:
    """What is said of one person whose row is otherwise clean (a man born 1970-03-05, head of his family)."""
    return found_rules([person(1, 0, 5, 3, 1970, **changes)]).get("P1", [])


def said_of(changes: Sequence[dict[str, Any]]) -> list[str]:
    """What is said of men like the one of ``one_person``, each changed in his own way: rules parted by spaces, or -."""
    people = [person(at, 0, 5, 3, 1970, **one) for at, one in enumerate(changes, start=1)]
    found = found_rules(people)
    return [" ".join(found.get(f"P{at}", [])) or "-" for at in range(1, len(people) + 1)]


def a_family(number: int = 1) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    return family(number), members(number)


__all__ = ["a_family", "check_reader", "clean_district", "found_rules", "one_person", "rows", "said_of"]
