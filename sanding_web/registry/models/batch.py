"""A batch: the sheets that came together, who brought them, who decided, and how far the work is."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sanding.registry.layouts import all_layouts
from sanding_web.jobs.models import Job
from sanding_web.registry.states import LABELS

REGISTERS = [
    ("DTSEN", "DTSEN – Data Tunggal Sosial dan Ekonomi Nasional"),
    ("P3KE", "P3KE – Pensasaran Percepatan Penghapusan Kemiskinan Ekstrem"),
    ("DTKS", "DTKS/BDT – Data Terpadu Kesejahteraan Sosial"),
    ("REGSOSEK", "Regsosek – Registrasi Sosial Ekonomi"),
]
_LAYOUTS_OF = {"DTKS": "BDT"}  # what the layouts call a register that we name otherwise
COVERAGES = [
    ("full", _("Daftar lengkap: yang tidak tercantum lagi diakhiri")),
    ("part", _("Sebagian atau perbaikan: hanya menambah dan mengubah")),
]
_DECIDED = ["applying", "accepted", "returned", "undone"]


def readable_registers() -> list[tuple[str, str]]:
    """The registers whose sheets of persons some layout reads; others have a name here and cannot be uploaded."""
    read = {one.register for one in all_layouts().values() if one.entity in ("person", "both")}
    return [(code, title) for code, title in REGISTERS if _LAYOUTS_OF.get(code, code) in read]


class Batch(models.Model):
    """One delivery of one register. Accepting and undoing it is a flip of this row alone (ADR 0005)."""

    UPLOADED, CHECKING, WAITING, REVIEWING = "uploaded", "checking", "waiting", "reviewing"
    APPLYING, ACCEPTED, RETURNED = "applying", "accepted", "returned"
    FAILED, CANCELLED, UNDONE = "failed", "cancelled", "undone"

    register = models.CharField(_("register"), max_length=12, choices=REGISTERS)
    period = models.CharField(_("periode"), max_length=40, help_text="Misalnya: TW III 2026")
    decreed_on = models.DateField(_("tanggal penetapan"), help_text="Tanggal sumber menetapkan daftarnya")
    coverage = models.CharField(_("cakupan"), max_length=4, choices=COVERAGES, default="part")
    source_agency = models.CharField(_("asal data"), max_length=200)
    received_on = models.DateField(_("tanggal diterima"))
    undertaking = models.CharField(_("surat pengantar"), max_length=300, blank=True)
    encoding = models.CharField("pengodean CSV", max_length=20, blank=True, help_text="Kosong = dikenali sendiri")
    delimiter = models.CharField("pemisah CSV", max_length=2, blank=True, help_text="Kosong = dikenali sendiri")
    switched_off = models.JSONField(default=list, blank=True, help_text="Aturan yang dimatikan untuk batch ini")

    state = models.CharField(
        max_length=10, choices=[(code, _(word)) for code, word in LABELS.items()], default=UPLOADED, db_index=True
    )
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="uploaded_batches")
    uploaded_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="decided_batches"
    )
    decided_at = models.DateTimeField(null=True)
    alone = models.BooleanField(default=False, help_text="Diputuskan saat aturan orang kedua dimatikan")
    note = models.TextField(blank=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True)
    undo_reason = models.TextField(blank=True)
    error = models.TextField(blank=True)
    job = models.ForeignKey(Job, null=True, on_delete=models.SET_NULL, related_name="+")

    folder = models.CharField(max_length=80, unique=True, help_text="Nama kurun data di penyimpanan")
    vintage = models.CharField(max_length=80, blank=True, help_text="Terisi sejak kurun selesai ditulis")
    summary = models.JSONField(default=dict, blank=True)
    based_on = models.CharField(max_length=16, blank=True, help_text="Keadaan register saat perubahan dihitung")
    rows_read = models.BigIntegerField(default=0)
    rows_new = models.BigIntegerField(default=0)
    rows_changed = models.BigIntegerField(default=0)
    rows_same = models.BigIntegerField(default=0)
    rows_held = models.BigIntegerField(default=0)
    rows_gone = models.BigIntegerField(default=0, help_text="Baris register yang tidak lagi tercantum")
    families = models.BigIntegerField(default=0)
    persons = models.BigIntegerField(default=0)
    applied_pieces = models.PositiveIntegerField(default=0, help_text="Potongan yang sudah masuk basis data")
    marked_file = models.CharField(max_length=120, blank=True, help_text="Buku kerja bertanda, tersimpan bersandi")

    class Meta:
        ordering = ["-pk"]
        verbose_name_plural = "batches"
        constraints = [
            models.UniqueConstraint(
                fields=["state"],
                condition=Q(state="applying"),
                name="one_batch_applying",
                violation_error_message="Batch lain sedang dimasukkan ke register. Tunggu sampai selesai.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=_DECIDED) | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="batch_decision_has_person_and_time",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | Q(alone=True) | ~Q(decided_by=F("uploaded_by")),
                name="batch_decided_by_another",
                violation_error_message="Yang mengunggah tidak boleh memutuskan; orang lain yang memutuskan.",
            ),
            models.CheckConstraint(
                condition=~Q(state="returned") | ~Q(note=""),
                name="batch_returned_with_reason",
                violation_error_message="Pengembalian memerlukan alasan.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["accepted", "undone"]) | ~Q(vintage=""), name="batch_accepted_has_vintage"
            ),
            models.CheckConstraint(
                condition=~Q(state="undone") | Q(undone_by__isnull=False, undone_at__isnull=False) & ~Q(undo_reason=""),
                name="batch_undone_has_person_time_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["waiting", "reviewing", "applying", "accepted", "undone"])
                | Q(rows_read=F("rows_new") + F("rows_changed") + F("rows_same") + F("rows_held")),
                name="batch_rows_are_accounted_for",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.register} {self.period}"

    @property
    def number(self) -> str:
        """How the office names it: the day it came and its number."""
        return f"{self.uploaded_at:%Y-%m-%d}-{self.pk}"

    @property
    def rows_entering(self) -> int:
        return self.rows_new + self.rows_changed + self.rows_same

    @property
    def open(self) -> bool:
        return self.state in (self.UPLOADED, self.CHECKING, self.WAITING, self.REVIEWING, self.APPLYING, self.FAILED)


class SourceFile(models.Model):
    """One file of a batch as it came: sealed at rest, named and hashed."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="files")
    name = models.CharField("nama berkas", max_length=200)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.BigIntegerField(help_text="bita")
    sealed = models.CharField(max_length=80, help_text="Nama berkas bersandi di folder unggahan")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class ReviewNote(models.Model):
    """What a reviewer found when the data were looked at together (S1.22)."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    text = models.TextField("catatan")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.author} {self.at:%Y-%m-%d}"
