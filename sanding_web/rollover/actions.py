"""The one write: the programme goes on to the next year, its locks and bans end or go along, all or nothing."""

from collections.abc import Collection
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sanding.errors import RuleBroken
from sanding_web.audit.actions import record
from sanding_web.district.models import Programme
from sanding_web.pairing.actions import end_rule, set_rule
from sanding_web.rollover import queries
from sanding_web.rollover.queries import Preview
from sanding_web.targeting.models import YearChange
from sanding_web.ui.words import clock, long_date


def change_year(actor: Any, *, from_year: int, seen: str, keep: Collection[int], note: str = "") -> YearChange:
    """Move the programme from a year to the next.

    seen    the hash of the page that the person read; keep = locks and bans (their ids) that go along
    Raises  RuleBroken where something forbids it, somebody was faster, or the page is stale; then nothing is written
    """
    actor.scope.require("year.change")
    try:
        with transaction.atomic():
            year = Programme.objects.select_for_update().values_list("year", flat=True).get()
            if year != from_year:
                raise already_changed(from_year)
            found = queries.preview(timezone.localdate())
            _refuse(found, seen)
            kept, ended = _move_rules(actor, found, keep)
            change = YearChange.objects.create(
                from_year=from_year,
                to_year=found.to_year,
                changed_by=actor,
                changed_at=timezone.now(),
                note=note,
                summary={**found.summary(), "rules_kept": kept, "rules_ended": ended},
            )
            Programme.objects.filter(year=from_year).update(year=found.to_year)
            record(
                actor, "year.change", change, year=found.to_year, carried=len(found.carried),
                completed=len(found.completed), kept=kept, ended=ended,
            )  # fmt: skip
    except IntegrityError as clash:
        raise already_changed(from_year) from clash
    return change


def _refuse(found: Preview, seen: str) -> None:
    if found.blockers:
        first = found.blockers[0]
        raise RuleBroken(
            first.text.rstrip("."),
            where=_("ganti tahun"),
            remedy=f"{first.remedy} {_('Tidak ada yang berubah.')}",
            code="SND-YEAR-02",
        )
    if found.seen != seen:
        raise RuleBroken(
            "ada yang berubah sejak Anda membuka halaman ini",
            where="ganti tahun",
            remedy="Tidak ada yang ditulis. Muat ulang halaman, baca lagi, lalu tekan sekali lagi.",
            code="SND-YEAR-03",
        )


def _move_rules(actor: Any, found: Preview, keep: Collection[int]) -> tuple[int, int]:
    """End every rule of the old year; those that were chosen begin anew in the next. Returns (kept, ended)."""
    kept = 0
    for line in found.rules:
        rule, goes_on = line.rule, line.rule.pk in keep and not line.lapses
        end_rule(actor, rule, reason=f"{'Dibawa ke' if goes_on else 'Berakhir saat ganti tahun ke'} {found.to_year}")
        if goes_on:
            set_rule(
                actor, year=found.to_year, kind=rule.kind, agency=rule.agency, village=rule.village, reason=rule.reason
            )
            kept += 1
    return kept, len(found.rules) - kept


def already_changed(from_year: int) -> RuleBroken:
    """Who was faster, and when."""
    change = queries.change_of(from_year + 1)
    if change is None:
        text = _("tahun pendampingan bukan lagi %s") % from_year
    else:
        words = {
            "year": change.to_year, "who": change.changed_by, "day": long_date(change.changed_at),
            "clock": clock(change.changed_at),
        }  # fmt: skip
        text = _("tahun pendampingan sudah diganti ke %(year)s oleh %(who)s, %(day)s pukul %(clock)s") % words
    return RuleBroken(
        text,
        where=_("ganti tahun"),
        remedy="Tidak ada yang ditulis dua kali. Muat ulang halaman untuk melihat tahun yang berlaku.",
        code="SND-YEAR-01",
    )
