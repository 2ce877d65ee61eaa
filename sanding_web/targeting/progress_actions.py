"""Writes on milestones: record, correct, withdraw. What was recorded stays; a correction ends it and adds another."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sanding.errors import RuleBroken
from sanding.targeting.milestones import check_day
from sanding_web.audit.actions import record
from sanding_web.targeting import progress_queries as queries
from sanding_web.targeting.models import Milestone
from sanding_web.targeting.progress_permissions import check_can_record
from sanding_web.targeting.progress_queries import Place
from sanding_web.ui.words import short_date


def record_milestone(
    actor: Any, place: Place, *, name: str, done_on: date, evidence: str, seen: int | None = None, reason: str = ""
) -> Milestone:
    """Record that a village reached a milestone, or correct the record that the person saw.

    seen    the record that stood on the page; None where there was none
    reason  why it is corrected; needed where ``seen`` is given
    Raises  InputFault for a day that cannot be; RuleBroken where somebody else was faster
    """
    check_can_record(actor, place.village)
    code, wave_year = place.village.code, place.wave_year
    try:
        with transaction.atomic():
            _check_day(code, wave_year, name, done_on)
            before = _end(actor, queries.current_milestone(code, wave_year, name), seen, reason)
            found = Milestone.objects.create(
                village=place.village,
                wave_year=wave_year,
                name=name,
                done_on=done_on,
                evidence=evidence,
                recorded_by=actor,
                corrects=before,
            )
            record(
                actor,
                "milestone.correct" if before else "milestone.record",
                found,
                village=code,
                year=wave_year,
                name=name,
                done_on=done_on.isoformat(),
            )
    except IntegrityError as clash:
        raise _someone_was_faster(queries.current_milestone(code, wave_year, name)) from clash
    return found


@transaction.atomic
def withdraw_milestone(actor: Any, milestone: Milestone, *, reason: str) -> None:
    """End a record that should not stand; the village has not reached the milestone."""
    check_can_record(actor, milestone.village)
    code, wave_year, name = milestone.village_id, milestone.wave_year, milestone.name
    _end(actor, queries.current_milestone(code, wave_year, name), milestone.pk, reason)
    record(actor, "milestone.withdraw", milestone, village=code, year=wave_year, name=name)


def _check_day(code: str, wave_year: int, name: str, done_on: date) -> None:
    rows = queries.current_milestones([code]).filter(wave_year=wave_year).exclude(name=name)
    needed = queries.needed_for(wave_year)
    others = {one.name: one.done_on for one in rows if one.name in needed}
    first = queries.begins(code, wave_year)
    check_day(name, done_on, others=others, needed=needed, begins=first, today=timezone.localdate())


def _end(actor: Any, standing: Milestone | None, seen: int | None, reason: str) -> Milestone | None:
    """End the record that was seen; whoever came first in between is named instead."""
    if (standing.pk if standing else None) != seen:
        raise _someone_was_faster(standing)
    if standing is None:
        return None
    open_row = Milestone.objects.filter(pk=standing.pk, ended_at__isnull=True)
    if not open_row.update(ended_by=actor, ended_at=timezone.now(), end_reason=reason):
        raise _someone_was_faster(queries.current_milestone(standing.village_id, standing.wave_year, standing.name))
    return standing


def _someone_was_faster(standing: Milestone | None) -> RuleBroken:
    if standing is None:
        text, where = _("catatan ini sudah ditarik orang lain"), _("tahap pendampingan")
    else:
        words = {"who": standing.recorded_by, "day": short_date(standing.done_on)}
        text, where = _("tahap ini sudah dicatat %(who)s, selesai %(day)s") % words, str(standing)
    return RuleBroken(
        text,
        where=where,
        remedy="Isian Anda tidak disimpan. Muat ulang halaman desa, lalu betulkan bila perlu.",
        code="SND-MST-02",
    )
