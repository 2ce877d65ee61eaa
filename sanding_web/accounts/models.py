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

    scope: Scope = NO_SCOPE
    REQUIRED_FIELDS = ["full_name"]

    def __str__(self) -> str:
        return self.full_name or self.username

    def get_full_name(self) -> str:
        return self.full_name

    def grants_on(self, on: date) -> "models.QuerySet[Grant]":
        """The grants in force on a date, oldest first."""
        return self.grants.filter(in_force(on)).select_related("agency").order_by("pk")


class Grant(models.Model):
    """A role given to a person for an area and a time."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(max_length=20, choices=[(role.code, _(role.label)) for role in roles.ROLES.values()])
    agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT)
    area = models.CharField(
        max_length=10, blank=True, help_text="Awalan kode wilayah: kecamatan 6 angka, desa 10 angka"
    )
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

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
            agency_id=self.agency_id,
            grant_id=self.pk,
            agency_name=self.agency.short if self.agency else "",
        )
