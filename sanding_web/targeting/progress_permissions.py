"""Who may record what a village reached: its own companion, and the secretariat for all."""

from typing import Any

from sanding.errors import NotPermitted, SandingError
from sanding_web.district.models import Village


def check_can_record(actor: Any, village: Village) -> None:
    """Raise NotPermitted unless the right is there and the village lies in the person's scope today."""
    actor.scope.require("milestone.record")
    if not actor.scope.villages().filter(pk=village.pk).exists():
        raise NotPermitted(
            "desa ini bukan desa dampingan Anda",
            remedy="Pendamping desa itu atau sekretariat TKPK yang mencatatnya.",
            code="SND-MST-01",
        )


def can_record(actor: Any, village: Village) -> bool:
    try:
        check_can_record(actor, village)
    except SandingError:
        return False
    return True
