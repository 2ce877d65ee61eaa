"""Proposals for a mapping profile: which header of an unknown sheet most likely fills which field; masked samples."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from rapidfuzz import fuzz

from sanding.registry.code_lists import words
from sanding.registry.layouts import Layout, LayoutColumn, all_layouts, header_key
from sanding.registry.profile import ENTITIES
from sanding.registry.read import Sheet

LIKELY = 0.72
_LOOK = 200
_LETTER, _DIGIT = re.compile(r"[^\W\d_]"), re.compile(r"\d")


@dataclass(frozen=True)
class Proposal:
    """The header proposed for a field, and how near it is spelt (0..1)."""

    header: str
    confidence: float


def propose(headers: Sequence[str], layout: Layout) -> dict[str, Proposal]:
    """Field → proposal; each header is proposed once, the nearest pairs first, none below ``LIKELY``."""
    columns = [one for one in layout.columns if one.kind != "ignore"]
    ignored = {key for one in layout.columns if one.kind == "ignore" for key in one.headers}
    free = [one for one in headers if not one.startswith("kolom ") and header_key(one) not in ignored]
    pairs = [(nearness(header, one), one.required, header, one.field) for one in columns for header in free]
    found: dict[str, Proposal] = {}
    taken: set[str] = set()
    for near, _, header, field in sorted(pairs, key=lambda one: (-one[0], not one[1])):
        if near >= LIKELY and field not in found and header not in taken:
            found[field] = Proposal(header, round(near, 2))
            taken.add(header)
    return found


def nearness(header: str, column: LayoutColumn) -> float:
    """How near a header is to any spelling of the column's field, in its own layout or (a little less) in another."""
    key = header_key(header).replace("_", " ")
    own = max((_near(key, one) for one in (*column.headers, *column.misspelt)), default=0.0)
    others = (one for one in _spellings(column.field) if one not in column.headers)
    return max(own, 0.95 * max((_near(key, one) for one in others), default=0.0))


def _near(key: str, spelling: str) -> float:
    plain = spelling.replace("_", " ")
    if _DIGIT.findall(key) != _DIGIT.findall(plain):
        return 0.0
    return max(_alike(key, plain), 0.98 * _alike(_written_out(key), _written_out(plain)))


def _alike(key: str, spelling: str) -> float:
    ratios = (
        fuzz.ratio(key, spelling),
        fuzz.token_sort_ratio(key, spelling),
        0.9 * fuzz.token_set_ratio(key, spelling),
    )
    return max(ratios) / 100


@cache
def _written_out(text: str) -> str:
    short: dict[str, str] = words()["header_short"]
    return short.get(text) or " ".join(short.get(one, one) for one in text.split())


def _spellings(field: str) -> list[str]:
    columns = [one for layout in all_layouts().values() if layout.entity in ENTITIES for one in layout.columns]
    return [spelling for one in columns if one.field == field and one.kind != "ignore" for spelling in one.headers]


def samples(sheet: Sheet, most: int = 3) -> dict[str, list[str]]:
    """Up to ``most`` different cells per header, masked: what a column looks like, never what it says of a person."""
    frame = next(iter(sheet.chunks(_LOOK)), None)
    if frame is None:
        return {}
    data = frame.filter(frame["_skip"].is_null()).head(_LOOK)
    shown = {name: data[name].drop_nulls().unique(maintain_order=True).to_list() for name in sheet.headers}
    return {
        name: list(dict.fromkeys(masked(one) for one in cells if one.strip()))[:most] for name, cells in shown.items()
    }


def masked(text: str) -> str:
    """The form of a cell: codes of up to two signs stay, else letters and digits are hidden.

    >>> masked("3"), masked("17/11/2021"), masked("Siti A.")
    ('3', '##/##/####', 'xxxx x.')
    """
    tidy = " ".join(text.split())
    return tidy if len(tidy) <= 2 else _LETTER.sub("x", _DIGIT.sub("#", tidy))[:24]
