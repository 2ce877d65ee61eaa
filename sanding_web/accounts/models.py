"""People who sign in, and the roles given to them: where, and from when until when."""

from datetime import date

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sanding import roles
from sanding_web.accounts.scope import Scope
from sanding_web.district.models import Agency, in_force

NO_SCOPE = Scope(role="", kind="none")


class User(AbstractUser):
    """An officer. What they may do comes from their grants alone, never from Django's own permissions."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    full_name = models.CharField("nama lengkap", max_length=150)
    address_as = models.CharField("sapaan", max_length=10, choices=[("Ibu", "Ibu"), ("Bapak", "Bapak")], default="Ibu")
    position = models.CharField("jabatan", max_length=150, blank=True)
    demo = models.BooleanField(default=False, help_text="Akun contoh; hanya ada pada data rekaan")
    must_change_password = models.BooleanField(default=False, help_text="Kata sandi pertama dari administrator")

    scope: Scope = NO_SCOPE
    REQUIRED_FIELDS = ["full_name"]

    def __str__(self) -> str:
        return self.full_name or self.username

    def get_full_name(self) -> str:
        return self.full_name

    def grants_on(self, on: date) -> "models.QuerySet[Grant]":
        """The grants in force on a date, oldest first; what was ended by hand gives nothing from that moment."""
        not_ended = Q(ended_at__isnull=True) | Q(ended_at__date__gt=on)
        return self.grants.filter(in_force(on), not_ended).select_related("agency").order_by("pk")


class Grant(models.Model):
    """A role given to a person for an area and a time."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(max_length=20, choices=[(role.code, _(role.label)) for role in roles.ROLES.values()])
    agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT)
    area = models.CharField(
        max_length=10, blank=True, help_text="Awalan kode wilayah: kecamatan 6 angka, desa 10 angka"
    )
    rt = models.CharField(max_length=3, blank=True, default="", help_text="RT seorang pencacah, tiga angka")
    rw = models.CharField(max_length=3, blank=True, default="", help_text="RW-nya, tiga angka")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True, help_text="Diakhiri sebelum waktunya; sejak saat itu habis")
    renews = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="renewed_by")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(role="companion") | Q(agency__isnull=False),
                name="companion_has_agency",
                violation_error_message=_("Peran pendamping memerlukan perangkat daerahnya."),
            ),
            models.CheckConstraint(
                condition=~Q(role__in=["kecamatan", "village", "enumerator", "facilitator"]) | ~Q(area=""),
                name="local_role_has_area",
                violation_error_message=_("Peran ini memerlukan wilayah kerja."),
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name="grant_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.get_role_display()}"

    def scope(self) -> Scope:
        """The scope this grant gives."""
        return Scope(
            role=self.role,
            kind=roles.ROLES[self.role].scope,
            area=self.area,
            rt=self.rt,
            rw=self.rw,
            agency_id=self.agency_id,
            grant_id=self.pk,
            agency_name=self.agency.short if self.agency else "",
        )

    @property
    def place(self) -> str:
        """Agency, area, RT and RW in words, empty for a role of the whole district."""
        local = [self.agency.short if self.agency else "", self.area, f"RT {self.rt}" if self.rt else ""]
        return " ".join(part for part in (*local, f"RW {self.rw}" if self.rw else "") if part)


class Handover(models.Model):
    """One officer's duties went to another from a day on (mutasi, Plt); what the first did stays in that name.

    The rights went as new grants; the running work follows by this row (``accounts.standing``).
    """

    giver = models.ForeignKey(User, on_delete=models.PROTECT, related_name="handed_over")
    taker = models.ForeignKey(User, on_delete=models.PROTECT, related_name="taken_over")
    work_of = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", help_text="Yang pekerjaannya berjalan ikut; biasanya pemberi"
    )
    from_day = models.DateField()
    acting_until = models.DateField(null=True, blank=True, help_text="Hari terakhir seorang Plt; kosong bila definitif")
    basis = models.CharField(max_length=200, help_text="Surat perintah atau keputusan mutasi")
    recorded_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)
    ended = models.ManyToManyField(Grant, related_name="handed_in", help_text="Peran yang diserahkan")
    given = models.ManyToManyField(Grant, related_name="received_in", help_text="Peran yang diterima")

    class Meta:
        ordering = ["-from_day", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(giver=F("taker")), name="handover_is_to_another"),
            models.CheckConstraint(
                condition=Q(acting_until__isnull=True) | Q(acting_until__gte=F("from_day")),
                name="acting_ends_after_start",
            ),
            models.CheckConstraint(condition=~Q(basis=""), name="handover_has_basis"),
        ]

    def __str__(self) -> str:
        return f"{self.giver} → {self.taker}"

    @property
    def people(self) -> dict[str, str]:
        """Both names, for a sentence."""
        return {"giver": str(self.giver), "taker": str(self.taker)}


class SecondFactor(models.Model):
    """One further proof of a person. ``secret`` is sealed for its account (sanding_web.accounts.second_factor)."""

    TOTP, CODES, PASSKEY = "totp", "codes", "passkey"
    KINDS = [(TOTP, _("kode di telepon")), (CODES, _("kode cadangan")), (PASSKEY, _("kunci sandi (passkey)"))]

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="factors")
    kind = models.CharField(max_length=10, choices=KINDS)
    label = models.CharField(max_length=60, blank=True)
    secret = models.BinaryField()
    last_step = models.BigIntegerField(default=0, help_text="Langkah waktu kode terakhir yang dipakai")
    created_at = models.DateTimeField(auto_now_add=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "kind"], condition=~Q(kind="passkey"), name="one_telephone_and_one_set_of_codes"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.label}".strip()


class KnownSession(models.Model):
    """One signed-in browser, as its owner may recognise it. Ending it removes the session itself."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="known_sessions")
    session_key = models.CharField(max_length=40, unique=True)
    device = models.CharField(max_length=80)
    address = models.CharField(max_length=45, help_text="Alamat jaringan, bagian akhirnya disamarkan")
    started_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.device} {self.started_at:%Y-%m-%d}"
