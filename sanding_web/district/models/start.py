"""Where the office stood before Sanding: the sheets it brought, and the lists that were decided outside."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sanding_web.district.models.place import Village
from sanding_web.district.models.programme import StoredFile

_PEOPLE = settings.AUTH_USER_MODEL


class OfficeSheet(models.Model):
    """One sheet on its way in: read, looked at, then entered as a whole or dropped; undone while nothing stands on it.

    ``content`` holds the rows as read and the choices made for names; ``written`` what entering it wrote.
    """

    KINDS = [
        ("agencies", _("Perangkat daerah")),
        ("pairs", _("Penugasan pendamping")),
        ("priority", _("Daftar dan gelombang prioritas")),
    ]
    STATES = [
        ("read", _("menunggu diperiksa")),
        ("entered", _("sudah masuk")),
        ("undone", _("dibatalkan")),
        ("dropped", _("dibuang")),
    ]

    kind = models.CharField(max_length=10, choices=KINDS)
    state = models.CharField(max_length=10, choices=STATES, default="read")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    number = models.CharField(max_length=120, blank=True)
    date = models.DateField(null=True, blank=True)
    about = models.CharField(max_length=400, blank=True)
    content = models.JSONField(default=dict)
    choices = models.JSONField(default=dict)
    written = models.JSONField(default=dict)
    brought_by = models.ForeignKey(_PEOPLE, on_delete=models.PROTECT, related_name="+")
    brought_at = models.DateTimeField(auto_now_add=True)
    moved_by = models.ForeignKey(_PEOPLE, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    moved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="read", moved_by__isnull=True, moved_at__isnull=True)
                | (~Q(state="read") & Q(moved_by__isnull=False, moved_at__isnull=False)),
                name="office_sheet_moved_has_who_and_when",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} – {self.file.name}"


class EarlierDecision(models.Model):
    """A decision from before Sanding: brought in from its paper, never computed here."""

    KINDS = [("priority", _("Desa/kelurahan prioritas")), ("pairing", _("Penugasan pendamping"))]

    kind = models.CharField(max_length=10, choices=KINDS)
    year = models.PositiveSmallIntegerField()
    number = models.CharField(max_length=120)
    date = models.DateField()
    about = models.CharField(max_length=400, blank=True)
    sheet = models.OneToOneField(OfficeSheet, on_delete=models.PROTECT, related_name="decision")

    class Meta:
        ordering = ["-year", "kind", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "number", "year"],
                name="earlier_decision_once",
                violation_error_message=_("Keputusan ini sudah dimasukkan."),
            )
        ]

    def __str__(self) -> str:
        return self.number


class EarlierVillage(models.Model):
    """A village on a list from before Sanding: its place where the list gave one, its wave and the wave's year."""

    decision = models.ForeignKey(EarlierDecision, on_delete=models.CASCADE, related_name="villages")
    village = models.ForeignKey(Village, on_delete=models.PROTECT, related_name="+")
    rank = models.PositiveIntegerField(null=True, blank=True)
    wave = models.PositiveSmallIntegerField()
    wave_year = models.PositiveSmallIntegerField()
    row = models.PositiveIntegerField(help_text="baris pada lembarnya")

    class Meta:
        ordering = ["wave", F("rank").asc(nulls_last=True), "row"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "village"], name="earlier_village_once"),
            models.CheckConstraint(condition=Q(wave__gte=1), name="earlier_wave_counts_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.village_id} ({self.decision})"
