"""The one act: roles end with one officer and begin with the other on the same day, and the running work follows."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sanding.errors import RuleBroken
from sanding.parameters import value
from sanding_web.accounts import terms
from sanding_web.accounts.actions import not_to_oneself
from sanding_web.accounts.models import Grant, Handover, User
from sanding_web.audit.actions import record
from sanding_web.handover.queries import load, movable
from sanding_web.ui.words import long_date


@transaction.atomic
def hand_over(
    actor: Any,
    giver: User,
    taker: User,
    *,
    from_day: date,
    basis: str,
    acting_until: date | None = None,
    roles: Collection[int] | None = None,
) -> Handover:
    """Move the roles (their ids; all where none are named) and the running work from a day on.

    acting_until   the last day of a Plt; none for a definitive successor
    Raises         RuleBroken SND-HND-01..05, SND-ACC-01 (to oneself), SND-ACC-11 (roles kept apart); nothing is written
    """
    actor.scope.require("account.manage")
    held = {one.pk: one for one in User.objects.select_for_update().filter(pk__in=[giver.pk, taker.pk]).order_by("pk")}
    _check_people(actor, held[giver.pk], held[taker.pk])
    _check_dates(from_day, acting_until)
    chosen = [one for one in movable(giver, timezone.localdate()) if roles is None or one.pk in roles]
    if not chosen:
        raise RuleBroken(
            "tidak ada peran yang dapat diserahkan",
            where=giver.full_name,
            remedy="Muat ulang halaman: mungkin perannya sudah diserahkan atau diakhiri.",
            code="SND-HND-04",
        )
    work = load(giver, timezone.localdate())
    made = Handover.objects.create(
        giver=giver, taker=taker, work_of=_work_of(giver, chosen), from_day=from_day, acting_until=acting_until,
        basis=basis.strip(), recorded_by=actor,
    )  # fmt: skip
    for grant in chosen:
        made.given.add(_given(taker, grant, from_day, acting_until))
        _end(grant, from_day)
    made.ended.set(chosen)
    record(
        actor, "account.handover", made, changes=_changes(giver, taker, from_day, acting_until), rows=len(chosen),
        batches=work.batches, proposals=work.proposals, jobs=work.jobs,
    )  # fmt: skip
    return made


def _check_people(actor: Any, giver: User, taker: User) -> None:
    if giver.pk == taker.pk:
        raise RuleBroken(
            "tugas tidak diserahkan kepada orang yang sama",
            where=giver.full_name,
            remedy="Pilih penerima yang lain.",
            code="SND-HND-01",
        )
    not_to_oneself(actor, taker)
    if not taker.is_active:
        raise RuleBroken(
            "akun penerima sudah ditutup",
            where=taker.full_name,
            remedy="Buka akun itu lagi, atau pilih penerima yang lain.",
            code="SND-HND-05",
        )


def _check_dates(from_day: date, acting_until: date | None) -> None:
    today = timezone.localdate()
    last = today + timedelta(days=value("roles.handover_ahead", today))
    if not today <= from_day <= last:
        raise RuleBroken(
            _("serah terima berlaku sejak hari ini sampai paling jauh %s") % long_date(last),
            remedy="Ubah tanggalnya; hak tidak diberikan surut.",
            code="SND-HND-02",
        )
    if acting_until is None:
        return
    latest = from_day + timedelta(days=value("roles.acting_days", today) - 1)
    if not from_day <= acting_until <= latest:
        raise RuleBroken(
            _("masa Plt berakhir di antara hari mulai dan %s") % long_date(latest),
            remedy="Ubah hari terakhirnya, atau catat sebagai pejabat definitif.",
            code="SND-HND-03",
        )


def _work_of(giver: User, chosen: list[Grant]) -> User:
    """Whose running work goes along: of roles held for another (Plt), that other's; else the giver's own."""
    earlier = Handover.objects.filter(taker=giver, given__in=chosen).select_related("work_of").distinct()
    held_for_others = all(one.received_in.exists() for one in chosen)
    owners = {one.work_of for one in earlier}
    return owners.pop() if held_for_others and len(owners) == 1 else giver


def _given(taker: User, grant: Grant, from_day: date, acting_until: date | None) -> Grant:
    """The same role and place for the taker: to the end of the old grant, of the Plt, or of the longest term."""
    start = max(from_day, grant.valid_from)
    ends = [terms.longest_end(grant.role, start), *(day for day in (grant.valid_to, acting_until) if day)]
    if min(ends) < start:
        raise RuleBroken(
            _("peran %s berakhir sebelum serah terima") % grant.get_role_display(),
            remedy="Perpanjang dulu perannya, atau jangan sertakan dalam serah terima ini.",
            code="SND-HND-06",
        )
    terms.check_apart(taker, grant.role, start, min(ends))
    return Grant.objects.create(
        user=taker, role=grant.role, agency=grant.agency, area=grant.area, rt=grant.rt, rw=grant.rw,
        valid_from=start, valid_to=min(ends),
    )  # fmt: skip


def _end(grant: Grant, from_day: date) -> None:
    """The giver's last day is the one before; a role that would begin later never does."""
    if grant.valid_from < from_day:
        grant.valid_to = from_day - timedelta(days=1)
    else:
        grant.valid_to, grant.ended_at = grant.valid_from, timezone.now()
    grant.save(update_fields=["valid_to", "ended_at"])


def _changes(giver: User, taker: User, from_day: date, acting_until: date | None) -> dict[str, list[str]]:
    """Old and new for the log: who held it, who holds it, since when, until when."""
    until = acting_until.isoformat() if acting_until else ""
    return {"taker": [str(giver), str(taker)], "from_day": ["", from_day.isoformat()], "acting_until": ["", until]}
