"""Which village and which agency a name on an office's sheet means. One sure answer, or candidates: never a guess."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from sanding.registry.regions import Regions, Village, place_key

LEFT_OUT = "-"
"""The choice of a person that a name is not entered."""

_KELURAHAN = re.compile(r"^\s*kel(?:urahan)?\b", re.IGNORECASE)
_DESA = re.compile(r"^\s*(?:desa|ds)\b", re.IGNORECASE)
_SHORT_WORDS = {"bag": "bagian", "din": "dinas", "kec": "kecamatan", "bid": "bidang", "sekda": "setda"}
_EMPTY_WORDS = {"dan", "pada", "di", "setda", "kabupaten", "kab", "daerah", "sekretariat"}
_SHOWN = 5


@dataclass(frozen=True)
class Candidate:
    """One possible meaning, as a person tells it apart."""

    code: str
    words: str


@dataclass(frozen=True)
class Match:
    """``code`` where the answer is sure; ``note`` says how it was found; ``why`` and ``candidates`` where it is not."""

    code: str = ""
    note: str = ""
    why: str = ""
    candidates: tuple[Candidate, ...] = ()


@dataclass(frozen=True)
class Unit:
    """An agency as the register knows it."""

    code: str
    name: str
    short: str


def village_key(name: str, kecamatan: str) -> str:
    """The form under which a person's choice for a village name is kept."""
    return f"desa|{place_key(kecamatan)}|{_kind(name)}{place_key(name)}"


def unit_key(name: str) -> str:
    """The form in which names of agencies are compared.

    >>> unit_key("Bag. Hukum Setda") == unit_key("BAGIAN HUKUM PADA SEKRETARIAT DAERAH")
    True
    >>> unit_key("Sekretariat Daerah"), unit_key("Din. Pertanian & Pangan")
    ('sekretariatdaerah', 'dinaspertanianpangan')
    """
    words = re.findall(r"[a-z0-9]+", name.casefold())
    words = [_SHORT_WORDS.get(word, word) for word in words]
    kept = [word for word in words if word not in _EMPTY_WORDS] if _is_long(words) else words
    return "".join(kept or words)


def _is_long(words: Sequence[str]) -> bool:
    return any(word not in _EMPTY_WORDS for word in words)


def match_village(
    regions: Regions, *, code: str, name: str, kecamatan: str, choices: Mapping[str, str], likeness: float
) -> Match:
    """By code (cross-checked with the name), else by name within the kecamatan; a person's choice goes first."""
    chosen = choices.get(village_key(name, kecamatan))
    if chosen:
        return Match(chosen, "dipilih")
    clean = re.sub(r"[^0-9]", "", re.sub(r"[.,]0+$", "", code))
    if clean:
        found = regions.resolve_one(clean, name or None, kecamatan or None)
        if found.code:
            return Match(found.code, "kode")
        return Match(
            why="kode dan nama tidak cocok, atau kode tidak dikenal", candidates=_near(regions, name, likeness)
        )
    return _by_name(regions, name, kecamatan, likeness)


def _by_name(regions: Regions, name: str, kecamatan: str, likeness: float) -> Match:
    key, kind = place_key(name), _kind(name)
    named = [one for one in regions.villages.values() if key == place_key(one.name) or key in one.former]
    inside = [one for one in named if not kecamatan or _same_kecamatan(one, kecamatan)]
    current = {one.successor if one.retired else one.code: one for one in inside}
    current = {code: one for code, one in current.items() if code in regions.villages}
    if len(current) > 1 and kind:
        narrowed = {code: one for code, one in current.items() if _is_ward(code) == (kind == "kel:")}
        current = narrowed or current
    if len(current) == 1:
        code, one = next(iter(current.items()))
        return Match(code, "nama" if place_key(one.name) == key and not one.retired else "nama lama")
    if current:
        return Match(why="nama ini ada lebih dari satu", candidates=_shown(regions, sorted(current)))
    if named:
        return Match(why="desa ini tidak ada di kecamatan itu", candidates=_shown(regions, [one.code for one in named]))
    return Match(why="nama desa tidak dikenal", candidates=_near(regions, name, likeness, kecamatan))


def _same_kecamatan(village: Village, kecamatan: str) -> bool:
    text = kecamatan.strip()
    return village.kecamatan_code == text or place_key(village.kecamatan) == place_key(text)


def _kind(name: str) -> str:
    if _KELURAHAN.match(name):
        return "kel:"
    return "desa:" if _DESA.match(name) else ""


def _is_ward(code: str) -> bool:
    """The seventh digit of a Kemendagri code is 1 for a kelurahan."""
    return code[6:7] == "1"


def _near(regions: Regions, name: str, likeness: float, kecamatan: str = "") -> tuple[Candidate, ...]:
    """Villages spelt nearly so, those of the kecamatan first; at most five."""
    key = place_key(name)
    scored = [
        (not (kecamatan and _same_kecamatan(one, kecamatan)), -_alike(key, place_key(one.name)), one.code)
        for one in regions.villages.values()
        if not one.retired
    ]
    return _shown(regions, [code for _far, score, code in sorted(scored) if -score >= likeness][:_SHOWN])


def _shown(regions: Regions, codes: Sequence[str]) -> tuple[Candidate, ...]:
    villages = [regions.villages[code] for code in codes if code in regions.villages]
    return tuple(
        Candidate(one.code, f"{'Kel. ' if _is_ward(one.code) else ''}{one.name}, Kec. {one.kecamatan}")
        for one in villages
    )


def _alike(left: str, right: str) -> float:
    return SequenceMatcher(None, left, right).ratio() if left and right else 0.0


def match_unit(units: Sequence[Unit], *, code: str, name: str, choices: Mapping[str, str], likeness: float) -> Match:
    """By code, else by name or abbreviation as written (also one of them in brackets); a person's choice goes first."""
    chosen = choices.get(f"pd|{unit_key(name)}")
    if chosen:
        return Match(chosen, "dipilih")
    if code and any(one.code.casefold() == code.strip().casefold() for one in units):
        return Match(next(one.code for one in units if one.code.casefold() == code.strip().casefold()), "kode")
    keys = {unit_key(part) for part in _spellings(name)} - {""}
    found = [one for one in units if keys & {unit_key(one.name), unit_key(one.short)}]
    if len(found) == 1:
        return Match(found[0].code, "nama")
    if found:
        return Match(why="nama ini milik lebih dari satu perangkat daerah", candidates=_units(found))
    return Match(why="perangkat daerah tidak dikenal", candidates=_units(_near_units(units, name, likeness)))


def _spellings(name: str) -> list[str]:
    """The whole, the part before a bracket and the part within it."""
    parts = re.split(r"[()\[\]]", name)
    return [name, *parts[:1], *parts[1:2]]


def _near_units(units: Sequence[Unit], name: str, likeness: float) -> list[Unit]:
    key = unit_key(name)
    scored = sorted(
        (-max(_alike(key, unit_key(one.name)), _alike(key, unit_key(one.short))), one.code) for one in units
    )
    by_code = {one.code: one for one in units}
    return [by_code[code] for score, code in scored if -score >= likeness][:_SHOWN]


def _units(units: Sequence[Unit]) -> tuple[Candidate, ...]:
    return tuple(Candidate(one.code, f"{one.name} ({one.short})") for one in units)
