"""The keys of an installation: a folder outside data and backups, files readable by the owner only."""

import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from sanding.errors import EngineFault

_SIZES = {"master": 32, "identity": 64}


@dataclass(frozen=True)
class Keys:
    """``master`` wraps data keys (32 bytes); ``identity`` seals NIK and KK (64 bytes, AES-256-SIV)."""

    master: bytes = field(repr=False)
    identity: bytes = field(repr=False)

    def derive(self, purpose: str, *, size: int = 32) -> bytes:
        """A key of its own for one purpose (HKDF-SHA256 over the master key)."""
        return HKDF(algorithm=SHA256(), length=size, salt=None, info=purpose.encode()).derive(self.master)


@dataclass(frozen=True)
class BackupKey:
    """Seals backups and nothing else (32 bytes); it opens no column, vintage or stored file by itself."""

    secret: bytes = field(repr=False)

    def derive(self, purpose: str, *, size: int = 32) -> bytes:
        """A key of its own for one backup file."""
        info = f"backup:{purpose}".encode()
        return HKDF(algorithm=SHA256(), length=size, salt=None, info=info).derive(self.secret)


class Deriving(Protocol):
    """Whatever gives a key per purpose."""

    def derive(self, purpose: str, *, size: int = 32) -> bytes: ...


def load_backup_key(folder: Path) -> BackupKey:
    """The key of backups; EngineFault where it is missing, of another size or readable by others."""
    return BackupKey(_read(folder / "backup.key", 32))


def load_or_create_backup_key(folder: Path) -> BackupKey:
    """The key of backups, made on first use. Never replaces one that is there."""
    if not (folder / "backup.key").exists():
        _create(folder / "backup.key", secrets.token_bytes(32))
    return load_backup_key(folder)


def load_keys(folder: Path) -> Keys:
    """Read the keys; EngineFault where one is missing, of another size or readable by others."""
    return Keys(**{name: _read(folder / f"{name}.key", size) for name, size in _SIZES.items()})


def load_or_create_keys(folder: Path) -> Keys:
    """The keys of ``folder``, made on first use. Never replaces a key that is there."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name, size in _SIZES.items():
        path = folder / f"{name}.key"
        if not path.exists():
            _create(path, secrets.token_bytes(size))
    return load_keys(folder)


def write_keys(folder: Path, keys: Keys, backup: BackupKey) -> None:
    """Put keys that came back from paper into a folder; those that are there already stay."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name, content in (("master", keys.master), ("identity", keys.identity), ("backup", backup.secret)):
        if not (folder / f"{name}.key").exists():
            _create(folder / f"{name}.key", content)


def _create(path: Path, content: bytes) -> None:
    """Write aside and link into place: two first starts at once end with one key, never half a key."""
    aside = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(aside, path)
    except FileExistsError:
        pass
    finally:
        aside.unlink()


def _read(path: Path, size: int) -> bytes:
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise EngineFault(
            f"berkas kunci {path.name} tidak ada",
            remedy="Kembalikan folder kunci dari lembar pemulihan.",
            code="SND-KEY-01",
        ) from None
    if len(content) != size:
        raise EngineFault(f"berkas kunci {path.name} rusak", remedy="Kembalikan dari salinan.", code="SND-KEY-02")
    if path.stat().st_mode & 0o077:
        raise EngineFault(
            f"berkas kunci {path.name} dapat dibaca orang lain",
            remedy=f"Jalankan chmod 600 {path.name}.",
            code="SND-KEY-03",
        )
    return content
