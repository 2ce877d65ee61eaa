"""The log as evidence: the sealed part of the database as the lines that ``sanding audit verify`` proves.

Read in pieces, so that a log of millions of entries fits in memory; what is sealed meanwhile is left for the next time.
"""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django.utils import timezone

from sanding.audit_chain.blocks import moment
from sanding.audit_chain.evidence import Sealed, evidence
from sanding_web.accounts.models import User
from sanding_web.audit.models import Block, Entry
from sanding_web.audit.sealer import line_of
from sanding_web.district.models import Programme

_BLOCKS = 50
_ENTRIES = 5_000


def last_number() -> int:
    """The number of the newest block, 0 where nothing is sealed yet."""
    return Block.objects.order_by("-number").values_list("number", flat=True).first() or 0


def evidence_lines(until: int) -> Iterator[bytes]:
    """Head, blocks up to number ``until`` with their entries and anchors, end."""
    return evidence(_head(), _chain(until))


def _head() -> dict[str, Any]:
    """Where and when, who stands behind the account numbers, and how much is not sealed yet."""
    programme = Programme.current()
    return {
        "district": programme.district_name if programme else "",
        "made": moment(timezone.now()),
        "accounts": {str(pk): name for pk, name in User.objects.order_by("pk").values_list("pk", "username")},
        "unsealed": Entry.objects.filter(block=None).count(),
    }


def _chain(until: int) -> Iterator[Sealed]:
    low = 0
    while blocks := list(_after(low, until)):
        for group in _portions(blocks):
            yield from _with_entries(group)
        low = blocks[-1].number


def _after(low: int, until: int) -> Any:
    wanted = Block.objects.filter(number__gt=low, number__lte=until)
    return wanted.select_related("anchor").order_by("number")[:_BLOCKS]


def _portions(blocks: list[Block]) -> Iterator[list[Block]]:
    """Neighbours that together hold few enough entries to be read at once; at least one block."""
    portion, size = list[Block](), 0
    for block in blocks:
        if portion and size + block.count > _ENTRIES:
            yield portion
            portion, size = [], 0
        portion.append(block)
        size += block.count
    yield portion


def _with_entries(blocks: list[Block]) -> Iterator[Sealed]:
    rows = Entry.objects.filter(block__gte=blocks[0].number, block__lte=blocks[-1].number).order_by("block_id", "pk")
    lines = {number: [line_of(one) for one in group] for number, group in groupby(rows, lambda one: one.block_id)}
    for block in blocks:
        anchor = getattr(block, "anchor", None)
        anchors = [(anchor.day.isoformat(), anchor.hash)] if anchor else []
        yield Sealed(block.link, block.hash, bytes(block.members), lines.get(block.number, []), anchors)
