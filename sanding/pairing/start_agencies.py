"""The office's list of agencies: each row in the columns of AGENCIES, what was filled in for it, what is wrong."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sanding.errors import Fault
from sanding.pairing.start_match import unit_key
from sanding.pairing.start_read import StartRow, fault

KINDS = ("PD", "Bagian", "BUMD", "Kecamatan")
WHOLE = {
    "staff": "pegawai",
    "vehicles": "kendaraan",
    "budget": "anggaran",
    "min_villages": "paling sedikit desa",
    "max_villages": "paling banyak desa",
}
_DEGREES = {"lat": ("lintang", 90.0), "lon": ("bujur", 180.0)}
_LENGTHS = {"code": 20, "name": 200, "short": 40, "competences": 300}
_MOST = {"staff": 100_000, "vehicles": 10_000, "budget": 10**15, "min_villages": 1000, "max_villages": 1000}
_BUMD = re.compile(r"\b(bumd|perumda|perseroda|pdam|bpr|pt)\b", re.IGNORECASE)
_PREFIXES = {"PD": "PD", "Bagian": "BG", "BUMD": "BU", "Kecamatan": "KC"}


@dataclass(frozen=True)
class AgencyLine:
    """One agency: its values in the columns of AGENCIES (without dates), ``state`` "baru", "berubah", "sama" or
    "salah", what changes (field → old, new), and what was filled in for it."""

    row: StartRow
    values: Mapping[str, Any] = field(default_factory=dict)
    state: str = "baru"
    changes: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class AgencyPlan:
    """The whole list, and every fault at once."""

    lines: tuple[AgencyLine, ...]
    faults: tuple[Fault, ...]

    @property
    def create(self) -> tuple[AgencyLine, ...]:
        """The lines that would write something."""
        return tuple(one for one in self.lines if one.state in ("baru", "berubah"))

    @property
    def ready(self) -> bool:
        return not self.faults and bool(self.create)


def plan_agencies(rows: Sequence[StartRow], standing: Sequence[Mapping[str, Any]], *, file: str) -> AgencyPlan:
    """What loading the list would write; agencies that the list leaves out stay as they are.

    standing   the register's agencies in the columns of AGENCIES
    """
    faults: list[Fault] = []
    codes = {str(one["code"]) for one in standing}
    taken = codes | {row.cells["code"].strip() for row in rows if row.cells.get("code")}
    lines = []
    for row in rows:
        known = _known(row, standing)
        lines.append(_line(row, known, taken, faults, file))
    return AgencyPlan(tuple(lines), tuple([*faults, *_doubled(lines, file)]))


def _known(row: StartRow, standing: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """The agency of the register that a row speaks of: by its code, else by its name."""
    code, key = row.cells.get("code", "").strip(), unit_key(row.cells["name"])
    by_code = next((one for one in standing if code and one["code"] == code), None)
    return by_code or next((one for one in standing if not code and unit_key(one["name"]) == key), None)


def _line(
    row: StartRow, known: Mapping[str, Any] | None, taken: set[str], faults: list[Fault], file: str
) -> AgencyLine:
    before = len(faults)
    values = _texts(row, faults, file) | _numbers(row, faults, file)
    notes: list[str] = []
    kind = _kind(row, faults, file)
    if "kind" not in row.cells and known is None:
        notes.append(f"jenis dibaca dari namanya: {kind}")
    values["kind"] = kind if "kind" in row.cells or known is None else known["kind"]
    if not values.get("code"):
        values["code"] = known["code"] if known else _new_code(kind, taken)
        notes += [] if known else [f"kode dibuatkan: {values['code']}"]
    _check_whole(row, values, known, faults, file)
    if len(faults) > before:
        return AgencyLine(row, values, "salah")
    if known is None:
        values.setdefault("short", values["name"][: _LENGTHS["short"]])
        return AgencyLine(row, values, "baru", notes=tuple(notes))
    changes = {name: (known.get(name), value) for name, value in values.items() if known.get(name) != value}
    return AgencyLine(row, values, "berubah" if changes else "sama", changes, tuple(notes))


def _texts(row: StartRow, faults: list[Fault], file: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, most in _LENGTHS.items():
        text = " ".join(row.cells.get(name, "").split())
        if len(text) > most:
            faults.append(fault(row, f"lebih dari {most} huruf", "Pendekkan isinya.", file=file, column=name))
        elif text:
            found[name] = text
    return found


def _numbers(row: StartRow, faults: list[Fault], file: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, label in WHOLE.items():
        if name in row.cells:
            number = read_whole(row.cells[name])
            if number is None or number > _MOST[name]:
                faults.append(fault(row, f"{label} bukan bilangan yang wajar", "Tulis angka saja.", file=file))
            else:
                found[name] = number
    for name, (label, limit) in _DEGREES.items():
        if name in row.cells:
            degrees = _real(row.cells[name])
            if degrees is None or abs(degrees) > limit:
                faults.append(fault(row, f"{label} bukan derajat desimal", "Tulis seperti -7,125.", file=file))
            else:
                found[name] = degrees
    return found


def read_whole(text: str) -> int | None:
    """A whole number as offices write it: with points or spaces for thousands, "Rp" before it, ",00" after it.

    >>> [read_whole(one) for one in ("1.250", "Rp 75.000.000,00", "12.0", "12,5", "-3", "dua")]
    [1250, 75000000, 12, None, None, None]
    """
    clean = re.sub(r"(?i)^rp\.?\s*|\s*(orang|unit|desa)$|[\s\u00a0]", "", text.strip()).removesuffix(",-")
    clean = re.sub(r"[.,]0{1,2}$", "", clean)
    grouped = re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", clean)
    digits = re.sub(r"[.,]", "", clean) if grouped else clean
    return int(digits) if re.fullmatch(r"\d{1,15}", digits) else None


def _real(text: str) -> float | None:
    try:
        return float(text.strip().replace(",", "."))
    except ValueError:
        return None


def _kind(row: StartRow, faults: list[Fault], file: str) -> str:
    """The kind as written, else as the name begins; a word that is no kind is a fault."""
    text = row.cells.get("kind", "").strip()
    if text:
        wanted = {"perangkat daerah": "PD", "opd": "PD", "skpd": "PD", "bagian setda": "Bagian"} | {
            one.casefold(): one for one in KINDS
        }
        if text.casefold() in wanted:
            return wanted[text.casefold()]
        remedy = f"Pakai salah satu: {', '.join(KINDS)}."
        faults.append(fault(row, "jenis tidak dikenal", remedy, file=file, column="jenis"))
    return kind_of_name(row.cells["name"])


def kind_of_name(name: str) -> str:
    """What the first words of an official name say.

    >>> [kind_of_name(one) for one in ("Bag. Hukum", "Kecamatan Banyumili", "Perumda Air Minum", "Dinas Sosial")]
    ['Bagian', 'Kecamatan', 'BUMD', 'PD']
    """
    first = re.findall(r"[a-z]+", name.casefold())[:1]
    if first and first[0] in ("bagian", "bag"):
        return "Bagian"
    if first and first[0] in ("kecamatan", "kec"):
        return "Kecamatan"
    return "BUMD" if _BUMD.search(name) else "PD"


def _new_code(kind: str, taken: set[str]) -> str:
    """The first free number of the kind; taken from then on."""
    number = 1
    while (code := f"{_PREFIXES[kind]}{number:02d}") in taken:
        number += 1
    taken.add(code)
    return code


def _check_whole(
    row: StartRow, values: Mapping[str, Any], known: Mapping[str, Any] | None, faults: list[Fault], file: str
) -> None:
    """What only the whole row can say: staff is asked of a new agency, and the least may not pass the most."""
    if known is None and "staff" not in values and "staff" not in row.cells:
        faults.append(fault(row, "pegawai belum diisi", "Isi jumlah pegawai yang dapat turun.", file=file))
    least = values.get("min_villages", known.get("min_villages") if known else None)
    most = values.get("max_villages", known.get("max_villages") if known else None)
    if least is not None and most is not None and least > most:
        faults.append(fault(row, "paling sedikit melebihi paling banyak", "Betulkan salah satunya.", file=file))


def _doubled(lines: Sequence[AgencyLine], file: str) -> list[Fault]:
    """The same agency on two rows."""
    faults: list[Fault] = []
    for name in ("code", "name"):
        first: dict[str, AgencyLine] = {}
        for line in lines:
            key = str(line.values.get(name, ""))
            key = unit_key(key) if name == "name" else key.casefold()
            other = first.setdefault(key, line)
            if key and other is not line and not any(one.row == line.row.row for one in faults):
                what = f"perangkat daerah yang sama ada pada baris {other.row.row}"
                faults.append(fault(line.row, what, "Sisakan satu baris, lalu unggah kembali.", file=file))
    return faults
