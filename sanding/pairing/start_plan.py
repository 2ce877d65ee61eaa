"""What entering a sheet of the time before Sanding would write: decided here in full, before anything is written.

Spans of one village never overlap, one is open at most, and what stands already is not written twice (S1.5, S1.7).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sanding.errors import Fault
from sanding.pairing.start_match import LEFT_OUT, Match, Unit, match_unit, match_village, unit_key, village_key
from sanding.pairing.start_read import StartRow, fault, read_ordinal, read_year
from sanding.registry.regions import Regions

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Known:
    """What names are matched against: villages, agencies, a person's choices, and how alike a suggestion must be."""

    regions: Regions
    units: Sequence[Unit]
    choices: Mapping[str, str]
    likeness: float


@dataclass(frozen=True)
class Decree:
    """The decision that a sheet belongs to: its year, its first day in it, and whether its pairs go on until the
    next."""

    year: int
    start: date
    goes_on: bool = True


@dataclass(frozen=True)
class Span:
    """A village's lead agency over a time; ``key`` names one that stands already."""

    village: str
    agency: str
    year: int
    start: date
    end: date | None
    key: int | None = None


@dataclass(frozen=True)
class Named:
    """A name that nobody could tell for sure: the key of its choice, what is written, why, candidates, and its rows."""

    key: str
    text: str
    why: str
    candidates: tuple[tuple[str, str], ...]
    rows: tuple[int, ...]
    kind: str


@dataclass(frozen=True)
class Line:
    """One row of the preview: what it means and what becomes of it ("baru", "sama", "dilewati", "salah")."""

    row: StartRow
    village: str = ""
    agency: str = ""
    year: int | None = None
    rank: int | None = None
    wave: int | None = None
    start: date | None = None
    end: date | None = None
    state: str = "baru"
    note: str = ""


@dataclass(frozen=True)
class Plan:
    """The whole sheet: its lines, the names to match, faults, and what would be written.

    create   spans or list entries; ``close`` (key of a standing span, its new last day)
    """

    lines: tuple[Line, ...]
    names: tuple[Named, ...]
    faults: tuple[Fault, ...]
    create: tuple[Line, ...]
    close: tuple[tuple[int, date], ...] = ()

    @property
    def ready(self) -> bool:
        """Whether the sheet may be entered as a whole."""
        return not self.names and not self.faults and bool(self.create)


def plan_pairs(rows: Sequence[StartRow], known: Known, decree: Decree, standing: Sequence[Span], *, file: str) -> Plan:
    """Companionships from an annex of a pairing decree.

    standing   every span in the register
    """
    lines, names = _matched(rows, known, agencies=True)
    faults: list[Fault] = []
    dated = [_dated(line, decree, faults, file) for line in lines]
    clear = [line for line in dated if line.state == "baru"]
    doubled = _twice(clear, lambda line: (line.village, line.year), faults, file)
    clear = [line for line in clear if id(line) not in doubled]
    fitted, close = _fit(clear, standing, faults, file)
    shown = tuple(_judged(fitted.get(id(line), line), id(line) in doubled) for line in dated)
    return Plan(shown, names, tuple(faults), tuple(one for one in shown if one.state == "baru"), close)


def plan_priority(rows: Sequence[StartRow], known: Known, decree: Decree, *, file: str) -> Plan:
    """A priority list with its waves; a list without waves is one wave in the decree's year."""
    lines, names = _matched(rows, known, agencies=False)
    faults: list[Fault] = []
    placed = [_placed(line, decree, faults, file) for line in lines]
    clear = [line for line in placed if line.state == "baru"]
    doubled = _twice(clear, lambda line: line.village, faults, file)
    ranked = [line for line in clear if line.rank is not None]
    doubled |= _twice(ranked, lambda line: ("urutan", line.rank), faults, file)
    doubled |= _waves_in_two_years(clear, faults, file)
    shown = tuple(_judged(line, id(line) in doubled) for line in placed)
    return Plan(shown, names, tuple(faults), tuple(line for line in shown if line.state == "baru"))


