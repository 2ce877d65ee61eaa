"""Mapping profiles: how a sheet with headers of its own is read as a known layout; handed on as JSON."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from typing import Literal, get_args

from sanding.errors import InputFault
from sanding.long_numbers import hide_numbers
from sanding.registry.code_lists import all_code_lists
from sanding.registry.layouts import Layout, LayoutColumn, all_layouts, header_key

FORMAT = "sanding-profil-kolom/1"
ENTITIES = ("family", "person", "aid", "dukcapil")
CodeSystem = Literal["kemendagri", "bps", "detect"]
OWN = ("keterangan", "baris_asal")  # what the returned workbook adds at the end
_LONGEST = 200
_MOST = 400


@dataclass(frozen=True)
class Mapped:
    """One header of the sheet, the field of the target layout it fills, and another code list where it has one."""

    header: str
    field: str
    codes: str = ""


@dataclass(frozen=True)
class Profile:
    """``target`` is the layout the sheet is read as; ``headers`` are all header keys of the sheet, sorted."""

    name: str
    source: str
    year: int
    version: int
    target: str
    code_system: CodeSystem
    headers: tuple[str, ...]
    columns: tuple[Mapped, ...]

    @property
    def fingerprint(self) -> str:
        return _digest(self.headers)


def header_set(headers: Sequence[str]) -> tuple[str, ...]:
    """The header keys by which a sheet is known again, whatever the order of its columns.

    >>> header_set(["No. KK", "Nama", "kolom 3", "KETERANGAN"])
    ('nama', 'no_kk')
    """
    named = (one for one in headers if not one.startswith("kolom "))
    return tuple(sorted({key for one in named if (key := header_key(one)) and key not in OWN}))


def fingerprint(headers: Sequence[str]) -> str:
    return _digest(header_set(headers))


def _digest(keys: Sequence[str]) -> str:
    return sha256("\n".join(keys).encode()).hexdigest()


def as_layout(profile: Profile) -> Layout:
    """The target layout with the headers, code lists and code system of the profile; other columns keep theirs."""
    base = all_layouts()[profile.target]
    told = {one.field: one for one in profile.columns}
    return replace(
        base,
        title=f"{profile.name} → {base.title}",
        version=f"{base.version}, profil versi {profile.version}",
        code_system=profile.code_system,
        columns=tuple(_column(one, told.get(one.field)) for one in base.columns if one.kind != "ignore"),
    )


def _column(column: LayoutColumn, told: Mapped | None) -> LayoutColumn:
    if told is None:
        return column
    return replace(column, headers=(header_key(told.header),), misspelt=(), codes=told.codes or column.codes)


def to_json(profile: Profile) -> bytes:
    """The profile as a file to hand on: no row of the sheet is in it."""
    content = {"format": FORMAT, **asdict(profile)}
    return json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"


def from_json(content: bytes, *, where: str = "") -> Profile:
    """Raises InputFault for anything that is not a whole, fitting profile."""
    try:
        told = json.loads(content)
        if told.pop("format") != FORMAT or set(told) != set(Profile.__dataclass_fields__):
            raise ValueError
        columns = tuple(Mapped(str(one["header"]), str(one["field"]), str(one["codes"])) for one in told["columns"])
        texts = {name: str(told[name]) for name in ("name", "source", "target", "code_system")}
        numbers = {name: _whole(told[name]) for name in ("year", "version")}
        headers = tuple(str(one) for one in told["headers"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise InputFault(
            "berkas ini bukan profil kolom",
            where=where,
            remedy="Pakai berkas JSON yang diunduh dari halaman Profil kolom.",
            code="SND-IMP-60",
        ) from None
    profile = Profile(**texts, **numbers, headers=headers, columns=columns)  # type: ignore[arg-type]
    refuse_unfit(profile, where=where)
    return profile


def _whole(number: object) -> int:
    if isinstance(number, bool) or not isinstance(number, int):
        raise ValueError
    return number


def refuse_unfit(profile: Profile, *, where: str = "") -> None:
    """InputFault where the profile cannot read a sheet; the first thing wrong is said."""
    if wrong := _wrong(profile):
        raise InputFault(
            f"profil kolom tidak dapat dipakai: {wrong}",
            where=where,
            remedy="Petakan kolomnya kembali, lalu simpan.",
            code="SND-IMP-61",
        )


def _wrong(profile: Profile) -> str:
    layout = all_layouts().get(profile.target)
    if layout is None or layout.entity not in ENTITIES:
        return "susunan tujuannya tidak dikenal"
    texts = (profile.name, profile.source, *profile.headers, *(one.header for one in profile.columns))
    if any(len(one) > _LONGEST or hide_numbers(one) != one for one in texts) or len(profile.headers) > _MOST:
        return "ada nama yang terlalu panjang atau memuat nomor orang"
    if not profile.name.strip() or not 2000 <= profile.year <= 2100 or profile.version < 1:
        return "nama, tahun, atau versinya belum benar"
    if profile.code_system not in get_args(CodeSystem):
        return "sistem kode wilayahnya tidak dikenal"
    return _wrong_columns(profile, layout)


def _wrong_columns(profile: Profile, layout: Layout) -> str:
    fields = [one.field for one in profile.columns]
    keys = [header_key(one.header) for one in profile.columns]
    known = {one.field: one for one in layout.columns if one.kind != "ignore"}
    if len(set(fields)) < len(fields) or len(set(keys)) < len(keys):
        return "satu kolom dipakai dua kali"
    if not set(fields) <= set(known) or not set(keys) <= set(profile.headers):
        return "ada kolom yang tidak dikenal"
    if any(one.codes and one.codes not in lists_for(known[one.field]) for one in profile.columns):
        return "ada daftar kode yang bukan untuk kolomnya"
    missing = [one.headers[0] for one in layout.required if one.field not in fields]
    return f"kolom wajib belum dipetakan ({', '.join(missing)})" if missing else ""


def lists_for(column: LayoutColumn) -> tuple[str, ...]:
    """The code lists a column may be read by: those of the same subject, its own first."""
    subject = column.codes.partition(".")[2].removesuffix("_siak")
    same = (one for one in sorted(all_code_lists()) if one.partition(".")[2].removesuffix("_siak") == subject)
    return (column.codes, *(one for one in same if one != column.codes)) if column.codes else ()
