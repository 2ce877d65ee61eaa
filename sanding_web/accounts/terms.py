"""How long a role may run, which roles one person may not hold together, and who is to be reminded."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sanding import roles
from sanding.errors import RuleBroken
from sanding.parameters import value
from sanding_web.accounts.models import Grant, User
from sanding_web.ui.parts import Action, QueueRow
from sanding_web.ui.words import long_date

SHOWN = 20


def longest_end(role: str, valid_from: date) -> date:
    """The last day a role given on that day may run to."""
    return valid_from + timedelta(days=int(value("roles.longest_days", valid_from)[role]) - 1)


def end_of(role: str, valid_from: date, valid_to: date | None) -> date:
    """The end as asked for, or the latest that is allowed; RuleBroken where more was asked for."""
    latest = longest_end(role, valid_from)
    if valid_to is not None and valid_to > latest:
        raise RuleBroken(
            _("peran %(role)s paling lama sampai %(day)s")
            % {"role": _(roles.ROLES[role].label), "day": long_date(latest)},
            remedy="Pilih tanggal akhir yang lebih awal; sesudahnya peran dapat diperpanjang.",
            code="SND-ACC-10",
        )
    return valid_to or latest


def unended() -> Q:
    return Q(ended_at__isnull=True)


def check_apart(user: User, role: str, valid_from: date, valid_to: date | None) -> None:
    """RuleBroken where the person holds, in that time, a role that is kept apart from this one."""
    others = {other for pair in value("roles.kept_apart", valid_from) if role in pair for other in pair} - {role}
    held = user.grants.filter(unended(), role__in=others).filter(Q(valid_to__isnull=True) | Q(valid_to__gte=valid_from))
    clash = (held.filter(valid_from__lte=valid_to) if valid_to else held).first()
    if clash is not None:
        words = {"role": _(roles.ROLES[role].label), "other": _(roles.ROLES[clash.role].label)}
        raise RuleBroken(
            _("peran %(role)s tidak dirangkap dengan peran %(other)s yang masih berlaku") % words,
            where=user.full_name,
            remedy="Akhiri dulu peran yang lama, atau pilih orang lain.",
            code="SND-ACC-11",
        )


def ending(on: date) -> list[Grant]:
    """Roles in force that end within the notice and were not renewed, the soonest first."""
    last = on + timedelta(days=max(value("roles.expiry_notice", on)))
    rows = Grant.objects.filter(unended(), valid_from__lte=on, valid_to__gte=on, valid_to__lte=last)
    rows = rows.filter(renewed_by__isnull=True, user__is_active=True)
    return list(rows.select_related("user", "agency").order_by("valid_to", "pk"))


def due(user: Any) -> list[QueueRow]:
    """One's own roles that end soon; for an administrator those of everybody else too, and roles without an end."""
    today = timezone.localdate()
    if not user.scope.role:
        return []
    found = (
        ending(today) if user.scope.may("account.manage") else [one for one in ending(today) if one.user_id == user.pk]
    )
    rows = [_own(one, today) if one.user_id == user.pk else _of_another(one, today) for one in found[:SHOWN]]
    return rows + (_endless() if user.scope.may("account.manage") else [])


def _days(grant: Grant, today: date) -> str:
    assert grant.valid_to is not None
    days = (grant.valid_to - today).days
    words = (
        ngettext("berakhir %(n)s hari lagi", "berakhir %(n)s hari lagi", days) % {"n": days}
        if days
        else _("berakhir hari ini")
    )
    return _("Mendesak: %s") % words if days <= min(value("roles.expiry_notice", today)) else words.capitalize()


def _own(grant: Grant, today: date) -> QueueRow:
    words = {"role": _(roles.ROLES[grant.role].label)}
    return QueueRow(
        _("Peran Anda sebagai %(role)s segera berakhir") % words,
        _("%s. Administrator dapat memperpanjangnya.") % _days(grant, today),
        due=grant.valid_to,
        url=reverse("accounts:choose_role"),
    )


def _of_another(grant: Grant, today: date) -> QueueRow:
    url = reverse("accounts:account", args=[grant.user_id])
    words = {"role": _(roles.ROLES[grant.role].label), "person": grant.user.full_name}
    return QueueRow(
        _("Peran %(role)s %(person)s segera berakhir") % words,
        f"{_days(grant, today)}. {grant.place}".strip(),
        due=grant.valid_to,
        url=url,
        action=Action(_("Perpanjang atau biarkan"), url),
    )


def _endless() -> list[QueueRow]:
    """Roles given before ends were asked for."""
    rows = Grant.objects.filter(unended(), valid_to__isnull=True, user__demo=False, user__is_active=True)
    count = rows.values("user").distinct().count()
    if not count:
        return []
    url = reverse("accounts:index")
    what = ngettext(
        "%(n)s orang memegang peran tanpa tanggal akhir", "%(n)s orang memegang peran tanpa tanggal akhir", count
    )
    return [
        QueueRow(
            what % {"n": count},
            _("Akhiri peran itu, lalu berikan lagi dengan tanggal akhir."),
            url=url,
            action=Action(_("Buka akun"), url),
        )
    ]