def _judged(line: Line, doubled: bool) -> Line:
    return _with(line, state="salah", note="bertentangan dengan baris lain") if doubled else line


def _matched(rows: Sequence[StartRow], known: Known, *, agencies: bool) -> tuple[list[Line], tuple[Named, ...]]:
    lines: list[Line] = []
    open_names: dict[str, Named] = {}
    for row in rows:
        village = _village(row, known)
        unit = _unit(row, known) if agencies else Match(" ")
        for key, text, match, kind in _questions(row, village, unit):
            _ask(open_names, key, text, match, kind, row.row)
        lines.append(_line(row, village, unit))
    return lines, tuple(open_names.values())


def _line(row: StartRow, village: Match, unit: Match) -> Line:
    there, who = village.code, unit.code.strip()
    if LEFT_OUT in (there, who):
        return Line(row, state="dilewati", note="dilewati menurut pilihan")
    if not village.code or not unit.code:
        return Line(row, there, who, state="salah", note=village.why or unit.why)
    notes = [one for one in (village.note, unit.note) if one in ("nama lama", "dipilih")]
    return Line(row, there, who, note=", ".join(dict.fromkeys(notes)))


def _village(row: StartRow, known: Known) -> Match:
    cells = row.cells
    return match_village(
        known.regions,
        code=cells.get("village_code", ""),
        name=cells.get("village_name", ""),
        kecamatan=cells.get("kecamatan_name", ""),
        choices=known.choices,
        likeness=known.likeness,
    )


def _unit(row: StartRow, known: Known) -> Match:
    return match_unit(
        known.units,
        code=row.cells.get("agency_code", ""),
        name=row.cells.get("agency_name", ""),
        choices=known.choices,
        likeness=known.likeness,
    )


def _questions(row: StartRow, village: Match, unit: Match) -> list[tuple[str, str, Match, str]]:
    name, kecamatan = row.cells.get("village_name", ""), row.cells.get("kecamatan_name", "")
    agency = row.cells.get("agency_name", "")
    asked = []
    if not village.code:
        text = f"{name or row.cells.get('village_code', '')}{f', Kec. {kecamatan}' if kecamatan else ''}"
        asked.append((village_key(name, kecamatan), text, village, "desa"))
    if not unit.code:
        asked.append((f"pd|{unit_key(agency)}", agency, unit, "perangkat daerah"))
    return asked


def _ask(open_names: dict[str, Named], key: str, text: str, match: Match, kind: str, row: int) -> None:
    before = open_names.get(key)
    rows = tuple(dict.fromkeys((*before.rows, row))) if before else (row,)
    candidates = tuple((one.code, one.words) for one in match.candidates)
    open_names[key] = Named(key, text, match.why, candidates, rows, kind)


def _dated(line: Line, decree: Decree, faults: list[Fault], file: str) -> Line:
    """With its year and first day: the decree's own, or the first of January of the year that the row names."""
    if line.state != "baru":
        return line
    text = line.row.cells.get("year", "")
    year = read_year(text) if text else decree.year
    if year is None or year > decree.year:
        what = f"tahun tidak terbaca, atau sesudah tahun keputusan {decree.year}"
        faults.append(fault(line.row, what, "Tulis tahun empat angka.", file=file))
        return _with(line, state="salah")
    start = decree.start if year == decree.year else date(year, 1, 1)
    end = None if year == decree.year and decree.goes_on else date(max(year, start.year), 12, 31)
    return _with(line, year=year, start=start, end=end)


def _placed(line: Line, decree: Decree, faults: list[Fault], file: str) -> Line:
    if line.state != "baru":
        return line
    cells = line.row.cells
    wave, rank = _ordinal(cells, "wave", 1), _ordinal(cells, "rank", None)
    year = read_year(cells["year"]) if "year" in cells else decree.year + (wave or 1) - 1
    wrong = [word for word, bad in (("gelombang", wave is None), ("tahun", year is None), ("urutan", rank == 0)) if bad]
    if wrong:
        words = " dan ".join(wrong)
        faults.append(fault(line.row, f"{words} tidak terbaca", "Tulis angkanya, misalnya 2 atau 2021.", file=file))
        return _with(line, state="salah")
    return _with(line, wave=wave, rank=rank, year=year)


