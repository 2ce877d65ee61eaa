"""The district's programme, its parent in the province, and the basis of both: one row of settings, and letters."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Programme(models.Model):
    """The district's programme: one row. Brand, letterhead, signatory are settings, never literals (S1.25, S2.12)."""

    district_code = models.CharField(max_length=4)
    district_name = models.CharField(max_length=120, help_text="Misalnya: Kabupaten Sumbersari")
    province_name = models.CharField(max_length=120, blank=True)
    capital = models.CharField(max_length=120, blank=True, help_text="Tempat penetapan pada naskah")
    programme_name = models.CharField(max_length=200, default="Satu Perangkat Daerah Satu Desa Dampingan")
    brand = models.CharField(max_length=120, blank=True, help_text="Nama singkat gerakan")
    brand_meaning = models.TextField(blank=True, help_text="Kepanjangan nama gerakan")
    outcome = models.CharField(max_length=300, blank=True, help_text="Tujuan gerakan")
    year = models.PositiveSmallIntegerField(help_text="Tahun pendampingan")
    secretariat = models.CharField(max_length=200, default="Badan Perencanaan Pembangunan Daerah")
    address = models.CharField(max_length=300, blank=True, help_text="Alamat pada kepala surat")
    signer_title = models.CharField(max_length=120, default="BUPATI")
    signer_name = models.CharField(max_length=120, blank=True)
    four_eyes = models.BooleanField(default=True, help_text="Penerimaan batch harus oleh orang kedua")
    priority_quota = models.PositiveSmallIntegerField(help_text="Banyaknya desa/kelurahan prioritas")

    parent_name = models.CharField(max_length=200, blank=True, help_text="Program provinsi yang direplikasi (S2.1)")
    parent_owner = models.CharField(max_length=200, blank=True, help_text="Penyelenggara program induk")
    parent_year = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Tahun program induk dimulai")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="programme_is_one_row")]

    def __str__(self) -> str:
        return self.brand or self.programme_name

    @classmethod
    def current(cls) -> "Programme | None":
        """The programme, or None before anything is set up."""
        return cls.objects.first()

    @property
    def legal_basis(self) -> list[dict[str, str]]:
        """Number, date and subject of the programme's own basis, in order."""
        return self.basis_for()

    def basis_for(self, *more: str) -> list[dict[str, str]]:
        """The same with the basis of a list ("priority") or a pairing ("pairing") after it; no number twice."""
        rows = LegalBasis.objects.filter(of__in=("programme", *more)).order_by(
            models.Case(models.When(of="programme", then=0), default=1), "position", "date", "pk"
        )
        found = {row.number: {"number": row.number, "date": row.date.isoformat(), "about": row.about} for row in rows}
        return list(found.values())


class StoredFile(models.Model):
    """A file as it was handed in: sealed at rest, named only for its download (ADR 0011)."""

    name = models.CharField(max_length=200)
    sealed = models.CharField(max_length=120, unique=True)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField(help_text="bita")
    stored_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    stored_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name


class LegalBasis(models.Model):
    """A regulation, letter or instruction, and what it carries: parent, programme, list or pairing (S1.6, S3.11)."""

    SUBJECTS = [
        ("parent", _("Program induk provinsi")),
        ("programme", _("Program kabupaten")),
        ("priority", _("Daftar prioritas")),
        ("pairing", _("Penugasan pendamping")),
    ]

    of = models.CharField(max_length=10, choices=SUBJECTS, default="programme")
    kind = models.CharField(max_length=60, blank=True)
    number = models.CharField(max_length=120)
    date = models.DateField()
    about = models.CharField(max_length=400)
    issuer = models.CharField(max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    file = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["of", "position", "date", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["of", "number"],
                name="legal_basis_once",
                violation_error_message=_("Nomor ini sudah tercatat untuk dasar yang sama."),
            )
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def place(self) -> tuple[int, int]:
        """From the parent programme down to the pairing, then as the office orders them."""
        return [code for code, _label in self.SUBJECTS].index(self.of), self.position
