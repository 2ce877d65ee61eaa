"""A zipped workbook looked through once, piece by piece, before any reader opens it: what it really holds, not what its
directory says. Readers lay a sheet out as a full rectangle, so the rectangle is measured here as well.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from sanding.registry.rectangle import Rectangle, repeats_too_much

LARGEST = 2 * 1024**3
LARGEST_TEXTS = 512 * 1024**2
HIGHEST_RATIO = 200
_SMALL = 10 * 1024**2
_MOST_MEMBERS = 2000
_PIECE = 1 << 20
_LOCAL = 30
_ENCRYPTED = 0x1
_DECLARED = re.compile(rb"^[^<]{0,8}<\?xml[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9_.:-]+)")
_CODINGS = {b"utf-8", b"utf8", b"utf-16", b"us-ascii", b"iso-8859-1", b"windows-1252"}


class Flaw(Exception):
    """Why an archive is not opened; ``kind``: bomb, texts, sheet, doctype, names, locked or broken."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


def look_through(path: Path) -> set[str]:
    """The names of the members; Flaw where the archive is made to harm. Memory stays at a few pieces."""
    with zipfile.ZipFile(path) as archive, path.open("rb") as file:
        members = archive.infolist()
        _check_directory(members)
        total = 0
        for member in members:
            total += _check_member(file, member, LARGEST - total)
        return {member.filename for member in members}


def _check_directory(members: Sequence[zipfile.ZipInfo]) -> None:
    names = [member.filename for member in members]
    if len(members) > _MOST_MEMBERS:
        raise Flaw("bomb")
    if len({name.lower() for name in names}) != len(names) or not all(map(_is_plain, members)):
        raise Flaw("names")
    if any(member.flag_bits & _ENCRYPTED for member in members):
        raise Flaw("locked")
    if any(member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for member in members):
        raise Flaw("broken")
    total = sum(member.file_size for member in members)
    packed = max(1, sum(member.compress_size for member in members))
    if total > LARGEST or (total > _SMALL and total / packed > HIGHEST_RATIO):
        raise Flaw("bomb")
    _refuse_overlap(members)


def _is_plain(member: zipfile.ZipInfo) -> bool:
    """Inside the archive, with forward slashes, as short as a path may be."""
    name = member.orig_filename
    parts = name.split("/")
    return len(name) <= 255 and ".." not in parts and not name.startswith("/") and not set("\\\0:") & set(name)


def _refuse_overlap(members: Sequence[zipfile.ZipInfo]) -> None:
    """Two members that share bytes blow up without a high ratio."""
    end = 0
    for member in sorted(members, key=lambda one: one.header_offset):
        if member.header_offset < end:
            raise Flaw("bomb")
        end = member.header_offset + _LOCAL + member.compress_size


def _check_member(file: BinaryIO, member: zipfile.ZipInfo, left: int) -> int:
    """The real size of one member, its text looked at on the way."""
    size, tail, name = 0, b"", member.filename.lower()
    sheet = Rectangle() if name.startswith("xl/worksheets/") else None
    bound = min(left, LARGEST_TEXTS if name.endswith("sharedstrings.xml") else left)
    is_text = not name.startswith(("xl/media/", "pictures/", "thumbnails/")) and not name.endswith(".bin")
    for piece in _inflated(file, member):
        if size == 0 and is_text:
            _check_coding(piece)
        size += len(piece)
        if size > member.file_size or size > bound:
            raise Flaw("bomb" if size > member.file_size or size > left else "texts")
        if is_text and _declares(tail + piece):
            raise Flaw("doctype")
        if sheet is not None:
            sheet.add(piece)
        if name == "content.xml" and repeats_too_much(tail + piece):
            raise Flaw("sheet")
        tail = piece[-300:]
    if sheet is not None and sheet.too_large:
        raise Flaw("sheet")
    if size != member.file_size:
        raise Flaw("broken")
    return size


def _check_coding(head: bytes) -> None:
    found = _DECLARED.match(head[:300].replace(b"\0", b""))
    if found and found[1].lower() not in _CODINGS:
        raise Flaw("doctype")


def _declares(text: bytes) -> bool:
    """Whether a document type or an entity is declared anywhere, also in UTF-16."""
    if b"\0" in text:
        text = text.replace(b"\0", b"")
    at = text.find(b"<!")
    while at >= 0:
        if text[at + 2 : at + 20].lstrip()[:2].upper() in (b"DO", b"EN"):
            return True
        at = text.find(b"<!", at + 2)
    return False


def _inflated(file: BinaryIO, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """The bytes that are really there, at most 1 MiB at a time, whatever sizes the directory claims."""
    file.seek(member.header_offset)
    head = file.read(_LOCAL)
    if len(head) < _LOCAL or not head.startswith(b"PK\x03\x04"):
        raise Flaw("broken")
    file.seek(int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little"), 1)
    left, stream = member.compress_size, zlib.decompressobj(-15)
    while left > 0 and (packed := file.read(min(_PIECE, left))):
        left -= len(packed)
        if member.compress_type == zipfile.ZIP_STORED:
            yield packed
            continue
        while packed and not stream.eof:
            yield stream.decompress(packed, _PIECE)
            packed = stream.unconsumed_tail
    if member.compress_type == zipfile.ZIP_DEFLATED and (rest := stream.flush()):
        yield rest
