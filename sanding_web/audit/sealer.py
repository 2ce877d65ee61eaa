"""Sealing: committed entries that no block holds yet are joined into the next one, by rising number (ADR 0021).

An entry belongs to the block its row names, so one that is committed late, with a lower number than others, is simply
in a later block: none is left out. Two sealers may run: both would write the same block number, and the database lets
one of them. What was killed in the middle was one transaction and left nothing.
"""

import logging
import threading
from datetime import datetime

from django.db import DatabaseError, IntegrityError, close_old_connections, connections, transaction
from django.utils import timezone

from sanding.audit_chain.blocks import block_of, entry_line, leaf, moment
from sanding_web.audit.models import Anchor, Block, Entry

log = logging.getLogger("sanding.audit")
EVERY = 10.0
"""Seconds between two looks for new entries."""
MOST = 2_000
"""Entries of one block."""


class Overtaken(IntegrityError):
    """Another sealer took these entries."""


def line_of(entry: Entry) -> bytes:
    """The canonical line of an entry, as it is hashed and exported."""
    return entry_line(
        id=entry.pk, at=moment(entry.at), actor=entry.actor_id, role=entry.role, action=entry.action,
        object_kind=entry.object_kind, object_id=entry.object_id, detail=entry.detail,
    )  # fmt: skip


def seal_all() -> int:
    """Anchor the days that are over, then seal until nothing is left; how many blocks were made."""
    anchor_finished_day()
    made = 0
    while Entry.objects.filter(block=None).exists() and seal_next():
        made += 1
    return made


def seal_next() -> Block | None:
    """The next block; None where nothing waits or another sealer was faster."""
    try:
        with transaction.atomic():
            return _seal()
    except IntegrityError:
        log.info("another sealer was faster")
        return None


def _seal() -> Block | None:
    before = Block.objects.defer("members").order_by("-number").first()
    entries = list(Entry.objects.filter(block=None).order_by("pk")[:MOST])
    if not entries:
        return None
    at = _not_before(before)
    made, members = block_of(
        [(one.pk, leaf(line_of(one))) for one in entries],
        after=(before.number, before.hash) if before else None,
        at=moment(at),
    )
    block = Block.objects.create(
        number=made.number, previous=made.previous, hash=made.hash, first=made.first, last=made.last,
        count=made.count, leaves=made.leaves, members=members, sealed_at=at,
    )  # fmt: skip
    if Entry.objects.filter(pk__in=[one.pk for one in entries]).join(block) != len(entries):
        raise Overtaken
    return block


def _not_before(before: Block | None) -> datetime:
    """Now; a clock that was set back does not turn the chain's time."""
    now = timezone.now()
    return max(now, before.sealed_at) if before else now


def anchor_finished_day() -> None:
    """The last block of a day that is over becomes that day's anchor; asked before the first block of a new day."""
    last = Block.objects.only("number", "hash", "sealed_at").order_by("-number").first()
    if last is None:
        return
    day = timezone.localdate(last.sealed_at)
    if day >= timezone.localdate() or Anchor.objects.filter(day__gte=day).exists():
        return
    try:
        with transaction.atomic():
            Anchor.objects.create(day=day, block=last, hash=last.hash)
    except IntegrityError:
        log.info("another sealer was faster")


def keep_sealing(ended: threading.Event) -> None:
    """Seal every ten seconds until told to end, in a thread of the worker."""
    while True:
        close_old_connections()
        try:
            seal_all()
        except DatabaseError as error:  # a long writer holds the database, or it is away: the next round comes
            log.warning("sealing put off: %s", type(error).__name__)
        except Exception:  # the page raises the alarm after five minutes; the worker goes on
            log.exception("sealing failed")
        if ended.wait(EVERY):
            break
    connections.close_all()
