"""Where a person may act: kept in the query layer, so that lists, counts, maps, search and exports all obey it."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from sanding import roles
from sanding.errors import NotPermitted
from sanding_web.district.models import Agency, Companionship, Village, in_force


@dataclass(frozen=True)
class Scope:
    """One role in one area. ``kind`` as in ``sanding.roles``."""

    role: str
    kind: roles.ScopeKind
    area: str = ""
    agency_id: int | None = None
    grant_id: int | None = None
    agency_name: str = ""
    rt: str = ""
    rw: str = ""

    def may(self, action: str) -> bool:
        return roles.may(self.role, action)

    def require(self, action: str) -> None:
        """Raise NotPermitted, naming the right and who holds it."""
        if not self.may(action):
            holders = ", ".join(_(roles.ROLES[code].label) for code in roles.roles_with(action))
            raise NotPermitted(
                _("Peran Anda belum memuat hak %s") % _(roles.ACTIONS.get(action, action)),
                remedy=_("Hak ini ada pada: %s. Administrator dapat memberikannya.") % holders,
                code="SND-ACL-03",
            )

    def village_q(self, field: str = "village_code") -> Q:
        """The condition that a village code lies in this scope; nothing where the scope has no area."""
        if self.kind == "district":
            return Q()
        if self.kind in ("kecamatan", "village", "rt") and self.area:
            return Q(**{f"{field}__startswith": self.area})
        if self.kind == "pairing" and self.agency_id:
            today = timezone.localdate()
            mine = Companionship.objects.filter(in_force(today), agency_id=self.agency_id).values("village_id")
            return Q(**{f"{field}__in": mine})
        return Q(pk__in=[])

    def villages(self) -> "QuerySet[Village]":
        return Village.objects.filter(self.village_q("code"))

    def agencies(self) -> "QuerySet[Agency]":
        """All for district roles; one's own for a companion; those of one's villages for local roles."""
        if self.kind == "district":
            return Agency.objects.all()
        if self.kind == "pairing":
            return Agency.objects.filter(pk=self.agency_id or 0)
        today = timezone.localdate()
        return Agency.objects.filter(
            pk__in=Companionship.objects.filter(in_force(today), village__in=self.villages()).values("agency_id")
        )

    def filter(self, rows: "QuerySet[Any]", field: str = "village_code") -> "QuerySet[Any]":
        """Only the rows whose village lies in this scope; of rows that carry an RT, an enumerator's own alone."""
        found = rows.filter(self.village_q(field))
        names = {one.name for one in rows.model._meta.get_fields()}
        return found.filter(self.rt_q()) if self.kind == "rt" and "rt" in names else found

    def rt_q(self) -> Q:
        """The condition that a row lies in the enumerator's RT (and RW, where one was given); nothing without an RT.

        Sheets write ``3``, ``03`` and ``003``: all three are the same RT.
        """
        if not self.rt:
            return Q(pk__in=[])
        return Q(rt__in=_spellings(self.rt)) & (Q(rw__in=_spellings(self.rw)) if self.rw else Q())


def _spellings(number: str) -> list[str]:
    """The ways a number of an RT or RW is written, from one digit to three."""
    bare = number.lstrip("0") or "0"
    return sorted({bare.zfill(width) for width in (1, 2, 3)})
