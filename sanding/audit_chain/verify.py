"""Proof of the exported evidence: every entry against its leaf, every block against the one before, every anchor.

Reads line by line and keeps one block at a time. What is wrong is named by entry and block, the first fault first.
"""

import hashlib
import json
from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sanding.audit_chain.blocks import START, Block, Member, is_packed, leaf, unpacked
from sanding.audit_chain.compare import differences
from sanding.audit_chain.evidence import FORMAT, Damaged
from sanding.audit_chain.report import KEPT, Flaw, Report
from sanding.canonical import canonical_line, digest
from sanding.errors import InputFault

_NUMBERS = ("number", "first", "last", "count")
_TEXTS = ("previous", "leaves", "at")
Progress = Callable[[int], None]


@dataclass
class _Open:
    """The block whose entries are being read."""

    block: Block
    hash: str
    members: bytes
    expected: list[Member]
    found: list[tuple[int | None, bytes]] = field(default_factory=list)


def verify(lines: Iterable[bytes], *, anchors: Iterable[str] = (), progress: Progress | None = None) -> Report:
    """Check the whole chain. ``anchors``: hashes from printed pages, each of which some block must have.

    ``progress`` gets the number of entries read, once per block. Raises InputFault where the lines are no evidence.
    """
    check = _Check(frozenset(anchors), progress)
    try:
        for line in lines:
            check.feed(line)
    except Damaged:
        check.cut()
    return check.done()


class _Check:
    def __init__(self, anchors: frozenset[str], progress: Progress | None) -> None:
        self._wanted, self._progress = anchors, progress
        self._line = self._blocks = self._entries = self._anchors = self._flaws = 0
        self._kept: list[Flaw] = []
        self._whole = hashlib.sha256()
        self._open: _Open | None = None
        self._number, self._hash, self._at, self._day = 0, START, "", ""
        self._met: dict[str, tuple[int, str]] = {}
        self._end = False

    def feed(self, line: bytes) -> None:
        self._line += 1
        if self._line == 1:
            _refuse_other(line)
        elif self._end:
            self._flaw("after_end")
            return
        else:
            self._take(line)
        if not self._end:
            self._whole.update(line)

    def _take(self, line: bytes) -> None:
        content = _content(line)
        kind = content.get("kind", "entry") if content else "unreadable"
        if kind == "block" and (found := _block(content)):
            self._close()
            self._begin(*found)
        elif kind == "anchor":
            self._close()
            self._anchor(content)
        elif kind == "end":
            self._close()
            self._finish(line, content)
        elif kind == "entry" or (kind == "unreadable" and self._awaits_entry()):
            self._entry(line, content)
        else:
            self._close()
            self._flaw("unreadable")

    def _awaits_entry(self) -> bool:
        return self._open is not None and len(self._open.found) < len(self._open.expected)

    def _entry(self, line: bytes, content: dict[str, Any]) -> None:
        """``found`` holds None for a line that is no entry of ours; it is named by the entry missing in its place."""
        self._entries += 1
        number = content.get("id")
        number = number if type(number) is int else None
        if self._open:
            self._open.found.append((number, leaf(line.removesuffix(b"\n"))))
        else:
            self._flaw("inserted", entry=number, block=self._number)

    def _begin(self, block: Block, kept: str, members: bytes) -> None:
        self._blocks += 1
        expected = list(unpacked(members))
        if block.number != self._number + 1:
            self._flaw("missing_block", block=self._number + 1)
        elif block.previous != self._hash:
            self._flaw("link", block=block.number)
        if block.at < self._at:
            self._flaw("time", block=block.number)
        self._number, self._hash, self._at = block.number, kept, block.at
        self._open = _Open(block, kept, members, expected)
        if kept in self._wanted:
            self._met[kept] = (block.number, block.at)

    def _close(self) -> None:
        """The entries of the open block are all read: compare."""
        one, self._open = self._open, None
        if one is None:
            return
        for kind, entry in differences(one.expected, one.found):
            self._flaw(kind, entry=entry, block=one.block.number)
        if not _agrees(one):
            self._flaw("members", block=one.block.number)
        if one.block.hash != one.hash:
            self._flaw("block", block=one.block.number)
        if self._progress:
            self._progress(self._entries)

    def _anchor(self, content: dict[str, Any]) -> None:
        self._anchors += 1
        day = str(content.get("day"))
        fits = content.get("block") == self._number and content.get("hash") == self._hash
        if not fits or day <= self._day or not _same_day(day, self._at):
            self._flaw("anchor", block=self._number, text=day)
        self._day = day

    def _finish(self, line: bytes, content: dict[str, Any]) -> None:
        self._end = True
        counts = {"blocks": self._blocks, "entries": self._entries, "anchors": self._anchors}
        expected = {"kind": "end", **counts, "last": self._hash, "digest": self._whole.hexdigest()}
        if content != expected or line != canonical_line(expected) + b"\n":
            self._flaw("file")

    def cut(self) -> None:
        """The file cannot be read on."""
        self._close()
        self._end = True
        self._flaw("cut")

    def done(self) -> Report:
        """What was found. An empty file is no evidence."""
        if self._line == 0:
            _refuse_other(b"")
        if not self._end:
            self.cut()
        for one in sorted(self._wanted - self._met.keys()):
            self._flaw("no_anchor", text=one)
        return Report(
            blocks=self._blocks, entries=self._entries, anchors=self._anchors, last=self._hash, until=self._at,
            flaws=tuple(self._kept), flaw_count=self._flaws, met=self._met,
        )  # fmt: skip

    def _flaw(self, kind: str, *, entry: int | None = None, block: int | None = None, text: str = "") -> None:
        self._flaws += 1
        if len(self._kept) < KEPT:
            self._kept.append(Flaw(kind, entry=entry, block=block, line=self._line, text=text))


