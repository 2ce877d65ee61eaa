"""What stands around the programme: national status, efforts made before, macro figures of BPS; each dated, sourced."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class NationalStatus(models.Model):
    """A year in which the district was on a national priority list, and with how many others (S2.2)."""

    year = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=120)
    districts = models.PositiveSmallIntegerField(null=True, blank=True, help_text="kabupaten/kota pada daftar itu")
    source = models.CharField(max_length=200)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-year", "status"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "status"],
                name="national_status_once_a_year",
                violation_error_message=_("Status ini sudah tercatat untuk tahun itu."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.status} {self.year}"


class PastEffort(models.Model):
    """Something done against poverty before, by class (S4.14)."""

    year = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=80)
    name = models.CharField(max_length=200)
    amount = models.BigIntegerField(null=True, blank=True, help_text="rupiah")
    source = models.CharField(max_length=200)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-year", "kind", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "kind", "name"],
                name="past_effort_once_a_year",
                violation_error_message=_("Upaya ini sudah tercatat untuk tahun itu."),
            ),
            models.CheckConstraint(
                condition=models.Q(amount__isnull=True) | models.Q(amount__gte=0),
                name="past_effort_amount_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.year}"


class MacroFigure(models.Model):
    """A published figure of the district: poverty line, rate, number of poor persons (S1.24, S4.12). Never a count of
    the registers."""

    measure = models.CharField(max_length=80)
    on = models.DateField(help_text="tanggal berlaku atau bulan survei")
    value = models.DecimalField(max_digits=14, decimal_places=3)
    unit = models.CharField(max_length=80)
    method = models.CharField(max_length=200)
    source = models.CharField(max_length=200)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["measure", "-on"]
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "on"],
                name="macro_figure_once_a_day",
                violation_error_message=_("Angka ini sudah tercatat untuk tanggal itu."),
            ),
            models.CheckConstraint(condition=models.Q(value__gte=0), name="macro_figure_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.on:%Y}"
