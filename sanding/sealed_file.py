"""Files at rest: AES-256-GCM in blocks of 1 MiB, each bound to its number and to being the last one.

A file cut short, re-ordered or altered does not open. The key is of the file's own (HKDF over the master
key and a salt).
"""

import os
import secrets
from collections.abc import Iterator
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from sanding.errors import EngineFault
from sanding.keys import Deriving
from sanding.reading import refuse_while_reading

_MAGIC = b"SANDING1"
_BLOCK = 1 << 20
_TAG = 16


def _cipher(keys: Deriving, salt: bytes) -> AESGCM:
    return AESGCM(keys.derive(f"file:{salt.hex()}"))


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + (b"\x01" if last else b"\x00")


def seal_file(blocks: Iterator[bytes], target: Path, keys: Deriving) -> None:
    """Write ``blocks`` sealed to ``target``: aside, synced, then renamed."""
    refuse_while_reading("berkas tersegel")
    salt = secrets.token_bytes(32)
    cipher = _cipher(keys, salt)
    aside = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    try:
        with aside.open("wb") as file:
            file.write(_MAGIC + salt)
            for number, (block, last) in enumerate(_cut(blocks)):
                file.write(cipher.encrypt(_nonce(number, last=last), block, _MAGIC))
            file.flush()
            os.fsync(file.fileno())
        aside.replace(target)
    except BaseException:  # a full disk is not filled further by what did not fit
        aside.unlink(missing_ok=True)
        raise


def _cut(blocks: Iterator[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Blocks of exactly ``_BLOCK`` bytes but the last, which may be empty."""
    kept = b""
    for block in blocks:
        kept += block
        while len(kept) > _BLOCK:
            yield kept[:_BLOCK], False
            kept = kept[_BLOCK:]
    yield kept, True


def unseal_blocks(source: Path, keys: Deriving) -> Iterator[bytes]:
    """The content of a sealed file, block by block; EngineFault if it is cut, altered or of another installation."""
    with source.open("rb") as file:
        head = file.read(len(_MAGIC) + 32)
        if head[: len(_MAGIC)] != _MAGIC:
            raise _broken(source)
        cipher = _cipher(keys, head[len(_MAGIC) :])
        block, number = file.read(_BLOCK + _TAG), 0
        while True:
            following = file.read(_BLOCK + _TAG)
            try:
                yield cipher.decrypt(_nonce(number, last=not following), block, _MAGIC)
            except InvalidTag:
                raise _broken(source) from None
            if not following:
                return
            block, number = following, number + 1


def unseal_file(source: Path, target: Path, keys: Deriving) -> None:
    """Write the content of a sealed file to ``target`` (a scratch folder on tmpfs or an encrypted disk)."""
    with target.open("wb") as file:
        for block in unseal_blocks(source, keys):
            file.write(block)


def _broken(source: Path) -> EngineFault:
    return EngineFault(
        f"berkas tersimpan {source.name} tidak dapat dibuka",
        remedy="Periksa folder kunci atau kembalikan berkas dari cadangan.",
        code="SND-KEY-05",
    )
