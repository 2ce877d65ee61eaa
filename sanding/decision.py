"""A frozen decision: lists, inputs, parameters, seed, legal basis and versions as bytes that can be compared."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from platform import python_version
from typing import Any, Literal

import polars as pl

from sanding import __version__
from sanding.canonical import canonical_csv, canonical_json, digest
from sanding.errors import InputFault

MANIFEST = "keputusan.json"

Kind = Literal["daftar", "masukan", "parameter", "benih", "dasar hukum", "versi", "jenis"]

_PARTS: tuple[tuple[str, Kind], ...] = (
    ("content", "daftar"),
    ("inputs", "masukan"),
    ("parameters", "parameter"),
    ("versions", "versi"),
)


@dataclass(frozen=True)
class Frozen:
    """One decision as bytes: ``files`` holds each list as canonical CSV and the manifest that names them all."""

    kind: str
    files: Mapping[str, bytes]

    @property
    def manifest(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.files[MANIFEST])
        return found

    @property
    def digest(self) -> str:
        """SHA-256 of the manifest, which itself holds the SHA-256 of every list."""
        return digest(self.files[MANIFEST])

    @property
    def code(self) -> str:
        """Short form of the digest, for paper and QR: three groups of four."""
        return short_code(self.digest)


@dataclass(frozen=True)
class Difference:
    """One thing that differs between two decisions; ``text`` says it to people."""

    kind: Kind
    name: str
    text: str


@dataclass(frozen=True)
class Comparison:
    """Equal byte for byte, or every difference by name."""

    differences: tuple[Difference, ...]

    @property
    def equal(self) -> bool:
        return not self.differences

    def __str__(self) -> str:
        if self.equal:
            return "Sama persis."
        return "Berbeda: " + "; ".join(one.text for one in self.differences) + "."


def short_code(full: str) -> str:
    """First twelve hexadecimal digits in groups of four.

    >>> short_code("0123456789abcdef")
    '0123-4567-89ab'
    """
    return "-".join(full[start : start + 4] for start in (0, 4, 8))


def versions_in_use() -> dict[str, str]:
    """Versions that a result may depend on: our code, the solver, the frame engine and Python."""
    packages = ("highspy", "polars", "numpy")
    return {"sanding": __version__, "python": python_version()} | {name: version(name) for name in packages}


def freeze(
    kind: str,
    content: Mapping[str, pl.DataFrame],
    *,
    inputs: Mapping[str, str],
    parameters: Mapping[str, Any],
    seed: int | None,
    legal_basis: Sequence[str],
    versions: Mapping[str, str],
) -> Frozen:
    """Freeze a decision; the same arguments give the same bytes, whatever the order of rows or keys.

    content      lists by name; rows are sorted by all their columns
    inputs       SHA-256 by name of everything the lists were made from
    parameters   plain values in force, by name; legal_basis in the order of the decree
    Raises       InputFault where a list has a name that cannot be a file name
    """
    files = {f"{_file_name(name)}.csv": canonical_csv(frame, by=frame.columns) for name, frame in content.items()}
    manifest = {
        "kind": kind,
        "content": {name: {"sha256": digest(files[f"{name}.csv"]), "rows": content[name].height} for name in content},
        "inputs": dict(inputs),
        "parameters": dict(parameters),
        "seed": seed,
        "legal_basis": list(legal_basis),
        "versions": dict(versions),
    }
    return Frozen(kind, dict(sorted(files.items())) | {MANIFEST: canonical_json(manifest)})


def thaw(files: Mapping[str, bytes]) -> Frozen:
    """A decision from its stored files; InputFault where a list is missing or was changed after the freeze."""
    try:
        manifest = json.loads(files[MANIFEST])
    except (KeyError, ValueError):
        raise _damaged(MANIFEST) from None
    for name, entry in manifest["content"].items():
        if digest(files.get(f"{name}.csv", b"")) != entry["sha256"]:
            raise _damaged(f"{name}.csv")
    return Frozen(manifest["kind"], dict(files))


def compare(first: Frozen, second: Frozen) -> Comparison:
    """Whether two decisions are the same bytes; if not, which list, input, parameter or version differs."""
    before, after = first.manifest, second.manifest
    found: list[Difference] = []
    if before["kind"] != after["kind"]:
        found.append(Difference("jenis", "kind", f"jenis keputusan {before['kind']} menjadi {after['kind']}"))
    for part, kind in _PARTS:
        names = sorted(set(before[part]) | set(after[part]))
        changed = [name for name in names if before[part].get(name) != after[part].get(name)]
        found += [Difference(kind, name, _words(kind, name, first, second, part)) for name in changed]
    if before["seed"] != after["seed"]:
        found.append(Difference("benih", "seed", f"benih {before['seed']} menjadi {after['seed']}"))
    if before["legal_basis"] != after["legal_basis"]:
        found.append(Difference("dasar hukum", "legal_basis", "dasar hukum berubah"))
    return Comparison(tuple(found))


def _words(kind: Kind, name: str, first: Frozen, second: Frozen, part: str) -> str:
    before, after = first.manifest[part].get(name), second.manifest[part].get(name)
    if before is None or after is None:
        return f"{kind} {name} hanya ada pada {'yang kedua' if before is None else 'yang pertama'}"
    if kind == "daftar":
        old, new = (set(one.files[f"{name}.csv"].splitlines()[1:]) for one in (first, second))
        return f"daftar {name}: {len(old - new)} baris hanya pada yang pertama, {len(new - old)} hanya pada yang kedua"
    if kind == "masukan":
        return f"masukan {name}: isi berkas lain"
    return f"{kind} {name}: {before} menjadi {after}"


def _file_name(name: str) -> str:
    if not name.replace("_", "").isalnum() or not name.isascii():
        raise InputFault(
            f"nama daftar {name!r} tidak dapat menjadi nama berkas",
            where="keputusan",
            remedy="Pakai huruf, angka dan garis bawah.",
            code="SND-FRZ-01",
        )
    return name


def _damaged(name: str) -> InputFault:
    return InputFault(
        f"{name} tidak ada atau berubah sejak ditetapkan",
        where="keputusan beku",
        remedy="Kembalikan dari cadangan; jangan mencetak dari berkas ini.",
        code="SND-FRZ-02",
    )
