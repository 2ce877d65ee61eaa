"""Mapping profiles as they are kept: versions of one name, the newest in use taken for its set of headers."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class MappingProfile(models.Model):
    """One version of one profile; ``content`` is the profile's own JSON, without any row of a sheet."""

    name = models.CharField(_("nama profil"), max_length=80)
    source = models.CharField(_("sumber lembar"), max_length=200)
    year = models.PositiveSmallIntegerField(_("tahun"))
    version = models.PositiveIntegerField()
    target = models.CharField(max_length=40, help_text="Tata letak tujuan")
    fingerprint = models.CharField(max_length=64, db_index=True, help_text="SHA-256 himpunan judul kolom")
    content = models.TextField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["name", "version"], name="profile_version_once")]

    def __str__(self) -> str:
        return f"{self.name} ({self.version})"
