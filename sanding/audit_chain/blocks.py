"""Entries → leaves → blocks. A block names the entries it holds and the hash of the block before it (ADR 0021).

leaf    SHA-256 of an entry's canonical line
member  8 bytes of the entry's number, big-endian, then its leaf
leaves  SHA-256 of the members of a block, by rising number
hash    SHA-256 of the block's canonical line, which holds ``leaves`` and the hash of the block before
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from sanding.canonical import canonical_line, digest

START = "0" * 64
"""What the first block names as the hash before it."""

_NUMBER = 8
_LEAF = 32
Member = tuple[int, bytes]


@dataclass(frozen=True)
class Block:
    """One link. ``first`` and ``last`` are the lowest and highest entry numbers in it; ``at`` is a moment in UTC."""

    number: int
    previous: str
    first: int
    last: int
    count: int
    leaves: str
    at: str

    @property
    def hash(self) -> str:
        """SHA-256 over everything the block says, in lower-case hexadecimal."""
        return digest(canonical_line(asdict(self)))


def moment(at: datetime) -> str:
    """A moment as the chain writes it.

    >>> moment(datetime(2026, 11, 22, 5, 0, tzinfo=UTC))
    '2026-11-22T05:00:00.000000+00:00'
    """
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def entry_line(**fields: Any) -> bytes:
    """An entry as it is hashed and exported: id, at, actor, role, action, object_kind, object_id, detail."""
    return canonical_line(fields)


def leaf(line: bytes) -> bytes:
    """The 32 bytes that stand for an entry's line (without its line end)."""
    return hashlib.sha256(line).digest()


def packed(members: Iterable[Member]) -> bytes:
    """Numbers and leaves as a block keeps them, 40 bytes each."""
    return b"".join(number.to_bytes(_NUMBER, "big") + one for number, one in members)


def unpacked(members: bytes) -> Iterator[Member]:
    """The numbers and leaves that ``packed`` put together."""
    for at in range(0, len(members), _NUMBER + _LEAF):
        yield int.from_bytes(members[at : at + _NUMBER], "big"), members[at + _NUMBER : at + _NUMBER + _LEAF]


def is_packed(members: bytes) -> bool:
    """Whether these bytes can be the members of a block."""
    return len(members) > 0 and len(members) % (_NUMBER + _LEAF) == 0


def block_of(members: Sequence[Member], *, after: "tuple[int, str] | None", at: str) -> tuple[Block, bytes]:
    """The block over ``members`` (rising numbers, at least one) that follows ``after`` = (number, hash), and its packed
    members. The same members, block before and moment give the same block.
    """
    number, previous = after or (0, START)
    kept = packed(members)
    block = Block(
        number=number + 1,
        previous=previous,
        first=members[0][0],
        last=members[-1][0],
        count=len(members),
        leaves=digest(kept),
        at=at,
    )
    return block, kept
