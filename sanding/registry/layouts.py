"""Layout descriptions: which header of which register means which of our fields. Versioned data in layouts/*.yaml."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

Entity = Literal[
    "family", "person", "both", "village_index", "village_needs", "agency", "pair", "village", "dukcapil", "aid"
]
_FOLDER = Path(__file__).parent / "layouts"
_NOT_WORD = re.compile(r"[^0-9a-z]+")


def header_key(text: str) -> str:
    """The form in which headers are compared.

    >>> header_key(" Kode Kelurahan/Desa (KTP)")
    'kode_kelurahan_desa_ktp'
    """
    return _NOT_WORD.sub("_", text.casefold()).strip("_")


@dataclass(frozen=True)
class LayoutColumn:
    """One field of a layout: its accepted spellings (``header_key`` form), how its cells are read, its code list."""

    field: str
    kind: str
    headers: tuple[str, ...]
    misspelt: tuple[str, ...] = ()
    codes: str = ""
    required: bool = False


@dataclass(frozen=True)
class Layout:
    """One sheet form of one register. ``key`` says what joins members to a family: the KK or the source's own id."""

    name: str
    version: str
    title: str
    register: str
    entity: Entity
    columns: tuple[LayoutColumn, ...]
    key: Literal["kk", "source", "none"] = "none"
    code_system: Literal["kemendagri", "bps", "detect"] = "detect"
    place_of: str = ""
    source: str = ""

    @property
    def required(self) -> tuple[LayoutColumn, ...]:
        return tuple(column for column in self.columns if column.required)

    def spellings(self) -> dict[str, LayoutColumn]:
        """Each accepted spelling (right or known wrong) with its column."""
        return {one: column for column in self.columns for one in (*column.headers, *column.misspelt)}


@cache
def all_layouts() -> dict[str, Layout]:
    """Every layout by name."""
    found = (_read(yaml.safe_load(path.read_text(encoding="utf-8"))) for path in sorted(_FOLDER.glob("*.yaml")))
    return {layout.name: layout for layout in found}


def _read(entry: dict[str, Any]) -> Layout:
    entry["columns"] = tuple(_column(one) for one in entry["columns"])
    return Layout(**{**entry, "version": str(entry["version"])})


def _column(one: dict[str, Any]) -> LayoutColumn:
    return LayoutColumn(
        field=one["field"],
        kind=one["kind"],
        headers=tuple(header_key(str(header)) for header in one["headers"]),
        misspelt=tuple(header_key(str(header)) for header in one.get("misspelt", ())),
        codes=one.get("list", ""),
        required=one.get("required", False),
    )


@cache
def vocabulary() -> frozenset[str]:
    """All header spellings of all layouts: what makes a row a header row."""
    return frozenset(spelling for layout in all_layouts().values() for spelling in layout.spellings())
