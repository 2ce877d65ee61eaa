"""The registry's rules as data (rules/*.yaml): what is looked for, what it means, what to do. No engine is imported."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

Level = Literal["hold", "warn", "mend", "skip"]
Scope = Literal["cell", "row", "file", "line", "sheet"]
Entity = Literal["family", "person", "both", "sheet"]

LEVEL_WORDS: dict[Level, str] = {
    "hold": "ditahan",
    "warn": "peringatan",
    "mend": "diperbaiki",
    "skip": "dilewati",
}
GROUPS = ("nik", "dates", "names", "places", "structure", "values", "lines")
_FOLDER = Path(__file__).parent
_MACRO = re.compile(r"<(\w+)>")


@dataclass(frozen=True)
class Rule:
    """One rule.

    expression  SQL, without macros: over one chunk in our fields (row), over ``{notes}`` of one field (cell),
                a query of ``rid`` over the table ``rows`` (scope file); '' where the reader of lines says it itself
    field       the field it blames; for scope cell the kinds of columns it looks at, parted by spaces
    needs       fields without which the rule does not run
    together    scope file: the value whose rows it must see together, so that a big file can be judged by portions
    switchable  False where a row could not enter at all without it
    """

    id: str
    level: Level
    title: str
    meaning: str
    expression: str
    field: str
    remedy: str
    entity: Entity = "both"
    scope: Scope = "row"
    needs: tuple[str, ...] = ()
    together: str = "family_key"
    switchable: bool = True
    group: str = ""


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule in the order of the catalogue."""
    return tuple(_rule(entry, group) for group in GROUPS for entry in _file(group)["rules"])


@cache
def rules_by_id() -> dict[str, Rule]:
    return {rule.id: rule for rule in all_rules()}


def _file(name: str) -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load((_FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    return content


def _rule(entry: dict[str, Any], group: str) -> Rule:
    said = f"contains({{notes}}, ' {entry['id']} ')" if entry["scope"] == "cell" else entry.get("expression", "")
    more = {"expression": _expanded(said), "field": entry.get("field", ""), "needs": tuple(entry.get("needs", ()))}
    return Rule(**{**entry, **more, "group": group})


@cache
def _macros() -> dict[str, str]:
    macros: dict[str, str] = _file("macros")["macros"]
    return macros


@cache
def facts() -> dict[str, tuple[str, str]]:
    """Numbers computed once per row before the row rules: name → (the field it needs, SQL)."""
    return {name: (one["needs"], one["sql"]) for name, one in _file("macros")["facts"].items()}


def _expanded(sql: str) -> str:
    """The SQL with its macros put in, also those inside macros; ``<>`` is an operator and stays."""
    while (wider := _MACRO.sub(lambda found: _macros()[found[1]], sql)) != sql:
        sql = wider
    return sql
