"""How often someone asked within one minute, and which loads browsers refused under our policy."""

from django.db import models


class Tally(models.Model):
    """Requests of one kind by one person or address in one minute; ``key`` is a digest and names nobody."""

    key = models.CharField(max_length=64, primary_key=True)
    minute = models.BigIntegerField(db_index=True)
    count = models.PositiveIntegerField()

    class Meta:
        db_table = "defence_tally"


class BlockedLoad(models.Model):
    """One kind of load that a browser refused: directive and origin only, never an address, page or person."""

    directive = models.CharField("aturan", max_length=40)
    origin = models.CharField("asal", max_length=120)
    count = models.PositiveIntegerField("banyaknya", default=1)
    first_seen = models.DateTimeField("pertama terlihat", auto_now_add=True)
    last_seen = models.DateTimeField("terakhir terlihat", auto_now=True, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["directive", "origin"], name="one_row_per_blocked_load")]
        ordering = ["-last_seen"]

    def __str__(self) -> str:
        return f"{self.directive} {self.origin}"
