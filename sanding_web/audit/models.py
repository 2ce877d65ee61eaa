"""Who did what, when, why: append-only, sealed in blocks. A detail never holds a NIK, a KK or a name of a resident.

The guards here speak before the database does; its triggers (migration 0002) hold against everything else.
"""

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from sanding.audit_chain.blocks import Block as Link
from sanding.audit_chain.blocks import moment
from sanding.errors import EngineFault


def _refuse() -> NoReturn:
    raise EngineFault("jejak audit hanya dapat ditambah", code="SND-AUD-10")


class AppendOnly(models.QuerySet[Any]):
    """Rows that are added and read, nothing else."""

    def update(self, **values: Any) -> NoReturn:
        _refuse()

    def delete(self) -> NoReturn:
        _refuse()

    def bulk_update(self, *rows: Any, **more: Any) -> NoReturn:
        _refuse()

    def join(self, block: "Block") -> int:
        """Put unsealed entries into a block, the one change an entry ever sees; how many there were."""
        return super().filter(block=None)._sealed(block)

    def _sealed(self, block: "Block") -> int:
        return super().update(block=block)


class Kept(models.Model):
    """A row that cannot be changed or taken away once it stands."""

    objects = AppendOnly.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **more: Any) -> None:
        if not self._state.adding:
            _refuse()
        super().save(*args, **{**more, "force_insert": True})

    def delete(self, *args: Any, **more: Any) -> NoReturn:
        _refuse()


class Block(Kept):
    """One link of the chain; ``members`` are the numbers and leaves of its entries (sanding.audit_chain.blocks)."""

    number = models.PositiveBigIntegerField(primary_key=True)
    previous = models.CharField(max_length=64, unique=True)
    hash = models.CharField(max_length=64, unique=True)
    first = models.BigIntegerField()
    last = models.BigIntegerField()
    count = models.PositiveIntegerField()
    leaves = models.CharField(max_length=64)
    members = models.BinaryField()
    sealed_at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.CheckConstraint(condition=Q(first__lte=F("last"), count__gte=1), name="audit_block_holds_entries"),
        ]

    def __str__(self) -> str:
        return f"blok {self.number}"

    @property
    def link(self) -> Link:
        """The block as the chain hashes it."""
        return Link(
            number=self.number, previous=self.previous, first=self.first, last=self.last, count=self.count,
            leaves=self.leaves, at=moment(self.sealed_at),
        )  # fmt: skip


class Anchor(Kept):
    """The last block of a day of the office, and its hash as it can be printed and signed."""

    day = models.DateField(primary_key=True)
    block = models.OneToOneField(Block, on_delete=models.PROTECT, related_name="anchor")
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["-day"]

    def __str__(self) -> str:
        return f"jangkar {self.day}"


class Entry(Kept):
    """One act. Written in the caller's transaction, without a block; the sealer puts it into one (design 4)."""

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20, blank=True)
    action = models.CharField(max_length=60, db_index=True)
    object_kind = models.CharField(max_length=40, blank=True)
    object_id = models.CharField(max_length=60, blank=True)
    detail = models.JSONField(default=dict)
    block = models.ForeignKey(Block, null=True, on_delete=models.PROTECT, related_name="entries", editable=False)

    class Meta:
        ordering = ["-pk"]
        verbose_name_plural = "entries"
        indexes = [models.Index(fields=["object_kind", "object_id"], name="audit_by_object")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action} {self.object_kind} {self.object_id}"
