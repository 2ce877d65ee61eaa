"""Which village a code and a name mean: Kemendagri codes, BPS codes, names, former names, successors. Never guessed."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import SequenceMatcher

import polars as pl

_PREFIX = re.compile(r"^(desa|kelurahan|kel\.?|ds\.?|kecamatan|kec\.?)\s+", re.IGNORECASE)
_NOT_WORD = re.compile(r"[^0-9a-z]+")
_ALIKE = 0.82


def place_key(name: str) -> str:
    """The form in which place names are compared.

    >>> place_key("Ds. Lok_Tuan ")
    'loktuan'
    """
    return _NOT_WORD.sub("", _PREFIX.sub("", name.strip()).casefold())


@dataclass(frozen=True)
class Village:
    """What is known of one code."""

    code: str
    name: str
    kecamatan_code: str
    kecamatan: str
    former: frozenset[str] = frozenset()
    retired: bool = False
    successor: str = ""


@dataclass(frozen=True)
class Resolution:
    """The village code of today ('' where none), the rule that speaks, the field it speaks of, the code's system."""

    code: str
    note: str = ""
    field: str = "village_code"
    system: str = ""


@dataclass
class Regions:
    """The loaded code tables of one or more districts."""

    villages: dict[str, Village]
    bps: dict[str, str] = field(default_factory=dict)
    seen: dict[tuple[str, str], str] = field(default_factory=dict)
    _names: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        self._names = frozenset(place_key(village.name) for village in self.villages.values())

    @classmethod
    def from_frame(cls, villages: pl.DataFrame, former: pl.DataFrame | None = None) -> "Regions":
        """From a VILLAGES frame; ``former`` has code and former_name, one row per recorded old name."""
        old: dict[str, set[str]] = {}
        if former is not None:
            for code, name in former.select("code", "former_name").iter_rows():
                old.setdefault(code, set()).add(place_key(name))
        known = {row["code"]: _village(row, old.get(row["code"], set())) for row in villages.iter_rows(named=True)}
        bps = {row["bps_code"]: row["code"] for row in villages.iter_rows(named=True) if row.get("bps_code")}
        return cls(known, bps)

    @property
    def districts(self) -> frozenset[str]:
        return frozenset(code[:4] for code in self.villages)

    @property
    def provinces(self) -> frozenset[str]:
        return frozenset(code[:2] for code in self.villages)

    def resolve(
        self, codes: Iterable[str | None], names: Iterable[str | None], kecamatan: Iterable[str | None]
    ) -> list[Resolution]:
        """One answer per triple of code, village name and kecamatan (its name or its code); None where not given."""
        return [self.resolve_one(*one) for one in zip(codes, names, kecamatan, strict=True)]

    def resolve_one(
        self, code: str | None, name: str | None, kecamatan: str | None, *, system: str = "detect"
    ) -> Resolution:
        """One place. ``system``: "bps" where the layout says that its codes are those of BPS; else Kemendagri is
        expected and cross-checked with the name."""
        found = self._of_bps(code, name) if system == "bps" else self._resolved(code, name, kecamatan)
        if not found.code:
            self.seen[(code or "", name or "")] = found.note
        return found

    def unresolved(self) -> pl.DataFrame:
        """Codes and names met so far that mean no village, each with the rule that says why."""
        rows = [(code, name, note) for (code, name), note in sorted(self.seen.items())]
        return pl.DataFrame(rows, schema={"code": pl.String, "name": pl.String, "reason": pl.String}, orient="row")

    def _resolved(self, code: str | None, name: str | None, kecamatan: str | None) -> Resolution:
        village = self.villages.get(code or "")
        if village is None:
            if code in self.bps:
                return Resolution("", "code_other_system", system="bps")
            return Resolution("", "village_code_unknown")
        note, where = self._name_note(village, name)
        if note and note != "village_name_old":
            return Resolution("", note, where, "bps" if note == "code_other_system" else "kemendagri")
        if kecamatan and not self._in_kecamatan(village, kecamatan):
            return Resolution("", "village_not_in_kecamatan", "kecamatan_name", "kemendagri")
        if village.retired:
            if village.successor not in self.villages:
                return Resolution("", "village_code_unknown", system="kemendagri")
            return Resolution(village.successor, "village_name_old", "village_code", "kemendagri")
        return Resolution(village.code, note, where, "kemendagri")

    def _of_bps(self, code: str | None, name: str | None) -> Resolution:
        """A BPS code through the bridge table; without a bridge it is refused, never read as Kemendagri."""
        village = self.villages.get(self.bps.get(code or "", ""))
        if village is None:
            note = "village_code_unknown" if self.bps else "code_other_system"
            return Resolution("", note, system="bps")
        if (
            name
            and place_key(name) not in (place_key(village.name), *village.former)
            and not self._misspelt(village, place_key(name))
        ):
            return Resolution("", "village_name_differs", "village_name", "bps")
        return Resolution(village.successor if village.retired else village.code, system="bps")

    def _name_note(self, village: Village, name: str | None) -> tuple[str, str]:
        key = place_key(name) if name else ""
        if not key or key == place_key(village.name):
            return "", ""
        other = self.villages.get(self.bps.get(village.code, ""))
        if other is not None and key == place_key(other.name):
            return "code_other_system", "village_code"
        if key in village.former:
            return "village_name_old", "village_name"
        return ("", "") if self._misspelt(village, key) else ("village_name_differs", "village_name")

    def _misspelt(self, village: Village, key: str) -> bool:
        """Nearly the village's own name, and no other village's of the district."""
        if SequenceMatcher(None, key, place_key(village.name)).ratio() < _ALIKE:
            return False
        return key not in self._names

    @staticmethod
    def _in_kecamatan(village: Village, kecamatan: str) -> bool:
        if kecamatan.isdecimal():
            return kecamatan == village.kecamatan_code
        given, own = place_key(kecamatan), place_key(village.kecamatan)
        return given == own or SequenceMatcher(None, given, own).ratio() >= _ALIKE


def _village(row: dict[str, object], former: set[str]) -> Village:
    return Village(
        code=str(row["code"]),
        name=str(row["name"]),
        kecamatan_code=str(row["kecamatan_code"]),
        kecamatan=str(row["kecamatan"]),
        former=frozenset(former),
        retired=row.get("valid_to") is not None,
        successor=str(row.get("successor") or ""),
    )
