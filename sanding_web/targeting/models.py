"""Saved ways of counting, and the priority villages of each decision that was in force."""

from django.conf import settings
from django.db import models
from django.db.models import Q

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
