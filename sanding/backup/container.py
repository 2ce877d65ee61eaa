"""What is inside a backup: a tar stream whose last member is the manifest with the hash of every other one."""

import hashlib
import io
import json
import tarfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, Protocol

from sanding.canonical import canonical_json
from sanding.errors import EngineFault, InputFault
from sanding.keys import BackupKey
from sanding.sealed_file import unseal_blocks

FORMAT = "sanding-backup-1"
MANIFEST = "manifest.json"
_PIECE = 1 << 20


class Readable(Protocol):
    """All that is asked of a member's content."""

    def read(self, size: int = -1, /) -> bytes: ...


@dataclass
class Packing:
    """The members written so far, by name: size and SHA-256."""

    members: dict[str, dict[str, Any]] = field(default_factory=dict)

    def add(self, name: str, size: int, content: Readable) -> Iterator[bytes]:
        """One member as bytes of the stream; EngineFault if it does not hold ``size`` bytes."""
        yield _header(name, size)
        digest, left = hashlib.sha256(), size
        while left:
            piece = content.read(min(_PIECE, left))
            if not piece:
                raise EngineFault("berkas berubah selagi dicadangkan", where=name, code="SND-BAK-02")
            digest.update(piece)
            left -= len(piece)
            yield piece
        yield bytes(-size % tarfile.BLOCKSIZE)
        self.members[name] = {"size": size, "sha256": digest.hexdigest()}

    def end(self, facts: dict[str, Any]) -> Iterator[bytes]:
        """The manifest and the end of the stream."""
        content = canonical_json({"format": FORMAT, "members": self.members, **facts})
        yield _header(MANIFEST, len(content)) + content + bytes(-len(content) % tarfile.BLOCKSIZE)
        yield bytes(2 * tarfile.BLOCKSIZE)


def _header(name: str, size: int) -> bytes:
    about = tarfile.TarInfo(name)
    about.size, about.mode = size, 0o600
    return about.tobuf(tarfile.PAX_FORMAT)


class _Blocks(io.RawIOBase):
    """The opened blocks of a sealed file as something to read from."""

    def __init__(self, blocks: Iterator[bytes]) -> None:
        self._blocks, self._kept = blocks, b""

    def read(self, size: int = -1, /) -> bytes:
        kept = [self._kept]
        have = len(self._kept)
        while size < 0 or have < size:
            block = next(self._blocks, None)
            if block is None:
                break
            kept.append(block)
            have += len(block)
        whole = b"".join(kept)
        wanted = len(whole) if size < 0 else size
        self._kept = whole[wanted:]
        return whole[:wanted]


def read_backup(file: Path, key: BackupKey, take: Callable[[str, Readable], None]) -> dict[str, Any]:
    """Give every member to ``take`` and return the manifest; nothing taken may be trusted before this returns.

    InputFault where the file is cut, altered, sealed with another key, or its manifest and members disagree.
    """
    if not file.is_file():
        raise InputFault("berkas cadangan tidak ada", where=str(file), code="SND-BAK-03")
    met: dict[str, dict[str, Any]] = {}
    manifest: dict[str, Any] | None = None
    stream = _Blocks(unseal_blocks(file, key))
    try:
        with tarfile.open(fileobj=stream, mode="r|", bufsize=_PIECE) as tar:
            for one in tar:
                content = tar.extractfile(one)
                if content is None or manifest is not None or one.name in met:
                    raise _altered(file)
                if one.name == MANIFEST:
                    manifest = json.loads(content.read())
                else:
                    counted = _Counted(content)
                    take(_safe(one.name, file), counted)
                    met[one.name] = {"size": counted.size, "sha256": counted.digest.hexdigest()}
        while stream.read(_PIECE):
            pass
    except (tarfile.TarError, EngineFault, ValueError) as error:
        if isinstance(error, EngineFault) and error.code != "SND-KEY-05":
            raise
        raise _altered(file) from None
    if manifest is None or manifest.get("format") != FORMAT or manifest.get("members") != met:
        raise _altered(file)
    return manifest


class _Counted(io.RawIOBase):
    """Counts and hashes what is read through it."""

    def __init__(self, source: Any) -> None:
        self._source, self.size, self.digest = source, 0, hashlib.sha256()

    def read(self, size: int = -1, /) -> bytes:
        piece: bytes = self._source.read(size)
        self.size += len(piece)
        self.digest.update(piece)
        return piece


def drain(_name: str, content: Readable) -> None:
    """Read a member and keep nothing: for verifying alone."""
    while content.read(_PIECE):
        pass


def _safe(name: str, file: Path) -> str:
    """A member's name, refused where it leads out of the folder."""
    parts = PurePosixPath(name).parts
    if not parts or name.startswith("/") or ".." in parts or parts[0] not in ("database", "vintages", "uploads"):
        raise _altered(file)
    return name


def _altered(file: Path) -> InputFault:
    return InputFault(
        "cadangan tidak dapat dibuka: kuncinya lain, berkasnya terpotong, atau isinya diubah",
        where=file.name,
        remedy="Periksa backup.key; bila kuncinya benar, pakai cadangan lain.",
        code="SND-BAK-04",
    )
