"""What was decided, on which data, by whom: the frozen content and its life cycle."""

import json
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sanding.decision import short_code
from sanding_web.decisions.states import STATES, STOOD, TONES, Tone

_PEOPLE = settings.AUTH_USER_MODEL


class Decision(models.Model):
    """One version of one decision. ``content`` never changes once written; only the state moves."""

    KINDS = [("priority", _("Desa/kelurahan prioritas")), ("pairing", _("Penugasan pendamping"))]

    kind = models.CharField("jenis", max_length=10, choices=KINDS)
    year = models.PositiveSmallIntegerField("tahun pendampingan")
    number = models.PositiveSmallIntegerField("versi")
    state = models.CharField(
        max_length=10, choices=[(code, _(word)) for code, word in STATES.items()], default="proposed"
    )
    content = models.BinaryField(help_text="Manifes beku: daftar, masukan, parameter, benih, dasar hukum, versi")
    digest = models.CharField(max_length=64, db_index=True, help_text="SHA-256 dari manifes")
    summary = models.JSONField(default=dict, help_text="Angka ringkas untuk daftar dan konfirmasi")
    legal_basis = models.JSONField(default=list)
    note = models.TextField("catatan pengusul", blank=True)
    basis = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="built_on")
    proposed_by = models.ForeignKey(_PEOPLE, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(_PEOPLE, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField("alasan", blank=True)
    decree_number = models.CharField("nomor keputusan", max_length=80, blank=True)
    decree_date = models.DateField("tanggal keputusan", null=True, blank=True)
    ended_by = models.ForeignKey(_PEOPLE, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.TextField("alasan berakhir", blank=True)
    successor = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="predecessor"
    )

    class Meta:
        ordering = ["-year", "kind", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "year", "number"], name="decision_number_once"),
            models.UniqueConstraint(
                fields=["kind", "year"],
                condition=Q(state="proposed"),
                name="one_open_proposal",
                violation_error_message="Sudah ada usulan yang menunggu keputusan.",
            ),
            models.UniqueConstraint(
                fields=["kind", "year"],
                condition=Q(state="signed"),
                name="one_decision_in_force",
                violation_error_message="Sudah ada keputusan yang berlaku untuk tahun ini.",
            ),
            models.CheckConstraint(
                condition=Q(state="proposed", decided_by__isnull=True, decided_at__isnull=True)
                | (~Q(state="proposed") & Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="decided_has_who_and_when",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["rejected", *STOOD]) | ~Q(decided_by=F("proposed_by")),
                name="proposer_does_not_decide",
                violation_error_message="Pengusul tidak boleh memutuskan usulannya sendiri.",
            ),
            models.CheckConstraint(
                condition=Q(state="withdrawn", decided_by=F("proposed_by")) | ~Q(state="withdrawn"),
                name="only_the_proposer_withdraws",
            ),
            models.CheckConstraint(condition=~Q(state="rejected") | ~Q(reason=""), name="rejected_has_reason"),
            models.CheckConstraint(
                condition=Q(state__in=["revoked", "replaced"], ended_by__isnull=False, ended_at__isnull=False)
                | (~Q(state__in=["revoked", "replaced"]) & Q(ended_by__isnull=True, ended_at__isnull=True)),
                name="ended_has_who_and_when",
            ),
            models.CheckConstraint(condition=~Q(state="revoked") | ~Q(end_reason=""), name="revoked_has_reason"),
            models.CheckConstraint(
                condition=Q(state="replaced", successor__isnull=False)
                | (~Q(state="replaced") & Q(successor__isnull=True)),
                name="replaced_names_its_successor",
            ),
            models.CheckConstraint(
                condition=Q(decree_number="") | Q(state__in=list(STOOD)), name="decree_number_only_when_signed"
            ),
        ]

    def __str__(self) -> str:
        words = {"kind": self.get_kind_display(), "year": self.year, "n": self.number}
        return gettext("%(kind)s %(year)s, versi %(n)s") % words

    @property
    def official_name(self) -> str:
        """The same in the language of its papers; what is stored and matched never follows a reader's language."""
        with translation.override(settings.LANGUAGE_CODE):
            return str(self)

    @property
    def tone(self) -> Tone:
        return TONES[self.state]  # type: ignore[index]

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """What was frozen, by name and SHA-256 (sanding.decision)."""
        found: dict[str, Any] = json.loads(bytes(self.content))
        return found

    @property
    def code(self) -> str:
        """The short code printed on its papers."""
        return short_code(self.digest)


class FrozenTable(models.Model):
    """One list of a decision, or one input as it was: canonical CSV without personal data, for running it again."""

    ROLES = [("list", "daftar"), ("input", "masukan")]

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="tables")
    role = models.CharField(max_length=5, choices=ROLES)
    name = models.CharField(max_length=40)
    source = models.CharField(max_length=200, blank=True, help_text="Kurun data asalnya, dalam kata")
    content = models.BinaryField()
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["role", "name"]
        constraints = [models.UniqueConstraint(fields=["decision", "role", "name"], name="frozen_table_once")]

    def __str__(self) -> str:
        return f"{self.decision}: {self.name}"


