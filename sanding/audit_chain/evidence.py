"""The evidence: one file of JSON lines that holds the chain, written and read without keeping it in memory.

{"kind":"head", …}                            district, accounts, how many entries were not yet sealed
{"kind":"block", …}                           a block with its hash and its packed members (base64)
{"action":…, "actor":…, "at":…, "id":…, …}    its entries, by rising number
{"kind":"anchor", …}                          where a day ended with this block
{"kind":"end", …}                             counts, and SHA-256 of everything above
"""

import gzip
import hashlib
import zlib
from base64 import b64encode
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from sanding.audit_chain.blocks import START, Block
from sanding.canonical import canonical_line
from sanding.errors import InputFault

FORMAT = "sanding-audit-1"
LONGEST = 1 << 24
"""No line is longer, in bytes; a file that says otherwise is not read into memory."""

_GZIP = b"\x1f\x8b"


@dataclass(frozen=True)
class Sealed:
    """A block as the log keeps it: its content, the hash beside it, its members, its entries' lines, its anchor."""

    block: Block
    hash: str
    members: bytes
    entries: Iterable[bytes]
    anchors: Iterable[tuple[str, str]] = ()
    """(day as 2026-11-22, hash) of each day that ended with this block."""


def evidence(head: dict[str, Any], chain: Iterable[Sealed]) -> Iterator[bytes]:
    """The lines of the file, each with its line end."""
    counts = {"blocks": 0, "entries": 0, "anchors": 0}
    whole, last = hashlib.sha256(), START
    for kind, line in _lines(head, chain):
        if kind in counts:
            counts[kind] += 1
        if kind == "blocks":
            last = line["hash"]
        text = (line if isinstance(line, bytes) else canonical_line(line)) + b"\n"
        whole.update(text)
        yield text
    yield canonical_line({"kind": "end", **counts, "last": last, "digest": whole.hexdigest()}) + b"\n"


def _lines(head: dict[str, Any], chain: Iterable[Sealed]) -> Iterator[tuple[str, Any]]:
    yield "head", {"kind": "head", "format": FORMAT, **head}
    for one in chain:
        members = b64encode(one.members).decode()
        yield "blocks", {"kind": "block", **asdict(one.block), "hash": one.hash, "members": members}
        for entry in one.entries:
            yield "entries", entry
        for day, kept in one.anchors:
            yield "anchors", {"kind": "anchor", "day": day, "block": one.block.number, "hash": kept}


def compressed(lines: Iterable[bytes], *, level: int = 6) -> Iterator[bytes]:
    """The same as a gzip stream, piece by piece."""
    packer = zlib.compressobj(level, zlib.DEFLATED, 31)
    for line in lines:
        if piece := packer.compress(line):
            yield piece
    yield packer.flush()


class Damaged(Exception):
    """The packed file breaks off or is damaged: what came before is all there is."""


def read_lines(path: Path) -> Iterator[bytes]:
    """The lines of an exported file, packed or not, each with its line end where it has one.

    Raises InputFault where there is no such file, Damaged where a packed file cannot be read on.
    """
    try:
        with path.open("rb") as raw:
            packed = raw.read(2) == _GZIP
            raw.seek(0)
            with gzip.GzipFile(fileobj=raw) if packed else raw as file:
                while line := file.readline(LONGEST):
                    yield line
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise Damaged from error
    except OSError as error:
        raise InputFault(
            "berkas tidak dapat dibuka",
            where=str(path),
            remedy="Periksa nama dan tempat berkas ekspor jejak audit.",
            code="SND-AUD-01",
        ) from error
