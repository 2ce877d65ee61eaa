"""The district's villages, its agencies, and who stands beside whom today."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Village(models.Model):
    """A desa or kelurahan by its Kemendagri code; names are never keys."""

    code = models.CharField(max_length=10, primary_key=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=10, choices=[("desa", "desa"), ("kelurahan", "kelurahan")])
    kecamatan_code = models.CharField(max_length=6, db_index=True)
    kecamatan = models.CharField(max_length=120)
    district_code = models.CharField(max_length=4)
    district = models.CharField(max_length=120)
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    area_km2 = models.FloatField(null=True)
    bps_code = models.CharField(max_length=10, blank=True, default="")
    former_names = models.JSONField(default=list, blank=True)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    successor = models.CharField(max_length=10, blank=True, default="")
    geometry = models.JSONField(null=True, help_text="Geometri GeoJSON; bukan batas hukum")

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        prefix = "Kel. " if self.kind == "kelurahan" else ""
        return f"{prefix}{self.name}"


class Agency(models.Model):
    """A unit that can stand beside villages: perangkat daerah, bagian Setda, BUMD or kecamatan (S1.3)."""

    KINDS = [
        ("PD", _("Perangkat daerah")),
        ("Bagian", _("Bagian pada Setda")),
        ("BUMD", "BUMD"),
        ("Kecamatan", _("Kecamatan")),
    ]

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=200)
    short = models.CharField(max_length=40)
    kind = models.CharField(max_length=10, choices=KINDS)
    staff = models.PositiveIntegerField(help_text="Pegawai yang dapat turun (orang)")
    vehicles = models.PositiveIntegerField(null=True, blank=True)
    budget = models.BigIntegerField(null=True, blank=True, help_text="Anggaran pendampingan (rupiah)")
    lon = models.FloatField(null=True, blank=True)
    lat = models.FloatField(null=True, blank=True)
    competences = models.CharField(max_length=300, blank=True, help_text="Dipisah ';', misalnya DINKES;PU")
    min_villages = models.PositiveSmallIntegerField(null=True, blank=True)
    max_villages = models.PositiveSmallIntegerField(null=True, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    successor = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="predecessors",
        help_text="Perangkat daerah yang melanjutkan tugasnya sesudah dihapus, digabung, atau berganti nama",
    )
    change_basis = models.CharField(max_length=200, blank=True, help_text="Dasar perubahan nomenklatur")

    class Meta:
        ordering = ["kind", "code"]
        verbose_name_plural = "agencies"
        constraints = [
            models.CheckConstraint(
                condition=Q(min_villages__isnull=True)
                | Q(max_villages__isnull=True)
                | Q(min_villages__lte=F("max_villages")),
                name="agency_min_not_above_max",
                violation_error_message=_("Paling sedikit tidak boleh melebihi paling banyak."),
            ),
            models.CheckConstraint(
                condition=Q(successor__isnull=True) | Q(valid_to__isnull=False),
                name="agency_successor_only_when_ended",
                violation_error_message=_("Isi dulu tanggal berakhirnya, baru penerusnya."),
            ),
            models.CheckConstraint(
                condition=Q(successor__isnull=True) | ~Q(successor=F("pk")),
                name="agency_is_not_its_own_successor",
                violation_error_message=_("Penerusnya tidak boleh perangkat daerah itu sendiri."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Companionship(models.Model):
    """A village's lead agency over a span of time: the pairing in force, and its history (S1.5, S1.7)."""

    village = models.ForeignKey(Village, on_delete=models.PROTECT)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT)
    year = models.PositiveSmallIntegerField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=200, help_text="Keputusan atau lembar asal")

    class Meta:
        ordering = ["-year", "village_id"]
        indexes = [models.Index(fields=["agency", "valid_from", "valid_to"], name="companionship_by_agency")]
        constraints = [
            models.UniqueConstraint(
                fields=["village"],
                condition=Q(valid_to__isnull=True),
                name="one_lead_agency_at_a_time",
                violation_error_message=_("Desa ini sudah berpendamping; akhiri dulu yang lama."),
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="companionship_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.village_id} – {self.agency_id} ({self.year})"


def in_force(on: date) -> Q:
    """Filter of rows whose ``valid_from``/``valid_to`` span a date (open ends allowed)."""
    return (Q(valid_from__isnull=True) | Q(valid_from__lte=on)) & (Q(valid_to__isnull=True) | Q(valid_to__gte=on))
