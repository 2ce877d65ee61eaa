"""An invented audit log of small blocks, as lines of evidence."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from sanding.audit_chain.blocks import Block, block_of, entry_line, leaf, moment
from sanding.audit_chain.evidence import Sealed, evidence

BEGIN = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
HEAD = {"district": "Kabupaten Sumbersari", "made": moment(BEGIN), "accounts": {"1": "siti"}, "unsealed": 0}
ACTS = ("batch.accept", "session.sign_in", "agency.change", "decision.sign")


def line(number: int, **other: object) -> bytes:
    """One entry; its detail holds text of all kinds."""
    content = {
        "id": number, "at": moment(BEGIN + timedelta(seconds=number)), "actor": number % 5 or None, "role": "leader",
        "action": ACTS[number % 4], "object_kind": "registry.batch", "object_id": str(number % 7),
        "detail": {"changes": {"name": [f"Lama {number}", "Baru é “ ”"]}, "share": number / 3},
    }  # fmt: skip
    return entry_line(**content | other)


def seal(numbers: list[list[int]], *, changed: dict[int, bytes] | None = None) -> list[Sealed]:
    """One block per list; ``changed`` replaces lines of entries. The third block and the last end a day."""
    sealed, after = list[Sealed](), None
    for at, group in enumerate(numbers):
        lines = [(changed or {}).get(number, line(number)) for number in group]
        when = moment(BEGIN + timedelta(hours=at))
        pairs = [(number, leaf(one)) for number, one in zip(group, lines, strict=True)]
        block, members = block_of(pairs, after=after, at=when)
        day = {2: "2026-11-20", len(numbers) - 1: "2026-11-21"}.get(at)
        sealed.append(Sealed(block, block.hash, members, lines, [(day, block.hash)] if day else []))
        after = (block.number, block.hash)
    return sealed


def chain(blocks: int = 6, each: int = 5) -> list[Sealed]:
    """Blocks of ``each`` entries; as on PostgreSQL, one number came late and one never came."""
    numbers = [n for n in range(1, blocks * each + 2) if n != 4]
    late = numbers.pop(2)
    groups = [numbers[at : at + each] for at in range(0, len(numbers), each)][:blocks]
    groups[1] = sorted([*groups[1], late])
    return seal(groups)


def lines(sealed: list[Sealed]) -> list[bytes]:
    return list(evidence(HEAD, sealed))


def blocks(sealed: list[Sealed]) -> Iterator[Block]:
    return (one.block for one in sealed)