def _refuse_other(line: bytes) -> None:
    if _content(line).get("format") != FORMAT:
        raise InputFault(
            "berkas ini bukan ekspor jejak audit Sanding",
            remedy="Unduh dari halaman Jejak audit dengan tombol Ekspor bukti.",
            code="SND-AUD-02",
        )


def _content(line: bytes) -> dict[str, Any]:
    """The object on a line; empty where there is none."""
    try:
        content = json.loads(line) if line.endswith(b"\n") else None
    except (ValueError, RecursionError):
        return {}
    return content if isinstance(content, dict) else {}


def _block(content: dict[str, Any]) -> tuple[Block, str, bytes] | None:
    """Block, the hash beside it and its members; None where the line does not hold them."""
    right = all(type(content.get(name)) is int for name in _NUMBERS)
    right = right and all(isinstance(content.get(name), str) for name in (*_TEXTS, "hash", "members"))
    if not right:
        return None
    try:
        members = b64decode(content["members"], validate=True)
    except (NotBase64, ValueError):
        return None
    block = Block(**{name: content[name] for name in (*_NUMBERS, *_TEXTS)})
    return (block, content["hash"], members) if is_packed(members) else None


def _agrees(one: _Open) -> bool:
    """Whether the block speaks of its members: their digest, count, lowest and highest number, rising."""
    numbers = [number for number, _leaf in one.expected]
    return (
        digest(one.members) == one.block.leaves
        and (len(numbers), numbers[0], numbers[-1]) == (one.block.count, one.block.first, one.block.last)
        and all(low < high for low, high in zip(numbers, numbers[1:], strict=False))
    )


def _same_day(day: str, at: str) -> bool:
    """Whether a block of that moment (UTC) can be the last of that day of the office, whatever its time zone."""
    try:
        return abs((datetime.fromisoformat(day).date() - datetime.fromisoformat(at).date()).days) <= 1
    except ValueError:
        return False
