"""What is compared with what: a specification as data, written by hand in TOML or given by a step."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sanding.errors import Fault, InputFault
from sanding.matching.kinds import KINDS, Kind

_WORD = re.compile(r"^[a-z][a-z0-9]*$")
_SPEC = {"name", "one_to_one", "threshold", "review", "margin", "expected", "parameters", "certain", "blocking",
         "left", "right", "compare", "engine"}  # fmt: skip
_COMPARE = {"name", "kind", "left", "right", "column", "values"}


@dataclass(frozen=True)
class Comparison:
    """One comparison: its name (small letters), its kind, the column on either side, and values that mean another."""

    name: str
    kind: str
    left: str
    right: str
    values: tuple[tuple[str, str], ...] = ()

    @property
    def of(self) -> Kind:
        return KINDS[self.kind]

    @property
    def c(self) -> str:
        """Its column in prepared rows; no word of SQL can be met."""
        return f"c_{self.name}"


@dataclass(frozen=True)
class Spec:
    """A linkage.

    certain     groups of comparisons whose equality links by itself where it is unique on both sides; a nik alone is
                guarded by the names and dates beside it
    blocking    groups of parts ("name.key") that must be equal for a pair to be looked at; "near:birth" in a group
                keeps pairs whose years lie at most 4 apart
    threshold   probability from which a pair is linked; between ``review`` and it a clerk decides
    margin      bits by which a pair must be better than its best rival, else a clerk decides
    expected    share of the smaller side that is thought to be on the other side too (the prior)
    """

    name: str
    comparisons: tuple[Comparison, ...]
    blocking: tuple[tuple[str, ...], ...]
    certain: tuple[tuple[str, ...], ...] = ()
    left_id: str = ""
    right_id: str = ""
    threshold: float = 0.9
    review: float = 0.1
    margin: float = 1.0
    expected: float = 0.5
    one_to_one: bool = True
    parameters: str = ""

    def only(self, kind: str) -> tuple[Comparison, ...]:
        return tuple(one for one in self.comparisons if one.kind == kind)

    def without(self, *names: str) -> "Spec":
        """The spec as if these comparisons were not there, for example with the NIK column hidden."""
        return replace(
            self,
            comparisons=tuple(one for one in self.comparisons if one.name not in names),
            certain=tuple(group for group in self.certain if not set(group) & set(names)),
            blocking=tuple(group for group in self.blocking if not {_base(one) for one in group} & set(names)),
        )

    def mirrored(self) -> "Spec":
        """The same linkage with left and right changed over."""
        return replace(
            self,
            left_id=self.right_id,
            right_id=self.left_id,
            comparisons=tuple(replace(one, left=one.right, right=one.left) for one in self.comparisons),
        )


def _base(part: str) -> str:
    return part.removeprefix("near:").split(".")[0]


def read_spec(path: Path) -> Spec:
    """The spec in a TOML file; InputFault names everything that is wrong in it at once."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputFault(
            f"bukan TOML yang terbaca ({error})" if isinstance(error, tomllib.TOMLDecodeError) else "bukan teks UTF-8",
            where=path.name,
            remedy="Periksa tanda kutip, kurung dan baris yang disebut.",
            code="SND-MAT-01",
        ) from None
    except FileNotFoundError:
        raise InputFault("berkas tidak ada", where=path.name, remedy="Periksa jalurnya.", code="SND-MAT-02") from None
    return spec_of(content, path.name)


def spec_of(content: Mapping[str, Any], where: str) -> Spec:
    """The spec from its content."""
    faults = [*_unknown(content, where), *_comparison_faults(content.get("compare", []), where)]
    if not faults:
        faults = _group_faults(content, where)
    if faults:
        raise InputFault(
            f"{len(faults)} hal pada spesifikasi belum benar",
            where=where,
            remedy="Perbaiki yang disebut; contoh lengkap ada di docs/pemadanan.md.",
            code="SND-MAT-03",
            faults=faults,
        )
    numbers = {one: float(content[one]) for one in ("threshold", "review", "margin", "expected") if one in content}
    return Spec(
        name=str(content.get("name", where)),
        comparisons=tuple(_comparison(one) for one in content["compare"]),
        blocking=tuple(tuple(group) for group in content["blocking"]),
        certain=tuple(tuple(group) for group in content.get("certain", [])),
        left_id=content.get("left", {}).get("id", ""),
        right_id=content.get("right", {}).get("id", ""),
        one_to_one=bool(content.get("one_to_one", True)),
        parameters=str(content.get("parameters", "")),
        **numbers,
    )


def _comparison(one: Mapping[str, Any]) -> Comparison:
    column = one.get("column", one["name"])
    values = tuple((str(old), str(new)) for old, new in one.get("values", {}).items())
    return Comparison(one["name"], one["kind"], one.get("left", column), one.get("right", column), values)


def _unknown(content: Mapping[str, Any], where: str) -> list[Fault]:
    faults = [
        Fault(where, f"isian {name} tidak dikenal", f"Pakai salah satu dari: {', '.join(sorted(_SPEC))}.")
        for name in sorted(set(content) - _SPEC)
    ]
    for name in ("compare", "blocking"):
        if not isinstance(content.get(name), list) or not content[name]:
            faults.append(Fault(where, f"{name} belum ada", "Sebutkan sedikitnya satu."))
    for name, low, high in (("threshold", 0, 1), ("review", 0, 1), ("expected", 0, 1), ("margin", 0, 100)):
        told = content.get(name, low)
        if not isinstance(told, int | float) or not low <= told <= high:
            faults.append(Fault(where, f"{name} di luar {low} sampai {high}", f"Tulis angka {low} sampai {high}."))
    if content.get("engine", "duckdb") != "duckdb":
        faults.append(Fault(where, "engine tidak dikenal", "Pakai duckdb."))
    return faults


def _comparison_faults(told: Sequence[Mapping[str, Any]], where: str) -> list[Fault]:
    faults = []
    seen: set[str] = set()
    for number, one in enumerate(told, start=1):
        place = f"compare ke-{number}"
        name = str(one.get("name", ""))
        if not _WORD.match(name):
            faults.append(Fault(where, f"{place}: name harus satu kata huruf kecil", "Contoh: nama, lahir, desa."))
        if name in seen:
            faults.append(Fault(where, f"{place}: name {name} berulang", "Beri nama lain."))
        seen.add(name)
        if one.get("kind") not in KINDS:
            faults.append(Fault(where, f"{place}: kind tidak dikenal", f"Pilih dari: {', '.join(KINDS)}."))
        for more in sorted(set(one) - _COMPARE):
            faults.append(Fault(where, f"{place}: isian {more} tidak dikenal", f"Pakai {', '.join(sorted(_COMPARE))}."))
    return faults


def _group_faults(content: Mapping[str, Any], where: str) -> list[Fault]:
    kinds = {one["name"]: KINDS[one["kind"]] for one in content["compare"]}
    faults = []
    for group in (*content["blocking"], *content.get("certain", [])):
        for part in group:
            name, _, which = str(part).removeprefix("near:").partition(".")
            if name not in kinds:
                faults.append(Fault(where, f"{part}: tidak ada compare bernama {name}", "Periksa namanya."))
            elif which not in kinds[name].parts:
                offered = ", ".join(one for one in kinds[name].parts if one)
                faults.append(Fault(where, f"{part}: bagian tidak ada", f"Bagian {name}: {offered or 'tidak ada'}."))
    return faults