def _ordinal(cells: Mapping[str, str], name: str, absent: int | None) -> int | None:
    """The number of a cell; ``absent`` where there is none; None (a wave) or 0 (a place) where it cannot be read."""
    if name not in cells:
        return absent
    found = read_ordinal(cells[name])
    return found if found is not None or name == "wave" else 0


def _twice(lines: Sequence[Line], key: Any, faults: list[Fault], file: str) -> set[int]:
    """Lines that say something different about the same thing; one that repeats another word for word is one fault."""
    groups: dict[Any, list[Line]] = {}
    for line in lines:
        groups.setdefault(key(line), []).append(line)
    found: set[int] = set()
    for same in groups.values():
        if len(same) > 1:
            rows = ", ".join(str(one.row.row) for one in same)
            found |= {id(one) for one in same}
            what = f"baris {rows} memuat desa atau urutan yang sama"
            faults.append(fault(same[1].row, what, "Sisakan satu baris, lalu unggah kembali.", file=file))
    return found


def _waves_in_two_years(lines: Sequence[Line], faults: list[Fault], file: str) -> set[int]:
    """A wave is of one year (S2.5)."""
    first: dict[int | None, int | None] = {}
    odd: set[int] = set()
    for line in lines:
        if first.setdefault(line.wave, line.year) != line.year:
            odd.add(id(line))
            what = f"gelombang {line.wave} sudah bertahun {first[line.wave]}, baris ini {line.year}"
            faults.append(fault(line.row, what, "Satu gelombang satu tahun; betulkan salah satunya.", file=file))
    return odd


def _fit(
    lines: Sequence[Line], standing: Sequence[Span], faults: list[Fault], file: str
) -> tuple[dict[int, Line], tuple[tuple[int, date], ...]]:
    """Each new span between those around it: it ends before the next begins, and ends the open one before it."""
    spans: dict[str, list[Span]] = {}
    for span in standing:
        spans.setdefault(span.village, []).append(span)
    fitted: dict[int, Line] = {}
    close: dict[int, date] = {}
    by_village: dict[str, list[Line]] = {}
    for line in lines:
        by_village.setdefault(line.village, []).append(line)
    for village, mine in by_village.items():
        _fit_village(sorted(mine, key=lambda one: one.start or date.min), spans.get(village, []), fitted, close)
    for line in lines:
        if fitted[id(line)].state == "salah":
            faults.append(fault(line.row, fitted[id(line)].note, _REMEDY, file=file))
    return fitted, tuple(sorted(close.items()))


_REMEDY = "Periksa tanggal mulai keputusan, atau akhiri dulu pendampingan yang tercatat."


def _fit_village(
    lines: Sequence[Line], around: Sequence[Span], fitted: dict[int, Line], close: dict[int, date]
) -> None:
    for at, line in enumerate(lines):
        assert line.start is not None
        if any(one.agency == line.agency and one.year == line.year for one in around):
            fitted[id(line)] = _with(line, state="sama", note="sudah tercatat")
            continue
        starts = sorted([one.start for one in around] + [one.start for one in lines[at + 1 :] if one.start])
        after = next((start for start in starts if start > line.start), None)
        end = line.end if after is None or (line.end is not None and line.end < after) else after - _DAY
        over = [one for one in around if one.start <= line.start and (one.end is None or one.end >= line.start)]
        if any(one.end is not None or one.start == line.start for one in over):
            fitted[id(line)] = _with(line, state="salah", note="bertumpuk dengan pendampingan yang sudah tercatat")
            continue
        for one in over:
            assert one.key is not None
            close[one.key] = min(close.get(one.key, date.max), line.start - _DAY)
        fitted[id(line)] = _with(line, end=end)


def _with(line: Line, **values: Any) -> Line:
    return Line(**{**line.__dict__, **values})
