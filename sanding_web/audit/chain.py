"""The state of the chain for pages: sealed until when, what waits, the last check, anchors, alarms."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sanding.documents.code_mark import qr_png
from sanding_web.audit.models import Anchor, Block, Entry
from sanding_web.ui.parts import Action, QueueRow

LATE = timedelta(minutes=5)
"""An entry that waits longer for its block is an alarm (design 4)."""
CHECKS = ("audit.verified", "audit.broken")


@dataclass(frozen=True)
class Chain:
    """The newest block, how many entries wait and since when, and the entry that tells of the last check."""

    last: Block | None
    waiting: int
    since: datetime | None
    checked: Entry | None

    @property
    def late(self) -> bool:
        return self.since is not None and timezone.now() - self.since > LATE

    @property
    def broken(self) -> bool:
        return self.checked is not None and self.checked.action == CHECKS[1]


def chain() -> Chain:
    """Read anew for every page."""
    waiting = Entry.objects.filter(block=None)
    return Chain(
        last=Block.objects.defer("members").order_by("-number").first(),
        waiting=waiting.count(),
        since=waiting.order_by("at").values_list("at", flat=True).first(),
        checked=Entry.objects.filter(action__in=CHECKS).order_by("-pk").first(),
    )


def due(user: Any) -> list[QueueRow]:
    """What an inspector or administrator must hear on the start page: a chain that is broken or not sealed."""
    if not user.scope.may("audit.view"):
        return []
    now, today = chain(), timezone.localdate()
    open_log = Action(_("Buka jejak audit"), reverse("audit:index"))
    rows = []
    if now.broken:
        detail = _("Pemeriksaan terakhir menemukan catatan yang tidak cocok dengan sidiknya.")
        rows.append(QueueRow(_("Rantai jejak audit tidak utuh"), detail, due=today, action=open_log))
    if now.late:
        detail = _("Ada catatan yang menunggu lebih dari 5 menit. Periksa apakah pekerja latar berjalan.")
        rows.append(QueueRow(_("Jejak audit belum dikunci"), detail, due=today, action=open_log))
    return rows


@dataclass(frozen=True)
class DayEnd:
    """The last block of a day and its hash; ``over`` says that no other can follow on that day."""

    day: date
    block: Block
    hash: str
    over: bool

    @property
    def groups(self) -> list[str]:
        """The hash in eight groups of eight, to be read aloud."""
        return [self.hash[at : at + 8] for at in range(0, len(self.hash), 8)]

    def code(self) -> bytes:
        """A QR code (PNG) with day, block and hash as plain text."""
        return qr_png(f"SANDING JANGKAR {self.day.isoformat()} blok {self.block.pk} {self.hash}", scale=4)


def day_end(day: str) -> DayEnd:
    """The anchor of a day written 2026-11-22; the running day has its last block so far. 404 where there is none."""
    try:
        wanted = date.fromisoformat(day)
    except ValueError:
        raise Http404 from None
    anchor = Anchor.objects.select_related("block").defer("block__members").filter(day=wanted).first()
    if anchor:
        return DayEnd(anchor.day, anchor.block, anchor.hash, over=True)
    running = running_day()
    if running is None or running.day != wanted:
        raise Http404
    return running


def running_day() -> DayEnd | None:
    """The newest block and its day, as long as that day has no anchor yet."""
    last = Block.objects.defer("members").order_by("-number").first()
    if last is None or hasattr(last, "anchor"):
        return None
    return DayEnd(timezone.localdate(last.sealed_at), last, last.hash, over=False)
