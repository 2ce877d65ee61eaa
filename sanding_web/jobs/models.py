"""Long work: who asked, how far it is, whether it shall stop. The queue itself is django-tasks."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Job(models.Model):
    """One piece of background work. ``attempt`` grows when a worker takes it over; an older attempt then stops."""

    WAITING, RUNNING, DONE, FAILED, CANCELLED = "waiting", "running", "done", "failed", "cancelled"
    STATES = [
        (WAITING, _("menunggu")),
        (RUNNING, _("berjalan")),
        (DONE, _("selesai")),
        (FAILED, _("gagal")),
        (CANCELLED, _("dibatalkan")),
    ]

    kind = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="jobs")
    arguments = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=STATES, default=WAITING, db_index=True)
    step = models.CharField(max_length=120, blank=True)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(null=True)
    cancel = models.BooleanField(default=False)
    attempt = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)
    link = models.CharField(max_length=200, blank=True, help_text="Halaman hasilnya")
    created = models.DateTimeField(auto_now_add=True)
    started = models.DateTimeField(null=True)
    heartbeat = models.DateTimeField(null=True)
    finished = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(total__isnull=True) | Q(done__lte=F("total")), name="job_done_not_above_total"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "running"]) | Q(finished__isnull=False), name="job_ended_has_a_time"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def live(self) -> bool:
        return self.state in (self.WAITING, self.RUNNING)

    @property
    def percent(self) -> int | None:
        return None if not self.total else min(100, int(100 * self.done / self.total))
