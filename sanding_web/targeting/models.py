"""Saved ways of counting, the priority villages of each decision, what they reached, and when a year was closed."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from sanding_web.decisions.models import Decision
from sanding_web.district.models import Village


class Scenario(models.Model):
    """A way of counting that someone saved: method, unit, quota, weights and waves. A scenario decides nothing."""

    year = models.PositiveSmallIntegerField("tahun pendampingan")
    name = models.CharField("nama skenario", max_length=80)
    choice = models.JSONField(help_text="Isian meja prioritas")
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["year", "name"], name="scenario_name_once_a_year")]

    def __str__(self) -> str:
        return self.name


class PriorityVillage(models.Model):
    """A village on a priority list that was signed; in force while its decision is (S2.4, S2.5)."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="priority_villages")
    village = models.ForeignKey(Village, on_delete=models.PROTECT, related_name="priorities")
    rank = models.PositiveIntegerField("urutan")
    wave = models.PositiveSmallIntegerField("gelombang")
    wave_year = models.PositiveSmallIntegerField("tahun gelombang")

    class Meta:
        ordering = ["decision_id", "rank"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "village"], name="priority_village_once"),
            models.UniqueConstraint(fields=["decision", "rank"], name="priority_rank_once"),
            models.CheckConstraint(condition=Q(rank__gte=1) & Q(wave__gte=1), name="priority_counts_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.rank}. {self.village_id}"


class Milestone(models.Model):
    """A milestone that a village of a wave reached (S2.6). A row never changes: a correction ends it and adds one."""

    village = models.ForeignKey(Village, on_delete=models.PROTECT, related_name="milestones")
    wave_year = models.PositiveSmallIntegerField("tahun gelombang")
    name = models.CharField("tahap", max_length=60, help_text="Menurut parameter completion_milestones")
    done_on = models.DateField("tanggal selesai")
    evidence = models.CharField("bukti", max_length=300, help_text="Berita acara, surat, atau keputusan")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)
    corrects = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrected_by"
    )
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField("alasan", max_length=300, blank=True)

    class Meta:
        ordering = ["village_id", "wave_year", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["village", "wave_year", "name"],
                condition=Q(ended_at__isnull=True),
                name="milestone_once_a_wave",
                violation_error_message="Tahap ini sudah tercatat.",
            ),
            models.CheckConstraint(condition=~Q(evidence=""), name="milestone_has_evidence"),
            models.CheckConstraint(
                condition=Q(ended_by__isnull=True, ended_at__isnull=True, end_reason="")
                | (Q(ended_by__isnull=False, ended_at__isnull=False) & ~Q(end_reason="")),
                name="ended_milestone_has_who_when_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.village}: {self.name}"


class YearChange(models.Model):
    """The programme went on from one year to the next: by whom, when, and what stood there then (S1.7)."""

    from_year = models.PositiveSmallIntegerField("tahun lama", unique=True)
    to_year = models.PositiveSmallIntegerField("tahun baru")
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()
    note = models.CharField("catatan", max_length=1000, blank=True)
    summary = models.JSONField(default=dict, help_text="Yang tertulis pada halaman Ganti tahun saat ditekan")

    class Meta:
        ordering = ["-from_year"]
        constraints = [
            models.CheckConstraint(condition=Q(to_year=F("from_year") + 1), name="year_changes_by_one"),
        ]

    def __str__(self) -> str:
        return f"{self.from_year} → {self.to_year}"
