"""Locks and bans with their reasons, each run with what it was given and what it proved, and what was asked of it."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sanding_web.decisions.models import Decision
from sanding_web.district.models import Agency, Village
from sanding_web.jobs.models import Job

_PEOPLE = settings.AUTH_USER_MODEL


class PairRule(models.Model):
    """A pair that must stand (lock) or must not (ban). Ending it keeps the row as history."""

    KINDS = [("lock", _("kunci")), ("ban", _("larangan"))]

    year = models.PositiveSmallIntegerField("tahun pendampingan")
    kind = models.CharField("jenis", max_length=4, choices=KINDS)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, verbose_name="perangkat daerah")
    village = models.ForeignKey(Village, on_delete=models.PROTECT, verbose_name="desa/kelurahan")
    reason = models.CharField("alasan", max_length=300)
    set_by = models.ForeignKey(_PEOPLE, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField(auto_now_add=True)
    ended_by = models.ForeignKey(_PEOPLE, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField("alasan diakhiri", max_length=300, blank=True)

    class Meta:
        ordering = ["kind", "agency_id", "village_id"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "agency", "village"],
                condition=Q(ended_at__isnull=True),
                name="one_rule_per_pair",
                violation_error_message="Pasangan ini sudah dikunci atau dilarang.",
            ),
            models.UniqueConstraint(
                fields=["year", "village"],
                condition=Q(ended_at__isnull=True, kind="lock"),
                name="one_lock_per_village",
                violation_error_message="Desa ini sudah dikunci pada perangkat daerah lain.",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="pair_rule_has_reason"),
            models.CheckConstraint(
                condition=Q(ended_by__isnull=True, ended_at__isnull=True)
                | Q(ended_by__isnull=False, ended_at__isnull=False),
                name="ended_pair_rule_has_who_and_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.agency.short} – {self.village}"


class PairingRun(models.Model):
    """One run: asked by whom, on which priority list, with which rules; then its answer and the proof.

    ``loss`` is the share of the best worth that a run with few moves may give up; ``against`` says from which pairs.
    """

    WAYS = [
        ("solve", _("susunan terbaik")),
        ("kept", _("sedikit pindah")),
        ("hand", _("daftar buatan tangan")),
    ]

    year = models.PositiveSmallIntegerField("tahun pendampingan")
    number = models.PositiveSmallIntegerField("urutan")
    way = models.CharField("cara", max_length=5, choices=WAYS, default="solve")
    loss = models.FloatField("kerugian yang dibolehkan", null=True, blank=True)
    against = models.CharField("dibanding", max_length=200, blank=True)
    basis = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="+")
    job = models.ForeignKey(Job, null=True, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(_PEOPLE, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    computed_at = models.DateTimeField(null=True, blank=True)
    tables = models.JSONField(default=dict, help_text="Data masukan sebagai CSV kanonik")
    content = models.JSONField(default=dict, help_text="Hasil: pasangan, alasan, tahap, aturan")
    proof = models.JSONField(default=dict, help_text="Keadaan, celah dan detik setiap tahap")
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["-year", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="pairing_run_number_once"),
            models.CheckConstraint(
                condition=Q(computed_at__isnull=True, digest="") | (Q(computed_at__isnull=False) & ~Q(digest="")),
                name="computed_run_has_digest",
            ),
            models.CheckConstraint(
                condition=Q(way="kept", loss__gte=0, loss__lte=1) | (~Q(way="kept") & Q(loss__isnull=True)),
                name="only_a_kept_run_has_a_loss",
            ),
        ]

    def __str__(self) -> str:
        return gettext("Usulan ke-%(n)s tahun %(year)s") % {"n": self.number, "year": self.year}

    @property
    def official_name(self) -> str:
        """The same in the language of the papers, for what is stored or handed out."""
        with translation.override(settings.LANGUAGE_CODE):
            return str(self)

    @property
    def rows(self) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = self.content.get("villages", [])
        return rows


class RunAnswer(models.Model):
    """A further question to a finished run and its answer: what if, loss against moves, near ties."""

    KINDS = [
        ("what_if", _("bagaimana kalau")),
        ("losses", _("kerugian dan perpindahan")),
        ("near_ties", _("hampir sama baik")),
    ]

    run = models.ForeignKey(PairingRun, on_delete=models.PROTECT, related_name="answers")
    kind = models.CharField("jenis", max_length=9, choices=KINDS)
    village_code = models.CharField("desa/kelurahan", max_length=10, blank=True)
    agency_code = models.CharField("perangkat daerah", max_length=40, blank=True, help_text="Kosong: semua pengganti")
    job = models.ForeignKey(Job, null=True, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(_PEOPLE, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    computed_at = models.DateTimeField(null=True, blank=True)
    content = models.JSONField(default=dict)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["run", "kind", "village_code", "agency_code"], name="one_answer_per_question_to_a_run"
            ),
            models.CheckConstraint(
                condition=Q(kind="what_if") & ~Q(village_code="")
                | ~Q(kind="what_if") & Q(village_code="", agency_code=""),
                name="only_what_if_names_a_village",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.village_code} {self.agency_code}".strip()

    @property
    def official_kind(self) -> str:
        """The kind in the language of the papers, for what is stored."""
        with translation.override(settings.LANGUAGE_CODE):
            return str(self.get_kind_display()).capitalize()

    @property
    def address(self) -> str:
        """The page that shows the answer."""
        if self.kind == "what_if":
            return reverse("pairing:what_if", args=[self.village_code])
        return reverse("pairing:losses" if self.kind == "losses" else "pairing:near_ties")
