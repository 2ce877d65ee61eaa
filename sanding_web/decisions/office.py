"""Writes on letterhead, signatories, templates and number patterns: nothing is overwritten, each with who and why."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from sanding.canonical import digest
from sanding.documents.picture import safe_logo
from sanding.documents.render import render_docx
from sanding.documents.template_check import check_template
from sanding.errors import RuleBroken
from sanding_web.audit.actions import record
from sanding_web.decisions.models import (
    LetterheadVersion,
    NumberPattern,
    SignatoryTerm,
    TemplateUse,
    TemplateVersion,
)
from sanding_web.decisions.paper_kinds import PaperKind


@transaction.atomic
def change_letterhead(
    actor: Any, *, lines: list[str], place: str, paper: str, reason: str, logo: bytes | None, keep_logo: bool
) -> LetterheadVersion:
    """The new head from now on. A logo is drawn anew before it is kept; ``keep_logo`` takes over the one in use."""
    actor.scope.require("setting.change")
    before = LetterheadVersion.objects.first()
    drawn = safe_logo(logo) if logo else (before.logo if keep_logo and before else None)
    made = LetterheadVersion.objects.create(
        lines=lines, logo=drawn, place=place, paper=paper, reason=reason, since=timezone.now(), by=actor
    )
    record(actor, "letterhead.change", made, rows=len(lines))
    return made


@transaction.atomic
def add_signatory(actor: Any, form: Any) -> SignatoryTerm:
    """One more term; earlier ones stay as they were."""
    actor.scope.require("setting.change")
    term: SignatoryTerm = form.save(commit=False)
    term.entered_by, term.entered_at = actor, timezone.now()
    term.save()
    record(actor, "signatory.add", term, kind=term.signs, name=term.name)
    return term


@transaction.atomic
def end_signatory(actor: Any, term: SignatoryTerm, *, valid_to: date) -> SignatoryTerm:
    """The term's last day; RuleBroken where it ended already or would end before it began."""
    actor.scope.require("setting.change")
    term = SignatoryTerm.objects.select_for_update(of=("self",)).get(pk=term.pk)
    if valid_to < term.valid_from or (term.valid_to is not None and term.valid_to < timezone.localdate()):
        raise RuleBroken(
            "masa penanda tangan ini sudah berakhir, atau tanggalnya sebelum ia mulai",
            where=str(term),
            remedy="Periksa tanggalnya; untuk orang lain, tambahkan masa baru.",
            code="SND-DEC-09",
        )
    term.valid_to = valid_to
    term.save(update_fields=["valid_to"])
    record(actor, "signatory.end", term, kind=term.signs, name=term.name)
    return term


@transaction.atomic
def add_template(actor: Any, kind: PaperKind, *, filename: str, content: bytes, reason: str) -> TemplateVersion:
    """Keep a template as the next version, not in use yet; InputFault where it is unsafe or cannot be filled."""
    actor.scope.require("setting.change")
    check_template(content, name=filename)
    render_docx(content, kind.sample(), name=filename)
    last = TemplateVersion.objects.filter(kind=kind.code).aggregate(last=Max("number"))["last"] or 0
    made = TemplateVersion.objects.create(
        kind=kind.code,
        number=last + 1,
        filename=filename[:160],
        content=content,
        digest=digest(content),
        reason=reason,
        by=actor,
        at=timezone.now(),
    )
    record(actor, "template.upload", made, kind=kind.code, number=made.number, digest=made.digest)
    return made


@transaction.atomic
def use_template(actor: Any, kind: PaperKind, version: TemplateVersion | None, *, reason: str) -> TemplateUse:
    """Use a version, or the product's own, from now on; papers already signed stay as they were."""
    actor.scope.require("setting.change")
    made = TemplateUse.objects.create(kind=kind.code, version=version, since=timezone.now(), by=actor, reason=reason)
    record(actor, "template.use", made, kind=kind.code, number=version.number if version else 0)
    return made


@transaction.atomic
def change_pattern(actor: Any, kind: PaperKind, *, pattern: str) -> NumberPattern:
    """The pattern from now on; the counter goes on where it was."""
    actor.scope.require("setting.change")
    made = NumberPattern.objects.create(kind=kind.code, pattern=pattern, since=timezone.now(), by=actor)
    record(actor, "paper.pattern", made, kind=kind.code, name=pattern)
    return made
