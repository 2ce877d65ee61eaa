"""What is known of a village apart from its people: index, needs, and the frozen counts of each accepted batch."""

from django.db import models
from django.db.models import F, Q

from sanding_web.registry.models.batch import Batch


class VillageIndex(models.Model):
    """One village in one index year. IDM and Indeks Desa are never mixed; a kelurahan has none."""

    village_code = models.CharField(max_length=10)
    year = models.PositiveSmallIntegerField()
    index = models.CharField(max_length=3, choices=[("IDM", "Indeks Desa Membangun"), ("ID", "Indeks Desa")])
    iks = models.FloatField(null=True)
    ike = models.FloatField(null=True)
    ikl = models.FloatField(null=True)
    score = models.FloatField(null=True)
    status = models.CharField(max_length=40, blank=True, default="")
    source = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        ordering = ["village_code", "-year"]
        constraints = [
            models.UniqueConstraint(fields=["village_code", "year", "index"], name="one_index_per_village_and_year")
        ]

    def __str__(self) -> str:
        return f"{self.index} {self.year} {self.village_code}"


class VillageNeed(models.Model):
    """One indicator of the index that is not yet full in one village, and who can act on it."""

    village_code = models.CharField(max_length=10, db_index=True)
    dimension = models.CharField(max_length=10)
    indicator = models.CharField(max_length=200)
    score = models.SmallIntegerField()
    gain = models.FloatField(null=True)
    level = models.CharField(max_length=10, blank=True, default="")
    actor = models.CharField(max_length=120, blank=True, default="")
    activity = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        ordering = ["village_code", "-gain", "pk"]

    def __str__(self) -> str:
        return f"{self.village_code} {self.indicator}"


class VillageCount(models.Model):
    """The register's families and persons in one village right after one batch was accepted. Never changed later."""

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="counts")
    village_code = models.CharField(max_length=10)
    families = models.PositiveIntegerField()
    families_d1 = models.PositiveIntegerField()
    families_d1_2 = models.PositiveIntegerField()
    persons = models.PositiveIntegerField()
    persons_d1 = models.PositiveIntegerField()
    by_decile = models.JSONField(default=dict, help_text="Keluarga menurut desil; kunci '' = belum ditentukan")

    class Meta:
        ordering = ["batch_id", "village_code"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "village_code"], name="one_count_per_batch_and_village"),
            models.CheckConstraint(
                condition=Q(families_d1__lte=F("families_d1_2")) & Q(families_d1_2__lte=F("families")),
                name="village_count_is_nested",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.village_code}"
