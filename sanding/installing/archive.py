"""A release archive: the wheels, their lock and the sums of all files; opened only when every sum agrees."""

import hashlib
import re
import tarfile
import zlib
from dataclasses import dataclass
from pathlib import Path

from sanding.errors import InputFault

SUMS = "SHA256SUMS"
LOCK = "requirements.txt"
WHEELS = "wheels"
VERSION = "VERSION"
_SUM = re.compile(r"([0-9a-f]{64})  (\S+)")
_VERSION = re.compile(r"\d+\.\d+\.\d+[a-z0-9.]*")


@dataclass(frozen=True)
class Release:
    """An opened release: the folder of its files, and its version."""

    folder: Path
    version: str

    @property
    def wheels(self) -> Path:
        return self.folder / WHEELS

    @property
    def lock(self) -> Path:
        return self.folder / LOCK

    @property
    def own_wheel(self) -> Path:
        [found] = self.wheels.glob("sanding-*.whl")
        return found


def open_release(source: Path, aside: Path) -> Release:
    """The release at ``source``: a folder, or a .tar.gz that is unpacked into ``aside`` first."""
    folder = source if source.is_dir() else _unpacked(source, aside)
    check_sums(folder)
    version = (folder / VERSION).read_text(encoding="utf-8").strip()
    if not _VERSION.fullmatch(version):
        raise _unfit(source, "nomor terbitannya tidak terbaca")
    return Release(folder, version)


def _unpacked(source: Path, aside: Path) -> Path:
    try:
        with tarfile.open(source) as archive:
            archive.extractall(aside, filter="data")
    except (OSError, EOFError, zlib.error, tarfile.TarError) as error:
        raise _unfit(source, "berkas tidak dapat dibuka sebagai .tar.gz") from error
    inside = [path for path in aside.iterdir() if path.is_dir()]
    if len(inside) != 1:
        raise _unfit(source, "isinya bukan satu folder terbitan")
    return inside[0]


def check_sums(folder: Path) -> None:
    """InputFault unless the list of sums names every file of the folder, and each agrees."""
    try:
        lines = (folder / SUMS).read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise _unfit(folder, f"{SUMS} tidak ada") from error
    listed = {match[2]: match[1] for line in lines if (match := _SUM.fullmatch(line))}
    present = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()} - {SUMS}
    present = {name for name in present if "__pycache__" not in name}
    wrong = sorted(set(listed) ^ present) + sorted(
        name for name in set(listed) & present if _sha256(folder / name) != listed[name]
    )
    if wrong:
        raise _unfit(folder, f"tidak cocok dengan {SUMS}: {', '.join(wrong[:5])}")


def write_sums(folder: Path) -> None:
    """The list of sums of every file in the folder."""
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    lines = [f"{_sha256(folder / name)}  {name}\n" for name in names if name != SUMS]
    (folder / SUMS).write_text("".join(lines), encoding="utf-8")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _unfit(where: Path, what: str) -> InputFault:
    return InputFault(
        f"arsip terbitan tidak dapat dipakai: {what}",
        where=where.name,
        remedy="Salin lagi arsipnya dari sumber aslinya, lalu bandingkan SHA-256-nya.",
        code="SND-INS-01",
    )
