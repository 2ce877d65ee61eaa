"""The recovery sheet: all keys split over two holders (XOR, two of two), in lines that can be typed back.

One half is random and the other is the keys XOR that half: each alone says nothing. Every line carries its own check,
and both halves carry a fingerprint of the whole, so that halves of different sheets are told apart.
"""

import hashlib
import re
import secrets
from base64 import b32decode, b32encode
from pathlib import Path

from sanding.errors import EngineFault, Fault, InputFault
from sanding.keys import BackupKey, Keys, load_backup_key, load_keys, write_keys

HALVES = ("A", "B")
_SIZES = (32, 64, 32)
_MARK, _BYTES, _CHECK = 12, 10, 4
LINES = (sum(_SIZES) + _MARK) // _BYTES
_STANDARD, _PLAIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""The alphabet of the sheet has no I, L, O, U: what looks like 1 or 0 is one."""


def split(keys: Keys, backup: BackupKey) -> dict[str, list[str]]:
    """The lines of both halves."""
    whole = keys.master + keys.identity + backup.secret
    one = secrets.token_bytes(len(whole))
    mark = hashlib.sha256(b"sanding-sheet" + whole).digest()[:_MARK]
    parts = {"A": one, "B": _xor(one, whole)}
    return {half: _lines(half, share + mark) for half, share in parts.items()}


def join(typed: dict[str, str]) -> tuple[Keys, BackupKey]:
    """The keys from both halves as typed; InputFault naming every line that is mistyped or missing."""
    faults: list[Fault] = []
    read = {half: _read(half, typed[half], faults) for half in HALVES}
    if faults:
        raise InputFault("lembar pemulihan tidak terbaca", code="SND-KEY-06", faults=faults)
    (one, mark), (other, other_mark) = ((read[half][:-_MARK], read[half][-_MARK:]) for half in HALVES)
    whole = _xor(one, other)
    if mark != other_mark or hashlib.sha256(b"sanding-sheet" + whole).digest()[:_MARK] != mark:
        raise InputFault(
            "kedua lembar bukan pasangan", remedy="Pakai lembar A dan B yang dicetak bersama.", code="SND-KEY-07"
        )
    return Keys(whole[:32], whole[32:96]), BackupKey(whole[96:])


def sheets_of(folder: Path) -> dict[str, list[str]]:
    """The halves for the keys of a folder."""
    return split(load_keys(folder), load_backup_key(folder))


def bring_back(folder: Path, typed: dict[str, str]) -> None:
    """Write the keys of the sheet; EngineFault where the folder holds other keys already."""
    keys, backup = join(typed)
    write_keys(folder, keys, backup)
    if load_keys(folder) != keys or load_backup_key(folder) != backup:
        raise EngineFault(
            "folder kunci berisi kunci lain", remedy="Pindahkan dulu folder kunci yang ada.", code="SND-KEY-08"
        )


def _xor(one: bytes, other: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, other, strict=True))


def _check(half: str, number: int, content: bytes) -> str:
    return _text(hashlib.sha256(f"{half}{number}:".encode() + content).digest()[:5])[:_CHECK]


def _text(content: bytes) -> str:
    return b32encode(content).decode().rstrip("=").translate(str.maketrans(_STANDARD, _PLAIN))


def _lines(half: str, share: bytes) -> list[str]:
    found = []
    for number in range(1, LINES + 1):
        content = share[(number - 1) * _BYTES : number * _BYTES]
        letters = _text(content) + _check(half, number, content)
        groups = " ".join(letters[at : at + 4] for at in range(0, len(letters), 4))
        found.append(f"{half}{number:02d} {groups}")
    return found


def _read(half: str, typed: str, faults: list[Fault]) -> bytes:
    """The bytes of one half; lines in any order, other lines are passed over."""
    kept: dict[int, bytes] = {}
    for line in typed.upper().splitlines():
        found = re.match(rf"\s*{half}\s?(\d\d)(.*)", line)
        if found and 1 <= int(found[1]) <= LINES and (content := _content(half, int(found[1]), found[2])) is not None:
            kept[int(found[1])] = content
    for number in range(1, LINES + 1):
        if number not in kept:
            remedy = "Bandingkan huruf demi huruf dengan lembar cetak."
            faults.append(
                Fault(f"Lembar {half}", f"baris {half}{number:02d} salah ketik atau tidak ada", remedy, row=number)
            )
    return b"".join(kept.get(number, bytes(_BYTES)) for number in range(1, LINES + 1))


def _content(half: str, number: int, typed: str) -> bytes | None:
    letters = re.sub(r"[\s-]", "", typed).translate(str.maketrans("OILU", "011V"))
    if len(letters) != _BYTES * 8 // 5 + _CHECK or set(letters) - set(_PLAIN):
        return None
    content = b32decode(letters[:-_CHECK].translate(str.maketrans(_PLAIN, _STANDARD)))
    return content if _check(half, number, content) == letters[-_CHECK:] else None
