"""Versioned code lists: what a cell may say and which DTSEN code it means, each list of its own source."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from sanding.errors import EngineFault

_FOLDER = Path(__file__).parent / "codes"
_NOT_WORD = re.compile(r"[^0-9a-z<>]+")


def label_key(text: str) -> str:
    """The form in which labels are compared: lower case, letters and digits only.

    >>> label_key(" Kayu / Sirap ")
    'kayusirap'
    """
    return _NOT_WORD.sub("", text.casefold())


@dataclass(frozen=True)
class CodeList:
    """One list of one source: ``codes`` → official label, ``labels`` (by ``label_key``) → code.

    ``to`` tells codes of another register in those of DTSEN where they differ ('' = no such answer there).
    """

    name: str
    version: str
    source: str
    codes: Mapping[str, str]
    labels: Mapping[str, str]
    to: Mapping[str, str]

    def told(self, code: str) -> str | None:
        """The DTSEN code of a code of this list."""
        return self.to.get(code, code) or None


def _file(name: str) -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load((_FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))
    return content


@cache
def words() -> dict[str, Any]:
    """Words with a meaning of their own: months, titles, yes and no (codes/words.yaml)."""
    return _file("words")


@cache
def provinces() -> frozenset[str]:
    """Province parts that a NIK may carry, of today and of older cards."""
    content = _file("provinces")
    return frozenset(content["current"]) | frozenset(content["old"])


@cache
def all_code_lists() -> dict[str, CodeList]:
    """Every list by ``file.list``, for example ``dtsen.roof``."""
    found = {}
    for name in ("dtsen", "dukcapil", "p3ke", "bdt", "opensid"):
        content = _file(name)
        for key, codes in content["lists"].items():
            found[f"{name}.{key}"] = _read(f"{name}.{key}", content, codes)
    return found


def _read(name: str, content: Mapping[str, Any], codes: Mapping[str, list[str]]) -> CodeList:
    labels = {label_key(str(label)): code for code, many in codes.items() for label in many}
    to = content.get("to", {}).get(name.partition(".")[2], {})
    official = {code: str(many[0]) for code, many in codes.items()}
    return CodeList(name, str(content["version"]), content["source"], official, labels, to)


def code_list(name: str) -> CodeList:
    try:
        return all_code_lists()[name]
    except KeyError:
        raise EngineFault(f"daftar kode {name} tidak ada", remedy="Periksa sanding/registry/codes.") from None