class Recheck(models.Model):
    """One re-run of a frozen decision: equal, or what differs."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="rechecks")
    at = models.DateTimeField()
    by = models.ForeignKey(_PEOPLE, on_delete=models.PROTECT, related_name="+")
    equal = models.BooleanField(help_text="Semua daftar sama persis")
    differences = models.JSONField(default=list, help_text="Apa yang berbeda, dalam kata")

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.decision}: {'sama persis' if self.equal else 'berbeda'}"


class LetterheadVersion(models.Model):
    """The head of letters and sheets, place of signing and paper, since when and by whom; the newest counts."""

    PAPERS = [("F4", "F4"), ("A4", "A4")]

    lines = models.JSONField(default=list, help_text="Baris kepala surat; baris pertama tebal")
    logo = models.BinaryField(null=True, help_text="PNG buatan sendiri dari berkas yang diunggah")
    place = models.CharField(max_length=120, blank=True)
    paper = models.CharField(max_length=2, choices=PAPERS, default="F4")
    since = models.DateTimeField()
    by = models.ForeignKey(_PEOPLE, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return " / ".join(self.lines[:2])


class SignatoryTerm(models.Model):
    """Who signs which papers from when to when; where two terms span a day, the one that began later signs."""

    SIGNS = [("decree", _("keputusan kepala daerah")), ("sheet", _("lembar dan bahan rapat"))]
    CAPACITIES = [(word, word or _("definitif")) for word in ("", "Plt.", "Plh.", "Pj.", "Pjs.")]

    signs = models.CharField(max_length=6, choices=SIGNS)
    name = models.CharField(max_length=120)
    capacity = models.CharField(max_length=4, choices=CAPACITIES, blank=True, default="")
    title = models.CharField(max_length=160, blank=True)
    on_behalf = models.CharField(max_length=160, blank=True)
    rank = models.CharField(max_length=80, blank=True)
    nip = models.CharField(max_length=24, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    entered_by = models.ForeignKey(_PEOPLE, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        ordering = ["signs", "-valid_from", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="signatory_term_ends_after_start",
                violation_error_message=_("Tanggal selesai tidak boleh sebelum tanggal mulai."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.capacity} {self.name}".strip()


class TemplateVersion(models.Model):
    """One DOCX template the office brought for a kind of paper; never changed, never removed."""

    kind = models.CharField(max_length=30)
    number = models.PositiveIntegerField()
    filename = models.CharField(max_length=160)
    content = models.BinaryField()
    digest = models.CharField(max_length=64)
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(_PEOPLE, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["kind", "-number"]
        constraints = [models.UniqueConstraint(fields=["kind", "number"], name="template_number_once")]

    def __str__(self) -> str:
        return gettext("versi %s") % self.number


class TemplateUse(models.Model):
    """From when a version is used for a kind of paper; without version, the one that comes with the product."""

    kind = models.CharField(max_length=30)
    version = models.ForeignKey(TemplateVersion, null=True, on_delete=models.PROTECT, related_name="uses")
    since = models.DateTimeField()
    by = models.ForeignKey(_PEOPLE, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.kind}: {self.version or gettext('bawaan')}"


class NumberPattern(models.Model):
    """How papers of a kind are numbered, since when; the newest counts, an empty one stops the numbering."""

    kind = models.CharField(max_length=30)
    pattern = models.CharField(max_length=60, blank=True)
    since = models.DateTimeField()
    by = models.ForeignKey(_PEOPLE, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.kind}: {self.pattern}"


class NumberCounter(models.Model):
    """The last number given to a kind of paper in a year; it only grows."""

    kind = models.CharField(max_length=30)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "year"], name="one_counter_per_kind_and_year")]

    def __str__(self) -> str:
        return f"{self.kind} {self.year}: {self.last}"


class TakenNumber(models.Model):
    """A number that one paper carries for good, also after the paper is revoked."""

    kind = models.CharField(max_length=30)
    year = models.PositiveSmallIntegerField()
    value = models.PositiveIntegerField()
    text = models.CharField(max_length=80)
    subject = models.CharField(max_length=80, help_text="Naskah yang memakainya")
    by = models.ForeignKey(_PEOPLE, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["kind", "-year", "-value"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "year", "value"], name="number_given_once"),
            models.UniqueConstraint(fields=["kind", "subject"], name="one_number_per_paper"),
        ]

    def __str__(self) -> str:
        return self.text


class Imprint(models.Model):
    """How a decision's papers look, fixed when it was signed: template, letterhead, signatory, address of the check."""

    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="imprint")
    template = models.BinaryField(help_text="Templat DOCX yang dipakai, seluruhnya")
    template_words = models.CharField(max_length=80)
    logo = models.BinaryField(null=True)
    settings = models.JSONField(help_text="Kepala naskah, penanda tangan, alamat periksa")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.decision}: {self.template_words}"


class KeptPaper(models.Model):
    """One printed file of a signed decision, kept so that everyone gets the same bytes."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="kept_papers")
    name = models.CharField(max_length=40)
    content = models.BinaryField()
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        ordering = ["decision_id", "name"]
        constraints = [models.UniqueConstraint(fields=["decision", "name"], name="kept_paper_once")]

    def __str__(self) -> str:
        return f"{self.decision}: {self.name}"
